"""Passwords: set by a one-time link, or changed by whoever knows the old one."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import arriving, audit, one_time, policy, sessions, tries
from oneplan.web.access.actions.telling import NOT_YOU, tell
from oneplan.web.access.models import Account, AskedForWayIn, WayIn
from oneplan.web.site.actions import action
from oneplan.web.site.models import OutboxMessage

ASKED_MINUTES = 30  # a link that somebody asked for by a name alone
GIVEN_HOURS = 24  # a link that an administrator gives
OVER = "This link has been used, or its time is over. Ask for a new one."


class CannotSetPassword(Exception):
    """The text is written for whoever types the password."""


@action
def ask(*, name: str, by: Any, at: datetime) -> None:
    """Keep that a name was typed, known or not. The background worker answers, so the page's time tells nothing."""
    AskedForWayIn.objects.create(name=name.strip().lower()[:150], asked_at=at)
    del by  # nobody is signed in


@action
def give_link(*, account: Account, by: Any, at: datetime, address: str) -> str:
    """A one-time link from an administrator: sent where there is an e-mail address, else returned to be handed over."""
    policy.require(Permission.ACCOUNTS_MANAGE, by=by)
    if arriving.only_by_council(account):
        raise CannotSetPassword("This account signs in by the council. Take its directory entry off first.")
    if not account.may_sign_in:
        raise CannotSetPassword("This account is switched off, or its worker has left.")
    link = new_link(account, at=at, lasts=timedelta(hours=GIVEN_HOURS), by=by, address=address)
    audit.record("way_in_given", about=account, by=by, at=at)
    return "" if account.worker is not None and account.worker.email else link


def command_link(account: Account, *, at: datetime, address: str) -> str:
    """A link for whoever sits at the machine itself: shown there, never sent."""
    return new_link(account, at=at, lasts=timedelta(hours=GIVEN_HOURS), by=None, address=address, is_sent=False)


def new_link(account: Account, *, at: datetime, lasts: timedelta, by: Any, address: str, is_sent: bool = True) -> str:
    """End earlier links, make one, and write to the worker when we have an e-mail address; return the link."""
    account.ways_in.filter(used_at=None, ended_at=None).update(ended_at=at)
    secret = one_time.secret()
    link = f"{address}{reverse('way-in', args=[secret])}"
    message = None
    if is_sent and account.worker is not None and account.worker.email:
        text = (
            f"Choose your password for OnePlan here: {link} The link works once, until {at + lasts:%-d %B, %H.%M}. "
            f"Your name to sign in with is {account.name}. {NOT_YOU}"
        )
        message = tell(account, text, at=at, kind="way_in")
    WayIn.objects.create(
        account=account, secret_digest=one_time.digest(secret, of="way-in"), made_at=at, made_by=by,
        expires_at=at + lasts, message=message,
    )  # fmt: skip
    return link


def link_for(secret: str, *, at: datetime) -> WayIn | None:
    """The link, while it is good; opening it uses nothing up, for mail scanners open links too."""
    digest = one_time.digest(secret, of="way-in")
    rows = WayIn.objects.select_related("account__worker").filter(secret_digest=digest, used_at=None, ended_at=None)
    row = rows.filter(expires_at__gt=at).first()
    return row if row is not None and row.account.may_sign_in else None


@action
def set_by_link(*, link: WayIn, password: str, by: Any, at: datetime) -> None:
    """Set the password, use the link up, end every session. The second step is asked as ever."""
    _check(password, account=link.account)
    if not WayIn.objects.filter(pk=link.pk, used_at=None, ended_at=None, expires_at__gt=at).update(used_at=at):
        raise CannotSetPassword(OVER)
    _forget_words(link)
    _keep(link.account, password, at=at)
    audit.record("password_set_by_link", about=link.account, by=by, at=at)


@action
def change(*, account: Account, old: str, new: str, by: Any, at: datetime, but_session: str = "") -> None:
    """By the owner; every session ends but the one they change it in."""
    if not account.check_password(old):
        raise CannotSetPassword("The password you have now does not fit. Type it again.")
    _check(new, account=account)
    _keep(account, new, at=at, but_session=but_session)
    audit.record("password_changed", about=account, by=by, at=at)


def answer_asked(*, at: datetime, address: str) -> int:
    """The background worker's part: send links to those we know, forget everything typed."""
    rows = list(AskedForWayIn.objects.order_by("pk")[:50])
    for row in rows:
        _answer(row, at=at, address=address)
    return len(rows)


def clear_away(*, at: datetime) -> None:
    """What stood in messages of links that are over is taken out of them."""
    over = WayIn.objects.filter(expires_at__lt=at, message__isnull=False).select_related("message")
    for link in over:
        _forget_words(link)
    over.update(message=None)


@action
def _answer(row: AskedForWayIn, *, at: datetime, address: str) -> None:
    deleted, _ = AskedForWayIn.objects.filter(pk=row.pk).delete()
    account = Account.objects.select_related("worker").filter(name=row.name).first()
    if not deleted or account is None or not account.may_sign_in or arriving.only_by_council(account):
        return
    if account.worker is None or not account.worker.email:
        return
    new_link(account, at=at, lasts=timedelta(minutes=ASKED_MINUTES), by=None, address=address)
    audit.record("way_in_asked_for", about=account, by=None, at=at)


def _check(password: str, *, account: Account) -> None:
    try:
        validate_password(password, account)
    except ValidationError as fault:
        raise CannotSetPassword(" ".join(fault.messages)) from fault


def _keep(account: Account, password: str, *, at: datetime, but_session: str = "") -> None:
    account.set_password(password)
    account.save(update_fields=["password"])
    sessions.end(list(account.open_sessions.exclude(session_key=but_session)))
    tries.forget("name", account.name)
    tell(account, f"Your password for OnePlan was changed on {at:%-d %B at %H.%M}. {NOT_YOU}", at=at)


def _forget_words(link: WayIn) -> None:
    if link.message_id:
        OutboxMessage.objects.filter(pk=link.message_id).update(text="A one-time link; it is used up or over.")
