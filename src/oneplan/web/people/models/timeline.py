"""The one timeline of a family: a line for whatever happened, written by the action that made it happen."""

from django.db import models


class TimelineEntry(models.Model):
    class Tone(models.TextChoices):
        PLAIN = "plain", "plain"
        WARM = "warm", "came to light"
        OK = "ok", "got better"
        LATE = "late", "alert"

    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="timeline")
    on = models.DateField()
    on_precision = models.CharField(max_length=8, default="day")
    kind = models.CharField(max_length=20)  # visit, need, meeting, level, home, member, exclusion …
    headline = models.CharField(max_length=200)
    aside = models.CharField(max_length=300, blank=True)  # who with whom, how long
    text = models.TextField(blank=True)
    tone = models.CharField(max_length=5, choices=Tone, default=Tone.PLAIN)
    decided_by = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=120, blank=True)
    thing_type = models.CharField(max_length=40, blank=True)
    thing_id = models.BigIntegerField(null=True)
    people = models.ManyToManyField("people.Person", related_name="+", blank=True)
    recorded_by = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    struck_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [
            models.Index(fields=["family", "-on", "-id"]),
            models.Index(fields=["thing_type", "thing_id"]),
        ]
