"""Decisions to tell another service something without consent, each looked at again in time."""

from django.db import models
from django.db.models import Q


class SharingBasis(models.Model):
    """It stands until `review_on`, once it was approved where its ground needs that. Without people: everybody.

    One that a manager refused has ended before it ever held.
    """

    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="sharing_bases")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    people = models.ManyToManyField("people.Person", related_name="sharing_bases", blank=True)
    categories = models.JSONField(default=list)
    ground = models.SlugField(max_length=20)  # a code of rulebook/sharing/bases.yaml
    reason = models.TextField()
    family_told = models.CharField(max_length=300)  # what they were told, or why it was not safe to tell them
    family_knows = models.BooleanField(default=False)  # they were told: else no page of theirs shows that it happened
    decided_by = models.ForeignKey("agencies.Worker", on_delete=models.PROTECT, related_name="bases_decided")
    decided_at = models.DateTimeField()
    review_on = models.DateField()
    needs_approval = models.BooleanField(default=False)
    approved_by = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=300, blank=True)
    was_refused = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["family", "ended_at"]), models.Index(fields=["review_on"])]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="basis_has_reason"),
            models.CheckConstraint(
                condition=Q(approved_by=None, approved_at=None)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="basis_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, end_reason="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(end_reason="")),
                name="basis_ended_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(was_refused=False) | Q(approved_at=None, ended_at__isnull=False, needs_approval=True),
                name="basis_refused_never_held",
            ),
        ]

    @property
    def is_approved(self) -> bool:
        return not self.needs_approval or self.approved_at is not None


class BasisReview(models.Model):
    basis = models.ForeignKey(SharingBasis, on_delete=models.PROTECT, related_name="reviews")
    on = models.DateField()
    words = models.CharField(max_length=300)
    next_on = models.DateField()
    by = models.ForeignKey("agencies.Worker", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
