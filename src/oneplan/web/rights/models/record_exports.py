"""The whole record taken out: who asked for it and what for, who agreed, and what left."""

from django.db import models
from django.db.models import F, Q


class RecordExport(models.Model):
    class State(models.TextChoices):
        ASKED = "asked", "waits for somebody to agree"
        AGREED = "agreed", "agreed"
        DECLINED = "declined", "not agreed"
        BEGUN = "begun", "begun"
        MADE = "made", "taken out"
        FAILED = "failed", "broken off"

    why = models.CharField(max_length=300)
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey("agencies.Worker", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    declined_why = models.CharField(max_length=300, blank=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    rows = models.JSONField(default=dict)  # by table
    left_out = models.JSONField(default=dict)  # rows by why they were kept back
    digest = models.CharField(max_length=64, blank=True)
    reason = models.CharField(max_length=300, blank=True)  # why it was broken off

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="asked", decided_by=None) | (~Q(state="asked") & Q(decided_by__isnull=False)),
                name="record_export_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="record_export_agreed_by_another"
            ),
            models.CheckConstraint(
                condition=Q(state="declined", declined_why__gt="") | (~Q(state="declined") & Q(declined_why="")),
                name="record_export_declined_has_reason",
            ),
        ]
