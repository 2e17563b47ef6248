"""Accounts are made, switched off and on, and given a one-time link by an administrator."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy, sessions, tries
from oneplan.web.access.actions.telling import tell
from oneplan.web.access.models import Account
from oneplan.web.site.actions import action

_NAME = re.compile(r"[a-z0-9][a-z0-9._@+-]{1,149}")


class CannotChangeAccount(Exception):
    """The text is written for the administrator."""


# Why an account of this person may not be opened now, in words; empty when it may. The room of people says.
OpenCheck = Callable[[Any, datetime], str]
_checks: list[OpenCheck] = []


def look_first(check: OpenCheck) -> None:
    """Let a room say when nobody may be let in as somebody of a family."""
    if check not in _checks:
        _checks.append(check)


def _require_opens_no_more(person: Any, *, at: datetime) -> None:
    if person is not None and (why := next((said for check in _checks if (said := check(person, at))), "")):
        raise CannotChangeAccount(why)


@action
def make(
    *, name: str, by: Any, at: datetime, worker: Any = None, person: Any = None, directory_id: str = ""
) -> Account:
    """A way to sign in, without a password: a one-time link or the council's sign-in comes next."""
    policy.require(Permission.ACCOUNTS_MANAGE, by=by)
    account = add(name=name, at=at, worker=worker, person=person, directory_id=directory_id)
    audit.record("account_made", about=account, by=by, at=at)
    return account


def add(*, name: str, at: datetime, worker: Any = None, person: Any = None, directory_id: str = "") -> Account:
    """The row itself; also for the first administrator, whom nobody could make."""
    _require_opens_no_more(person, at=at)
    name = name.strip().lower()
    if not _NAME.fullmatch(name):
        raise CannotChangeAccount("A name to sign in with has small letters, digits, dots or @, and no gaps.")
    if worker is not None and not worker.is_active:
        raise CannotChangeAccount(f"{worker.name} has left. Nobody who has left gets a way to sign in.")
    whose: dict[str, Any] = {"worker": worker} if worker is not None else {"person": person}
    known = Account.objects.filter(**whose).first()
    if known is not None and not known.by_link_only:
        raise CannotChangeAccount(f"There is an account already: “{known.name}”. Nobody has two.")
    account = known or Account(**whose)
    account.name, account.directory_id = name, directory_id.strip() or None
    account.is_active, account.by_link_only = True, False
    account.set_unusable_password()
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError:
        raise CannotChangeAccount("That name, or that directory entry, is somebody else's. Choose another.") from None
    return account


@action
def switch_off(*, account: Account, by: Any, at: datetime, why: str = "") -> None:
    """From the next request on nobody is signed in by it, and nobody can sign in."""
    policy.require(Permission.ACCOUNTS_MANAGE, by=by)
    if account.worker is not None and account.worker == by:
        raise CannotChangeAccount("This is your own account. Another administrator can switch it off.")
    turn_off(account, at=at)
    audit.record("account_switched_off", about=account, by=by, at=at, why=audit.digest(why))


def turn_off(account: Account, *, at: datetime) -> None:
    """Inside the transaction of whoever may: the account, its sessions, its links."""
    Account.objects.filter(pk=account.pk).update(is_active=False)
    sessions.end(list(account.open_sessions.all()))
    account.ways_in.filter(used_at=None, ended_at=None).update(ended_at=at)


@action
def switch_on(*, account: Account, by: Any, at: datetime) -> None:
    policy.require(Permission.ACCOUNTS_MANAGE, by=by)
    if account.by_link_only:
        raise CannotChangeAccount("This partner only follows one-time links. Make an account for them instead.")
    if account.worker is not None and not account.worker.is_active:
        raise CannotChangeAccount(f"{account.worker.name} has left. Nobody who has left gets a way to sign in.")
    _require_opens_no_more(account.person, at=at)
    Account.objects.filter(pk=account.pk).update(is_active=True)
    audit.record("account_switched_on", about=account, by=by, at=at)


@action
def set_directory_id(*, account: Account, directory_id: str, by: Any, at: datetime) -> None:
    """Say as whom the council's directory knows this account."""
    policy.require(Permission.ACCOUNTS_MANAGE, by=by)
    taken = Account.objects.filter(directory_id=directory_id.strip()).exclude(pk=account.pk)
    if directory_id.strip() and taken.exists():
        raise CannotChangeAccount("That directory entry belongs to another account already.")
    Account.objects.filter(pk=account.pk).update(directory_id=directory_id.strip() or None)
    audit.record("account_directory_entry", about=account, by=by, at=at, entry=audit.digest(directory_id))


@action
def lift_lockout(*, account: Account, by: Any, at: datetime) -> None:
    """Let somebody try again before the quarter of an hour is over."""
    policy.require(Permission.ACCOUNTS_MANAGE, by=by)
    tries.forget("name", account.name)
    tries.forget("code", account.pk)
    tries.forget("ask", account.name)
    audit.record("lockout_lifted", about=account, by=by, at=at)


@action
def sign_out_everywhere(*, account: Account, by: Any, at: datetime) -> int:
    """By the owner, or by an administrator."""
    if by != account.worker:
        policy.require(Permission.ACCOUNTS_MANAGE, by=by)
        tell(account, "Your administrator signed you out of OnePlan on every device.", at=at)
    audit.record("signed_out_everywhere", about=account, by=by, at=at)
    return sessions.end(list(account.open_sessions.all()))
