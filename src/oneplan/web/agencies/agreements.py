"""Which agreement on sharing holds: what the decision on sharing asks."""

from datetime import date

from oneplan.rulebook.sharing import renewal
from oneplan.rulebook.sharing.renewal import Standing
from oneplan.web.agencies.models import Agency, AgreementCategory, SharingAgreement


def in_force(agency: Agency, category: str, *, on: date) -> SharingAgreement | None:
    """The agreement under which `category` may be shared with `agency` on a day; None when there is none."""
    return in_force_for(agency, on=on).get(category)


def in_force_for(agency: Agency, *, on: date) -> dict[str, SharingAgreement]:
    """Each category that an agreement with `agency` covers on a day; of several, the one that holds longest."""
    rows = (
        AgreementCategory.objects.filter(
            agreement__in=SharingAgreement.objects.current(on).filter(partners__agency=agency)
        )
        .select_related("agreement")
        .order_by("agreement_id")
    )
    found: dict[str, SharingAgreement] = {}
    for row in rows:
        before = found.get(row.category)
        if before is None or _end(row.agreement) > _end(before):
            found[row.category] = row.agreement
    return found


def standing(agreement: SharingAgreement, *, on: date) -> Standing:
    return renewal.standing(start=agreement.valid_from, end=agreement.valid_to, on=on)


def _end(agreement: SharingAgreement) -> date:
    return agreement.valid_to or date.max
