"""The team around the family: joining, going on, leaving; who must never be in it."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from oneplan.rulebook.sharing.barred import Place, Restriction, refusal
from oneplan.web.access.models import AuditEvent
from oneplan.web.agencies.models import Agency
from oneplan.web.casework.actions import steps, team
from oneplan.web.casework.actions.team import CannotChangeTeam
from oneplan.web.casework.models import TeamMember
from oneplan.web.casework.reads import parties
from oneplan.web.casework.reads.barred import for_family
from oneplan.web.casework.reads.sight import ALL
from oneplan.web.casework.reads.team import promises
from oneplan.web.casework.tests.plan_parts import a_goal, bar_father, refused_to_stranger, send
from oneplan.web.people.models import Membership, Person, TimelineEntry
from oneplan.web.site.spells import ImpossibleSpell
from tests.cast import LONG_AGO, Cast, filled


def current(cast: Cast, now: datetime) -> list[str]:
    return [parties.name(parties.party_of(row)) for row in parties.team_on(cast.family, day=now.date())]


@pytest.mark.requirement("R005")
def test_the_refusal_names_the_restriction() -> None:
    rows = [Restriction("Leo", "Sam Reed", "court order", "no contact")]
    rows.append(Restriction("Mia", "Sam Reed", "court order", "no contact"))
    rows.append(Restriction("Ada", "Sam Reed", "concern, not an order", "supervised contact only"))
    assert refusal(rows, place=Place.TEAM) == (
        "Sam Reed cannot be in the team around the family: court order, no contact with Leo and Mia; concern, not an "
        "order, supervised contact only with Ada. The restriction has to be changed or ended first."
    )
    assert refusal([], place=Place.TEAM) is None


@pytest.mark.requirement("R150", "R100")
def test_a_worker_joins_for_something_and_says_what_goes_on(cast: Cast, now: datetime) -> None:
    send(
        cast.client(cast.priya), reverse("team-new", args=[cast.family.pk]), other_worker=cast.stan.pk,
        what_for="Grace's debts", goes_on_doing="Weekly calls", still_to_come="A letter to the bank",
    )  # fmt: skip
    row = TeamMember.objects.get(worker=cast.stan)
    assert (row.agency, row.goes_on_doing, row.valid_from) == (cast.stan.agency, "Weekly calls", now.date())
    html = cast.client(cast.green).get(reverse("team", args=[cast.family.pk])).content.decode()
    assert "goes on: Weekly calls" in html
    assert "still to come: A letter to the bank" in html
    assert "has not said what they go on doing" in html  # Mrs Green
    assert AuditEvent.objects.filter(event="team_member_added").count() == 1
    assert TimelineEntry.objects.filter(headline__contains="joins the team").count() == 1


@pytest.mark.requirement("R150")
def test_agencies_without_account_and_friends_can_be_in_the_team(cast: Cast, now: datetime) -> None:
    doula = Person.objects.create(given_names="Dee", family_name="Doula", made_at=now)
    Membership.objects.create(family=cast.family, person=doula, role="network", known_from=LONG_AGO)
    bank = Agency.objects.create(name="Food bank", sector="voluntary")
    client, address = cast.client(cast.priya), reverse("team-new", args=[cast.family.pk])
    send(client, address, parties=[f"person-{doula.pk}"], what_for="The birth")
    send(client, address, other_agency=bank.pk, what_for="Food on Fridays")
    assert current(cast, now) == ["Ann Green, class teacher", "Dee", "Food bank"]


@pytest.mark.requirement("R151")
def test_somebody_joins_for_a_set_time(cast: Cast, now: datetime) -> None:
    until = now.date() + timedelta(days=28)
    team.add(
        family=cast.family, who=cast.stan, what_for="Four weeks of sleep advice", until=until, by=cast.priya, at=now
    )
    assert [row.worker for row in parties.team_on(cast.family, day=until - timedelta(days=1))][-1] == cast.stan
    assert cast.stan not in [row.worker for row in parties.team_on(cast.family, day=until)]


def test_team_members_that_cannot_be(cast: Cast, now: datetime) -> None:
    with pytest.raises(CannotChangeTeam, match="in the team already"):
        team.add(family=cast.family, who=cast.green, what_for="Leo's class", by=cast.priya, at=now)
    with pytest.raises(CannotChangeTeam, match="what they are there for"):
        team.add(family=cast.family, who=cast.stan, what_for=" ", by=cast.priya, at=now)
    with pytest.raises(ImpossibleSpell, match="cannot end"):
        team.add(family=cast.family, who=cast.stan, what_for="Advice", until=date(2020, 1, 1), by=cast.priya, at=now)
    page = send(cast.client(cast.priya), reverse("team-new", args=[cast.family.pk]), what_for="Advice")
    assert "Choose one" in page.content.decode()


@pytest.mark.requirement("R005", "R004")
@pytest.mark.parametrize("kind", ["order", "bail", "agreement", "concern"])
@pytest.mark.parametrize("extent", ["none", "supervised", "indirect"])
def test_a_barred_father_never_joins_the_team(cast: Cast, now: datetime, kind: str, extent: str) -> None:
    bar_father(cast, kind=kind, extent=extent)
    with pytest.raises(CannotChangeTeam, match="Sam Reed cannot be in the team around the family"):
        team.add(family=cast.family, who=cast.father, what_for="Weekends", by=cast.priya, at=now)
    client, address = cast.client(cast.priya), reverse("team-new", args=[cast.family.pk])
    html = client.get(address).content.decode()
    assert f'value="person-{cast.father.pk}"' not in html
    page = client.post(address, filled(html, parties=[f"person-{cast.father.pk}"], what_for="Weekends"))
    assert page.status_code == 422
    assert "with Leo. The restriction has to be changed or ended first." in page.content.decode()


@pytest.mark.requirement("R005")
def test_a_second_record_of_the_barred_father_opens_no_door(cast: Cast, now: datetime) -> None:
    bar_father(cast)
    again = Person.objects.create(given_names="Samuel", family_name="Reed", merged_into=cast.father, made_at=now)
    Person.objects.filter(pk=cast.child.pk).update(
        merged_into=Person.objects.create(given_names="Leo", family_name="Reed", made_at=now)
    )
    with pytest.raises(CannotChangeTeam, match="Samuel Reed cannot"):
        team.add(family=cast.family, who=again, what_for="Weekends", by=cast.priya, at=now)


@pytest.mark.requirement("R005")
def test_a_restriction_counts_on_its_days_only(cast: Cast, now: datetime) -> None:
    bar_father(cast, valid_to=now.date())
    team.add(family=cast.family, who=cast.father, what_for="Weekends", by=cast.priya, at=now)
    assert not for_family(cast.family, day=now.date()).of(cast.father)
    assert for_family(cast.family, day=now.date() - timedelta(days=1)).of(cast.father)


@pytest.mark.requirement("R005")
def test_somebody_barred_after_joining_is_shown_as_a_warning(cast: Cast, now: datetime) -> None:
    team.add(family=cast.family, who=cast.father, what_for="Weekends", by=cast.priya, at=now)
    bar_father(cast)
    html = cast.client(cast.priya).get(reverse("team", args=[cast.family.pk])).content.decode()
    assert "Must leave the team" in html
    assert "Sam Reed: court order, no contact with Leo" in html


@pytest.mark.requirement("R100")
def test_what_they_go_on_doing_can_be_said_later(cast: Cast, now: datetime) -> None:
    row = TeamMember.objects.get(worker=cast.green)
    address = reverse("team-edit", args=[row.pk])
    send(cast.client(cast.priya), address, what_for="Leo's class", goes_on_doing="Visual timetable")
    assert TeamMember.objects.known().get(worker=cast.green).goes_on_doing == "Visual timetable"
    assert TeamMember.objects.filter(worker=cast.green).count() == 2
    with pytest.raises(ImpossibleSpell, match="Somebody else changed"):
        team.change(member=row, what_for="A", goes_on_doing="", still_to_come="", by=cast.tom, at=now)


@pytest.mark.requirement("R151")
def test_leaving_stays_on_the_record(cast: Cast, now: datetime) -> None:
    row = TeamMember.objects.get(worker=cast.green)
    with pytest.raises(CannotChangeTeam, match="still to come"):
        team.leave(member=row, on=now.date() + timedelta(days=3), by=cast.priya, at=now)
    send(cast.client(cast.priya), reverse("team-leave", args=[row.pk]), words="Leo changes class")
    assert current(cast, now) == []
    assert [each.worker for each in parties.team_on(cast.family, day=now.date() - timedelta(days=1))] == [cast.green]
    assert TimelineEntry.objects.filter(text="Leo changes class").exists()
    assert cast.client(cast.green).get(reverse("plan", args=[cast.family.pk])).status_code == 403


def test_a_mistake_is_struck_out_with_its_reason(cast: Cast, now: datetime) -> None:
    row = team.add(family=cast.family, who=cast.stan, what_for="Advice", by=cast.priya, at=now)
    with pytest.raises(CannotChangeTeam, match="why it was a mistake"):
        team.strike(member=row, reason="", by=cast.priya, at=now)
    send(cast.client(cast.priya), reverse("team-leave", args=[row.pk]), words="Wrong Stan")
    row.refresh_from_db()
    assert row.struck_reason == "Wrong Stan"
    assert row.known_until is not None


@pytest.mark.requirement("R154")
def test_broken_promises_come_first(cast: Cast, now: datetime) -> None:
    goal = a_goal(cast, now)
    for what, days in (("Later", 5), ("Broken", -5), ("Soon", 1)):
        due = now.date() + timedelta(days=days)
        steps.add(goal=goal, what=what, owners=[cast.green], due_on=due, by=cast.priya, at=now)
    found = promises(cast.family, day=now.date(), sight=ALL)
    assert [(line.action.what, line.is_late) for line in found] == [
        ("Broken", True), ("Soon", False), ("Later", False),
    ]  # fmt: skip


@pytest.mark.requirement("R161")
def test_a_big_team_asks_for_an_experienced_hand(cast: Cast, now: datetime) -> None:
    address = reverse("team", args=[cast.family.pk])
    for count in range(9):
        assert "a big team" not in cast.client(cast.priya).get(address).content.decode()
        agency = Agency.objects.create(name=f"Agency {count}", sector="health")
        team.add(family=cast.family, who=agency, what_for="Something", by=cast.priya, at=now)
    assert "a big team" in cast.client(cast.priya).get(address).content.decode()


def test_a_stranger_cannot_touch_the_team(cast: Cast) -> None:
    row, pk = TeamMember.objects.get(worker=cast.green), cast.family.pk
    refused_to_stranger(
        cast,
        reverse("team", args=[pk]),
        reverse("team-new", args=[pk]),
        reverse("team-edit", args=[row.pk]),
        reverse("team-leave", args=[row.pk]),
    )
