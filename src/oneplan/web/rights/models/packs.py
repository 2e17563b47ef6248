"""What goes into a copy of everything held on a person, and what is taken out of it.

Items and strikes keep places, never words: the words are read anew from the record. An entry that was changed since
has another digest, and is decided again.
"""

import uuid

from django.db import models
from django.db.models import Q


class PackItem(models.Model):
    """One entry of the record, and whether it goes into the pack."""

    request = models.ForeignKey("rights.RightsRequest", on_delete=models.CASCADE, related_name="items")
    model = models.CharField(max_length=60)  # "casework.Note"
    row = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    position = models.PositiveIntegerField()
    is_left_out = models.BooleanField(default=False)
    why = models.CharField(max_length=200, blank=True)
    decided_by = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        indexes = [models.Index(fields=["request", "position"])]
        constraints = [
            models.UniqueConstraint(fields=["request", "model", "row"], name="pack_item_once"),
            models.CheckConstraint(
                condition=Q(decided_by=None, decided_at=None) | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="pack_item_decided_by_somebody",
            ),
        ]


class PackStrike(models.Model):
    """A place in one field of an item that is, or is not, taken out."""

    item = models.ForeignKey(PackItem, on_delete=models.CASCADE, related_name="strikes")
    part = models.PositiveSmallIntegerField()  # which of the item's fields
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    kind = models.CharField(max_length=10)
    about = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    is_final = models.BooleanField(default=False)  # kept safe: nobody can decide to give it
    is_taken_out = models.BooleanField(default=True)

    class Meta:
        ordering = ["part", "start"]
        constraints = [
            models.CheckConstraint(condition=Q(is_final=False) | Q(is_taken_out=True), name="pack_kept_safe_stays_out"),
            models.CheckConstraint(condition=Q(end__gt=models.F("start")), name="pack_strike_has_length"),
        ]


class Pack(models.Model):
    """A finished pack: two sealed files under the installation, each with its digest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey("rights.RightsRequest", on_delete=models.PROTECT, related_name="packs")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("agencies.Worker", on_delete=models.PROTECT, related_name="+")
    number_of_items = models.PositiveIntegerField()
    number_left_out = models.PositiveIntegerField()
    number_taken_out = models.PositiveIntegerField()
    pdf_digest = models.CharField(max_length=64)
    json_digest = models.CharField(max_length=64)
    looked_by = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="+")
    looked_at = models.DateTimeField(null=True, blank=True)  # a second person has read it and lets it be given
    safety = models.CharField(
        max_length=64, blank=True
    )  # digest of who was kept from what when it was last read through
    is_removed = models.BooleanField(default=False)  # the files are gone, the digests stay

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(looked_by=None, looked_at=None) | Q(looked_by__isnull=False, looked_at__isnull=False),
                name="pack_looked_at_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(looked_by=None) | ~Q(looked_by=models.F("made_by")), name="pack_looked_at_by_another"
            ),
        ]


class PackGiven(models.Model):
    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="given")
    on = models.DateField()
    how = models.CharField(max_length=120)
    to_whom = models.CharField(max_length=120)
    recorded_by = models.ForeignKey("agencies.Worker", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "pk"]
