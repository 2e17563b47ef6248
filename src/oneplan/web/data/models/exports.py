"""What left the area: every export of published figures, for whom and how much."""

from django.db import models


class Export(models.Model):
    """It is written down before anything is read, so that nothing leaves unseen; `digest` is of all its files."""

    class State(models.TextChoices):
        BEGUN = "begun", "begun, and not known to have ended"
        MADE = "made", "made"
        FAILED = "failed", "failed: nothing was handed over"

    class Way(models.TextChoices):
        FOLDER = "folder", "a folder of this machine"
        FILE = "file", "a file that was taken out by page"
        DATABASE = "database", "tables of the database"

    number = models.PositiveIntegerField(unique=True)
    audience = models.CharField(max_length=40)  # one of engine/export/audiences.yaml
    way = models.CharField(max_length=8, choices=Way, default=Way.FOLDER)
    is_csv_too = models.BooleanField(default=False)
    run = models.ForeignKey("data.Run", on_delete=models.PROTECT, related_name="exports")
    state = models.CharField(max_length=6, choices=State, default=State.BEGUN)
    why = models.CharField(max_length=300)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("agencies.Worker", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    rows = models.JSONField(default=dict)  # of each table, how many
    digest = models.CharField(max_length=64, blank=True)
    reason = models.TextField(blank=True)  # why it failed
