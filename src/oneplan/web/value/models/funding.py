"""Who has agreed to pay how much for what a calculation answers, and what was paid."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from oneplan.rulebook.value.model import CostKind
from oneplan.web.value.models.calculations import Version

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class Kind(models.TextChoices):
    """As in rulebook/value/model.py."""

    CASH = CostKind.CASH.value, "money"
    IN_KIND = CostKind.IN_KIND.value, "in kind"
    CAPITAL = CostKind.CAPITAL.value, "capital"


class Purpose(models.TextChoices):
    """What money is for; only what was paid is ever given back."""

    HELP = "help", "for the help"
    RESERVE = "reserve", "into the reserve"
    GIVEN_BACK = "given_back", "given back out of the reserve"


class FundingAgreement(models.Model):
    """It holds from a day until the day before another (`until`); each of its years begins on the day it began."""

    contributions: "RelatedManager[Contribution]"
    payments: "RelatedManager[Payment]"

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="agreements")
    begins_on = models.DateField()
    until = models.DateField()
    words = models.TextField()  # what was agreed, where and by whom
    made_by = models.ForeignKey("agencies.Worker", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey("agencies.Worker", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    why_ended = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("begins_on")), name="funding_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_by=None) | Q(ended_on__isnull=False, ended_by__isnull=False),
                name="funding_ended_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"funding from {self.begins_on:%-d %B %Y}"

    @property
    def years(self) -> int:
        return self.until.year - self.begins_on.year

    def year_begins(self, number: int) -> date:
        """The first day of its year; 29 February counts as the 28th where there is none."""
        return years_on(self.begins_on, number - 1)


class Contribution(models.Model):
    """`agency` is named as in the calculation: whoever pays need not be an agency of the directory."""

    agreement = models.ForeignKey(FundingAgreement, on_delete=models.PROTECT, related_name="contributions")
    agency = models.CharField(max_length=120)
    year = models.PositiveSmallIntegerField()  # 1 is the first
    kind = models.CharField(max_length=7, choices=Kind)
    purpose = models.CharField(max_length=10, choices=Purpose, default=Purpose.HELP, db_default=Purpose.HELP)
    amount = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "agency", "year", "kind", "purpose"], name="contribution_said_once_for_each"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0, year__gt=0), name="contribution_of_something"),
            models.CheckConstraint(
                condition=Q(purpose=Purpose.HELP) | Q(purpose=Purpose.RESERVE, kind=Kind.CASH),
                name="contribution_to_reserve_is_money",
            ),
        ]


class Payment(models.Model):
    """Never changed: what was recorded wrongly is taken back by a second one of as much less, which names it.

    What an agency was given back out of the reserve is one too, of its own purpose.
    """

    agreement = models.ForeignKey(FundingAgreement, on_delete=models.PROTECT, related_name="payments")
    agency = models.CharField(max_length=120)
    year = models.PositiveSmallIntegerField()  # of the agreement, for which it was paid
    purpose = models.CharField(max_length=10, choices=Purpose, default=Purpose.HELP, db_default=Purpose.HELP)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    paid_on = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    takes_back = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="taken_back_by"
    )  # fmt: skip
    recorded_by = models.ForeignKey("agencies.Worker", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, takes_back=None) | Q(amount__lt=0, takes_back__isnull=False),
                name="payment_or_one_taken_back",
            ),
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="payment_for_something"),
        ]


def years_on(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
