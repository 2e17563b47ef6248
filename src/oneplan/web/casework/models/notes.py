"""Notes of contacts, in the worker's own words first; what they show is marked afterwards."""

from django.db import models
from django.db.models import Q


class Note(models.Model):
    class Kind(models.TextChoices):
        VISIT = "visit", "Home visit"
        CALL = "call", "Phone call"
        TEXT = "text", "Text message"
        OFFICE = "office", "Met elsewhere"
        WITH = "with", "Went along with them"
        JOINT = "joint", "Joint visit"
        VIDEO = "video", "Video call"
        PROFESSIONAL = "professional", "Spoke with another service"
        TRIED = "tried", "Tried, no answer"
        AFTER = "after", "Call after goodbye"
        NOTE = "note", "Note"

    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="notes")
    worker = models.ForeignKey("agencies.Worker", on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.NOTE)
    on = models.DateField()
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    place = models.CharField(max_length=120, blank=True)
    text = models.TextField()
    seen = models.ManyToManyField("people.Person", related_name="seen_in_notes", blank=True)
    written_at = models.DateTimeField()
    struck_reason = models.CharField(max_length=300, blank=True)
    struck_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["family", "on"]), models.Index(fields=["worker", "on"])]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="note_says_something"),
            models.CheckConstraint(
                condition=Q(struck_at=None, struck_reason="") | (Q(struck_at__isnull=False) & ~Q(struck_reason="")),
                name="note_struck_has_reason",
            ),
        ]


class NoteDraft(models.Model):
    """What a worker is typing, kept as they type."""

    family = models.ForeignKey("people.Family", on_delete=models.CASCADE, related_name="drafts")
    worker = models.ForeignKey("agencies.Worker", on_delete=models.CASCADE, related_name="drafts")
    fields = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["family", "worker"], name="draft_one_a_family_and_worker")]


class NoteMark(models.Model):
    """A signal or an outcome marked out of a note (a need marked out of one is a Need)."""

    class Kind(models.TextChoices):
        SIGNAL = "signal", "something to keep an eye on"
        OUTCOME = "outcome", "something got better"

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="marks")
    kind = models.CharField(max_length=8, choices=Kind)
    person = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40, blank=True)
    words = models.CharField(max_length=300)
    marked_by = models.ForeignKey("agencies.Worker", on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField()


class NoteSupport(models.Model):
    """What kind of help the contact was; emotional support counts like any other."""

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="supports")
    code = models.CharField(max_length=40)  # a code of the area's list "support"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["note", "code"], name="support_once_a_note")]


class OwnWords(models.Model):
    """What somebody in the family said, as they said it."""

    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="own_words")
    people = models.ManyToManyField("people.Person", related_name="+", blank=True)
    said_by = models.CharField(max_length=120)
    text = models.CharField(max_length=500)
    on = models.DateField()
    note = models.ForeignKey(Note, null=True, on_delete=models.PROTECT, related_name="own_words")
    recorded_by = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-pk"]
