"""A stretch of support begins, and begins again; how long it may take is a prompt, never a cut-off."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy
from oneplan.web.agencies.models import Team, Worker
from oneplan.web.casework import timeline
from oneplan.web.casework.actions.days import in_future, outside, said
from oneplan.web.casework.models import Episode
from oneplan.web.people.models import Family
from oneplan.web.site.actions import action


class CannotStartHelp(Exception):
    """The text is written for the worker."""


class CannotSayHowLong(Exception):
    """The text is written for the worker."""


@action
def start(
    *,
    family: Family,
    on: date,
    reason: str,
    by: Worker,
    at: datetime,
    team: Team | None = None,
    expected_until: date | None = None,
    request: Any = None,
) -> Episode:
    """Begin a stretch of support. One that follows another is a re-opening, with its own reason."""
    policy.require(Permission.REQUEST_DECIDE, by=by, about=family)
    if not reason.strip():
        raise CannotStartHelp("Say why help starts now, in a few words, so that the family need not say it again.")
    _check_days(family, on=on, at=at)
    earlier = last_closed(family)
    episode = _make(family=family, team=team, opened_on=on, reason=reason, expected_until=expected_until, made_at=at)
    timeline.add(
        family=family,
        on=on,
        kind="episode",
        headline="Help started again" if earlier else "Help started",
        aside=_aside(earlier, request),
        text=reason,
        thing=episode,
        by=by,
        at=at,
    )
    audit.record(
        "episode_started",
        about=episode,
        by=by,
        at=at,
        family=family,
        earlier=earlier.pk if earlier else None,
        reason=audit.digest(reason),
    )
    return episode


@action
def expect(*, episode: Episode, until: date, why: str, by: Worker, at: datetime) -> Episode:
    """Say how long help may take, or that it takes longer, and why."""
    policy.require(Permission.PLAN_CHANGE, by=by, about=episode.family)
    if not episode.is_open:
        raise CannotSayHowLong("We have said goodbye to this family, so there is no expected end to set.")
    for fault in outside(until, episode=episode, what="An expected end"):
        raise CannotSayHowLong(fault)
    if episode.expected_until and until > episode.expected_until and not why.strip():
        raise CannotSayHowLong("Say in a few words why more time helps. Nothing stops by itself at that date.")
    Episode.objects.filter(pk=episode.pk).update(expected_until=until)
    episode.expected_until = until
    headline = f"Help expected until about {said(until)}"
    timeline.add(family=episode.family, on=_today(at), kind="length", headline=headline, text=why, by=by, at=at)
    audit.record(
        "episode_expected", about=episode, by=by, at=at, family=episode.family, until=str(until), why=audit.digest(why)
    )
    return episode


def current(family: Family) -> Episode | None:
    return Episode.objects.filter(family=family, closed_on=None).select_related("team", "family").first()


def last_closed(family: Family) -> Episode | None:
    closed = Episode.objects.filter(family=family).exclude(closed_on=None).select_related("team", "family")
    return closed.order_by("-closed_on", "-pk").first()


def _make(**values: Any) -> Episode:
    try:
        with transaction.atomic():
            return Episode.objects.create(**values)
    except IntegrityError:
        raise CannotStartHelp(
            f"{values['family']} has help already: another colleague has just started it. Open the family to see."
        ) from None


def _check_days(family: Family, *, on: date, at: datetime) -> None:
    for fault in in_future(on, at=at, what="A start of help"):
        raise CannotStartHelp(fault)
    if now := current(family):
        raise CannotStartHelp(
            f"{family} has had help since {said(now.opened_on)}. Pass this on to their worker instead of starting anew."
        )
    earlier = last_closed(family)
    if earlier and earlier.closed_on and on < earlier.closed_on:
        raise CannotStartHelp(
            f"Help cannot start on {said(on)}: until {said(earlier.closed_on)} the last stretch was still going."
        )


def _aside(earlier: Episode | None, request: Any) -> str:
    parts = [f"from request {request}"] if request is not None else []
    if earlier and earlier.closed_on:
        parts.append(f"the last goodbye was on {said(earlier.closed_on)}")
    return " · ".join(parts)


def _today(at: datetime) -> date:
    return timezone.localtime(at).date()
