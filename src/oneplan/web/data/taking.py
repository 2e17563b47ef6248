"""What a run takes, written down when it starts; and the same read back into what the engine knows."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from oneplan.engine.feeds import profiles
from oneplan.engine.feeds.checking import corrections
from oneplan.engine.runs.loads import Load as EngineLoad
from oneplan.engine.runs.loads import Standing
from oneplan.web.data import agreeing
from oneplan.web.data.models import Correction, Feed, FeedProfile, Load


def now() -> Mapping[str, Any]:
    """Every feed with its files that stand, as ids: later changes do not change what a run took."""
    return {"feeds": [_feed(each) for each in Feed.objects.select_related("agreement").order_by("name")]}


def standing(takes: Mapping[str, Any]) -> list[Standing]:
    """What the engine makes a run of. Raises `profiles.CannotRead`."""
    return [_standing(each) for each in takes["feeds"]]


def covers(row: Load) -> list[str]:
    """What the agreement covered on the day the file came: what was let in then stays when the agreement ends."""
    day = timezone.localdate(row.received_at)
    return agreeing.categories(agreeing.in_force(row.feed.agreement, on=day))


def load(row: Load, *, covers: list[str]) -> EngineLoad:
    """A file as the engine knows it, with the columns alone that the agreement covers."""
    profile = agreeing.profile(row.profile, covers=covers)
    return EngineLoad(row.number, row.file.digest, row.received_at, profile)


def correcting(rows: list[Correction]) -> tuple[corrections.Correction, ...]:
    return tuple(corrections.Correction(row.pk, row.column, row.received, row.value, row.record) for row in rows)


def in_force(feed: Feed) -> list[Correction]:
    return list(feed.corrections.filter(withdrawn_at=None).order_by("pk"))


def withdrawn(takes: Mapping[str, Any]) -> list[Load]:
    """Files that a run took and that were withdrawn since."""
    taken = [pk for each in takes.get("feeds", ()) for pk, _, _ in each["loads"]]
    return list(Load.objects.filter(pk__in=taken, state=Load.State.WITHDRAWN).select_related("feed"))


def _feed(feed: Feed) -> Mapping[str, Any]:
    loads = feed.loads.filter(state=Load.State.CHECKED).select_related("feed__agreement").order_by("number")
    return {
        "feed": feed.pk,
        "profile": agreeing.newest(feed).pk,
        "loads": [[row.pk, row.profile_id, covers(row)] for row in loads],
        "corrections": [row.pk for row in in_force(feed)],
    }


def _standing(taken: Mapping[str, Any]) -> Standing:
    versions = {row.pk: row for row in FeedProfile.objects.filter(feed=taken["feed"]).select_related("feed")}
    rows = Load.objects.select_related("file").in_bulk([pk for pk, _, _ in taken["loads"]])
    loads = []
    for pk, profile, covered in taken["loads"]:
        rows[pk].profile = versions[profile]
        loads.append(load(rows[pk], covers=covered))
    held = Correction.objects.filter(pk__in=taken["corrections"]).order_by("pk")
    said = versions[taken["profile"]]
    return Standing(profiles.made(said.said, name=said.feed.name), tuple(loads), correcting(list(held)))
