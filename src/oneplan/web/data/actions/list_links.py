"""A partner's link to one list: made for one person, opened by a code in one browser, renewed, ended."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission, Role, relations_allowing
from oneplan.web.access import audit, one_time, policy
from oneplan.web.access.actions import partner_links
from oneplan.web.access.actions.partner_links import MOST_WRONG_CODES
from oneplan.web.agencies.models import Worker
from oneplan.web.data import agreeing
from oneplan.web.data.actions import Cannot
from oneplan.web.data.models import AskedList, ListLink
from oneplan.web.data.reads import asked as lists
from oneplan.web.site import outbox
from oneplan.web.site.actions import action
from oneplan.web.site.models import OutboxMessage

LASTS = timedelta(days=7)


@dataclass(frozen=True)
class Whom:
    """Who is to answer: a worker whom OnePlan knows, or somebody by name, whom it cannot write to itself."""

    name: str
    worker: Worker | None = None
    email: str = ""


@dataclass(frozen=True)
class Sent:
    """What could not be sent, for want of an address or a phone that OnePlan writes to, is shown once."""

    link: ListLink
    address: str
    code: str


@action
def make(*, asked: AskedList, whom: Whom, by: Worker, at: datetime) -> Sent:
    """The one link by which this list is answered; one that was there before ends.

    The address goes by e-mail, the code by text: whoever has one of the two has nothing.
    """
    policy.require(Permission.LIST_LINK_SEND, by=by)
    asked = AskedList.objects.select_for_update().get(pk=asked.pk)
    _require_askable(asked, whom, by=by, at=at)
    before = _standing(asked).first()
    if before is not None:
        _end(before, by=by, at=at)
    secret, code = one_time.secret(), one_time.code()
    link = ListLink.objects.create(
        asked=asked, worker=whom.worker, to_name=whom.name, to_email=whom.email, made_by=by, made_at=at,
        expires_at=at + LASTS, secret_digest=one_time.digest(secret, of="list-link"), code_digest="",
    )  # fmt: skip
    link.code_digest = _code_digest(link, code)
    link.save(update_fields=["code_digest"])
    if before is not None:
        _hand_over(before, link)
    audit.record("list_link_made", about=link, by=by, at=at, asked=asked.pk, worker=whom.worker and whom.worker.pk)
    address = f"{settings.ADDRESS}{reverse('list-link', args=[secret])}"
    by_mail, by_text = _send(link, address=address, code=code, at=at)
    return Sent(link, "" if by_mail else address, "" if by_text else code)


def _require_askable(asked: AskedList, whom: Whom, *, by: Worker, at: datetime) -> None:
    """Raise `Cannot` where nothing is asked by this list any more, or not of them."""
    if asked.closed_at:
        raise Cannot(f"This list was closed on {asked.closed_at:%-d %B %Y}, so nobody can answer it any more.")
    if agreeing.in_force(asked.feed.agreement, on=timezone.localdate(at)) is None:
        raise Cannot(f"“{asked.feed.agreement}” does not hold today, so nothing is asked under it. Have it renewed.")
    if not lists.seen_by(by, asked):
        raise Cannot("There is nobody on this list about whom you may ask.")
    if whom.worker is None:
        return
    if not whom.worker.is_active or whom.worker.agency_id != asked.feed.partner_id:
        raise Cannot(f"{whom.worker.name} does not work at {asked.feed.partner} any more. Choose somebody else.")
    partner_links.passive_account(whom.worker)


def _send(link: ListLink, *, address: str, code: str, at: datetime) -> tuple[bool, bool]:
    """Neither message says about whom or what."""
    worker, channels = link.worker, OutboxMessage.Channel
    if worker is None:
        return False, False
    if worker.email:
        text = (
            f"{link.made_by.name} asks you to fill in a list: {address} It opens until {link.expires_at:%-d %B, %H.%M}"
            ", on one device, with the code that reaches you separately. Please pass neither on."
        )
        outbox.put(kind="list_link", text=text, at=at, channel=channels.EMAIL, to=worker)
    if worker.phone:
        text = f"Your OnePlan code for the list from {link.made_by.name}: {code} Keep it until the list is done."
        outbox.put(kind="list_code", text=text, at=at, channel=channels.TEXT, to=worker)
    return bool(worker.email), bool(worker.phone)


@action
def end(*, asked: AskedList, by: Worker, at: datetime) -> None:
    """Take the link back; it opens nothing from the next page on, and what was half done is gone."""
    policy.require(Permission.LIST_LINK_SEND, by=by)
    links = list(_standing(asked))
    if not links:
        raise Cannot("There is no link to this list that works. Nothing was changed.")
    _over(links, by=by, at=at)


def end_with(asked: AskedList, *, by: Worker, at: datetime) -> None:
    """Part of an action: the list is closed, so its link ends."""
    _over(list(_standing(asked)), by=by, at=at)


def renew_with(asked: AskedList, *, by: Worker, at: datetime) -> None:
    """Part of an action: the partner was reminded, so the link that was not taken back lasts anew."""
    for link in _standing(asked):
        link.expires_at = at + LASTS
        link.save(update_fields=["expires_at"])
        audit.record("list_link_renewed", about=link, by=by, at=at, asked=asked.pk)


def _over(links: list[ListLink], *, by: Worker | None, at: datetime) -> None:
    """What was typed by a link that ended is nobody's any more."""
    for link in links:
        _end(link, by=by, at=at)
        _drop(link)


def _end(link: ListLink, *, by: Worker | None, at: datetime) -> None:
    link.ended_at, link.ended_by = at, by
    link.save(update_fields=["ended_at", "ended_by"])
    audit.record("list_link_ended", about=link, by=by, at=at, asked=link.asked_id)


@action
def bind(*, link: ListLink, code: str, by: Worker | None, at: datetime) -> str:
    """Give the link to the browser that has the code, and to no other; return what the browser keeps."""
    fresh = ListLink.objects.select_for_update().get(pk=link.pk)
    if fresh.bound_at or not _fits(fresh, code):
        return ""
    kept = one_time.secret()
    fresh.bound_at, fresh.browser_digest = at, one_time.digest(kept, of="list-browser")
    fresh.save(update_fields=["bound_at", "browser_digest"])
    audit.record("list_link_opened", about=fresh, by=by, at=at, asked=fresh.asked_id)
    return kept


@action
def open_again(*, link: ListLink, code: str, by: Worker | None, at: datetime) -> bool:
    """Whether the code is right: asked for once more in the same browser, after an hour without a page."""
    fresh = ListLink.objects.select_for_update().get(pk=link.pk)
    if not fresh.bound_at or not _fits(fresh, code):
        return False
    audit.record("list_link_opened", about=fresh, by=by, at=at, asked=fresh.asked_id)
    return True


@action
def count_wrong(*, link: ListLink, by: Worker | None, at: datetime) -> int:
    """A wrong code; the fifth ends the link for good."""
    fresh = ListLink.objects.select_for_update().get(pk=link.pk)
    fresh.wrong_codes += 1
    fresh.save(update_fields=["wrong_codes"])
    if fresh.wrong_codes >= MOST_WRONG_CODES and fresh.ended_at is None:
        audit.record("list_link_guessed_at", about=fresh, by=by, at=at, asked=fresh.asked_id)
        _over([fresh], by=by, at=at)
    return fresh.wrong_codes


@action
def looked(*, link: ListLink, people: list[int], by: Worker | None, at: datetime) -> None:
    """Keep that a page was shown, where there is no account under which views are logged."""
    audit.record("list_link_looked", about=link, by=by, at=at, asked=link.asked_id, people=people)


def found(secret: str) -> ListLink | None:
    rows = ListLink.objects.select_related(
        "asked__feed__partner", "asked__feed__agreement", "asked__feed__owner__agency", "worker__account",
        "made_by__agency",
    )  # fmt: skip
    return rows.filter(secret_digest=one_time.digest(secret, of="list-link")).first()


def why_over(link: ListLink, *, at: datetime) -> str:
    """Why the link opens nothing now, in words for whoever opened it; empty where it does. It tells of nobody."""
    if link.asked.closed_at:
        return "The list is closed: nothing more is waited for. Thank you for what you answered."
    if link.ended_at:
        return "This link was taken back, or a newer one was sent."
    if link.expires_at <= at:
        return f"This link worked until {timezone.localtime(link.expires_at):%-d %B, %-H.%M}."
    sender, worker = link.made_by, link.worker
    may_send = bool(relations_allowing(Permission.LIST_LINK_SEND, Role(sender.role)))
    holds = agreeing.in_force(link.asked.feed.agreement, on=timezone.localdate(at)) is not None
    works_there = worker is None or (worker.is_active and worker.agency_id == link.asked.feed.partner_id)
    return "" if sender.is_active and may_send and holds and works_there else "Nothing is asked by this link today."


def _fits(link: ListLink, code: str) -> bool:
    is_open = link.ended_at is None and link.wrong_codes < MOST_WRONG_CODES
    return is_open and one_time.is_same(_code_digest(link, code), link.code_digest)


def _code_digest(link: ListLink, code: str) -> str:
    return one_time.digest(f"{link.pk} {code}", of="list-code")


def _standing(asked: AskedList) -> QuerySet[ListLink]:
    return asked.links.select_for_update().filter(ended_at=None)


def _hand_over(before: ListLink, link: ListLink) -> None:
    """Whoever gets a new link finds what they had typed; somebody else does not."""
    if (before.worker_id, before.to_name, before.to_email) == (link.worker_id, link.to_name, link.to_email):
        before.answers.update(link=link)
    _drop(before)


def _drop(link: ListLink) -> None:
    link.answers.filter(load=None).delete()
