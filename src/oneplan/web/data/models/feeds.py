"""Feeds: what a partner sends again and again, under which agreement, and how their columns are read."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q


class Feed(models.Model):
    """`name` stands in the source of every fact, so it never changes. `every_days` is the usual gap between files.

    Files of one that `is_asked` answer lists: they come when a list was asked, and tell of nobody else.
    """

    name = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)  # a kind of engine/feeds/kinds
    partner = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="feeds")
    agreement = models.ForeignKey("agencies.SharingAgreement", on_delete=models.PROTECT, related_name="feeds")
    owner = models.ForeignKey("agencies.Worker", on_delete=models.PROTECT, related_name="feeds_owned")
    deputy = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="feeds_deputised")
    every_days = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    began_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()
    is_asked = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("began_on")), name="feed_ends_after_it_began"
            ),
            models.CheckConstraint(condition=Q(every_days__gte=1), name="feed_comes_within_days"),
        ]

    def __str__(self) -> str:
        return self.title


class FeedProfile(models.Model):
    """One version of how a feed is read; the one with the highest number holds, files keep the one they came under."""

    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="profiles")
    number = models.PositiveIntegerField()
    said = models.JSONField()  # what engine/feeds/profiles makes a profile of
    why = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey("agencies.Worker", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["feed", "number"], name="feed_profile_numbered")]


class FeedAlarm(models.Model):
    """Owner and deputy were told that a feed is late, has stopped, or was short: once for each time it happened."""

    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="alarms")
    state = models.CharField(max_length=20)
    about = models.CharField(max_length=40)  # the day expected, or the number of the file
    raised_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["feed", "state", "about"], name="feed_alarm_once")]
