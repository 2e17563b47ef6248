"""A question of what help is worth, and each version of the model that answers it."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class Calculation(models.Model):
    """One that was retired can still be read; nothing is changed in it."""

    versions: "RelatedManager[Version]"

    name = models.CharField(max_length=120)
    question = models.TextField()  # what the area wants to know, in words
    made_by = models.ForeignKey("agencies.Worker", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_by = models.ForeignKey(
        "agencies.Worker", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # fmt: skip
    why_retired = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(retired_at=None, retired_by=None) | Q(retired_at__isnull=False, retired_by__isnull=False),
                name="calculation_retired_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Version(models.Model):
    """The model as it was written, never changed; the one with the highest number counts."""

    calculation = models.ForeignKey(Calculation, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()  # YAML, as rulebook/value/files.py reads it
    why = models.CharField(max_length=300)
    made_by = models.ForeignKey("agencies.Worker", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["calculation", "number"], name="value_version_numbered")]

    def __str__(self) -> str:
        return f"version {self.number} of {self.calculation}"
