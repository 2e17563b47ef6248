"""How often they planned to meet and how often they met; signs to watch."""

from datetime import date, datetime, timedelta

import pytest

from oneplan.web.access.policy import NotAllowed
from oneplan.web.casework.actions import patterns, watch
from oneplan.web.casework.models import Episode, Note, VisitPattern
from oneplan.web.casework.reads.visits import rhythms
from tests.cast import Cast, filled

Rhythm = VisitPattern.Rhythm


def _note(cast: Cast, now: datetime, *, days_ago: int, kind: str = "visit") -> None:
    on = now.date() - timedelta(days=days_ago)
    Note.objects.create(family=cast.family, worker=cast.priya, kind=kind, on=on, text="x", written_at=now)


@pytest.mark.requirement("R205", "R178")
def test_planned_and_met_stand_side_by_side_and_taper(cast: Cast, now: datetime) -> None:
    today = now.date()
    patterns.plan(episode=cast.episode, rhythm=Rhythm.WEEKLY, on=today - timedelta(days=56), by=cast.priya, at=now)
    patterns.plan(
        episode=cast.episode, rhythm=Rhythm.PHONE, is_taper=True, on=today - timedelta(days=14), by=cast.priya, at=now
    )
    for days_ago in (50, 43, 30, 10):
        _note(cast, now, days_ago=days_ago)
    _note(cast, now, days_ago=20, kind="call")
    _note(cast, now, days_ago=5, kind="tried")
    phone, weekly = rhythms(cast.episode, today=today)
    assert (phone.pattern.is_taper, phone.words) == (True, "met 1 time")
    assert weekly.words == "met 3 times of 6 planned, 1 call or text"
    assert not weekly.is_behind


def test_half_of_what_was_planned_is_said(cast: Cast, now: datetime) -> None:
    start = now.date() - timedelta(days=56)
    patterns.plan(episode=cast.episode, rhythm=Rhythm.WEEKLY, on=start, by=cast.priya, at=now)
    _note(cast, now, days_ago=3)
    assert rhythms(cast.episode, today=now.date())[0].is_behind


def test_rhythms_that_cannot_be_are_refused(cast: Cast, now: datetime) -> None:
    today = now.date()
    with pytest.raises(patterns.CannotPlanVisits, match="before help began"):
        patterns.plan(episode=cast.episode, rhythm=Rhythm.WEEKLY, on=date(2020, 1, 1), by=cast.priya, at=now)
    patterns.plan(episode=cast.episode, rhythm=Rhythm.WEEKLY, on=today, by=cast.priya, at=now)
    with pytest.raises(patterns.CannotPlanVisits, match="cannot begin before that day"):
        patterns.plan(episode=cast.episode, rhythm=Rhythm.DAILY, on=today - timedelta(days=1), by=cast.priya, at=now)
    patterns.plan(episode=cast.episode, rhythm=Rhythm.DAILY, on=today, by=cast.priya, at=now)
    assert [row.rhythm for row in VisitPattern.objects.known()] == ["daily"]
    with pytest.raises(NotAllowed):
        patterns.plan(episode=cast.episode, rhythm=Rhythm.DAILY, on=today, by=cast.stan, at=now)
    Episode.objects.filter(pk=cast.episode.pk).update(closed_on=today, closure_reason="goals_met")
    with pytest.raises(patterns.CannotPlanVisits, match="said goodbye"):
        patterns.plan(episode=cast.episode, rhythm=Rhythm.DAILY, on=today, by=cast.priya, at=now)


@pytest.mark.requirement("R205", "R183")
def test_the_pages_plan_a_rhythm_and_a_length(cast: Cast) -> None:
    client = cast.client(cast.priya)
    base = f"/families/{cast.family.reference}/visits/"
    page = client.get(f"{base}new/").content.decode()
    assert client.post(f"{base}new/", filled(page, rhythm="weekly", on="1 May 2026")).status_code == 302
    page = client.get(f"{base}length/").content.decode()
    assert client.post(f"{base}length/", filled(page, length="other")).status_code == 422
    page = client.get(f"{base}length/").content.decode()
    assert client.post(f"{base}length/", filled(page, length="52")).status_code == 302
    shown = client.get(base).content.decode()
    assert "Every week" in shown
    assert "Longer than expected" in shown


@pytest.mark.requirement("R170")
def test_a_sign_is_watched_seen_and_let_go(cast: Cast, now: datetime) -> None:
    today = now.date()
    sign = watch.add(
        family=cast.family,
        sign="Mia is left with neighbours",
        what_to_do="Ring Grace the same day, then social care",
        asked_by="Social care",
        since=today - timedelta(days=10),
        by=cast.priya,
        at=now,
    )
    with pytest.raises(watch.CannotWatch, match="before we began"):
        watch.seen(sign=sign, on=today - timedelta(days=11), words="x", by=cast.priya, at=now)
    with pytest.raises(NotAllowed):
        watch.seen(sign=sign, on=today, words="x", by=cast.stan, at=now)
    watch.seen(sign=sign, on=today, words="Twice last week", by=cast.tom, at=now)
    line = cast.family.timeline.get(headline="Seen: Mia is left with neighbours")
    assert (line.tone, line.aside) == ("late", "to do: Ring Grace the same day, then social care")
    with pytest.raises(watch.CannotWatch, match="cannot stop"):
        watch.stop(sign=sign, on=today - timedelta(days=11), by=cast.priya, at=now)
    watch.stop(sign=sign, on=today, by=cast.priya, at=now)
    with pytest.raises(watch.CannotWatch, match="We stopped watching"):
        watch.seen(sign=sign, on=today, words="x", by=cast.priya, at=now)
    with pytest.raises(watch.CannotWatch, match="needs both"):
        watch.add(family=cast.family, sign="x", what_to_do="", since=today, by=cast.priya, at=now)
    with pytest.raises(watch.CannotWatch, match="lies in the future"):
        watch.add(family=cast.family, sign="x", what_to_do="y", since=date(2099, 1, 1), by=cast.priya, at=now)


@pytest.mark.requirement("R170")
def test_the_pages_of_signs(cast: Cast, now: datetime) -> None:
    client = cast.client(cast.priya)
    base = f"/families/{cast.family.reference}/signs/"
    page = client.get(f"{base}new/").content.decode()
    assert client.post(f"{base}new/", filled(page, sign="Leo misses school", what_to_do="Ring")).status_code == 302
    sign = cast.family.watch_signs.get()
    page = client.get(f"{base}{sign.pk}/seen/").content.decode()
    seen = filled(page, words="Two days", on=f"{now:%-d %B %Y}")
    assert client.post(f"{base}{sign.pk}/seen/", seen).status_code == 302
    page = client.get(f"{base}{sign.pk}/stop/").content.decode()
    assert client.post(f"{base}{sign.pk}/stop/", filled(page)).status_code == 302
    page = client.get(f"{base}{sign.pk}/stop/").content.decode()
    assert client.post(f"{base}{sign.pk}/stop/", filled(page)).status_code == 422
    assert "no longer watched" in client.get(base).content.decode()
    assert client.get(f"{base}999999/seen/").status_code == 404
