"""Hubs where several agencies sit, and the calendar of partnership forums."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy
from oneplan.web.agencies.actions import Cannot
from oneplan.web.agencies.models import Agency, Forum, Hub, HubPlace, Worker
from oneplan.web.site import lists, spells
from oneplan.web.site.actions import action
from oneplan.web.site.conflicts import locked


class CannotChangePlace(Cannot):
    """The text is written for the worker."""


@dataclass(frozen=True, slots=True)
class HubWords:
    name: str
    agencies: tuple[Agency, ...] = ()
    address: str = ""
    locality: str = ""
    phone: str = ""
    opening: str = ""


@dataclass(frozen=True, slots=True)
class ForumWords:
    name: str
    kind: str
    on: date
    at_time: time | None = None
    place: str = ""
    for_whom: str = ""
    news: str = ""
    is_called_off: bool = False


@action
def add_hub(*, says: HubWords, by: Worker, at: datetime) -> Hub:
    policy.require(Permission.AREA_CONFIGURE, by=by)
    hub = Hub()
    _write_hub(hub, says)
    hub.save(force_insert=True)
    _seat(hub, says.agencies, by=by, at=at)
    audit.record("hub_added", about=hub, by=by, at=at, agencies=[each.pk for each in says.agencies])
    return hub


@action
def change_hub(*, hub: Hub, version: int, says: HubWords, by: Worker, at: datetime) -> Hub:
    policy.require(Permission.AREA_CONFIGURE, by=by)
    fresh = locked(hub, version=version, yours=says)
    _write_hub(fresh, says)
    fresh.version += 1
    fresh.save(update_fields=["name", "address", "locality", "phone", "opening", "version"])
    _seat(fresh, says.agencies, by=by, at=at)
    audit.record("hub_changed", about=fresh, by=by, at=at, agencies=[each.pk for each in says.agencies])
    return fresh


@action
def add_forum(*, says: ForumWords, by: Worker, at: datetime) -> Forum:
    policy.require(Permission.AREA_CONFIGURE, by=by)
    forum = Forum()
    _write_forum(forum, says)
    forum.save(force_insert=True)
    audit.record("forum_added", about=forum, by=by, at=at, kind=forum.kind)
    return forum


@action
def change_forum(*, forum: Forum, version: int, says: ForumWords, by: Worker, at: datetime) -> Forum:
    policy.require(Permission.AREA_CONFIGURE, by=by)
    fresh = locked(forum, version=version, yours=says)
    _write_forum(fresh, says)
    fresh.version += 1
    fresh.save()
    audit.record("forum_changed", about=fresh, by=by, at=at, is_called_off=fresh.is_called_off)
    return fresh


def _write_hub(hub: Hub, says: HubWords) -> None:
    name = says.name.strip()
    if not name:
        raise CannotChangePlace("Write down the hub's name.")
    if Hub.objects.filter(name__iexact=name).exclude(pk=hub.pk).exists():
        raise CannotChangePlace(f"There is a hub called {name} already.")
    if len(says.agencies) < 2:
        raise CannotChangePlace("A hub is where several agencies sit. Choose two at least.")
    if says.locality and says.locality != hub.locality and says.locality not in dict(lists.choices("locality")):
        raise CannotChangePlace("Choose the locality from the area's list.")
    hub.name, hub.address, hub.locality = name, says.address.strip(), says.locality
    hub.phone, hub.opening = says.phone.strip(), says.opening.strip()


def _seat(hub: Hub, agencies: Sequence[Agency], *, by: Worker, at: datetime) -> None:
    """Bring who sits there to what is said, from today."""
    today = timezone.localdate(at)
    wanted = {each.pk: each for each in agencies}
    now = {row.agency_id: row for row in HubPlace.objects.known().filter(hub=hub, valid_to=None)}
    for pk, row in now.items():
        if pk in wanted:
            continue
        if row.valid_from and row.valid_from >= today:
            spells.strike(row, reason="taken out on the day it was added", at=at)
        else:
            spells.end(row, on=today, by=by, at=at)
    for pk, agency in wanted.items():
        if pk not in now:
            spells.begin(HubPlace(hub=hub, agency=agency, valid_from=today), by=by, at=at)


def _write_forum(forum: Forum, says: ForumWords) -> None:
    if not says.name.strip():
        raise CannotChangePlace("Say what it is called, so that people find it in their diary.")
    if says.kind not in Forum.Kind.values:
        raise CannotChangePlace("Choose what kind of meeting it is.")
    forum.name, forum.kind, forum.on, forum.time = says.name.strip(), says.kind, says.on, says.at_time
    forum.place, forum.for_whom, forum.news = says.place.strip(), says.for_whom.strip(), says.news.strip()
    forum.is_called_off = says.is_called_off
