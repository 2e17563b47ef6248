"""One key worker at a time, the lead professional beside them, and help that starts again."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from oneplan.web.access.models import AuditEvent
from oneplan.web.access.policy import NotAllowed
from oneplan.web.agencies.models import Worker
from oneplan.web.casework.actions import episodes, roles
from oneplan.web.casework.models import Episode, EpisodeRole
from oneplan.web.site.models import OutboxMessage
from tests.cast import Cast, filled

KEY_WORKER, LEAD = EpisodeRole.Kind.KEY_WORKER, EpisodeRole.Kind.LEAD


def _change(cast: Cast, now: datetime, **changed: Any) -> EpisodeRole:
    said: dict[str, Any] = {
        "episode": cast.episode,
        "worker": cast.tom,
        "on": now.date(),
        "why": "Priya goes on leave",
        "instead_of": roles.current(cast.episode),
        "by": cast.maya,
        "at": now,
    }
    return roles.name(**said | changed)


@pytest.mark.requirement("R094")
def test_naming_another_ends_the_first_on_that_day(cast: Cast, now: datetime) -> None:
    _change(cast, now)
    held = EpisodeRole.objects.known().filter(episode=cast.episode, kind=KEY_WORKER).order_by("valid_from")
    assert [(row.worker, row.valid_to) for row in held] == [(cast.priya, now.date()), (cast.tom, None)]
    assert AuditEvent.objects.filter(event="worker_named").count() == 1
    told = dict(OutboxMessage.objects.values_list("to_worker__name", "text"))
    assert told.keys() == {"Tom Reed", "Priya Shah"}
    line = cast.family.timeline.get(headline="Tom Reed is their key worker")
    assert (line.aside, line.text) == ("instead of Priya Shah", "Priya goes on leave")


@pytest.mark.requirement("R094")
def test_two_at_once_are_refused_with_a_sentence(cast: Cast, now: datetime) -> None:
    seen = roles.current(cast.episode)
    _change(cast, now)
    with pytest.raises(roles.CannotNameWorker, match="one key worker at a time, and Tom Reed has just been named"):
        _change(cast, now, worker=cast.stan, instead_of=seen)
    with pytest.raises(roles.CannotNameWorker, match="one key worker at a time"):
        _change(cast, now, worker=cast.stan, instead_of=None)
    assert EpisodeRole.objects.known().filter(episode=cast.episode, kind=KEY_WORKER, valid_to=None).count() == 1


@pytest.mark.requirement("R094")
def test_the_database_keeps_a_race_out_and_says_so(cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two officers read “nobody” in the same instant: the second insert is refused by the constraint."""
    monkeypatch.setattr(roles, "current", lambda *_, **__: None)
    with pytest.raises(roles.CannotNameWorker, match="one key worker at a time") as refusal:
        _change(cast, now, instead_of=None)
    assert isinstance(refusal.value.__context__, IntegrityError)
    assert EpisodeRole.objects.filter(worker=cast.tom).count() == 0


def test_named_and_changed_on_one_day_leaves_the_first_struck_out(cast: Cast, now: datetime) -> None:
    first = _change(cast, now)
    _change(cast, now, worker=cast.stan, instead_of=first, why="Tom has no room")
    first.refresh_from_db()
    assert (first.struck_reason, first.known_until) == ("Tom has no room", now)
    current = roles.current(cast.episode)
    assert current is not None
    assert current.worker == cast.stan


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"why": ""}, "Say why Tom Reed takes over from Priya Shah"),
        ({"on": date(2019, 1, 1)}, "before help began"),
        ({"on": date(2099, 1, 1)}, "lies in the future"),
    ],
)
def test_a_change_that_cannot_be_is_refused(cast: Cast, now: datetime, changed: dict[str, Any], words: str) -> None:
    with pytest.raises(roles.CannotNameWorker, match=words):
        _change(cast, now, **changed)


def test_who_cannot_be_named(cast: Cast, now: datetime) -> None:
    with pytest.raises(roles.CannotNameWorker, match="is the key worker already"):
        _change(cast, now, worker=cast.priya)
    with pytest.raises(roles.CannotNameWorker, match="does not work with families"):
        _change(cast, now, worker=cast.others["auditor"])
    Worker.objects.filter(pk=cast.tom.pk).update(is_active=False)
    cast.tom.refresh_from_db()
    with pytest.raises(roles.CannotNameWorker, match="no longer works here"):
        _change(cast, now)


def test_a_change_cannot_come_before_the_first_one_started(cast: Cast, now: datetime) -> None:
    yesterday = now.date() - timedelta(days=1)
    first = _change(cast, now)
    with pytest.raises(roles.CannotNameWorker, match="cannot come before"):
        _change(cast, now, worker=cast.stan, on=yesterday, instead_of=first)


def test_a_key_worker_does_not_allocate(cast: Cast, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        _change(cast, now, by=cast.priya)


@pytest.mark.requirement("R095", "R097")
def test_the_lead_is_a_role_of_its_own_from_any_agency(cast: Cast, now: datetime) -> None:
    lead = _change(
        cast,
        now,
        kind=LEAD,
        worker=cast.green,
        instead_of=None,
        why="The school knows Leo best",
        answers_for="the team's meetings",
        decided_by="panel of 3 May",
        objection="Health would have liked to lead",
    )
    assert (lead.decided_by, lead.answers_for) == ("panel of 3 May", "the team's meetings")
    assert lead.objection == "Health would have liked to lead"
    current = roles.current(cast.episode)
    assert current is not None
    assert current.worker == cast.priya


def test_a_role_cannot_end_before_it_starts_and_needs_a_reason(cast: Cast, now: datetime) -> None:
    lead = _change(cast, now, kind=LEAD, worker=cast.green, instead_of=None, on=now.date() - timedelta(days=9))
    with pytest.raises(roles.CannotNameWorker, match="they started on"):
        roles.end(role=lead, on=now.date() - timedelta(days=9), why="done", by=cast.maya, at=now)
    with pytest.raises(roles.CannotNameWorker, match="Say why"):
        roles.end(role=lead, on=now.date(), why="", by=cast.maya, at=now)
    with pytest.raises(NotAllowed):
        roles.end(role=lead, on=now.date(), why="done", by=cast.stan, at=now)
    roles.end(role=lead, on=now.date(), why="No longer needed", by=cast.maya, at=now)
    assert roles.current(cast.episode, kind=LEAD) is None


def test_help_starts_again_only_after_goodbye(cast: Cast, now: datetime) -> None:
    with pytest.raises(episodes.CannotStartHelp, match="has had help since"):
        episodes.start(family=cast.family, on=now.date(), reason="New", by=cast.fay, at=now)
    Episode.objects.filter(pk=cast.episode.pk).update(closed_on=now.date(), closure_reason="goals_met")
    with pytest.raises(episodes.CannotStartHelp, match="still going"):
        episodes.start(family=cast.family, on=now.date() - timedelta(days=3), reason="New", by=cast.fay, at=now)
    with pytest.raises(episodes.CannotStartHelp, match="Say why"):
        episodes.start(family=cast.family, on=now.date(), reason=" ", by=cast.fay, at=now)
    with pytest.raises(NotAllowed):
        episodes.start(family=cast.family, on=now.date(), reason="New", by=cast.priya, at=now)
    again = episodes.start(family=cast.family, on=now.date(), reason="New", by=cast.fay, at=now)
    assert again.is_open


@pytest.mark.requirement("R094")
def test_the_page_lists_the_teams_workers_with_their_families_and_names_one(cast: Cast, now: datetime) -> None:
    client = cast.client(cast.maya)
    url = f"/families/{cast.family.reference}/key-worker/"
    page = client.get(url).content.decode()
    assert "Priya Shah: 1 family now" not in page  # she is the one who is to be relieved
    assert "Tom Reed: 0 families now" in page
    seen = roles.current(cast.episode)
    assert seen is not None
    sent = filled(page, worker=cast.tom.pk, on="today", why="Leave", seen=seen.pk)
    assert client.post(url, sent).status_code == 422
    sent = filled(page, worker=cast.tom.pk, on=f"{now:%-d %B %Y}", why="Leave", seen=seen.pk)
    assert client.post(url, sent).status_code == 302
    client.post(url, sent)
    assert EpisodeRole.objects.known().filter(worker=cast.tom, valid_to=None).count() == 1
    stale = filled(client.get(url).content.decode(), worker=cast.priya.pk, on="1 May 2026", why="Back", seen=seen.pk)
    answer = client.post(url, stale)
    assert answer.status_code == 422
    assert "Tom Reed has just been named" in answer.content.decode()


def test_a_manager_of_another_team_names_a_worker_and_is_not_left_before_a_shut_door(cast: Cast) -> None:
    Worker.objects.filter(pk=cast.stan.pk).update(role="team_manager")
    client = cast.client(cast.stan)
    url = f"/families/{cast.family.reference}/key-worker/"
    seen = roles.current(cast.episode)
    assert seen is not None
    sent = filled(client.get(url).content.decode(), worker=cast.tom.pk, on="1 May 2026", why="Leave", seen=seen.pk)
    assert client.post(url, sent).headers["Location"] == "/"


@pytest.mark.requirement("R095")
def test_the_lead_is_chosen_from_another_agency(cast: Cast) -> None:
    client = cast.client(cast.maya)
    url = f"/families/{cast.family.reference}/lead/"
    page = client.get(url, {"agency": cast.green.agency_id}).content.decode()
    assert "Ann Green, class teacher, Mill Lane Primary" in page
    sent = filled(page, worker=cast.green.pk, on="1 May 2026", why="Knows Leo", seen=0)
    assert client.post(f"{url}?agency={cast.green.agency_id}", sent).status_code == 302
    history = client.get(f"/families/{cast.family.reference}/roles/").content.decode()
    assert "Ann Green" in history
    assert "Priya Shah" in history


@pytest.mark.parametrize("page", ["roles", "key-worker", "lead", "again"])
def test_a_stranger_sees_none_of_it(cast: Cast, page: str) -> None:
    assert cast.client(cast.stan).get(f"/families/{cast.family.reference}/{page}/").status_code == 403


@pytest.mark.requirement("R060", "R180")
def test_the_front_door_starts_again_without_a_new_request(cast: Cast, now: datetime) -> None:
    Episode.objects.filter(pk=cast.episode.pk).update(closed_on=date(2025, 3, 1), closure_reason="goals_met")
    client = cast.client(cast.fay)
    url = f"/families/{cast.family.reference}/again/"
    page = client.get(url).content.decode()
    answer = client.post(url, filled(page, reason="Nights are hard again", on=f"{now:%-d %B %Y}"))
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/families/{cast.family.reference}/key-worker/"
    current = episodes.current(cast.family)
    assert current is not None
    assert current.reason == "Nights are hard again"
