"""The family page: who they are, who is around them, what is in focus and due, and who may see how much."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from oneplan.web.agencies.models import Agency, Cover
from oneplan.web.casework.actions import needs, notes, words
from oneplan.web.casework.models import (
    Action,
    ActionOwner,
    Appointment,
    Attendance,
    Closure,
    EpisodeRole,
    Goal,
    GoalReading,
    LevelDecision,
    Meeting,
    Referral,
    ReferralPerson,
    Review,
    TeamMember,
)
from oneplan.web.casework.reads.goals import bar_of
from oneplan.web.people.models import (
    ContactRestriction,
    Family,
    Home,
    Membership,
    Relationship,
    VisitWarning,
)
from tests.cast import LONG_AGO, Cast, _person, _spell


def _url(cast: Cast) -> str:
    return reverse("family", args=[cast.family.pk])


def _page(cast: Cast, who: str = "priya") -> str:
    return cast.client(getattr(cast, who)).get(_url(cast)).content.decode()


def _card(page: str, title: str) -> str:
    """The part of the page between one heading and the next section."""
    return page.split(f">{title}</h2>")[1].split("</section>", maxsplit=1)[0]


def _goal(cast: Cast, now: datetime, **fields: Any) -> Goal:
    return Goal.objects.create(plan=cast.plan, made_at=now, **{"title": "Bedtime", **fields})


def _action(goal: Goal, now: datetime, what: str, due: date | None = None, **owner: Any) -> Action:
    action = Action.objects.create(goal=goal, what=what, due_on=due, made_at=now)
    ActionOwner.objects.create(action=action, **owner)
    return action


@pytest.mark.requirement("R001")
def test_the_whole_household_stands_on_one_page(cast: Cast, now: datetime) -> None:
    LevelDecision.objects.create(
        family=cast.family, stage="request", level="additional", why="x", decided_by="y", on=now.date(), recorded_at=now
    )
    _spell(Relationship, person=cast.child, other=cast.parent, kind="cares_for")

    page = _page(cast)

    assert cast.family.reference in page
    assert "with us since January 2024" in page
    assert "Additional needs" in page
    people = _card(page, "Who they are")
    for said in ("Grace, 3", "mother", "Leo, ", "cares for Grace", "father, lives elsewhere"):
        assert said in people
    assert "<svg" in people
    assert "Leo cares for Grace" in people


@pytest.mark.requirement("R017")
def test_somebody_nobody_has_worked_with_is_named(cast: Cast, now: datetime) -> None:
    goal = _goal(cast, now, state="focus")
    goal.people.add(cast.child)
    notes.add(family=cast.family, text="x", on=now.date(), kind="visit", seen=[cast.child], by=cast.priya, at=now)
    notes.add(
        family=cast.family, text="x", on=now.date() - timedelta(days=40), kind="visit", seen=[cast.baby],
        by=cast.priya, at=now,
    )  # fmt: skip

    lines = _card(_page(cast), "Who they are").split("<li>")
    leo = next(line for line in lines if ">Leo, " in line)
    mia = next(line for line in lines if ">Mia, " in line)

    assert "seen today" in leo
    assert "op-tag" not in leo
    assert "no goal of her own yet" in mia
    assert "not seen lately" in mia
    assert "seen 5 weeks ago" in mia


@pytest.mark.requirement("R017", "R113")
def test_before_there_is_a_plan_nobody_lacks_a_goal(cast: Cast) -> None:
    assert "no goal of" not in _page(cast)


@pytest.mark.requirement("R017")
def test_a_call_a_try_or_a_struck_note_is_not_seeing_somebody(cast: Cast, now: datetime) -> None:
    struck = notes.add(family=cast.family, text="x", on=now.date(), seen=[cast.child], by=cast.priya, at=now)
    notes.strike(note=struck, reason="wrong family", by=cast.priya, at=now)
    notes.add(family=cast.family, text="y", on=now.date(), kind="call", seen=[cast.child], by=cast.priya, at=now)

    assert "seen today" not in _page(cast)


@pytest.mark.requirement("R017")
def test_coming_to_a_meeting_is_being_seen(cast: Cast, now: datetime) -> None:
    meeting = Meeting.objects.create(family=cast.family, kind="taf", on=now.date(), held=True, recorded_at=now)
    Attendance.objects.create(meeting=meeting, person=cast.parent, answer="came")

    assert _page(cast).count("seen today") == 1


@pytest.mark.requirement("R005")
@pytest.mark.parametrize("who", ["priya", "green", "fay"])
def test_a_contact_restriction_stands_on_top_and_beside_the_barred(cast: Cast, who: str) -> None:
    _spell(ContactRestriction, child=cast.baby, barred=cast.father, kind="order", extent="none", breach_feared=True)

    page = _page(cast, who)

    head, rest = page.split("op-grid__who")
    assert "Sam Reed must not have contact with Mia Okafor-Reed" in head
    assert "There is worry that this is not kept" in head
    if who == "green":  # Sam has not agreed that the school sees who he is; the alert on top stands all the same
        assert "Sam" not in _card(rest, "Who they are")
    else:
        assert "contact with Mia is restricted" in _card(rest, "Who they are")


@pytest.mark.requirement("R005")
def test_one_alert_says_the_same_of_several_children(cast: Cast) -> None:
    for child, extent in ((cast.baby, "none"), (cast.child, "none"), (cast.parent, "indirect")):
        _spell(ContactRestriction, child=child, barred=cast.father, kind="order", extent=extent)

    head = _page(cast).split("op-grid__who")[0]

    assert head.count("Sam Reed must not have contact with") == 1
    assert "must not have contact with Leo and Mia" in head or "must not have contact with Mia and Leo" in head
    assert "Sam Reed may only write to" in head


@pytest.mark.requirement("R005")
def test_somebody_barred_who_is_not_in_the_family_is_shown_too(cast: Cast) -> None:
    uncle = _person("Vic", "Dale", "male", date(1980, 1, 1))
    _spell(ContactRestriction, child=cast.child, barred=uncle, kind="bail", extent="none")
    _spell(TeamMember, family=cast.family, person=uncle, what_for="used to help")

    page = _page(cast)

    assert "Vic Dale must not have contact with Leo" in page
    assert "contact with Leo is restricted" in _card(page, "Around the family")


def test_a_visit_warning_of_the_family_or_of_their_home(cast: Cast) -> None:
    _spell(VisitWarning, family=cast.family, words="A large dog")
    _spell(VisitWarning, home=cast.home, words="Go in twos")
    elsewhere = Home.objects.create(label="Elsewhere", made_at=LONG_AGO)
    _spell(VisitWarning, home=elsewhere, words="Not here")

    page = _page(cast)

    assert "A large dog" in page
    assert "Go in twos" in page
    assert "Not here" not in page


def test_the_focus_shows_how_far_they_have_come_and_who_does_what(cast: Cast, now: datetime) -> None:
    goal = _goal(
        cast, now, title="Leo settles", state="focus", chosen_by_family=True, baseline=1, baseline_words="1 night",
        target=6, target_words="6", scale_to=7,
    )  # fmt: skip
    GoalReading.objects.create(
        goal=goal, on=now.date(), value=Decimal("4.5"), words="4 or 5", said_by="Grace", recorded_at=now
    )
    done = _action(goal, now, "Sleep diary", person=cast.parent)
    done.state, done.done_on = "done", now.date()
    done.save()
    _action(goal, now, "Reward chart", now.date() + timedelta(days=3), person=cast.child)
    _goal(cast, now, title="A break each week")

    page = _page(cast)
    focus = _card(page, "Leo settles")

    assert "In focus now, chosen by the family" in page
    assert 'class="op-progress__done" y="4" width="64%"' in focus
    assert 'class="op-progress__aim" x="86%"' in focus
    for said in ("start: 1 night", "now: 4 or 5", "aim: 6", "Done: ", "Sleep diary", "Reward chart", "Leo · by "):
        assert said in focus
    assert "waiting its turn" in _card(page, "The plan")


@pytest.mark.parametrize(
    ("baseline", "target", "scale", "now_at", "bar"),
    [
        (1, 6, 7, 4, (57, 86)),
        (10, 2, None, 6, (50, 100)),  # where less is better the bar fills as the number falls
        (None, 5, None, 9, (100, 100)),
        (None, 5, None, None, None),
        (None, None, None, 3, None),
        (0, 0, None, 3, None),
    ],
)
def test_the_bar(
    baseline: int | None, target: int | None, scale: int | None, now_at: int | None, bar: tuple[int, int] | None
) -> None:
    numbers = [None if each is None else Decimal(each) for each in (baseline, target, scale, now_at)]
    goal = Goal(baseline=numbers[0], target=numbers[1], scale_to=numbers[2])

    drawn = bar_of(goal, now=numbers[3])

    assert (drawn and (drawn.done, drawn.aim)) == bar


def test_what_is_due_comes_from_every_source_and_late_is_a_word(cast: Cast, now: datetime) -> None:
    today = now.date()
    goal = _goal(cast, now)
    _action(goal, now, "Ask the psychologist", today - timedelta(days=6), worker=cast.priya)
    Appointment.objects.create(family=cast.family, what="Dentist", on=today, recorded_at=now)
    Appointment.objects.create(
        family=cast.family, what="Old one", on=today, kept="kept", kept_on=today, recorded_at=now
    )  # fmt: skip
    Review.objects.create(
        episode=cast.episode,
        on=today - timedelta(days=80),
        decision="continue",
        why="x",
        next_on=today,
        recorded_at=now,
    )
    Review.objects.create(
        episode=cast.episode, on=today, decision="continue", why="x", next_on=today + timedelta(days=80),
        recorded_at=now,
    )  # fmt: skip
    _referral(cast, now, "asked", reply_due_on=today + timedelta(days=3))

    page = _page(cast)
    due = _card(page, "Due")

    for said in ("Ask the psychologist", "Priya Shah", "6 days late", "Dentist", "Today", "Reply from Rowan Centre"):
        assert said in due
    assert "Old one" not in due
    assert due.count("Review with the family") == 1
    assert "1 overdue" in page
    assert "2 things due this week" in page


def _referral(cast: Cast, now: datetime, state: str, **fields: Any) -> Referral:
    agency = Agency.objects.create(name="Rowan Centre", sector="health", usual_wait_weeks=6)
    referral = Referral.objects.create(
        family=cast.family, agency=agency, what_for="Saturday club", asked_on=now.date() - timedelta(days=63),
        meanwhile="Thursday club", recorded_at=now, **fields,
    )  # fmt: skip
    ReferralPerson.objects.create(referral=referral, person=cast.child, state=state, state_on=now.date())
    return referral


@pytest.mark.requirement("R032")
def test_around_the_family_for_what_and_what_is_still_to_come(cast: Cast, now: datetime) -> None:
    TeamMember.objects.update(goes_on_doing="keeps the visual timetable", still_to_come="a report in May")
    _referral(cast, now, "waiting")

    team = _card(_page(cast), "Around the family")

    for said in (
        "Mill Lane Primary", "Ann Green · Leo&#x27;s class · keeps the visual timetable", "still to come: a report",
        "Leo · Saturday club · usual wait 6 weeks · meanwhile: Thursday club", "waiting 9 weeks", "op-tag--late",
    ):  # fmt: skip
        assert said in team


def test_the_key_worker_their_number_and_who_covers_today(cast: Cast) -> None:
    _spell(Cover, worker=cast.priya, covered_by=cast.tom)

    card = _card(_page(cast), "Their key worker")

    for said in ("Priya Shah", 'href="tel:01144960123"', "away: Tom Reed, same number"):
        assert said in card


def test_no_lead_where_social_care_and_early_help_both_work(cast: Cast) -> None:
    alert = "Nobody is named as lead professional"
    assert alert not in _page(cast)
    care = Agency.objects.create(name="Social care", sector="social_care")
    _spell(TeamMember, family=cast.family, agency=care, what_for="visits")
    assert alert in _page(cast)

    _spell(
        EpisodeRole, episode=cast.episode, kind="lead", worker=cast.tom, decided_by="Maya", answers_for="the CIN plan"
    )

    page = _page(cast)
    assert alert not in page
    assert "answers for the CIN plan" in page


def test_after_goodbye_the_door_is_open(cast: Cast, now: datetime) -> None:
    cast.episode.closed_on, cast.episode.closure_reason = now.date(), "goals_met"
    cast.episode.save()
    Closure.objects.create(
        episode=cast.episode, on=now.date(), what_changed="x", who_to_call="Priya, 0114 496 0123",
        open_door_note="Grace rings on Mondays.", recorded_at=now,
    )  # fmt: skip

    _goal(cast, now, state="focus")
    page = _page(cast)

    assert "In focus to the end" in page
    assert "In focus now" not in page
    assert "Add an action" not in page
    assert "The door is open." in page
    assert "<p>Grace rings on Mondays.</p>" in page
    assert "They can ring Priya, 0114 496 0123" in page
    assert "op-tag--warm" not in _card(page, "Who they are")


@pytest.mark.requirement("R070", "R115")
def test_needs_and_own_words_stand_on_the_page(cast: Cast, now: datetime) -> None:
    needs.found(family=cast.family, code="debt", on=now.date(), by=cast.priya, at=now)
    words.keep(
        family=cast.family, text="Evenings were a battle", people=[cast.parent], on=now.date(), by=cast.priya, at=now
    )

    page = _page(cast)

    assert "Money and debt" in _card(page, "Needs")
    assert "“Evenings were a battle”" in _card(page, "In their own words")


def test_a_family_that_is_not_there(cast: Cast) -> None:
    """Answers a worker as somebody else's family does; the front door, who may see all, learns that it is not there."""
    assert cast.client(cast.priya).get(reverse("family", args=[4711])).status_code == 403
    assert cast.client(cast.fay).get(reverse("family", args=[4711])).status_code == 404


def test_a_family_with_nothing_yet_opens_and_says_what_to_do(cast: Cast) -> None:
    empty = Family.objects.create(name="Bare", made_at=LONG_AGO)

    page = cast.client(cast.fay).get(reverse("family", args=[empty.pk])).content.decode()

    assert "Nobody is in this family yet" in page
    assert "Nobody yet." in page


def test_two_joined_records_are_one_line(cast: Cast) -> None:
    twice = _person("Leo", "Okafor", "male", date(2017, 5, 20))
    _spell(Membership, family=cast.family, person=twice, role="child")
    twice.merged_into = cast.child
    twice.save()

    assert _card(_page(cast), "Who they are").count(">Leo, ") == 1


def test_no_score_no_payment(cast: Cast) -> None:
    page = _page(cast).lower()
    for word in ("payment", "eligib", "score", "client", "service user", "case closed", "troubled"):
        assert word not in page
