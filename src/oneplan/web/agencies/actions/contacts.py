"""Whom to ring at an agency: a role with a holder and a deputy, kept right by a team, checked by a day."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission, Role
from oneplan.web.access import audit, policy
from oneplan.web.agencies import standing
from oneplan.web.agencies.actions import Cannot
from oneplan.web.agencies.models import Agency, Contact, Team, Worker
from oneplan.web.site import lists, outbox, spells
from oneplan.web.site.actions import action
from oneplan.web.site.conflicts import locked_spell
from oneplan.web.site.models import OutboxMessage


class CannotChangeContact(Cannot):
    """The text is written for the worker."""


@dataclass(frozen=True, slots=True)
class ContactWords:
    role: str
    kept_by: Team
    check_by: date
    what_for: str = ""
    holder: Worker | None = None
    holder_name: str = ""
    deputy: Worker | None = None
    deputy_name: str = ""
    phone: str = ""
    email: str = ""
    is_coordinator: bool = False
    locality: str = ""


@action
def add(*, agency: Agency, says: ContactWords, by: Worker, at: datetime) -> Contact:
    policy.require(Permission.AREA_CONFIGURE, by=by)
    row = Contact(agency=agency, valid_from=timezone.localdate(at), **_said(says, agency=agency))
    spells.begin(row, by=by, at=at)
    audit.record("contact_added", about=row, by=by, at=at, agency=agency.pk, kept_by=says.kept_by.pk)
    return row


@action
def change(*, contact: Contact, says: ContactWords, by: Worker, at: datetime) -> Contact:
    """Say anew who it is; the team that keeps the contact may, and an administrator."""
    standing.require_keeps(by=by, contact=contact)
    contact = locked_spell(contact, yours=says)
    row = spells.correct(contact, by=by, at=at, **_said(says, agency=contact.agency, now=contact))
    audit.record("contact_changed", about=row, by=by, at=at, agency=row.agency_id, words=audit.digest(str(says)))
    return row


@action
def check(*, contact: Contact, until: date, by: Worker, at: datetime) -> Contact:
    """Somebody rang and it is still right; look again by `until`."""
    standing.require_keeps(by=by, contact=contact)
    contact = locked_spell(contact)
    if until <= timezone.localdate(at):
        raise CannotChangeContact("The next check has to lie ahead.")
    left = [each.name for each in (contact.holder, contact.deputy) if each is not None and not each.is_active]
    if contact.holder_left_on is not None:
        left.append(contact.holder_words)
    if left:
        raise CannotChangeContact(f"{left[0]} has left: change who it is, then it is checked.")
    row = spells.correct(contact, by=by, at=at, check_by=until)
    audit.record("contact_checked", about=row, by=by, at=at, agency=row.agency_id)
    return row


@action
def report_left(*, contact: Contact, by: Worker, at: datetime) -> Contact:
    """Somebody rang and heard that the person is not there any more: said at once, for everybody who rings next."""
    policy.require(Permission.AGENCY_VIEW, by=by)
    contact = locked_spell(contact)
    if contact.holder_left_on is not None:
        raise CannotChangeContact(f"That was said already. {contact.kept_by} is looking for who it is now.")
    if not contact.holder_words:
        raise CannotChangeContact("Nobody is named here, so nobody can have left.")
    row = spells.correct(contact, by=by, at=at, holder_left_on=timezone.localdate(at))
    for manager in Worker.objects.filter(team=contact.kept_by, role=Role.TEAM_MANAGER, is_active=True):
        outbox.put(
            kind="contact", channel=OutboxMessage.Channel.INSIDE, to=manager, at=at,
            text=f"{row}: {row.holder_words} has left, says {by.name}. Your team keeps this contact right.",
        )  # fmt: skip
    audit.record("contact_reported_left", about=row, by=by, at=at, agency=row.agency_id)
    return row


@action
def end(*, contact: Contact, by: Worker, at: datetime) -> None:
    """There is no such role any more."""
    standing.require_keeps(by=by, contact=contact)
    contact = locked_spell(contact)
    today = timezone.localdate(at)
    if contact.valid_from and contact.valid_from >= today:
        spells.strike(contact, reason="ended on the day it was added", at=at)
    else:
        spells.end(contact, on=today, by=by, at=at)
    audit.record("contact_ended", about=contact, by=by, at=at, agency=contact.agency_id)


def _said(says: ContactWords, *, agency: Agency, now: Contact | None = None) -> dict[str, Any]:
    if not says.role.strip():
        raise CannotChangeContact("Say what the contact is, not who: “attendance lead”, “the duty desk”.")
    if not (says.holder or says.holder_name.strip() or says.phone.strip() or says.email.strip()):
        raise CannotChangeContact("Give a name, a number or an e-mail address: one way to reach them at least.")
    if says.holder and says.holder == says.deputy:
        raise CannotChangeContact("The deputy is somebody else: they are rung when the first is not there.")
    for worker in (says.holder, says.deputy):
        _check_worker(worker, agency=agency, now=now)
    if says.locality and says.locality not in dict(lists.choices("locality")) and now is None:
        raise CannotChangeContact("Choose the locality from the area's list.")
    return {
        "role": says.role.strip(), "what_for": says.what_for.strip(), "kept_by": says.kept_by,
        "check_by": says.check_by, "phone": says.phone.strip(), "email": says.email.strip(),
        "holder_left_on": _left_on(says, now),
        "holder": says.holder, "holder_name": "" if says.holder else says.holder_name.strip(),
        "deputy": says.deputy, "deputy_name": "" if says.deputy else says.deputy_name.strip(),
        "is_coordinator": says.is_coordinator, "locality": says.locality,
    }  # fmt: skip


def _left_on(says: ContactWords, now: Contact | None) -> date | None:
    """A new name is somebody who is there; the same one has still left."""
    is_same = now is not None and (now.holder, now.holder_name) == (says.holder, says.holder_name.strip())
    return now.holder_left_on if now is not None and is_same else None


def _check_worker(worker: Worker | None, *, agency: Agency, now: Contact | None) -> None:
    if worker is None:
        return
    was_there = now is not None and worker.pk in (now.holder_id, now.deputy_id)
    if not worker.is_active and not was_there:
        raise CannotChangeContact(f"{worker.name} has left. Choose somebody who is here.")
    if worker.agency_id != agency.pk:
        raise CannotChangeContact(f"{worker.name} works at {worker.agency}, not at {agency}.")
