"""Agreements on sharing as the pages show them, and what their owner has to see to."""

from dataclasses import dataclass
from datetime import date

from oneplan.rulebook.sharing import gateways, renewal
from oneplan.rulebook.sharing.gateways import Gateway
from oneplan.rulebook.sharing.renewal import Standing
from oneplan.web.agencies import agreements
from oneplan.web.agencies.categories import CATEGORIES
from oneplan.web.agencies.models import SharingAgreement
from oneplan.web.site.spells import SpellQuerySet

TONES = {Standing.NOT_YET: "quiet", Standing.IN_FORCE: "ok", Standing.ENDS_SOON: "warm", Standing.ENDED: "late"}
_ORDER = [Standing.ENDS_SOON, Standing.IN_FORCE, Standing.NOT_YET, Standing.ENDED]


@dataclass(frozen=True)
class AgreementLine:
    agreement: SharingAgreement
    standing: Standing
    partners: list[str]
    categories: list[str]
    gateway: Gateway | None

    @property
    def tone(self) -> str:
        return TONES[self.standing]

    @property
    def is_over(self) -> bool:
        return self.standing == Standing.ENDED


def lines(*, today: date) -> list[AgreementLine]:
    """Every agreement, those that end soon first, those that ended last."""
    found = [line(row, today=today) for row in _with_parts(SharingAgreement.objects.known())]
    return sorted(found, key=lambda each: (_ORDER.index(each.standing), each.agreement.title))


def line(row: SharingAgreement, *, today: date) -> AgreementLine:
    return AgreementLine(
        agreement=row,
        standing=agreements.standing(row, on=today),
        partners=sorted(each.agency.name for each in row.partners.all()),
        categories=[CATEGORIES.get(each.category, each.category) for each in row.categories.all()],
        gateway=gateways.find(row.gateway),
    )


def newest(pk: int) -> SharingAgreement | None:
    """The version believed now of the agreement that has, or had, this number."""
    row = SharingAgreement.objects.filter(pk=pk).first()
    if row is None:
        return None
    return _with_parts(SharingAgreement.objects.known().filter(thread=row.thread)).first()


def versions(row: SharingAgreement) -> list[SharingAgreement]:
    """What it said before, the newest first."""
    rows = SharingAgreement.objects.filter(thread=row.thread).exclude(pk=row.pk)
    return list(rows.select_related("owner", "recorded_by").order_by("-known_from", "-pk"))


def to_renew(owner_id: int, *, today: date) -> list[SharingAgreement]:
    """Agreements of one owner that end soon."""
    rows = SharingAgreement.objects.current(today).filter(owner=owner_id, valid_to__lte=renewal.remind_until(today))
    return list(rows.order_by("valid_to", "pk"))


def _with_parts(rows: SpellQuerySet) -> SpellQuerySet:
    return rows.select_related("owner").prefetch_related("partners__agency", "categories")
