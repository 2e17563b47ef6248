"""What somebody asks about their own data: a copy, something put right, or that we stop."""

from django.db import models
from django.db.models import F, Q


class RightsRequest(models.Model):
    class Kind(models.TextChoices):
        ACCESS = "access", "a copy of everything"
        CORRECTION = "correction", "something put right"
        OBJECTION = "objection", "that we stop using something"

    class AskedBy(models.TextChoices):
        THEMSELVES = "self", "they themselves"
        PARENT = "parent", "a parent, for their child"
        SOMEBODY = "other", "somebody they asked to speak for them"

    class Outcome(models.TextChoices):
        OPEN = "", "not answered yet"
        DONE = "done", "done"
        PART = "part", "done in part"
        REFUSED = "refused", "refused"
        WITHDRAWN = "withdrawn", "taken back by whoever asked"

    kind = models.CharField(max_length=10, choices=Kind)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="rights_requests")
    asked_by = models.CharField(max_length=6, choices=AskedBy, default=AskedBy.THEMSELVES)
    asked_by_name = models.CharField(max_length=120, blank=True)  # when it is not they themselves
    how = models.CharField(max_length=120)  # by phone, in a letter, at the kitchen table
    words = models.TextField(blank=True)  # what they said
    received_on = models.DateField()
    about_type = models.CharField(max_length=40, blank=True)  # "casework.note": the entry it is about
    about_id = models.BigIntegerField(null=True, blank=True)
    proof = models.CharField(max_length=200, blank=True)  # how we know who asks
    extended_months = models.PositiveSmallIntegerField(default=0)
    extended_why = models.CharField(max_length=300, blank=True)
    extension_told_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True, default=Outcome.OPEN)
    outcome_why = models.CharField(max_length=500, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    note_beside = models.CharField(max_length=500, blank=True)  # what they say, kept beside an entry that stays
    recorded_by = models.ForeignKey("agencies.Worker", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    answered_by = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["received_on", "pk"]
        indexes = [
            models.Index(fields=["outcome", "received_on"]),
            models.Index(fields=["about_type", "about_id"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", answered_on=None) | (~Q(outcome="") & Q(answered_on__isnull=False)),
                name="rights_request_answered_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["refused", "part"]) | ~Q(outcome_why=""), name="rights_refusal_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(extended_months=0) | (~Q(extended_why="") & Q(extension_told_on__isnull=False)),
                name="rights_extension_told",
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None) | Q(answered_on__gte=F("received_on")), name="rights_answer_after_request"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {self.get_kind_display()}"

    @property
    def reference(self) -> str:
        return f"A-{1000 + self.pk}"

    @property
    def is_open(self) -> bool:
        return self.outcome == self.Outcome.OPEN


class RequestPause(models.Model):
    """Days on which we wait for whoever asked: the clock stands still."""

    class Why(models.TextChoices):
        PROOF = "proof", "waiting for a proof of who asks"
        WHAT = "what", "waiting to hear what they want"

    request = models.ForeignKey(RightsRequest, on_delete=models.CASCADE, related_name="pauses")
    why = models.CharField(max_length=6, choices=Why)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["request"], condition=Q(until=None), name="rights_one_pause_at_a_time"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="rights_pause_in_order"),
        ]
