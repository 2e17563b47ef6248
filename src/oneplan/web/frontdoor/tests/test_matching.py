"""Looking before anybody is added, and nothing typed a second time."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from oneplan.web.access.policy import NotAllowed
from oneplan.web.casework.models import Closure, Episode, Need
from oneplan.web.frontdoor import reads
from oneplan.web.frontdoor.actions import matching
from oneplan.web.frontdoor.models import Request
from oneplan.web.people import projection
from oneplan.web.people import reads as people
from oneplan.web.people.models import ContactRestriction, Family, Person, PersonName, Relationship
from tests.cast import Cast

Make = Callable[..., Request]


@pytest.mark.requirement("R036", "R001")
def test_names_ages_and_needs_flow_from_the_request(make: Make, settle: Make, now: datetime) -> None:
    asking = settle(make())
    assert str(asking.family) == "The Bell family"
    members = people.members_on(asking.family, day=now.date())  # type: ignore[arg-type]
    assert {(row.person.name, row.role, row.person.age_on(now.date()).words) for row in members} == {
        ("Dana Bell", "parent", "34"),
        ("James Bell", "child", "7"),
        ("Ivy Bell", "child", "under 5"),
    }
    ties = Relationship.objects.known().filter(source=f"request {asking.log_number}")
    assert set(ties.values_list("person__given_names", "kind", "other__given_names")) == {
        ("Dana", "parent", "James"),
        ("Dana", "parent", "Ivy"),
    }
    assert list(Need.objects.filter(request=asking).values_list("code", "origin").order_by("code")) == [
        ("attendance", "presenting"),
        ("parental_conflict", "presenting"),
    ]
    headlines = set(asking.family.timeline.values_list("headline", flat=True))  # type: ignore[union-attr]
    assert "Request for help" in headlines


def test_ages_that_cannot_be_turn_nobody_away(make: Make, settle: Make) -> None:
    asking = settle(make(people=["Dana Bell, 7, mother", "James, 34, son"]))
    assert asking.family is not None
    assert not Relationship.objects.filter(source=f"request {asking.log_number}").exists()


@pytest.mark.requirement("R053")
def test_an_assessment_that_came_along_stands_in_the_familys_record(make: Make, settle: Make) -> None:
    asking = settle(make(assessment_received="CAF by the school, 3 March 2014"))
    assert asking.family is not None
    told = asking.family.timeline.get(headline="Request for help").text
    assert told.endswith("To start from: CAF by the school, 3 March 2014")


@pytest.mark.requirement("R060")
def test_earlier_people_and_their_last_goodbye_are_shown(make: Make, cast: Cast, now: datetime) -> None:
    Episode.objects.filter(pk=cast.episode.pk).update(closed_on=date(2025, 3, 1), closure_reason="goals_met")
    Closure.objects.create(
        episode=cast.episode, on=date(2025, 3, 1), what_changed="Calm nights", who_to_call="Priya", recorded_at=now
    )
    PersonName.objects.create(
        person=cast.parent, given_names="Grace", family_name="Okafor-Reed", known_from=cast.parent.made_at
    )
    projection.index_names(cast.parent)
    asking = make(people=["Grace Okafor-Reed, 34, mother", "Zed Quill, 3"])
    grace, zed = reads.named_rows(asking, asker=cast.fay)
    assert [each.found.person for each in grace.suggestions] == [cast.parent]
    assert "we said goodbye on 1 March 2025, Calm nights" in grace.suggestions[0].words
    assert zed.suggestions == []
    assert "contact restriction" not in grace.suggestions[0].words


@pytest.mark.requirement("R005")
def test_a_contact_restriction_is_said_before_anybody_is_chosen(make: Make, cast: Cast, now: datetime) -> None:
    PersonName.objects.create(person=cast.father, given_names="Sam", family_name="Reed", known_from=cast.father.made_at)
    projection.index_names(cast.father)
    ContactRestriction.objects.create(child=cast.child, barred=cast.father, kind="order", known_from=now)
    (sam,) = reads.named_rows(make(people=["Sam Reed, father"]), asker=cast.fay)
    assert "a contact restriction is in force" in sam.suggestions[0].words


@pytest.mark.requirement("R005")
def test_a_restriction_that_names_a_merged_record_is_said_too(make: Make, cast: Cast, now: datetime) -> None:
    PersonName.objects.create(person=cast.father, given_names="Sam", family_name="Reed", known_from=cast.father.made_at)
    projection.index_names(cast.father)
    older = Person.objects.create(made_at=now, merged_into=cast.father)
    ContactRestriction.objects.create(child=cast.child, barred=older, kind="order", known_from=now)
    (sam,) = reads.named_rows(make(people=["Sam Reed, father"]), asker=cast.fay)
    assert "a contact restriction is in force" in sam.suggestions[0].words


@pytest.mark.requirement("R060")
def test_a_known_person_is_not_added_twice_and_the_earlier_help_is_linked(
    make: Make, cast: Cast, now: datetime, settle: Make
) -> None:
    Episode.objects.filter(pk=cast.episode.pk).update(closed_on=date(2025, 3, 1), closure_reason="goals_met")
    asking = make(people=["Grace Okafor-Reed, mother", "Nia, 1, daughter"])
    grace, nia = asking.people.order_by("pk")
    matches = [matching.Match(named=grace, person=cast.parent), matching.Match(named=nia)]
    settle(asking, matches=matches, family=cast.family)
    assert (asking.family, asking.reopens) == (cast.family, cast.episode)
    members = people.members_on(cast.family, day=now.date())
    assert [row.person for row in members].count(cast.parent) == 1
    assert "Nia Okafor-Reed" in {row.person.name for row in members}


def test_everybody_is_answered_for_and_nobody_twice(make: Make, cast: Cast, now: datetime) -> None:
    asking = make()
    first, second, third = asking.people.order_by("pk")
    with pytest.raises(matching.CannotSettle, match="everybody"):
        matching.settle(request=asking, matches=[matching.Match(named=first)], by=cast.fay, at=now)
    twice = [matching.Match(named=each, person=cast.parent) for each in (first, second)]
    with pytest.raises(matching.CannotSettle, match="one and the same"):
        matching.settle(request=asking, matches=[*twice, matching.Match(named=third)], by=cast.fay, at=now)


def test_a_refused_person_leaves_nothing_behind(make: Make, cast: Cast, now: datetime) -> None:
    asking = make(people=["Dana Bell, mother", "Old Bell, born 3 May 1850"])
    matches = [matching.Match(named=row) for row in asking.people.order_by("pk")]
    people_before, families_before = Person.objects.count(), Family.objects.count()
    with pytest.raises(matching.CannotSettle, match="over 125"):
        matching.settle(request=asking, matches=matches, by=cast.fay, at=now)
    assert (Person.objects.count(), Family.objects.count()) == (people_before, families_before)


def test_two_cannot_settle_one_request(make: Make, settle: Make, cast: Cast) -> None:
    asking = settle(make())
    with pytest.raises(matching.CannotSettle, match="A colleague"):
        settle(asking)


def test_a_key_worker_cannot_settle(make: Make, settle: Make, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        settle(make(), by=cast.priya)
