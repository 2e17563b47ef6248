"""Goodbye with a plan for afterwards; the phone when they ring again."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from oneplan.web.access.models import AuditEvent
from oneplan.web.access.policy import NotAllowed
from oneplan.web.casework.actions import goodbye, roles
from oneplan.web.casework.actions.goodbye import ExitPlan, Support
from oneplan.web.casework.models import (
    Action,
    Appointment,
    Closure,
    EpisodeRole,
    Goal,
    LevelDecision,
    Note,
    OwnWords,
    Referral,
    ReferralPerson,
    WatchSign,
)
from oneplan.web.site.models import OutboxMessage
from tests.cast import Cast, filled


def _say(cast: Cast, now: datetime, **changed: Any) -> Closure:
    plan = {"what_changed": "Evenings are calm", "who_to_call": ""} | changed.pop("plan", {})
    said: dict[str, Any] = {
        "episode": cast.episode,
        "on": now.date(),
        "reason": "goals_met",
        "exit_plan": ExitPlan(**plan),
        "by": cast.priya,
        "at": now,
    }
    return goodbye.say(**said | changed)


def _waiting_referral(cast: Cast, now: datetime, **also: Any) -> Referral:
    row = Referral.objects.create(
        family=cast.family,
        agency=cast.green.agency,
        what_for="lunch club",
        asked_on=date(2024, 3, 1),
        recorded_at=now,
        **also,
    )
    ReferralPerson.objects.create(referral=row, person=cast.child, state="waiting", state_on=date(2024, 3, 1))
    return row


def _open_action(cast: Cast, now: datetime) -> Action:
    goal = Goal.objects.create(
        plan=cast.plan, title="Leo sleeps", baseline_words="1 night", target_words="6 nights", made_at=now
    )
    return Action.objects.create(goal=goal, what="Buy a night light", made_at=now)


@pytest.mark.requirement("R173", "R176", "R180")
def test_goodbye_keeps_the_exit_plan_and_who_to_call(cast: Cast, now: datetime) -> None:
    closure = _say(
        cast,
        now,
        plan={
            "supports": (
                Support(what="Lunch club", agency=cast.green.agency, contact="0114 496 0200", is_in_place=True),
            ),
            "signs_to_watch": "Leo wakes at night",
            "open_door_note": "Ask how Leo sleeps",
        },
        level="universal",
    )
    cast.episode.refresh_from_db()
    assert (cast.episode.closed_on, cast.episode.closure_reason) == (now.date(), "goals_met")
    assert closure.who_to_call == "Priya Shah, 0114 496 0123"
    assert [(row.what, row.is_in_place) for row in closure.supports.all()] == [("Lunch club", True)]
    assert LevelDecision.objects.get().stage == "closure"
    assert cast.family.timeline.filter(headline="We have said goodbye, the door is open").count() == 1
    assert AuditEvent.objects.filter(event="goodbye_said").count() == 1


@pytest.mark.requirement("R094", "R180")
def test_the_roles_end_that_day_and_the_worker_is_still_known(cast: Cast, now: datetime) -> None:
    _say(cast, now)
    held = EpisodeRole.objects.known().get(episode=cast.episode)
    assert (held.worker, held.valid_to) == (cast.priya, now.date())
    assert goodbye.last_key_worker(cast.episode) == cast.priya


def test_a_worker_named_on_the_last_day_held_it_for_that_day(cast: Cast, now: datetime) -> None:
    first = roles.current(cast.episode)
    roles.name(
        episode=cast.episode, worker=cast.tom, on=now.date(), why="Last day", instead_of=first, by=cast.maya, at=now
    )
    _say(cast, now)
    assert goodbye.last_key_worker(cast.episode) == cast.tom


@pytest.mark.requirement("R177", "R175")
def test_what_is_open_is_named_and_goodbye_needs_a_reason(cast: Cast, now: datetime) -> None:
    _waiting_referral(cast, now)
    _open_action(cast, now)
    Appointment.objects.create(family=cast.family, what="Dentist", on=date(2026, 12, 1), recorded_at=now)
    with pytest.raises(goodbye.CannotSayGoodbye, match="3 things are still open") as refusal:
        _say(cast, now)
    assert [item.what for item in refusal.value.open_items] == [
        "Mill Lane Primary for Leo: lunch club",
        "Buy a night light",
        "Dentist",
    ]
    closure = _say(cast, now, overruled_why="School tells the family")
    assert closure.overruled_why == "School tells the family"


@pytest.mark.requirement("R176")
def test_what_lives_on_does_not_hold_goodbye_up(cast: Cast, now: datetime) -> None:
    _waiting_referral(cast, now, lives_on=True)
    Appointment.objects.create(family=cast.family, what="Dentist", on=date(2099, 12, 1), lives_on=True, recorded_at=now)
    _say(cast, now)
    page = cast.client(cast.priya).get(f"/families/{cast.family.reference}/goodbye/said/").content.decode()
    assert "Dentist, 1 December 2099" in page
    assert "Mill Lane Primary: lunch club" in page


@pytest.mark.requirement("R181")
def test_a_later_check_is_put_in_the_diary(cast: Cast, now: datetime) -> None:
    check_on = now.date() + timedelta(weeks=13)
    _say(cast, now, plan={"check_on": check_on, "relapse_risk": "Some"})
    check = Appointment.objects.get()
    assert (check.kind, check.on, check.lives_on) == ("after_check", check_on, True)


@pytest.mark.requirement("R174")
def test_a_family_that_wants_no_more_help_is_weighed_first(cast: Cast, now: datetime) -> None:
    with pytest.raises(goodbye.CannotSayGoodbye, match="weigh with your manager"):
        _say(cast, now, reason="refused")
    assert _say(cast, now, reason="refused", plan={"relapse_risk": "Small"}).relapse_risk == "Small"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"on": date(2020, 1, 1)}, "before help began"),
        ({"on": date(2099, 1, 1)}, "lies in the future"),
        ({"reason": "bored"}, "Choose why"),
        ({"plan": {"what_changed": " "}}, "what has changed"),
        ({"plan": {"check_on": date(2024, 1, 9)}}, "must come after goodbye"),
    ],
)
def test_a_goodbye_that_cannot_be_is_refused(cast: Cast, now: datetime, changed: dict[str, Any], words: str) -> None:
    with pytest.raises(goodbye.CannotSayGoodbye, match=words):
        _say(cast, now, **changed)
    cast.episode.refresh_from_db()
    assert cast.episode.is_open


def test_goodbye_is_said_once_and_not_by_a_stranger(cast: Cast, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        _say(cast, now, by=cast.stan)
    _say(cast, now)
    with pytest.raises(goodbye.CannotSayGoodbye, match="We said goodbye to this family on"):
        _say(cast, now)


@pytest.mark.requirement("R180")
@pytest.mark.parametrize("who", ["priya", "fay"])
def test_a_call_afterwards_is_one_field_and_no_request(cast: Cast, now: datetime, who: str) -> None:
    _say(cast, now)
    client = cast.client(getattr(cast, who))
    url = f"/families/{cast.family.reference}/call/"
    page = client.get(url).content.decode()
    assert "We have said goodbye, the door is open" in page
    sent = filled(page, text="Leo wakes again; we talked it through.")
    assert client.post(url, sent).status_code == 302
    client.post(url, sent)
    note = Note.objects.get()
    assert (note.kind, note.on) == ("after", now.date())
    assert cast.family.timeline.filter(headline="Call after goodbye").count() == 1
    assert not cast.family.requests.exists()
    assert OutboxMessage.objects.filter(to_worker=cast.priya, kind="after_call").exists() is (who == "fay")
    assert "Leo wakes again" in client.get(url).content.decode()


def test_calls_that_cannot_be_are_refused(cast: Cast, now: datetime) -> None:
    def call(**changed: Any) -> Note:
        said: dict[str, Any] = {"family": cast.family, "text": "x", "on": now.date(), "by": cast.priya, "at": now}
        return goodbye.log_call(**said | changed)

    with pytest.raises(goodbye.CannotLogCall, match="has help now"):
        call()
    _say(cast, now)
    with pytest.raises(goodbye.CannotLogCall, match="what the call was about"):
        call(text=" ")
    with pytest.raises(goodbye.CannotLogCall, match="help was still going on"):
        call(on=now.date() - timedelta(days=1))
    with pytest.raises(goodbye.CannotLogCall, match="lies in the future"):
        call(on=now.date() + timedelta(days=1))
    with pytest.raises(NotAllowed):
        call(by=cast.stan)


@pytest.mark.requirement("R175", "R176", "R177")
def test_the_page_shows_goals_and_open_things_and_offers_words_and_supports_by_a_tap(cast: Cast, now: datetime) -> None:
    _waiting_referral(cast, now)
    Goal.objects.create(plan=cast.plan, title="Leo sleeps", baseline_words="1 night", target_words="6", made_at=now)
    words = OwnWords.objects.create(
        family=cast.family, said_by="Grace", text="We all laughed", on=now.date(), recorded_at=now
    )
    WatchSign.objects.create(
        family=cast.family, sign="Leo wakes", what_to_do="Ring Priya", since=now.date(), recorded_at=now
    )
    client = cast.client(cast.priya)
    url = f"/families/{cast.family.reference}/goodbye/"
    page = client.get(url).content.decode()
    for shown in ("start: 1 night", "lunch club", "We all laughed", "Ann Green: Leo", "Leo wakes (Ring Priya)"):
        assert shown in page
    taps = {
        "reason": "goals_met",
        "picked": words.pk,
        "stays_0": "to_come",
        "check": "13",
        "who_to_call": "Priya Shah, 0114 496 0123",
        "on": f"{now:%-d %B %Y}",
    }
    refused = client.post(url, filled(page, **taps))
    assert refused.status_code == 422
    assert "Finish what is still open" in refused.content.decode()
    why = "What is open goes on without us, and the family knows who tells them"
    page = client.get(url).content.decode()
    assert client.post(url, filled(page, **taps, go_on=why)).status_code == 302
    closure = Closure.objects.get()
    assert (closure.what_changed, closure.overruled_why) == ("“We all laughed” Grace", why)
    assert [(row.what, row.is_in_place) for row in closure.supports.all()] == [("Ann Green: Leo's class", False)]
    assert client.get(url).headers["Location"] == f"{url}said/"


def test_with_no_words_to_pick_from_theirs_are_asked_for(cast: Cast) -> None:
    client, address = cast.client(cast.priya), f"/families/{cast.family.reference}/goodbye/"
    page = client.get(address).content.decode()
    label = page.split("What has changed, in their words?")[1].split("</label>")[0]
    assert "if you like" not in label
    refused = client.post(address, filled(page, reason="goals_met")).content.decode()
    assert "Write what has changed, in the family&#x27;s own words if they gave them." in refused
    assert "Pick some of their words" not in refused


def test_nothing_said_yet_says_so(cast: Cast) -> None:
    page = cast.client(cast.priya).get(f"/families/{cast.family.reference}/goodbye/said/").content.decode()
    assert "add a note instead" in page


@pytest.mark.parametrize("page", ["goodbye", "goodbye/said", "call"])
def test_a_stranger_sees_none_of_it(cast: Cast, page: str) -> None:
    assert cast.client(cast.stan).get(f"/families/{cast.family.reference}/{page}/").status_code == 403
