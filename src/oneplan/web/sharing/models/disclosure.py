"""The register of what was told to whom, when, how, and on what it rested."""

from django.db import models
from django.db.models import Q


class Disclosure(models.Model):
    class Way(models.TextChoices):
        SPOKEN = "spoken", "spoken"
        PAPER = "paper", "on paper"
        MESSAGE = "message", "by message or e-mail"
        MEETING = "meeting", "in a meeting"
        PAGE = "page", "on a page of OnePlan"
        FILE = "file", "as a file"

    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="disclosures")
    on = models.DateField()
    what = models.CharField(max_length=300)
    categories = models.JSONField(default=list)
    people = models.ManyToManyField("people.Person", related_name="disclosures", blank=True)
    to_agency = models.ForeignKey("agencies.Agency", null=True, on_delete=models.PROTECT, related_name="+")
    to_worker = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="+")
    to_person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    to_words = models.CharField(max_length=120, blank=True)
    way = models.CharField(max_length=8, choices=Way)
    rests_on = models.CharField(max_length=300)  # “Grace agreed on 3 March 2026”, or the ground without consent
    basis = models.ForeignKey("sharing.SharingBasis", null=True, on_delete=models.PROTECT, related_name="disclosures")
    thing_type = models.CharField(max_length=40, blank=True)
    thing_id = models.BigIntegerField(null=True, blank=True)
    recorded_by = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["family", "on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_agency__isnull=False)
                | Q(to_worker__isnull=False)
                | Q(to_person__isnull=False)
                | ~Q(to_words=""),
                name="disclosure_to_somebody",
            ),
            models.CheckConstraint(condition=~Q(rests_on=""), name="disclosure_rests_on_something"),
        ]
