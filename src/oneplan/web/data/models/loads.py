"""Files that came, what became of their rows, and what was corrected in them."""

from django.db import models
from django.db.models import Q

from oneplan.web.data.models.feeds import Feed, FeedProfile


class ReceivedFile(models.Model):
    """A file by its content. The file itself is removed after a time; what was read of it stays."""

    digest = models.CharField(max_length=64, unique=True)  # SHA-256
    size = models.BigIntegerField()
    name = models.CharField(max_length=255)  # as it was called when it first came
    received_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)


class Load(models.Model):
    """A file as one of a feed's: `number` counts them in the order in which they came."""

    class State(models.TextChoices):
        WAITING = "waiting", "waiting to be checked"
        CHECKED = "checked", "checked"
        REFUSED = "refused", "not taken"
        WITHDRAWN = "withdrawn", "withdrawn"

    class Way(models.TextChoices):
        PAGE = "page", "by page"
        COMMAND = "command", "by command"
        FOLDER = "folder", "from the folder"
        LINK = "link", "by a partner's link"

    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="loads")
    number = models.PositiveIntegerField()
    file = models.ForeignKey(ReceivedFile, on_delete=models.PROTECT, related_name="loads")
    profile = models.ForeignKey(FeedProfile, on_delete=models.PROTECT, related_name="loads")
    way = models.CharField(max_length=8, choices=Way)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="+")
    link = models.ForeignKey("data.ListLink", null=True, on_delete=models.SET_NULL, related_name="loads")
    checked_at = models.DateTimeField(null=True, blank=True)
    artefact = models.CharField(max_length=32, blank=True)  # the key of the check in the data folder
    received = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    repaired = models.PositiveIntegerField(default=0)
    set_aside = models.PositiveIntegerField(default=0)
    reason = models.TextField(blank=True)  # why it was not taken, or withdrawn
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["state", "received_at"])]
        constraints = [
            models.UniqueConstraint(fields=["feed", "number"], name="load_numbered"),
            models.UniqueConstraint(
                fields=["feed", "file"], condition=~Q(state__in=["withdrawn", "refused"]), name="load_file_once_a_feed"
            ),
            models.CheckConstraint(
                condition=Q(received=models.F("accepted") + models.F("repaired") + models.F("set_aside")),
                name="load_adds_up",
            ),
        ]


class Correction(models.Model):
    """A remembered change to a received value. What was received is never touched; this stands over it."""

    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="corrections")
    load = models.ForeignKey(Load, null=True, on_delete=models.PROTECT, related_name="corrections")  # where it was seen
    row = models.BigIntegerField(null=True, blank=True)
    record = models.TextField(null=True, blank=True)  # None: in every row
    column = models.CharField(max_length=40)
    received = models.TextField(null=True, blank=True)  # None: nothing stood there
    value = models.CharField(max_length=300, null=True, blank=True)  # None: left out
    why = models.CharField(max_length=300)
    made_by = models.ForeignKey("agencies.Worker", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["feed", "withdrawn_at"])]
