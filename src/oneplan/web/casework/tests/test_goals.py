"""Goals: words and versions, the one in focus, how they stand, readings."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from oneplan.web.access.models import AuditEvent
from oneplan.web.casework.actions import goals
from oneplan.web.casework.actions.conflicts import ChangedMeanwhile
from oneplan.web.casework.actions.goals import CannotChangeGoal, GoalWords
from oneplan.web.casework.models import Goal, GoalReading, GoalVersion
from oneplan.web.casework.tests.plan_parts import a_goal, refused_to_stranger, send
from oneplan.web.people.models import TimelineEntry
from tests.cast import Cast, filled


@pytest.mark.requirement("R129", "R134")
def test_only_the_title_is_needed(cast: Cast) -> None:
    address = reverse("goal-new", args=[cast.family.pk])
    assert send(cast.client(cast.priya), address, title="Leo settles at bedtime").status_code == 302
    goal = Goal.objects.get()
    assert (goal.title, goal.state, goal.plan) == ("Leo settles at bedtime", "waiting", cast.plan)
    assert TimelineEntry.objects.get().headline == "New goal: Leo settles at bedtime"
    assert AuditEvent.objects.filter(event="goal_added").count() == 1


def test_a_form_sent_twice_makes_one_goal(cast: Cast) -> None:
    client = cast.client(cast.priya)
    address = reverse("goal-new", args=[cast.family.pk])
    form = filled(client.get(address).content.decode(), title="Leo settles at bedtime")
    answers = [client.post(address, form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Goal.objects.count() == 1


@pytest.mark.requirement("R134", "R103", "R142")
def test_everything_a_goal_says_is_kept(cast: Cast) -> None:
    fields: dict[str, Any] = {
        "title": "Leo is at school", "people": [f"person-{cast.child.pk}"], "chosen_by_family": "on",
        "baseline_words": "80 in 100 days", "target_words": "every day", "good_enough": "most days",
        "led_by": cast.green.pk, "measure": "days out of 100", "baseline": "80", "target": "100", "scale_to": "100",
    }  # fmt: skip
    send(cast.client(cast.priya), reverse("goal-new", args=[cast.family.pk]), **fields)
    goal = Goal.objects.get()
    assert GoalWords.of(goal) == GoalWords(
        title="Leo is at school", people=(cast.child,), chosen_by_family=True, baseline_words="80 in 100 days",
        target_words="every day", good_enough="most days", led_by=cast.green, measure="days out of 100",
        baseline=Decimal(80), target=Decimal(100), scale_to=Decimal(100),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("says", "reason"), [({"title": "  "}, "plain words"), ({"scale_to": Decimal(7)}, "number to aim for")]
)
def test_goals_that_cannot_be(cast: Cast, now: datetime, says: dict[str, Any], reason: str) -> None:
    with pytest.raises(CannotChangeGoal, match=reason):
        a_goal(cast, now, **says)


def test_a_goal_is_for_people_of_the_family(cast: Cast, now: datetime) -> None:
    cast.family.memberships.filter(person=cast.father).delete()
    with pytest.raises(CannotChangeGoal, match="Sam Reed is not in this family"):
        a_goal(cast, now, people=(cast.father,))


@pytest.mark.requirement("R137")
def test_a_change_keeps_what_it_said_before_and_why(cast: Cast, now: datetime) -> None:
    goal = a_goal(cast, now, target_words="6 nights", people=(cast.child,))
    send(
        cast.client(cast.priya), reverse("goal-edit", args=[goal.pk]), title="Leo sleeps", version=1,
        target_words="4 nights", reason="Six was too much",
    )  # fmt: skip
    kept = GoalVersion.objects.get()
    assert (kept.version, kept.why, kept.replaced_by) == (1, "Six was too much", cast.priya)
    assert (kept.fields["title"], kept.fields["target_words"]) == ("Leo settles at bedtime", "6 nights")
    assert kept.fields["people"] == [cast.child.pk]
    html = cast.client(cast.priya).get(reverse("goal", args=[goal.pk])).content.decode()
    assert "Six was too much" in html
    assert "6 nights" in html


@pytest.mark.requirement("R137")
def test_two_people_saving_the_same_goal_both_see_both(cast: Cast, now: datetime) -> None:
    goal = a_goal(cast, now)
    address = reverse("goal-edit", args=[goal.pk])
    priya, tom = cast.client(cast.priya), cast.client(cast.tom)
    hers = filled(priya.get(address).content.decode(), title="Leo sleeps by eight", version=1)
    his = filled(tom.get(address).content.decode(), title="Bedtime without shouting", version=1)
    assert tom.post(address, his).status_code == 302
    page = priya.post(address, hers)
    html = page.content.decode()
    assert page.status_code == 409
    assert "Leo sleeps by eight" in html
    assert "Bedtime without shouting" in html
    goal.refresh_from_db()
    assert goal.title == "Bedtime without shouting"
    assert priya.post(address, filled(html, title="Leo sleeps by eight", version=2)).status_code == 302
    goal.refresh_from_db()
    assert (goal.title, goal.version) == ("Leo sleeps by eight", 3)
    kept = [row.fields["title"] for row in goal.versions.order_by("version")]
    assert kept == ["Leo settles at bedtime", "Bedtime without shouting"]


def test_a_clash_carries_both_texts(cast: Cast, now: datetime) -> None:
    goal = a_goal(cast, now)
    goals.change(goal=goal, version=1, says=GoalWords(title="Theirs"), by=cast.tom, at=now)
    with pytest.raises(ChangedMeanwhile) as clash:
        goals.change(goal=goal, version=1, says=GoalWords(title="Mine"), by=cast.priya, at=now)
    assert (clash.value.theirs.title, clash.value.yours.title, clash.value.version) == ("Theirs", "Mine", 2)


@pytest.mark.requirement("R133")
@pytest.mark.parametrize("first", [0, 1])
def test_one_goal_is_in_focus_whichever_was_first(cast: Cast, now: datetime, first: int) -> None:
    both = [a_goal(cast, now, title="Bedtime"), a_goal(cast, now, title="School")]
    one, other = both[first], both[1 - first]
    goals.focus(goal=one, by=cast.priya, at=now)
    goals.focus(goal=other, by=cast.tom, at=now)
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.state, other.state) == ("waiting", "focus")
    assert TimelineEntry.objects.filter(aside=f"before: {one.title}").count() == 1


@pytest.mark.requirement("R133")
def test_the_database_itself_refuses_a_second_focus(cast: Cast, now: datetime) -> None:
    one, other = a_goal(cast, now, title="Bedtime"), a_goal(cast, now, title="School")
    goals.focus(goal=one, by=cast.priya, at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Goal.objects.filter(pk=other.pk).update(state="focus")


def test_focus_by_button_and_a_second_press_says_so(cast: Cast, now: datetime) -> None:
    goal = a_goal(cast, now)
    client, plan = cast.client(cast.priya), reverse("plan", args=[cast.family.pk])
    address = reverse("goal-focus", args=[goal.pk])
    stale = client.get(plan).content.decode()
    assert send(client, address, page=plan).status_code == 302
    goal.refresh_from_db()
    assert goal.state == "focus"
    token = filled(client.get(reverse("goal-new", args=[cast.family.pk])).content.decode())
    assert "already the one in focus" in client.post(address, token).content.decode()
    assert "Put in focus" in stale


@pytest.mark.requirement("R133", "R137")
def test_the_family_sets_the_order(cast: Cast, now: datetime) -> None:
    ids = [a_goal(cast, now, title=title).pk for title in ("One", "Two", "Three")]
    plan = reverse("plan", args=[cast.family.pk])
    send(cast.client(cast.priya), reverse("goal-order", args=[ids[2]]), page=plan, direction="earlier")
    assert list(cast.plan.goals.values_list("title", flat=True)) == ["One", "Three", "Two"]
    goals.reorder(family=cast.family, goals=[ids[1]], by=cast.priya, at=now)
    assert list(cast.plan.goals.values_list("title", flat=True)) == ["Two", "One", "Three"]


def test_without_a_plan_there_is_no_order(cast: Cast, now: datetime) -> None:
    cast.plan.delete()
    with pytest.raises(CannotChangeGoal, match="no plan"):
        goals.reorder(family=cast.family, goals=[], by=cast.priya, at=now)


@pytest.mark.requirement("R137", "R143")
@pytest.mark.parametrize("state", ["paused", "better", "reached", "unclear", "not_reached"])
def test_a_goal_may_stand_any_way(cast: Cast, now: datetime, state: str) -> None:
    goal = a_goal(cast, now)
    address = reverse("goal-state", args=[goal.pk])
    assert send(cast.client(cast.priya), address, state=state, words="As Leo sees it").status_code == 302
    goal.refresh_from_db()
    assert (goal.state, goal.state_words) == (state, "As Leo sees it")
    assert TimelineEntry.objects.filter(text="As Leo sees it").count() == 1


def test_states_that_cannot_be(cast: Cast, now: datetime) -> None:
    goal = a_goal(cast, now)
    with pytest.raises(CannotChangeGoal, match="put it in focus"):
        goals.move(goal=goal, state="focus", by=cast.priya, at=now)
    with pytest.raises(CannotChangeGoal, match="already stands"):
        goals.move(goal=goal, state="waiting", by=cast.priya, at=now)


@pytest.mark.requirement("R142", "R141")
def test_the_first_reading_is_the_start(cast: Cast, now: datetime) -> None:
    goal = a_goal(cast, now, measure="nights out of 7")
    for days, value in ((14, 1), (7, 3), (0, 5)):
        goals.add_reading(
            goal=goal, on=now.date() - timedelta(days=days), value=Decimal(value), words="", said_by="Grace",
            by=cast.priya, at=now,
        )  # fmt: skip
    goal.refresh_from_db()
    assert (goal.baseline, goal.baseline_words) == (Decimal(1), "1 nights out of 7")
    html = cast.client(cast.priya).get(reverse("goal", args=[goal.pk])).content.decode()
    assert "start: 1 nights out of 7" in html
    assert "now: 5 nights out of 7" in html
    assert '<polyline points="6,74 150,40 294,6"' in html


@pytest.mark.requirement("R140")
def test_a_target_of_each_visit_is_met_or_not(cast: Cast, now: datetime) -> None:
    goal = a_goal(cast, now, title="Teeth every evening", people=(cast.child,))
    address = reverse("goal-reading", args=[goal.pk])
    assert send(cast.client(cast.priya), address, met="met", said_by="Leo").status_code == 302
    assert send(cast.client(cast.priya), address, met="not met", words="ill", said_by="Leo").status_code == 302
    assert list(goal.readings.values_list("words", flat=True)) == ["met", "not met · ill"]


@pytest.mark.requirement("R153")
def test_a_partner_in_the_team_says_how_a_goal_goes(cast: Cast, now: datetime) -> None:
    goal = a_goal(cast, now)
    address = reverse("goal-reading", args=[goal.pk])
    send(cast.client(cast.green), address, words="Awake in class", said_by="Mrs Green", source="class book")
    assert GoalReading.objects.get().recorded_by == cast.green


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"words": ""}, "in words or as a number"),
        ({"said_by": " "}, "who says so"),
        ({"on": date(2100, 1, 1)}, "still to come"),
    ],
)
def test_readings_that_cannot_be(cast: Cast, now: datetime, fields: dict[str, Any], reason: str) -> None:
    says: dict[str, Any] = {"on": now.date(), "words": "met", "said_by": "Leo"} | fields
    with pytest.raises(CannotChangeGoal, match=reason):
        goals.add_reading(goal=a_goal(cast, now), **says, by=cast.priya, at=now)
    assert not GoalReading.objects.exists()


@pytest.mark.requirement("R141")
def test_the_bar_shows_start_now_and_aim(cast: Cast, now: datetime) -> None:
    goal = a_goal(
        cast, now, baseline=Decimal(1), baseline_words="1 night in 7", target=Decimal(6), target_words="6",
        scale_to=Decimal(7),
    )  # fmt: skip
    goals.add_reading(
        goal=goal, on=now.date(), value=Decimal("4.5"), words="4 or 5", said_by="Grace", by=cast.priya, at=now
    )
    html = cast.client(cast.priya).get(reverse("plan", args=[cast.family.pk])).content.decode()
    assert 'width="64%"' in html
    assert 'x="86%"' in html
    assert "start: 1 night in 7" in html
    assert "now: 4 or 5" in html
    assert "aim: 6" in html


def test_a_stranger_cannot_touch_a_goal(cast: Cast, now: datetime) -> None:
    goal = a_goal(cast, now)
    names = ["goal-edit", "goal-focus", "goal-order", "goal-state", "goal-reading", "step-new"]
    refused_to_stranger(
        cast, reverse("goal-new", args=[cast.family.pk]), *(reverse(name, args=[goal.pk]) for name in names)
    )
