"""Numbered runs, and the one pointer to the run whose figures hold."""

from django.db import models
from django.db.models import Q


class Run(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", "waiting to start"
        RUNNING = "running", "running"
        HELD = "held", "made, waiting for somebody to look at it"
        PUBLISHED = "published", "published"
        STOPPED = "stopped", "stopped"
        FAILED = "failed", "failed"

    number = models.PositiveIntegerField(unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    takes = models.JSONField()  # which files, profiles and corrections: ids, from feed to feed
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(null=True, blank=True)  # what it takes is of this moment
    ended_at = models.DateTimeField(null=True, blank=True)
    done = models.PositiveIntegerField(default=0)  # of `total` steps
    total = models.PositiveIntegerField(default=0)
    doing = models.CharField(max_length=200, blank=True)
    is_to_stop = models.BooleanField(default=False)
    differences = models.JSONField(default=list)  # from the run that was published before
    reason = models.TextField(blank=True)  # why it failed
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["state", "number"])]
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state__in=["waiting", "running"]), name="one_run_at_a_time"
            ),
        ]

    @property
    def label(self) -> str:
        """What its folder is called. A number alone comes again when an older database is brought back."""
        return f"{self.number}-{int(self.asked_at.timestamp() * 1_000_000)}"


class Published(models.Model):
    """One row: the run whose figures hold. Moving it is the whole of publishing."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_run_is_published")]
