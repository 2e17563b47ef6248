"""Requests for help, from anyone, and what became of them."""

from django.db import models
from django.db.models import Q


class Request(models.Model):
    class State(models.TextChoices):
        NEW = "new", "new"
        DECIDED = "decided", "decided"
        OFFERED = "offered", "offered"
        ACCEPTED = "accepted", "help has started"
        DECLINED = "declined", "the family said no for now"
        ENDED = "ended", "answered another way"

    class Safety(models.TextChoices):
        NOT_ASKED = "", "not asked yet"
        NO = "no", "no worry"
        UNSURE = "unsure", "not sure"
        WORRIED = "worried", "yes, worried"

    family = models.ForeignKey("people.Family", null=True, on_delete=models.PROTECT, related_name="requests")
    received_on = models.DateField()
    received_at = models.DateTimeField()
    from_agency = models.ForeignKey("agencies.Agency", null=True, on_delete=models.PROTECT, related_name="requests")
    from_worker = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="requests")
    from_words = models.CharField(max_length=200)  # "Mrs Green, Year 2 teacher", "the family themselves"
    reason = models.TextField()
    hoped_for = models.TextField(blank=True)
    in_place = models.TextField(blank=True)
    family_view = models.TextField(blank=True)
    safety = models.CharField(max_length=8, choices=Safety, blank=True, default=Safety.NOT_ASKED)  # of the children
    safeguarding = models.CharField(max_length=300, blank=True)
    need_codes = models.JSONField(default=list)  # needs as marked; they become rows once the family is known
    assessment_received = models.CharField(max_length=300, blank=True)  # "CAF by the school, 3 March 2014"
    family_agrees = models.BooleanField(null=True)
    reopens = models.ForeignKey("casework.Episode", null=True, on_delete=models.PROTECT, related_name="reopened_by")
    state = models.CharField(max_length=10, choices=State, default=State.NEW)
    version = models.PositiveIntegerField(default=1)
    recorded_by = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["state", "received_on"])]

    def __str__(self) -> str:
        return self.log_number

    @property
    def log_number(self) -> str:
        return f"R-{10000 + self.pk}"


class RequestPerson(models.Model):
    """Somebody as the request named them, and the person they turned out to be."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="people")
    said = models.CharField(max_length=200)  # "James, 7, at St Mary's"
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="named_in_requests")


class Decision(models.Model):
    request = models.OneToOneField(Request, on_delete=models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=40)  # a code of the area's list "request_outcome"
    level = models.CharField(max_length=40)  # a code of the area's list "level"
    why = models.TextField()
    child_safety = models.CharField(max_length=300, blank=True)
    next_step = models.CharField(max_length=300)
    team = models.ForeignKey("agencies.Team", null=True, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey("agencies.Worker", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()


class Offer(models.Model):
    class Answer(models.TextChoices):
        WAITING = "waiting", "no answer yet"
        YES = "yes", "yes"
        NO = "no", "not now"

    request = models.OneToOneField(Request, on_delete=models.PROTECT, related_name="offer")
    made_on = models.DateField()
    how = models.CharField(max_length=120)  # by phone, in person
    told = models.TextField()  # who will come, what for, what it involves
    answer = models.CharField(max_length=8, choices=Answer, default=Answer.WAITING)
    answer_words = models.CharField(max_length=300, blank=True)
    way_back = models.CharField(max_length=200, blank=True)  # how they can come back after a no
    answered_on = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey("agencies.Worker", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="waiting", answered_on=None) | (~Q(answer="waiting") & Q(answered_on__isnull=False)),
                name="offer_answered_has_day",
            )
        ]
