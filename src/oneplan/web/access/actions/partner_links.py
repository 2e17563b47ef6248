"""One-time links for partners who have no account: one purpose, one family, bound to whoever has the code."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, one_time, policy
from oneplan.web.access.models import Account, PartnerLink
from oneplan.web.site import outbox
from oneplan.web.site.actions import action
from oneplan.web.site.models import OutboxMessage

LASTS = timedelta(days=3)
MOST_WRONG_CODES = 5
OVER = "This link has been used, was taken back, or its time is over. Whoever sent it can send a new one."


class CannotSendLink(Exception):
    """The text is written for the worker who sends it."""


class LinkRefused(Exception):
    """The text is written for whoever opened the link; it says nothing of whom it is about."""


@dataclass(frozen=True)
class Sent:
    """What could not be sent, for want of an address or a phone, is said once to whoever made the link."""

    link: PartnerLink
    address: str
    code: str


@action
def make(*, purpose: str, family: Any, worker: Any, thing_id: int, by: Any, at: datetime) -> Sent:
    """The link goes by e-mail, the code by text: whoever has one of the two has nothing."""
    policy.require(Permission.LINK_SEND, by=by, about=family)
    _passive_account(worker)
    earlier = PartnerLink.objects.filter(purpose=purpose, worker=worker, thing_id=thing_id, used_at=None)
    earlier.filter(revoked_at=None).update(revoked_at=at, revoked_by=by)
    secret, code = one_time.secret(), one_time.code()
    link = PartnerLink.objects.create(
        purpose=purpose, family=family, worker=worker, thing_id=thing_id, made_by=by, made_at=at,
        expires_at=at + LASTS, secret_digest=one_time.digest(secret, of="partner-link"), code_digest="",
    )  # fmt: skip
    link.code_digest = one_time.digest(f"{link.pk} {code}", of="partner-code")
    link.save(update_fields=["code_digest"])
    address = f"{settings.ADDRESS}{reverse('partner-link', args=[secret])}"
    audit.record("partner_link_made", about=link, by=by, at=at, family=family, worker=worker.pk, purpose=purpose)
    by_mail, by_text = _send(link, address=address, code=code, at=at)
    return Sent(link, "" if by_mail else address, "" if by_text else code)


def _send(link: PartnerLink, *, address: str, code: str, at: datetime) -> tuple[bool, bool]:
    """Neither message names the family."""
    worker, channels = link.worker, OutboxMessage.Channel
    if worker.email:
        what = PartnerLink.Purpose(link.purpose).label
        text = (
            f"{link.made_by.name} asks you to {what}: {address} It works once, until "
            f"{link.expires_at:%-d %B, %H.%M}, with the code that reaches you separately."
        )
        outbox.put(kind="partner_link", text=text, at=at, channel=channels.EMAIL, to=worker)
    if worker.phone:
        text = f"Your OnePlan code for the link from {link.made_by.name}: {code}"
        outbox.put(kind="partner_code", text=text, at=at, channel=channels.TEXT, to=worker)
    return bool(worker.email), bool(worker.phone)


@action
def revoke(*, link: PartnerLink, by: Any, at: datetime) -> None:
    """Take the link back; it is worth nothing from the next request on."""
    policy.require(Permission.LINK_SEND, by=by, about=link.family)
    if not PartnerLink.objects.filter(pk=link.pk, used_at=None, revoked_at=None).update(revoked_at=at, revoked_by=by):
        raise CannotSendLink("This link was used or taken back already.")
    audit.record("partner_link_revoked", about=link, by=by, at=at, family=link.family)


def link_for(secret: str, *, at: datetime) -> PartnerLink | None:
    """The link, while it is good: not used, not taken back, in time, and its partner still works there."""
    digest = one_time.digest(secret, of="partner-link")
    rows = PartnerLink.objects.select_related("family", "worker__account", "worker__agency", "made_by__team")
    rows = rows.filter(secret_digest=digest, used_at=None, revoked_at=None, expires_at__gt=at)
    return rows.filter(worker__is_active=True, worker__account__isnull=False).first()


@action
def bind(*, link: PartnerLink, code: str, by: Any, at: datetime) -> str:
    """Give the link to the browser that has the code, and to no other; return what the browser keeps."""
    kept = one_time.secret()
    digest = one_time.digest(kept, of="partner-browser")
    rows = PartnerLink.objects.filter(
        pk=link.pk, bound_at=None, used_at=None, revoked_at=None, wrong_codes__lt=MOST_WRONG_CODES,
        code_digest=one_time.digest(f"{link.pk} {code}", of="partner-code"),
    )  # fmt: skip
    if not rows.update(bound_at=at, browser_digest=digest):
        return ""
    audit.record("partner_link_opened", about=link, by=by, at=at, family=link.family)
    return kept


@action
def count_wrong(*, link: PartnerLink, by: Any, at: datetime) -> int:
    """A wrong code; the fifth ends the link for good."""
    fresh = PartnerLink.objects.select_for_update().get(pk=link.pk)
    fresh.wrong_codes += 1
    if fresh.wrong_codes >= MOST_WRONG_CODES:
        fresh.revoked_at = at
        audit.record("partner_link_guessed_at", about=link, by=by, at=at, family=link.family)
    fresh.save(update_fields=["wrong_codes", "revoked_at"])
    return fresh.wrong_codes


def use_up(link: PartnerLink, *, at: datetime) -> None:
    """Inside the transaction of what the link was for."""
    if not PartnerLink.objects.filter(pk=link.pk, used_at=None, revoked_at=None).update(used_at=at):
        raise LinkRefused(OVER)


def has_own_way(worker: Any) -> bool:
    """Somebody who can sign in needs no link."""
    return Account.objects.filter(worker=worker, by_link_only=False).exists()


def _passive_account(worker: Any) -> None:
    if not worker.is_active:
        raise CannotSendLink(f"{worker.name} has left. Choose who does their work now.")
    if has_own_way(worker):
        raise CannotSendLink(f"{worker.name} can sign in. Ask them to open OnePlan; no link is needed.")
    passive_account(worker)


def passive_account(worker: Any) -> Account:
    """Inside a transaction: the account under which what they see and say by links is kept; nobody signs in by it."""
    if found := Account.objects.filter(worker=worker).first():
        return found
    made = Account(name=f"link-{worker.pk}", worker=worker, is_active=False, by_link_only=True)
    made.set_unusable_password()
    made.save(force_insert=True)
    return made
