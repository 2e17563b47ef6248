"""Looking at the plan together, saying goodbye, and what stays when the worker goes."""

from django.db import models
from django.db.models import Q


class Review(models.Model):
    class Decision(models.TextChoices):
        CONTINUE = "continue", "go on as we are"
        CHANGE = "change", "change the plan"
        STEP_UP = "step_up", "ask for more help (step up)"
        STEP_DOWN = "step_down", "less help is enough (step down)"
        EXTEND = "extend", "take more time"
        CLOSE = "close", "get ready to say goodbye"

    episode = models.ForeignKey("casework.Episode", on_delete=models.PROTECT, related_name="reviews")
    meeting = models.ForeignKey("casework.Meeting", null=True, on_delete=models.PROTECT, related_name="reviews")
    on = models.DateField()
    going_well = models.TextField(blank=True)
    still_hard = models.TextField(blank=True)
    family_view = models.TextField(blank=True)
    decision = models.CharField(max_length=10, choices=Decision)
    why = models.CharField(max_length=500)
    next_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-pk"]


class Closure(models.Model):
    """How one stretch of support ended. The door stays open: a later call needs no new request."""

    episode = models.OneToOneField("casework.Episode", on_delete=models.PROTECT, related_name="closure")
    on = models.DateField()
    what_changed = models.TextField()  # in the family's words where they gave them
    family_ready = models.CharField(max_length=300, blank=True)
    worries = models.CharField(max_length=300, blank=True)
    signs_to_watch = models.CharField(max_length=300, blank=True)
    who_to_call = models.CharField(max_length=200)
    relapse_risk = models.CharField(max_length=300, blank=True)
    check_on = models.DateField(null=True, blank=True)
    open_door_note = models.CharField(max_length=300, blank=True)  # for whoever picks up the phone
    overruled_why = models.CharField(max_length=300, blank=True)  # why goodbye although referrals wait
    recorded_by = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()


class ExitSupport(models.Model):
    closure = models.ForeignKey(Closure, on_delete=models.CASCADE, related_name="supports")
    agency = models.ForeignKey("agencies.Agency", null=True, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=200)
    contact = models.CharField(max_length=120, blank=True)
    is_in_place = models.BooleanField(default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(what=""), name="exit_support_says_what")]
