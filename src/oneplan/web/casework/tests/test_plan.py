"""The plan page, how the family agreed, other plans beside it."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from oneplan.web.access.models import AuditEvent
from oneplan.web.access.policy import NotAllowed
from oneplan.web.casework.actions import goals, linked, plans, referrals, steps
from oneplan.web.casework.actions.conflicts import ChangedMeanwhile
from oneplan.web.casework.actions.goals import GoalWords
from oneplan.web.casework.models import Appointment, LinkedPlan, Plan
from oneplan.web.casework.tests.plan_parts import a_goal, a_step, refused_to_stranger, send
from oneplan.web.people.models import TimelineEntry
from tests.cast import Cast


@pytest.mark.requirement("R129")
def test_the_plan_is_made_with_its_first_goal(cast: Cast, now: datetime) -> None:
    cast.plan.delete()
    goal = a_goal(cast, now)
    a_goal(cast, now, title="A second one")
    assert Plan.objects.get() == goal.plan
    assert goal.plan.episode == cast.episode


@pytest.mark.requirement("R129", "R101")
def test_everybody_in_the_team_sees_who_does_what(cast: Cast, now: datetime) -> None:
    a_step(cast, now, cast.parent, cast.green)
    for who in (cast.priya, cast.tom, cast.maya, cast.green, cast.fay):
        html = cast.client(who).get(reverse("plan", args=[cast.family.pk])).content.decode()
        assert "Picture routine on the door" in html
        assert "Grace and Ann Green" in html


def test_a_stranger_sees_and_changes_nothing_of_the_plan(cast: Cast, now: datetime) -> None:
    goal, pk = a_goal(cast, now), cast.family.pk
    other = linked.add(family=cast.family, kind="school", what="Chart", by=cast.priya, at=now)
    refused_to_stranger(
        cast,
        reverse("plan", args=[pk]),
        reverse("plan-agree", args=[pk]),
        reverse("linked-new", args=[pk]),
        reverse("linked-end", args=[other.pk]),
        reverse("goal", args=[goal.pk]),
    )


def test_a_partner_sees_the_plan_but_does_not_change_it(cast: Cast, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        goals.add(family=cast.family, says=GoalWords(title="More homework"), by=cast.green, at=now)
    html = cast.client(cast.green).get(reverse("plan", args=[cast.family.pk])).content.decode()
    assert "Add a goal" not in html


@pytest.mark.requirement("R131")
def test_how_the_family_agreed_is_kept_in_their_words(cast: Cast) -> None:
    address = reverse("plan-agree", args=[cast.family.pk])
    answer = send(cast.client(cast.priya), address, agreed_with="Grace and Leo: bedtime first", version=1)
    assert answer.status_code == 302
    cast.plan.refresh_from_db()
    assert (cast.plan.agreed_with, cast.plan.version) == ("Grace and Leo: bedtime first", 2)
    assert TimelineEntry.objects.filter(headline="Plan agreed with the family").count() == 1
    assert AuditEvent.objects.filter(event="plan_agreed").count() == 1


def test_two_who_write_how_it_was_agreed_both_see_both(cast: Cast, now: datetime) -> None:
    plans.agree(family=cast.family, agreed_with="Grace: school first", version=1, by=cast.tom, at=now)
    with pytest.raises(ChangedMeanwhile) as clash:
        plans.agree(family=cast.family, agreed_with="Bedtime first", version=1, by=cast.priya, at=now)
    assert (clash.value.theirs, clash.value.yours) == ("Grace: school first", "Bedtime first")
    address = reverse("plan-agree", args=[cast.family.pk])
    page = send(cast.client(cast.priya), address, agreed_with="Bedtime first", version=1)
    assert page.status_code == 409
    assert "Grace: school first" in page.content.decode()
    assert "Bedtime first" in page.content.decode()


def test_agreement_needs_words(cast: Cast, now: datetime) -> None:
    with pytest.raises(plans.CannotChangePlan, match="who took part"):
        plans.agree(family=cast.family, agreed_with=" ", version=1, by=cast.priya, at=now)


def test_after_goodbye_the_plan_rests(cast: Cast, now: datetime) -> None:
    goal = a_goal(cast, now)
    cast.episode.closed_on, cast.episode.closure_reason = date(2024, 9, 1), "goals_met"
    cast.episode.save()
    with pytest.raises(plans.CannotChangePlan, match="rests"):
        a_goal(cast, now)
    with pytest.raises(plans.CannotChangePlan, match="said goodbye"):
        goals.focus(goal=goal, by=cast.priya, at=now)
    html = cast.client(cast.priya).get(reverse("plan", args=[cast.family.pk])).content.decode()
    assert goal.title in html
    assert "Add a goal" not in html


@pytest.mark.requirement("R129")
def test_the_page_asks_the_database_as_often_for_fifty_goals_as_for_one(cast: Cast, now: datetime) -> None:
    client = cast.client(cast.priya)
    address = reverse("plan", args=[cast.family.pk])

    def grow(number: int) -> int:
        for count in range(number):
            goal = a_goal(cast, now, title=f"Goal {count}", people=(cast.child,))
            step = steps.add(goal=goal, what="Something", owners=[cast.priya, cast.parent], by=cast.priya, at=now)
            steps.hand_over(step=step, to=[cast.parent], by=cast.priya, at=now)
            goals.add_reading(goal=goal, on=now.date(), words="met", said_by="Grace", by=cast.priya, at=now)
            linked.add(family=cast.family, kind="school", what="Chart", by=cast.priya, at=now)
        client.get(address)
        with CaptureQueriesContext(connection) as counted:
            assert client.get(address).status_code == 200
        return len(counted)

    assert grow(1) == grow(49)


@pytest.mark.requirement("R130", "R099")
def test_another_plan_and_a_big_day_stand_beside_the_familys_own(cast: Cast, now: datetime) -> None:
    day = timezone.localdate() + timedelta(days=40)
    linked.add(
        family=cast.family, kind="birth", what="Priya drives, Tom has the children", by=cast.priya, at=now,
        who_may_authorise="Ward sister", big_day=day,
    )  # fmt: skip
    html = cast.client(cast.green).get(reverse("plan", args=[cast.family.pk])).content.decode()
    assert "Plan for the birth" in html
    assert "may authorise: Ward sister" in html
    assert Appointment.objects.get(kind="crunch").on == day


@pytest.mark.requirement("R099")
def test_a_big_day_needs_somebody_who_may_authorise(cast: Cast) -> None:
    address = reverse("linked-new", args=[cast.family.pk])
    page = send(cast.client(cast.priya), address, kind="discharge", what="Home on Friday")
    assert page.status_code == 422
    assert "who may authorise" in page.content.decode()
    assert not LinkedPlan.objects.exists()


@pytest.mark.parametrize(
    ("fields", "reason"),
    [({"kind": "x"}, "what kind"), ({"what": ""}, "plain words"), ({"until": date(2020, 1, 1)}, "before it begins")],
)
def test_other_plans_that_cannot_be(cast: Cast, now: datetime, fields: dict[str, object], reason: str) -> None:
    with pytest.raises(linked.CannotLinkPlan, match=reason):
        linked.add(**({"family": cast.family, "kind": "school", "what": "A"} | fields), by=cast.priya, at=now)  # type: ignore[arg-type]


def test_another_plan_ends_on_the_record(cast: Cast, now: datetime) -> None:
    row = linked.add(family=cast.family, kind="child_in_need", what="Weekly", by=cast.priya, at=now)
    with pytest.raises(linked.CannotLinkPlan, match="cannot end before"):
        linked.end(linked=row, on=date(2020, 1, 1), by=cast.priya, at=now)
    linked.end(linked=row, on=now.date(), by=cast.priya, at=now)
    html = cast.client(cast.priya).get(reverse("plan", args=[cast.family.pk])).content.decode()
    assert reverse("linked-end", args=[row.pk]) not in html
    assert TimelineEntry.objects.filter(headline="Child in Need plan ended").exists()


@pytest.mark.requirement("R139")
def test_waits_stand_in_the_plan_with_what_helps_meanwhile(cast: Cast, now: datetime) -> None:
    agency = cast.green.agency
    agency.usual_wait_weeks = 6
    agency.save()
    referrals.ask(
        family=cast.family, agency=agency, what_for="Counselling", people=[cast.parent], by=cast.priya, at=now,
        asked_on=now.date() - timedelta(days=63), meanwhile="Thursday club",
    )  # fmt: skip
    html = cast.client(cast.priya).get(reverse("plan", args=[cast.family.pk])).content.decode()
    assert "waiting 63 days" in html
    assert "usual wait 42 days" in html
    assert "meanwhile: Thursday club" in html


def test_a_child_without_a_goal_is_named(cast: Cast, now: datetime) -> None:
    a_goal(cast, now, people=(cast.child,))
    html = cast.client(cast.priya).get(reverse("plan", args=[cast.family.pk])).content.decode()
    assert "No goal of their own yet" in html
    assert "Mia: what would they like" in html
