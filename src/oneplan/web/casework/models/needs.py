"""Needs: those a request named, kept apart for ever from those found later."""

from django.db import models
from django.db.models import Q


class Need(models.Model):
    class Origin(models.TextChoices):
        PRESENTING = "presenting", "named in the request"
        FOUND = "found", "found later"

    class State(models.TextChoices):
        OPEN = "open", "still there"
        BETTER = "better", "better"
        GONE = "gone", "gone"
        UNCLEAR = "unclear", "not clear"

    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="needs")
    person = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="needs")
    code = models.CharField(max_length=40)  # a code of the area's list "need"
    words = models.CharField(max_length=300, blank=True)
    origin = models.CharField(max_length=10, choices=Origin)
    how = models.CharField(max_length=200)  # "school's request", "from a note of a visit"
    on = models.DateField()
    note = models.ForeignKey("casework.Note", null=True, on_delete=models.PROTECT, related_name="needs")
    request = models.ForeignKey("frontdoor.Request", null=True, on_delete=models.PROTECT, related_name="needs")
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    state_words = models.CharField(max_length=300, blank=True)
    state_on = models.DateField(null=True, blank=True)
    struck_reason = models.CharField(max_length=300, blank=True)
    recorded_by = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(origin="found") | Q(request__isnull=False), name="need_presenting_has_request"
            )
        ]
