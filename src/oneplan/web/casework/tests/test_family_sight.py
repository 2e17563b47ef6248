"""How much of the family page each reader sees, and that it opens as quickly for a big family."""

from datetime import date, datetime
from typing import Any

import pytest
from django.urls import reverse

from oneplan.web.casework.actions import needs, notes, words
from oneplan.web.casework.models import (
    Action,
    ActionOwner,
    Appointment,
    Goal,
    TeamMember,
)
from oneplan.web.casework.tests.counting import number_of_queries
from oneplan.web.people.actions import safety
from oneplan.web.people.models import (
    Membership,
    Relationship,
    Residence,
    TimelineEntry,
)
from oneplan.web.sharing.models import ConsentAnswer
from tests.cast import Cast, _person, _spell


def _url(cast: Cast) -> str:
    return reverse("family", args=[cast.family.pk])


def _page(cast: Cast, who: str = "priya") -> str:
    return cast.client(getattr(cast, who)).get(_url(cast)).content.decode()


def _goal(cast: Cast, now: datetime, **fields: Any) -> Goal:
    return Goal.objects.create(plan=cast.plan, made_at=now, **{"title": "Bedtime", **fields})


def _action(goal: Goal, now: datetime, what: str, due: date | None = None, **owner: Any) -> Action:
    action = Action.objects.create(goal=goal, what=what, due_on=due, made_at=now)
    ActionOwner.objects.create(action=action, **owner)
    return action


def test_a_partner_sees_plan_team_due_and_their_own_actions_but_no_notes(cast: Cast, now: datetime) -> None:
    goal = _goal(cast, now, title="Toileting at school", state="focus")
    _action(goal, now, "Keep the timetable", agency=cast.green.agency)
    _action(goal, now, "Private to Grace", person=cast.parent)
    notes.add(family=cast.family, text="SECRET", on=now.date(), kind="visit", seen=[cast.parent], by=cast.priya, at=now)
    words.keep(family=cast.family, text="WHISPERED", on=now.date(), by=cast.priya, at=now)
    needs.found(family=cast.family, code="debt", words="LETTERS", on=now.date(), by=cast.priya, at=now)

    page = _page(cast, "green")

    for hidden in ("SECRET", "WHISPERED", "LETTERS", "Money and debt", "Private to Grace", "seen today", "Add a note"):
        assert hidden not in page
    for shown in ("Toileting at school", "Keep the timetable", "What you said you would do", "Their key worker"):
        assert shown in page


def test_the_front_door_sees_needs_and_no_notes(cast: Cast, now: datetime) -> None:
    notes.add(family=cast.family, text="SECRET", on=now.date(), by=cast.priya, at=now)
    needs.found(family=cast.family, code="debt", on=now.date(), by=cast.priya, at=now)

    page = _page(cast, "fay")

    assert "SECRET" not in page
    assert "Money and debt" in page


def test_a_stranger_and_other_roles_are_refused(cast: Cast) -> None:
    for worker in (cast.stan, *cast.others.values()):
        answer = cast.client(worker).get(_url(cast))
        assert answer.status_code == 403
        assert "Okafor" not in answer.content.decode()
    assert cast.client(cast.parent_account).get(_url(cast)).status_code == 403


def _grow(cast: Cast, now: datetime, people: int, entries: int) -> None:
    goal = _goal(cast, now, title=f"Goal of {people}", state="waiting")
    for number in range(people):
        person = _person(f"Kin{number}", "Okafor-Reed", "unknown", date(2010, 1, 1))
        _spell(Membership, family=cast.family, person=person, role="child")
        _spell(Residence, person=person, home=cast.home)
        _spell(Relationship, person=cast.parent, other=person, kind="parent")
        goal.people.add(person)
        _action(goal, now, f"Step {number}", now.date(), person=person)
        _spell(TeamMember, family=cast.family, person=person, what_for="help")
        note = notes.add(family=cast.family, text="x", on=now.date(), seen=[person], by=cast.priya, at=now)
        notes.mark_need(note=note, code="debt", text="x", people=[person], by=cast.priya, at=now)
        appointment = Appointment.objects.create(family=cast.family, what="Dentist", on=now.date(), recorded_at=now)
        appointment.people.add(person)
    TimelineEntry.objects.bulk_create(
        TimelineEntry(family=cast.family, on=now.date(), kind="call", headline=f"call {i}", recorded_at=now)
        for i in range(entries)
    )


@pytest.mark.parametrize("who", ["priya", "green"])
def test_queries_do_not_grow_with_the_family(cast: Cast, now: datetime, who: str) -> None:
    _spell(Relationship, person=cast.parent, other=cast.father, kind="separated")
    goal = _goal(cast, now, state="focus")
    goal.people.add(cast.child)
    _action(goal, now, "School's step", now.date(), agency=cast.green.agency)
    _action(goal, now, "Priya's step", now.date(), worker=cast.priya)
    _grow(cast, now, people=1, entries=1)
    client = cast.client(getattr(cast, who))
    client.get(_url(cast))

    few = number_of_queries(client, _url(cast))
    _grow(cast, now, people=36, entries=500)

    assert number_of_queries(client, _url(cast)) == few


@pytest.mark.requirement("R195")
def test_a_partner_is_warned_before_a_visit_without_being_told_more(cast: Cast, now: datetime) -> None:
    said = {"family": cast.family, "by": cast.priya, "at": now}
    for said_so in ("A dog: ring before you knock", "The police were called twice"):
        safety.warn_visitors(words=said_so, **said)  # type: ignore[arg-type]
    address = reverse("family", args=[cast.family.pk])
    ours, theirs = (cast.client(who).get(address).content.decode() for who in (cast.priya, cast.green))
    for said_so in ("A dog: ring before you knock", "The police were called twice"):
        assert said_so in ours
    assert "A dog: ring before you knock" in theirs
    assert "The police were called twice" not in theirs
    assert "Ask the key worker before you go" in theirs


@pytest.mark.requirement("R195")
def test_who_may_not_know_the_family_is_told_of_no_warning(cast: Cast, now: datetime) -> None:
    safety.warn_visitors(words="A dog: ring before you knock", family=cast.family, by=cast.priya, at=now)
    ConsentAnswer.objects.all().delete()
    page = cast.client(cast.green).get(_url(cast))
    assert page.status_code == 200
    for told in ("A dog", "Ask the key worker before you go"):
        assert told not in page.text


@pytest.mark.requirement("R195")
def test_a_colleague_around_the_family_is_not_offered_what_only_their_worker_may_add(cast: Cast, now: datetime) -> None:
    """They read of the people; what keeps somebody safe is for those who work with the family."""
    _spell(TeamMember, family=cast.family, worker=cast.stan, what_for="a parenting course")
    pages = {
        "family-warning-new": reverse("family-people", args=[cast.family.pk]),
        "restriction-new": reverse("person", args=[cast.child.pk]),
    }
    for name, address in pages.items():
        thing = cast.family if name == "family-warning-new" else cast.child
        offered = f'"{reverse(name, args=[thing.pk])}"'
        assert offered in cast.client(cast.priya).get(address).content.decode()
        answer = cast.client(cast.stan).get(address)
        assert answer.status_code == 200
        assert offered not in answer.content.decode()
