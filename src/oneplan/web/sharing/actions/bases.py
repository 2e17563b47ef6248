"""Tell another service something without consent: on which ground, why, who approved, when it is looked at again."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.utils import timezone

from oneplan.rulebook.sharing.bases import grounds
from oneplan.rulebook.sharing.categories import Category
from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy
from oneplan.web.agencies.models import Agency, Worker
from oneplan.web.people import timeline
from oneplan.web.people.models import Family, Person
from oneplan.web.people.reads import members_on
from oneplan.web.sharing import neighbours
from oneplan.web.sharing.models import BasisReview, SharingBasis
from oneplan.web.site import outbox
from oneplan.web.site.actions import action
from oneplan.web.site.models import OutboxMessage


class CannotShare(Exception):
    """The text is written for the worker."""


@action
def decide(
    *,
    family: Family,
    agency: Agency,
    categories: Collection[Category],
    ground: str,
    reason: str,
    family_told: str,
    by: Worker,
    at: datetime,
    people: Iterable[Person] = (),
    family_knows: bool = False,
) -> SharingBasis:
    """Decide that an agency may be told without consent. Where the ground asks for it, a manager approves first.

    Unless the family knows of it, no page of theirs ever shows that something was told on it.
    """
    policy.require(Permission.SHARING_DECIDE, by=by, about=family)
    day, people = timezone.localdate(at), list(people)
    _check(family, categories=categories, ground=ground, reason=reason, told=family_told, people=people, on=day)
    chosen = grounds(on=day)[ground]
    row = SharingBasis.objects.create(
        family=family,
        agency=agency,
        categories=sorted(categories),
        ground=ground,
        reason=reason.strip(),
        family_told=family_told.strip(),
        family_knows=family_knows,
        decided_by=by,
        decided_at=at,
        review_on=chosen.review_on(day),
        needs_approval=chosen.needs_approval,
    )
    row.people.set(people)
    _write(row, headline=f"Decided to tell {agency.name} without consent", by=by, at=at)
    if chosen.needs_approval:
        _ask_managers(row, by=by, at=at)
    audit.record("basis_decided", about=row, by=by, at=at, family=family, reason=audit.digest(reason))
    return row


@action
def approve(*, basis: SharingBasis, by: Worker, at: datetime) -> SharingBasis:
    policy.require(Permission.SHARING_APPROVE, by=by, about=basis.family)
    row = _open(basis)
    policy.require_another(row.decided_by, by=by, duty=Permission.SHARING_APPROVE)
    if row.approved_at is not None:
        raise CannotShare("This was approved already. Nothing was changed.")
    row.approved_by, row.approved_at = by, at
    row.save(update_fields=["approved_by", "approved_at"])
    _write(row, headline=f"Approved: {row.agency.name} is told without consent", by=by, at=at)
    audit.record("basis_approved", about=row, by=by, at=at, family=row.family)
    return row


@action
def refuse(*, basis: SharingBasis, reason: str, by: Worker, at: datetime) -> SharingBasis:
    """A manager says no: it never holds, and who asked hears of it."""
    policy.require(Permission.SHARING_APPROVE, by=by, about=basis.family)
    row = _open(basis)
    policy.require_another(row.decided_by, by=by, duty=Permission.SHARING_APPROVE)
    if row.is_approved:
        raise CannotShare("This does not wait for a manager. Where it must not hold any more, end it. Nothing changed.")
    if not reason.strip():
        raise CannotShare("Say why not, so that who asked knows what to do now.")
    row.ended_by, row.ended_at, row.end_reason, row.was_refused = by, at, reason.strip(), True
    row.save(update_fields=["ended_by", "ended_at", "end_reason", "was_refused"])
    _write(row, headline=f"Not approved: {row.agency.name} is not told", text=row.end_reason, by=by, at=at)
    text = f"{by.name} did not approve that {row.agency.name} is told without consent. Why: see the family's timeline."
    outbox.put(kind="sharing_refused", channel=OutboxMessage.Channel.INSIDE, to=row.decided_by, family=row.family,
               text=f"{text} {row.family.reference}", at=at)  # fmt: skip
    audit.record("basis_refused", about=row, by=by, at=at, family=row.family, reason=audit.digest(reason))
    return row


@action
def review(*, basis: SharingBasis, words: str, next_on: date, by: Worker, at: datetime) -> BasisReview:
    """Look at it again: it still holds, for a time."""
    policy.require(Permission.SHARING_DECIDE, by=by, about=basis.family)
    row, day = _open(basis), timezone.localdate(at)
    longest = grounds(on=day)[row.ground].review_on(day)
    if not words.strip():
        raise CannotShare("Say why it is still needed.")
    if not day < next_on <= longest:
        raise CannotShare(f"The next look must be after today and by {longest:%-d %B %Y} at the latest.")
    made = BasisReview.objects.create(basis=row, on=day, words=words.strip(), next_on=next_on, by=by, recorded_at=at)
    row.review_on = next_on
    row.save(update_fields=["review_on"])
    audit.record("basis_reviewed", about=row, by=by, at=at, family=row.family, words=audit.digest(words))
    return made


@action
def end(*, basis: SharingBasis, reason: str, by: Worker, at: datetime) -> SharingBasis:
    """From now on nothing more is told on this ground."""
    policy.require(Permission.SHARING_DECIDE, by=by, about=basis.family)
    row = _open(basis)
    if not reason.strip():
        raise CannotShare("Say why it ends.")
    row.ended_by, row.ended_at, row.end_reason = by, at, reason.strip()
    row.save(update_fields=["ended_by", "ended_at", "end_reason"])
    _write(row, headline=f"No longer told without consent: {row.agency.name}", by=by, at=at)
    audit.record("basis_ended", about=row, by=by, at=at, family=row.family, reason=audit.digest(reason))
    return row


def _ask_managers(row: SharingBasis, *, by: Worker, at: datetime) -> None:
    asks = f"{by.name} asks you to approve that {row.agency.name} is told something without consent."
    text = f"{asks} {row.family.reference}"
    neighbours.tell_managers(row.family, kind="approve_sharing", text=text, at=at)


def _open(basis: SharingBasis) -> SharingBasis:
    row = (
        SharingBasis.objects.select_for_update(of=("self",))
        .select_related("family", "agency", "decided_by")
        .get(pk=basis.pk)
    )
    if row.ended_at is not None:
        raise CannotShare("This has ended already. Nothing was changed.")
    return row


def _check(
    family: Family,
    *,
    categories: Collection[Category],
    ground: str,
    reason: str,
    told: str,
    people: list[Person],
    on: date,
) -> None:
    if ground not in grounds(on=on):
        raise CannotShare("Choose the ground on which it is told.")
    if not categories:
        raise CannotShare("Choose what is told: only what is needed.")
    if not reason.strip():
        raise CannotShare("Say why it must be told without asking, in a sentence that the family could read.")
    if not told.strip():
        raise CannotShare("Say what the family was told about it, or why it was not safe to tell them.")
    members = {row.person.pk for row in members_on(family, day=on)}
    if strangers := [person.name for person in people if person.pk not in members]:
        raise CannotShare(f"{strangers[0]} is not in this family. Choose somebody who is.")


def _write(row: SharingBasis, *, headline: str, by: Worker, at: datetime, text: str = "") -> None:
    timeline.add(
        family=row.family,
        on=timezone.localdate(at),
        kind="sharing",
        headline=headline,
        text=text or row.reason,
        by=by,
        at=at,
        thing=row,
        people=row.people.all(),
        tone="warm",
    )
