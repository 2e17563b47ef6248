"""Written agreements on sharing: made, changed, ended; their owner is reminded once, some weeks before the end."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from oneplan.rulebook.sharing import gateways, renewal
from oneplan.rulebook.sharing.policy import Permission, Role, relations_allowing
from oneplan.web.access import audit, policy
from oneplan.web.agencies import categories, standing
from oneplan.web.agencies.actions import Cannot
from oneplan.web.agencies.models import (
    Agency,
    AgreementCategory,
    AgreementPartner,
    AgreementReminder,
    SharingAgreement,
    Worker,
)
from oneplan.web.site import outbox, spells
from oneplan.web.site.actions import action
from oneplan.web.site.conflicts import locked_spell
from oneplan.web.site.models import OutboxMessage


class CannotAgree(Cannot):
    """The text is written for the worker."""


@dataclass(frozen=True, slots=True)
class AgreementWords:
    title: str
    purpose: str
    gateway: str
    partners: tuple[Agency, ...]
    categories: tuple[str, ...]
    owner: Worker
    on: date
    until: date | None = None  # the first day on which it holds no longer
    owner_role: str = ""
    kept_where: str = ""


@action
def make(*, says: AgreementWords, by: Worker, at: datetime) -> SharingAgreement:
    policy.require(Permission.AREA_CONFIGURE, by=by)
    _check(says)
    row = SharingAgreement(**_words(says))
    spells.begin(row, by=by, at=at)
    _parts(row, says)
    audit.record("agreement_made", about=row, by=by, at=at, **_trace(says))
    return row


@action
def change(*, agreement: SharingAgreement, says: AgreementWords, by: Worker, at: datetime) -> SharingAgreement:
    """Say anew what was agreed, or until when: a new version; what was shared under the old one keeps it."""
    policy.require(Permission.AREA_CONFIGURE, by=by)
    agreement = locked_spell(agreement, yours=says)
    _check(says, now=agreement)
    row = spells.correct(agreement, by=by, at=at, **_words(says))
    _parts(row, says)
    audit.record("agreement_changed", about=row, by=by, at=at, before=agreement.pk, **_trace(says))
    return row


@action
def end(*, agreement: SharingAgreement, on: date, by: Worker, at: datetime) -> SharingAgreement:
    """It holds no longer from `on`."""
    policy.require(Permission.AREA_CONFIGURE, by=by)
    agreement = locked_spell(agreement)
    if agreement.valid_from and on <= agreement.valid_from:
        raise CannotAgree(
            f"It cannot end on {on:%-d %B %Y}: it began on {agreement.valid_from:%-d %B %Y}. Check the day."
        )
    row = _copy(agreement, by=by, at=at, valid_to=on)
    audit.record("agreement_ended", about=row, by=by, at=at, before=agreement.pk, on=on.isoformat())
    return row


@action
def remind(*, by: Worker | None, at: datetime) -> int:
    """Tell each owner whose agreement ends soon, once for each end; return how many were told."""
    today = timezone.localdate(at)
    due = SharingAgreement.objects.known().filter(valid_to__gt=today, valid_to__lte=renewal.remind_until(today))
    told = 0
    for row in due.filter(valid_from__lte=today).select_related("owner"):
        told += _remind(row, by=by, at=at)
    return told


@action
def hand_on(*, agreement: SharingAgreement, to: Worker, by: Worker, at: datetime) -> SharingAgreement:
    """Give it another owner, when the one it has leaves."""
    standing.require_manages(by=by, worker=agreement.owner)
    _check_owner(to)
    row = _copy(locked_spell(agreement), by=by, at=at, owner=to)
    audit.record("agreement_handed_on", about=row, by=by, at=at, before=agreement.pk, owner=to.pk)
    return row


def _remind(row: SharingAgreement, *, by: Worker | None, at: datetime) -> bool:
    end = row.valid_to
    if end is None:
        return False
    said = {"thread": row.thread, "ends_on": end, "owner": row.owner}
    if AgreementReminder.objects.filter(**said).exists():
        return False
    try:
        with transaction.atomic():
            AgreementReminder.objects.create(sent_at=at, **said)
    except IntegrityError:  # another worker was quicker
        return False
    outbox.put(
        kind="agreement", channel=OutboxMessage.Channel.INSIDE, to=row.owner, at=at,
        text=f"The agreement “{row.title}” ends on {end:%-d %B %Y}. Renew it, or tell the partners that it ends.",
    )  # fmt: skip
    audit.record("agreement_owner_reminded", about=row, by=by, at=at, owner=row.owner_id)
    return True


def _copy(agreement: SharingAgreement, *, by: Worker, at: datetime, **changes: object) -> SharingAgreement:
    partners = list(agreement.partners.values_list("agency", flat=True))
    codes = list(agreement.categories.values_list("category", flat=True))
    row = spells.correct(agreement, by=by, at=at, **changes)
    AgreementPartner.objects.bulk_create(AgreementPartner(agreement=row, agency_id=pk) for pk in partners)
    AgreementCategory.objects.bulk_create(AgreementCategory(agreement=row, category=code) for code in codes)
    return row


def _words(says: AgreementWords) -> dict[str, object]:
    return {
        "title": says.title.strip(), "purpose": says.purpose.strip(), "gateway": says.gateway, "owner": says.owner,
        "owner_role": says.owner_role.strip(), "kept_where": says.kept_where.strip(),
        "valid_from": says.on, "valid_to": says.until,
    }  # fmt: skip


def _parts(row: SharingAgreement, says: AgreementWords) -> None:
    partners = {each.pk: each for each in says.partners}.values()
    AgreementPartner.objects.bulk_create(AgreementPartner(agreement=row, agency=agency) for agency in partners)
    codes = categories.known(says.categories)
    AgreementCategory.objects.bulk_create(AgreementCategory(agreement=row, category=code) for code in codes)


def _trace(says: AgreementWords) -> dict[str, object]:
    return {
        "gateway": says.gateway, "partners": sorted(each.pk for each in says.partners),
        "categories": categories.known(says.categories), "words": audit.digest(str(says)),
    }  # fmt: skip


def _check(says: AgreementWords, *, now: SharingAgreement | None = None) -> None:
    for text, refusal in (
        (says.title, "Give the agreement a name by which people know it."),
        (says.purpose, "Say what the sharing is for. Without a purpose nothing may be shared."),
    ):
        if not text.strip():
            raise CannotAgree(refusal)
    if gateways.find(says.gateway) is None:
        raise CannotAgree("Choose the way in law it rests on, from the list.")
    if not says.partners:
        raise CannotAgree("Choose the agencies that signed it: one at least.")
    try:
        if not categories.known(says.categories):
            raise CannotAgree("Choose which kinds of information it covers: one at least.")
    except categories.UnknownCategory as refusal:
        raise CannotAgree(str(refusal)) from refusal
    if says.until is not None and says.until <= says.on:
        raise CannotAgree(f"It cannot end ({says.until:%-d %B %Y}) before it starts ({says.on:%-d %B %Y}). Check both.")
    if now is None or now.owner_id != says.owner.pk:
        _check_owner(says.owner)


def _check_owner(owner: Worker) -> None:
    if not owner.is_active:
        raise CannotAgree(f"{owner.name} has left. An agreement needs an owner who is here.")
    if not relations_allowing(Permission.AGREEMENT_VIEW, Role(owner.role)):
        raise CannotAgree(f"{owner} cannot open agreements. Choose a manager, a data manager or an administrator.")
