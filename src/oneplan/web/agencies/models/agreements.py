"""Written agreements on sharing: between whom, what for, which information, on which law, until when."""

import uuid

from django.db import models

from oneplan.web.agencies.models.organisations import Agency
from oneplan.web.site.spells import Spell


class SharingAgreement(Spell):
    """One version of an agreement. Whoever shared under it keeps pointing to the words that held then."""

    title = models.CharField(max_length=120)
    purpose = models.CharField(max_length=500)
    gateway = models.CharField(max_length=40)  # a code of rulebook/sharing/gateways.yaml
    owner = models.ForeignKey("agencies.Worker", on_delete=models.PROTECT, related_name="agreements_owned")
    owner_role = models.CharField(max_length=120, blank=True)  # what stays when the owner changes
    kept_where = models.CharField(max_length=200, blank=True)  # where the signed paper is

    class Meta(Spell.Meta):
        indexes = [models.Index(fields=["owner", "known_until"]), models.Index(fields=["known_until", "valid_to"])]

    def __str__(self) -> str:
        return self.title


class AgreementPartner(models.Model):
    agreement = models.ForeignKey(SharingAgreement, on_delete=models.CASCADE, related_name="partners")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="agreement_places")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "agency"], name="agreement_partner_once")]


class AgreementCategory(models.Model):
    agreement = models.ForeignKey(SharingAgreement, on_delete=models.CASCADE, related_name="categories")
    category = models.CharField(max_length=40)  # a code of agencies/categories.py

    class Meta:
        indexes = [models.Index(fields=["category"])]
        constraints = [models.UniqueConstraint(fields=["agreement", "category"], name="agreement_category_once")]


class AgreementReminder(models.Model):
    """The owner was told that this agreement ends on this day: once, however often the worker looks."""

    thread = models.UUIDField(default=uuid.uuid4)
    ends_on = models.DateField()
    owner = models.ForeignKey("agencies.Worker", on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "ends_on", "owner"], name="agreement_reminded_once")]
