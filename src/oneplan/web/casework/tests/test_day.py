"""“My day” and “My families”: what is due, who was not seen, what was begun."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from oneplan.rulebook.caseload.rhythm import days_allowed, is_too_long
from oneplan.web.agencies.actions import handing
from oneplan.web.agencies.models import Cover, Worker
from oneplan.web.casework.actions import appointments, drafts, goodbye, notes
from oneplan.web.casework.actions.appointments import AppointmentWords
from oneplan.web.casework.models import (
    Action,
    ActionOwner,
    Appointment,
    Episode,
    EpisodeRole,
    Goal,
    LevelDecision,
    Plan,
    Review,
    TeamMember,
    VisitPattern,
)
from oneplan.web.casework.tests.counting import number_of_queries
from oneplan.web.people.models import Family, Membership
from oneplan.web.sharing.actions import guards
from oneplan.web.sharing.models import KeptPrivate
from tests.cast import LONG_AGO, Cast, _person, _spell


def _day(cast: Cast, who: str = "priya") -> str:
    return cast.client(getattr(cast, who)).get(reverse("my-day")).content.decode()


def _families(cast: Cast, who: str = "priya", **asked: Any) -> str:
    return cast.client(getattr(cast, who)).get(reverse("my-families"), asked).content.decode()


def _action(cast: Cast, now: datetime, what: str, days: int, plan: Plan | None = None, **owner: Any) -> Action:
    goal = Goal.objects.create(plan=plan or cast.plan, title="x", made_at=now)
    action = Action.objects.create(goal=goal, what=what, due_on=now.date() + timedelta(days=days), made_at=now)
    ActionOwner.objects.create(action=action, **owner)
    return action


def _family(cast: Cast, now: datetime, name: str, worker: Worker | None, days: int = 3) -> Family:
    family = Family.objects.create(name=name, made_at=LONG_AGO)
    person = _person(f"Ash{name}", name, "unknown", now.date())
    _spell(Membership, family=family, person=person, role="parent")
    episode = Episode.objects.create(
        family=family, team=cast.priya.team, opened_on=now.date() - timedelta(days=days), made_at=LONG_AGO
    )
    if worker:
        _spell(EpisodeRole, episode=episode, kind="key_worker", worker=worker, decided_by="Maya")
    _action(
        cast, now, f"step of {name}", 1, plan=Plan.objects.create(episode=episode, made_on=now.date()), worker=cast.tom
    )
    return family


def test_the_day_holds_what_is_late_today_and_soon(cast: Cast, now: datetime) -> None:
    _action(cast, now, "Ring the school", -2, worker=cast.priya)
    _action(cast, now, "Much later", 30, worker=cast.priya)
    Appointment.objects.create(family=cast.family, what="Dentist", on=now.date(), recorded_at=now)
    Review.objects.create(
        episode=cast.episode, on=now.date(), decision="continue", why="x", next_on=now.date() + timedelta(days=5),
        recorded_at=now,
    )  # fmt: skip

    page = _day(cast)
    late, rest = page.split('id="today-title"')
    today, soon = rest.split('id="soon-title"')

    assert "Ring the school" in late
    assert "2 days late" in late
    assert "Dentist" in today
    assert "Review with the family" in soon
    assert "Much later" not in page


@pytest.mark.requirement("R196")
def test_a_day_kept_to_others_by_name_is_in_no_list_of_the_key_worker(cast: Cast, now: datetime) -> None:
    row = Appointment.objects.create(family=cast.family, what="Police interview", on=now.date(), recorded_at=now)
    assert "Police interview" in _day(cast)
    assert "Police interview" in _families(cast)

    guards.keep_to_named(thing=row, workers=[cast.maya], reason="Theirs alone", family=cast.family, by=cast.maya,
                           at=now)  # fmt: skip

    assert "Police interview" not in _day(cast)
    assert "Police interview" not in _families(cast)


@pytest.mark.requirement("R205")
def test_a_day_somebody_sees_to_stands_on_their_own_day_until_it_is_handed_on(cast: Cast, now: datetime) -> None:
    words = AppointmentWords(what="Ring the court", seen_to_by=cast.tom)
    appointments.add(family=cast.family, says=words, on=now.date(), by=cast.priya, at=now)
    assert "Ring the court" in _day(cast, "tom").split('id="own-days-title"')[1]
    assert "Ring the court" not in _day(cast, "stan")

    row = Appointment.objects.get()
    handing.pass_on(worker=cast.tom, kind="day", pk=row.pk, to=cast.priya, why="Leaves", by=cast.maya, at=now)

    assert "Ring the court" not in _day(cast, "tom")
    assert "Ring the court" in _day(cast)
    assert "Priya Shah" in _day(cast)


@pytest.mark.requirement("R195")
def test_a_day_in_a_family_that_one_may_not_open_is_told_to_nobody_who_once_saw_to_it(
    cast: Cast, now: datetime
) -> None:
    """Stan saw to it while he worked with them; now another team does."""
    Appointment.objects.create(
        family=cast.family, what="Court hearing", on=now.date(), seen_to_by=cast.stan, recorded_at=now
    )
    assert "Court hearing" not in _day(cast, "stan")
    _spell(TeamMember, family=cast.family, worker=cast.stan, what_for="a parenting course")
    assert "Court hearing" in _day(cast, "stan")


def test_the_check_after_goodbye_stands_on_the_day_of_whoever_knew_them(cast: Cast, now: datetime) -> None:
    plan = goodbye.ExitPlan(what_changed="Mornings are calm", check_on=now.date() + timedelta(days=30))
    goodbye.say(episode=cast.episode, on=now.date(), reason="goals_met", exit_plan=plan, by=cast.priya, at=now,
                overruled_why="All agreed")  # fmt: skip

    assert Appointment.objects.get().who_sees_to_it == "Priya Shah"
    assert "See how the family is doing after goodbye" in _day(cast)


@pytest.mark.requirement("R205", "R017")
def test_families_not_seen_for_longer_than_their_rhythm(cast: Cast, now: datetime) -> None:
    assert "no contact yet" in _day(cast)
    notes.add(family=cast.family, text="x", on=now.date() - timedelta(days=12), kind="visit", by=cast.priya, at=now)
    assert "Not seen for a while" not in _day(cast)

    _spell(VisitPattern, episode=cast.episode, rhythm="weekly")

    page = _day(cast)
    assert "last contact 12 days ago" in page
    assert "planned: every week" in page


@pytest.mark.requirement("R205")
def test_how_long_is_too_long(now: datetime) -> None:
    today = now.date()
    long_ago = today - timedelta(days=400)

    assert [days_allowed(rhythm, on=today) for rhythm in ("daily", "weekly", "monthly", "none", "unheard of")] == [
        3, 10, 38, 28, 28,
    ]  # fmt: skip
    assert is_too_long(None, since=long_ago, rhythm="none", on=today)
    assert not is_too_long(None, since=today, rhythm="daily", on=today)
    assert not is_too_long(today - timedelta(days=10), since=long_ago, rhythm="weekly", on=today)
    assert is_too_long(today - timedelta(days=11), since=long_ago, rhythm="weekly", on=today)


def test_who_covers_has_the_others_day_too(cast: Cast, now: datetime) -> None:
    _action(cast, now, "Ring the school", 0, worker=cast.priya)
    assert "Ring the school" not in _day(cast, "tom")

    _spell(Cover, worker=cast.priya, covered_by=cast.tom)

    assert "Ring the school" in _day(cast, "tom")


def test_a_partner_sees_what_they_said_they_would_do(cast: Cast, now: datetime) -> None:
    _action(cast, now, "Keep the timetable", -1, agency=cast.green.agency)
    _action(cast, now, "Priya's own", -1, worker=cast.priya)
    notes.add(family=cast.family, text="SECRET", on=now.date(), by=cast.priya, at=now)

    page = _day(cast, "green")

    assert "Keep the timetable" in page
    assert "1 day late" in page
    assert "Priya&#x27;s own" not in page
    assert "SECRET" not in page


@pytest.mark.requirement("R196")
def test_what_they_do_of_a_goal_kept_from_them_is_named_without_its_words(cast: Cast, now: datetime) -> None:
    own = {"priya": cast.priya, "tom": cast.tom, "green": cast.green}
    steps = {who: _action(cast, now, f"Ring {who}", 1, worker=worker) for who, worker in own.items()}
    for step in steps.values():
        guards.keep_to_named(
            family=cast.family, thing=step.goal, workers=[cast.maya], reason="Police", by=cast.maya, at=now
        )
    for who, worker in own.items():
        for page in (_day(cast, who), _families(cast, who)):
            assert f"Ring {who}" not in page, who
        assert "A step you cannot open: ask Maya Lund" in _day(cast, who), who
        page_of_step = reverse("step-report" if who == "green" else "step-done", args=[steps[who].pk])
        assert cast.client(worker).get(page_of_step).status_code == 403, who
    assert "A step you cannot open: ask Maya Lund" in _families(cast, "green")
    KeptPrivate.objects.get(thing_id=steps["tom"].goal_id).workers.add(cast.tom)
    assert "Ring tom" in _day(cast, "tom")


def test_a_partner_loses_sight_with_their_place_in_the_team(cast: Cast, now: datetime) -> None:
    _action(cast, now, "Keep the timetable", 0, agency=cast.green.agency)
    cast.family.team_members.update(known_until=now)

    assert "Keep the timetable" not in _day(cast, "green")


def test_a_stranger_sees_nothing_of_the_family(cast: Cast, now: datetime) -> None:
    _action(cast, now, "Ring the school", 0, worker=cast.priya)

    for page in (_day(cast, "stan"), _families(cast, "stan"), _families(cast, "stan", whose="team", q="Okafor")):
        assert "The Okafor" not in page
        assert "Ring the school" not in page


def test_the_front_door_goes_to_requests_and_others_are_refused(cast: Cast) -> None:
    assert cast.client(cast.fay).get(reverse("my-day")).headers["location"] == reverse("requests")
    for worker in cast.others.values():
        for name in ("my-day", "my-families"):
            assert cast.client(worker).get(reverse(name)).status_code == 403


def test_an_empty_day_says_so_kindly(cast: Cast, now: datetime) -> None:
    notes.add(family=cast.family, text="x", on=now.date(), kind="visit", by=cast.priya, at=now)

    assert "Nothing is due" in _day(cast)
    assert "You work with no family just now" in _day(cast, "stan")


def test_my_families_shows_worker_contact_level_and_due(cast: Cast, now: datetime) -> None:
    _action(cast, now, "Ring the school", -2, worker=cast.priya)
    LevelDecision.objects.create(
        family=cast.family, stage="review", level="intensive", why="x", decided_by="y", on=now.date(), recorded_at=now
    )
    notes.add(family=cast.family, text="x", on=now.date() - timedelta(days=4), kind="call", by=cast.priya, at=now)

    page = _families(cast)

    for said in (
        "Okafor-Reed",
        cast.family.reference,
        "Priya Shah",
        "4 days ago",
        "Intensive",
        "1 overdue",
        "Ring the",
    ):
        assert said in page


def test_mine_my_teams_and_where_i_am_around(cast: Cast, now: datetime) -> None:
    _family(cast, now, "Tomsfamily", cast.tom)

    assert "Tomsfamily" not in _families(cast)
    assert "Tomsfamily" in _families(cast, whose="team")
    assert "Okafor-Reed" in _families(cast, "green")
    assert "Tomsfamily" not in _families(cast, "green", whose="team")


@pytest.mark.parametrize("asked", ["okaf", "Leo", "leo okafor", "F-{}", " grace  "])
def test_search_finds_by_family_person_or_number(cast: Cast, now: datetime, asked: str) -> None:
    _family(cast, now, "Other", cast.priya)

    page = _families(cast, q=asked.format(1000 + cast.family.pk))

    assert "The Okafor-Reed family</a>" in page
    assert "The Other family</a>" not in page


def test_search_with_marks_in_it_is_escaped_and_harmless(cast: Cast) -> None:
    page = _families(cast, q="<script>%_'")

    assert "<script>%" not in page
    assert "No family here has that name" in page


def test_a_manager_sees_who_has_how_many_and_who_waits(cast: Cast, now: datetime) -> None:
    _family(cast, now, "One", cast.tom)
    _family(cast, now, "Two", None)

    page = _families(cast, "maya")

    figures = page.split("Who has how many")[1].split("</table>")[0]
    assert 'Priya Shah</a></td><td class="op-table__number">1' in figures
    assert 'Tom Reed</a></td><td class="op-table__number">1' in figures
    assert 'waiting for a key worker</span></td><td class="op-table__number">1' in figures
    assert "nobody yet" in page
    assert "Who has how many" not in _families(cast)


def test_twenty_five_a_page_and_odd_page_numbers(cast: Cast, now: datetime) -> None:
    for number in range(26):
        _family(cast, now, f"Fam{number:02}", cast.priya)

    first, last = _families(cast), _families(cast, page="2")

    assert (first.count('scope="row"'), last.count('scope="row"')) == (25, 2)
    assert "27 families" in first
    for odd in ("0", "99", "x", "-1", "²"):
        assert _families(cast, page=odd).count('scope="row"') in {25, 2}


def test_queries_do_not_grow(cast: Cast, now: datetime) -> None:
    addresses = {
        "priya": [reverse("my-day"), reverse("my-families")],
        "maya": [reverse("my-families")],
        "tom": [reverse("my-day"), f"{reverse('my-families')}?whose=team"],
    }
    _fill(cast, now, 2)
    few = _count(cast, addresses)

    _fill(cast, now, 20)

    assert _count(cast, addresses) == few


def _fill(cast: Cast, now: datetime, number: int) -> None:
    for each in range(number):
        family = _family(cast, now, f"Fam{number}x{each}", cast.priya if each % 2 else cast.tom, days=90)
        notes.add(
            family=family, text="x", on=now.date() - timedelta(days=60), kind="visit", by=cast.priya, at=now
        )  # fmt: skip
        drafts.keep(family=family, fields={"text": "y"}, by=cast.priya, at=now)
        appointment = Appointment.objects.create(family=family, what="Dentist", on=now.date(), recorded_at=now)
        appointment.people.add(cast.child)


def _count(cast: Cast, addresses: dict[str, list[str]]) -> list[int]:
    counts = []
    for who, urls in addresses.items():
        client = cast.client(getattr(cast, who))
        for url in urls:
            client.get(url)
            counts.append(number_of_queries(client, url))
    return counts
