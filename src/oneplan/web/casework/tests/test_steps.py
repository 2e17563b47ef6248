"""Actions of the plan: owners, ticks, reports, handing over."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from oneplan.web.access.models import AuditEvent
from oneplan.web.access.policy import NotAllowed
from oneplan.web.casework.actions import steps, team
from oneplan.web.casework.actions.steps import CannotChangeStep
from oneplan.web.casework.models import Action
from oneplan.web.casework.tests.plan_parts import a_goal, a_step, bar_father, refused_to_stranger, send
from oneplan.web.people.models import Person, TimelineEntry
from tests.cast import Cast, filled


@pytest.mark.requirement("R101", "R129", "R152")
def test_an_action_has_owners_of_every_kind_and_a_day(cast: Cast, now: datetime) -> None:
    goal = a_goal(cast, now)
    address = reverse("step-new", args=[goal.pk])
    owners = [f"person-{cast.parent.pk}", f"worker-{cast.green.pk}"]
    send(
        cast.client(cast.priya), address, what="Reward chart", parties=owners, due_on="3 May 2030",
        other_agency=cast.green.agency_id,
    )  # fmt: skip
    step = Action.objects.get()
    assert steps.owners_of(step) == [cast.parent, cast.green, cast.green.agency]
    assert step.due_on == date(2030, 5, 3)
    assert TimelineEntry.objects.get(headline="New action: Reward chart").aside.startswith("Grace, Ann Green and")
    assert AuditEvent.objects.filter(event="action_added").count() == 1


@pytest.mark.requirement("R101")
def test_an_action_needs_words_and_somebody_who_does_it(cast: Cast, now: datetime) -> None:
    goal = a_goal(cast, now)
    with pytest.raises(CannotChangeStep, match="who does it"):
        steps.add(goal=goal, what="Chart", owners=[], by=cast.priya, at=now)
    with pytest.raises(CannotChangeStep, match="what is to be done"):
        steps.add(goal=goal, what=" ", owners=[cast.parent], by=cast.priya, at=now)


def test_somebody_unknown_to_the_family_owns_nothing(cast: Cast, now: datetime) -> None:
    other = Person.objects.create(given_names="Dee", family_name="Elsewhere", made_at=now)
    goal = a_goal(cast, now)
    with pytest.raises(CannotChangeStep, match="neither in the family nor in the team"):
        steps.add(goal=goal, what="Chart", owners=[other], by=cast.priya, at=now)
    team.add(family=cast.family, who=other, what_for="Friend next door", by=cast.priya, at=now)
    assert steps.add(goal=goal, what="Chart", owners=[other], by=cast.priya, at=now).pk


@pytest.mark.requirement("R005", "R129")
def test_a_barred_father_owns_no_action(cast: Cast, now: datetime) -> None:
    goal = a_goal(cast, now)
    mine = steps.add(goal=goal, what="Chart", owners=[cast.parent], by=cast.priya, at=now)
    bar_father(cast)
    sentence = "Sam Reed cannot be given an action in this plan: court order, no contact with Leo"
    with pytest.raises(CannotChangeStep, match=sentence):
        steps.add(goal=goal, what="Fetch Leo", owners=[cast.father], by=cast.priya, at=now)
    with pytest.raises(CannotChangeStep, match=sentence):
        steps.hand_over(step=mine, to=[cast.father], by=cast.priya, at=now)
    for address in (reverse("step-new", args=[goal.pk]), reverse("step-owner", args=[mine.pk])):
        client = cast.client(cast.priya)
        html = client.get(address).content.decode()
        assert f'value="person-{cast.father.pk}"' not in html
        assert "court order, no contact with Leo" in html
        page = client.post(address, filled(html, what="Fetch Leo", parties=[f"person-{cast.father.pk}"]))
        assert page.status_code == 422
        assert sentence in page.content.decode()
    assert Action.objects.count() == 1


@pytest.mark.requirement("R152")
def test_a_tick_needs_no_words_and_counts_once(cast: Cast, now: datetime) -> None:
    step = a_step(cast, now)
    client, plan = cast.client(cast.priya), reverse("plan", args=[cast.family.pk])
    form = filled(client.get(plan).content.decode(), next=plan)
    answers = [client.post(reverse("step-done", args=[step.pk]), form) for _ in range(2)]
    assert [answer.headers["Location"] for answer in answers] == [plan, plan]
    step.refresh_from_db()
    assert (step.state, step.done_on) == ("done", now.date())
    assert TimelineEntry.objects.filter(headline__startswith="Done: ").count() == 1


def test_a_tick_never_leads_away_from_here(cast: Cast, now: datetime) -> None:
    step, plan = a_step(cast, now), reverse("plan", args=[cast.family.pk])
    done = reverse("step-done", args=[step.pk])
    answer = send(cast.client(cast.priya), done, page=plan, next="https://example.org/")
    assert answer.headers["Location"] == plan


def test_an_action_is_dropped_with_a_reason(cast: Cast, now: datetime) -> None:
    step, client = a_step(cast, now), cast.client(cast.priya)
    address = reverse("step-done", args=[step.pk])
    page = send(client, address, state="dropped", words="")
    assert page.status_code == 422
    assert "why it is no longer needed" in page.content.decode()
    send(client, address, state="dropped", words="Leo sleeps anyway")
    step.refresh_from_db()
    assert (step.state, step.how_it_went) == ("dropped", "Leo sleeps anyway")


def test_what_is_ticked_is_not_ticked_again_and_can_be_taken_back(cast: Cast, now: datetime) -> None:
    step = a_step(cast, now)
    with pytest.raises(CannotChangeStep, match="not ticked"):
        steps.reopen(step=step, by=cast.priya, at=now)
    with pytest.raises(CannotChangeStep, match="still to come"):
        steps.done(step=step, on=now.date() + timedelta(days=1), by=cast.priya, at=now)
    steps.done(step=step, how_it_went="Well", by=cast.priya, at=now)
    with pytest.raises(CannotChangeStep, match="was marked “done”"):
        steps.done(step=step, by=cast.tom, at=now)
    steps.reopen(step=step, by=cast.priya, at=now)
    step.refresh_from_db()
    assert (step.state, step.done_on) == ("open", None)


@pytest.mark.requirement("R152", "R153")
def test_a_partner_ticks_an_action_of_their_own(cast: Cast, now: datetime) -> None:
    step = a_step(cast, now, cast.green.agency)
    client = cast.client(cast.green)
    plan = client.get(reverse("plan", args=[cast.family.pk])).content.decode()
    address = reverse("step-report", args=[step.pk])
    assert address in plan
    assert reverse("step-owner", args=[step.pk]) not in plan
    assert send(client, address, state="done", words="On the wall since Monday").status_code == 302
    step.refresh_from_db()
    assert (step.state, step.how_it_went) == ("done", "On the wall since Monday")


@pytest.mark.requirement("R152")
def test_a_report_may_say_that_it_goes_on(cast: Cast, now: datetime) -> None:
    step = a_step(cast, now, cast.green)
    with pytest.raises(CannotChangeStep, match="how far it is"):
        steps.report(step=step, state="open", words="", by=cast.green, at=now)
    with pytest.raises(CannotChangeStep, match="it is done, or it still goes on"):
        steps.report(step=step, state="dropped", words="No", by=cast.green, at=now)
    steps.report(step=step, state="open", words="Half of it", by=cast.green, at=now)
    step.refresh_from_db()
    assert (step.state, step.how_it_went) == ("open", "Half of it")


@pytest.mark.requirement("R152")
def test_a_partner_does_not_report_on_others_actions(cast: Cast, now: datetime) -> None:
    step = a_step(cast, now, cast.parent)
    with pytest.raises(NotAllowed, match="your own agency"):
        steps.report(step=step, state="done", words="Fine", by=cast.green, at=now)
    assert (
        send(cast.client(cast.green), reverse("step-report", args=[step.pk]), state="done", words="Fine").status_code
        == 403
    )
    with pytest.raises(NotAllowed):
        steps.done(step=step, by=cast.green, at=now)


@pytest.mark.requirement("R148")
def test_an_action_moves_from_worker_to_family_and_remembers_who_did_it(cast: Cast, now: datetime) -> None:
    step = a_step(cast, now, cast.priya, what="Ring the school")
    address = reverse("step-owner", args=[step.pk])
    send(cast.client(cast.priya), address, parties=[f"person-{cast.parent.pk}"], words="Grace rings herself now")
    assert steps.owners_of(step) == [cast.parent]
    line = TimelineEntry.objects.get(kind="handover")
    assert (line.headline, line.aside) == ("Grace now: Ring the school", "before: Priya Shah")
    html = cast.client(cast.tom).get(reverse("plan", args=[cast.family.pk])).content.decode()
    assert "before: Priya Shah" in html


def test_handing_over_to_the_same_changes_nothing(cast: Cast, now: datetime) -> None:
    step = a_step(cast, now, cast.priya)
    with pytest.raises(CannotChangeStep, match="does this already"):
        steps.hand_over(step=step, to=[cast.priya], by=cast.priya, at=now)
    with pytest.raises(CannotChangeStep, match="who does it"):
        steps.hand_over(step=step, to=[], by=cast.priya, at=now)


def test_a_stranger_cannot_touch_an_action(cast: Cast, now: datetime) -> None:
    step = a_step(cast, now)
    names = ("step-done", "step-report", "step-owner", "step-reopen")
    refused_to_stranger(cast, *(reverse(name, args=[step.pk]) for name in names))
