"""What the site keeps: outgoing messages, forms already sent, forms held after a time-out, the area's lists."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from oneplan.web.site.sealed import EncryptedTextField


class OutboxMessage(models.Model):
    """Something that must go out, written in the transaction that decided it; sent by the background worker."""

    class State(models.TextChoices):
        WAITING = "waiting", "waiting to go"
        SENT = "sent", "sent"
        REFUSED = "refused", "not sent: it would not be safe"
        FAILED = "failed", "could not be sent"

    class Channel(models.TextChoices):
        TEXT = "text", "text message"
        EMAIL = "email", "e-mail"
        POST = "post", "letter"
        INSIDE = "inside", "message to a worker in OnePlan"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=8, choices=Channel)
    to_person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    to_worker = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="+")
    about_family = models.ForeignKey("people.Family", null=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    made_at = models.DateTimeField()
    not_before = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    state_reason = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)  # by the worker it is to, inside OnePlan

    class Meta:
        indexes = [
            models.Index(fields=["state", "not_before"]),
            models.Index(fields=["to_worker", "-made_at"], condition=Q(channel="inside", read_at=None), name="unread"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_person=None, to_worker__isnull=False) | Q(to_person__isnull=False, to_worker=None),
                name="outbox_goes_to_one",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)),
                name="outbox_sent_has_time",
            ),
        ]


class SubmittedForm(models.Model):
    """A form that was saved, so that a second click on the same form saves nothing twice."""

    token = models.UUIDField(primary_key=True)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sent_at = models.DateTimeField()
    answer = models.CharField(max_length=500, blank=True)


class HeldForm(models.Model):
    """What somebody typed and sent after their session had ended: encrypted, for that same account only."""

    token = models.UUIDField(primary_key=True)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=500)
    typed = EncryptedTextField(default="")
    held_at = models.DateTimeField()
    given_back_at = models.DateTimeField(null=True, blank=True)


class SealKey(models.Model):
    """A key that seals or sealed: when it came and when it went; the key itself is never in the database."""

    fingerprint = models.CharField(max_length=8, unique=True)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)


class AreaListItem(models.Model):
    """One entry of one of the area's own lists (levels of need, needs, reasons), dated; codes never change."""

    list_name = models.CharField(max_length=30)
    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    marks = models.JSONField(default=dict)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["list_name", "code", "valid_from"], name="list_item_once_a_day"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="list_item_ends_after_start"
            ),
        ]
