"""Who is around the family, when they meet, and help that was asked for elsewhere."""

from django.db import models
from django.db.models import Q

from oneplan.web.site.spells import Spell


class TeamMember(Spell):
    """Somebody who carries part of the plan: a worker, an agency, or a friend or relative."""

    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="team_members")
    worker = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="team_places")
    agency = models.ForeignKey("agencies.Agency", null=True, on_delete=models.PROTECT, related_name="team_places")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="team_places")
    what_for = models.CharField(max_length=200)
    goes_on_doing = models.CharField(max_length=200, blank=True)  # what they keep doing now a key worker is there
    still_to_come = models.CharField(max_length=200, blank=True)

    class Meta(Spell.Meta):
        indexes = [models.Index(fields=["worker", "known_until"]), models.Index(fields=["family", "known_until"])]
        constraints = [
            *Spell.Meta.constraints,
            models.CheckConstraint(
                condition=Q(worker__isnull=False, person=None)
                | Q(worker=None, agency__isnull=False, person=None)
                | Q(worker=None, agency=None, person__isnull=False),
                name="team_member_is_one",
            ),
        ]


class Meeting(models.Model):
    class Kind(models.TextChoices):
        TAF = "taf", "Team Around the Family"
        REVIEW = "review", "Review with the family"
        PANEL = "panel", "Panel"
        SPECIALIST = "specialist", "Meeting with a specialist"
        SCHOOL = "school", "Meeting at school"
        HANDOVER = "handover", "Handover"

    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="meetings")
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=120, blank=True)
    on = models.DateField()
    place = models.CharField(max_length=120, blank=True)
    convened_by = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="+")
    notes = models.TextField(blank=True)  # plain words: they stand in the family's copy
    questions_next = models.TextField(blank=True)
    held = models.BooleanField(default=False)
    recorded_by = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-pk"]


class Attendance(models.Model):
    class Answer(models.TextChoices):
        INVITED = "invited", "invited"
        CAME = "came", "came"
        APOLOGIES = "apologies", "sent apologies"
        REPORT = "report", "sent a report"
        ABSENT = "absent", "did not come"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="attendances")
    worker = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="attendances")
    agency = models.ForeignKey("agencies.Agency", null=True, on_delete=models.PROTECT, related_name="attendances")
    answer = models.CharField(max_length=10, choices=Answer, default=Answer.INVITED)
    words = models.CharField(max_length=300, blank=True)


class Referral(models.Model):
    """Help asked for from another service for one or more people; not done until they were there."""

    class State(models.TextChoices):
        ASKED = "asked", "asked"
        WAITING = "waiting", "on the waiting list"
        STARTED = "started", "started"
        REFUSED = "refused", "not accepted"
        NOT_ATTENDED = "not_attended", "not been yet"
        ENDED = "ended", "finished"

    class Way(models.TextChoices):
        SIGNPOSTED = "signposted", "told about it"
        HAND_HELD = "hand_held", "helped to arrange it"
        ACCOMPANIED = "accompanied", "went along"

    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="referrals")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="referrals")
    what_for = models.CharField(max_length=200)
    way = models.CharField(max_length=12, choices=Way, default=Way.SIGNPOSTED)
    asked_on = models.DateField()
    asked_by = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="+")
    reply_due_on = models.DateField(null=True, blank=True)
    meanwhile = models.CharField(max_length=200, blank=True)
    lives_on = models.BooleanField(default=False)  # part of what stays after goodbye
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-asked_on", "-pk"]


class ReferralPerson(models.Model):
    """Each person of a referral has their own state."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="people")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="referrals")
    state = models.CharField(max_length=12, choices=Referral.State, default=Referral.State.ASKED)
    state_on = models.DateField()
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["referral", "person"], name="referral_person_once")]


class Appointment(models.Model):
    """Anything with a day: dentist, school, court, a check social care asked for, a call after goodbye."""

    class Kind(models.TextChoices):
        APPOINTMENT = "appointment", "appointment"
        CHECK = "check", "check"
        START = "start", "something starts"
        AFTER_CHECK = "after_check", "check after goodbye"
        CRUNCH = "crunch", "a big day"

    class Kept(models.TextChoices):
        TO_COME = "to_come", "to come"
        KEPT = "kept", "kept"
        MISSED = "missed", "missed"
        CANCELLED = "cancelled", "called off"

    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="appointments")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.APPOINTMENT)
    what = models.CharField(max_length=200)
    on = models.DateField()
    time = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=120, blank=True)
    tells = models.CharField(max_length=16, blank=True)  # a kind of information; empty: what its words give away
    people = models.ManyToManyField("people.Person", related_name="appointments", blank=True)
    seen_to_by = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="+")
    owner = models.CharField(max_length=120, blank=True)  # who ticks it off when it is no worker: "social care"
    accompanied_by = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="+")
    kept = models.CharField(max_length=10, choices=Kept, default=Kept.TO_COME)
    how_it_went = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=120, blank=True)
    kept_on = models.DateField(null=True, blank=True)
    lives_on = models.BooleanField(default=False)
    recorded_by = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "pk"]
        indexes = [models.Index(fields=["family", "kept", "on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(kept="to_come", kept_on=None) | (~Q(kept="to_come") & Q(kept_on__isnull=False)),
                name="appointment_answered_has_day",
            )
        ]

    @property
    def who_sees_to_it(self) -> str:
        """A worker by name, somebody else in the words they were named with, or both."""
        return " and ".join(part for part in (self.seen_to_by.name if self.seen_to_by else "", self.owner) if part)
