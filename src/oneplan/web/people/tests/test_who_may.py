"""Who may read and change what is kept of people and homes, asked of the reads and actions themselves."""

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from oneplan.rulebook.sharing.policy import Permission, Role
from oneplan.web.access import policy
from oneplan.web.access.policy import NotAllowed
from oneplan.web.agencies.models import Worker
from oneplan.web.casework.actions import goals
from oneplan.web.casework.actions.goals import GoalWords
from oneplan.web.casework.models import Episode, EpisodeRole
from oneplan.web.people import comparison, housing, record, results, roll, search
from oneplan.web.people.access import require_for_home, require_for_person
from oneplan.web.people.actions import families, homes, mistakes, persons, safety
from oneplan.web.people.models import Family, FamilyLink, Home, HomeDetail, Person, PersonDetail, Residence
from oneplan.web.people.views.finding import likely
from oneplan.web.sharing.actions import guards
from tests.cast import LONG_AGO, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R195")]


@pytest.fixture
def reeds(cast: Cast) -> Family:
    """The father's other family: Stan is its key worker, and knows nothing of the Okafor-Reeds."""
    family = Family.objects.create(name="Reed", made_at=LONG_AGO)
    aunt = Person.objects.create(given_names="Ada", family_name="Reed", made_at=LONG_AGO)
    for person in (cast.father, aunt):
        families.join(family=family, person=person, role="parent", by=cast.maya, at=LONG_AGO)
    episode = Episode.objects.create(family=family, team=cast.stan.team, opened_on=date(2025, 1, 8), made_at=LONG_AGO)
    EpisodeRole.objects.create(episode=episode, kind="key_worker", worker=cast.stan, decided_by="M",
                               valid_from=date(2025, 1, 8), known_from=LONG_AGO)  # fmt: skip
    return family


def _entries(cast: Cast, now: datetime) -> dict[str, Any]:
    said: dict[str, Any] = {"by": cast.priya, "at": now}
    return {
        "residence": Residence.objects.known().filter(person=cast.child).first(),
        "home detail": homes.note(home=cast.home, kind=HomeDetail.Kind.LANDLORD, words="Rents by the week", **said),
        "restriction": safety.restrict(child=cast.child, barred=cast.father, kind="order", **said),
        "earlier help": families.keep_earlier_help(
            family=cast.family, agency="A town", what="Visits", how_it_felt="Well", **said
        ),
    }


@pytest.mark.parametrize("kind", ["residence", "home detail", "restriction", "earlier help"])
def test_a_stranger_strikes_nothing_out(cast: Cast, now: datetime, kind: str) -> None:
    entry = _entries(cast, now)[kind]
    with pytest.raises(NotAllowed):
        mistakes.strike(entry=entry, reason="Not so", by=cast.stan, at=now)
    entry.refresh_from_db()
    assert entry.known_until is None
    mistakes.strike(entry=entry, reason="Not so", by=cast.priya, at=now)


def test_a_home_where_nobody_lived_yet_is_filled_by_who_may_start_a_family(cast: Cast) -> None:
    home = Home.objects.create(label="New", address="1 New Street", made_at=LONG_AGO)
    assert require_for_home(Permission.FAMILY_CHANGE, home, by=cast.priya) == []
    for who in (cast.green, cast.others["auditor"]):
        with pytest.raises(NotAllowed):
            require_for_home(Permission.FAMILY_CHANGE, home, by=who)


def test_somebody_new_is_changed_by_who_may_add_people(cast: Cast) -> None:
    person = Person.objects.create(given_names="New", family_name="Here", made_at=LONG_AGO)
    assert require_for_person(Permission.FAMILY_CHANGE, person, by=cast.priya) == []
    assert record.may_change([], asker=cast.priya)
    for who in (cast.green, cast.others["data_manager"]):
        assert not record.may_change([], asker=who)
        with pytest.raises(NotAllowed):
            require_for_person(Permission.FAMILY_CHANGE, person, by=who)


def test_one_record_that_is_shut_shuts_the_person_though_another_is_open(
    cast: Cast, now: datetime, reeds: Family
) -> None:
    assert reeds in require_for_person(Permission.FAMILY_CHANGE, cast.father, by=cast.stan)
    guards.guard(family=cast.family, reason="Known here", workers=[cast.maya], by=cast.maya, at=now)
    with pytest.raises(NotAllowed, match=policy.SHUT[:30]):
        require_for_person(Permission.FAMILY_CHANGE, cast.father, by=cast.stan)


def test_a_family_nobody_works_with_is_filled_by_who_may_start_one(cast: Cast, now: datetime) -> None:
    family = Family.objects.create(name="New", made_at=LONG_AGO)
    said: dict[str, Any] = {"family": family, "agency": "A town", "what": "Visits", "how_it_felt": "Well", "at": now}
    with pytest.raises(NotAllowed):
        families.keep_earlier_help(**said, by=cast.green)
    families.keep_earlier_help(**said, by=cast.priya)


def test_a_stranger_warns_of_no_home(cast: Cast, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        safety.warn_visitors(home=cast.home, words="A dog", by=cast.stan, at=now)
    warning = safety.warn_visitors(home=cast.home, words="A dog", by=cast.priya, at=now)
    with pytest.raises(NotAllowed):
        safety.stop_warning(warning=warning, reason="It died", by=cast.stan, at=now)


def test_who_may_change_a_home_and_a_family_is_shown_the_buttons(cast: Cast, now: datetime) -> None:
    today = now.date()
    for asker, may in ((cast.priya, True), (cast.stan, False), (cast.green, False)):
        assert housing.of(cast.home, asker=asker, day=today).may_change is may
        assert record.may_change([cast.family], asker=asker) is may
        assert roll.of(cast.family, asker=asker, today=today, day=None, known_on=None).may_change is may


def test_of_another_family_of_theirs_no_more_is_told_than_that_there_is_one(
    cast: Cast, now: datetime, reeds: Family
) -> None:
    """Stan may open the father's page for the Reeds' sake."""
    for title, people in (("Sam has work", (cast.father,)), ("Leo sees Sam", (cast.father, cast.child))):
        goals.add(family=cast.family, says=GoalWords(title=title, people=people), by=cast.priya, at=now)
    day = now.date()
    near = {person.name for person in record.near(cast.father, asker=cast.stan)}
    assert near == {"Ada Reed"}
    assert "Leo Okafor-Reed" in {person.name for person in record.near(cast.father, asker=cast.priya)}
    lines = record.of(cast.father, asker=cast.stan, day=day).goals
    assert [(line.goal.title, line.may_open) for line in lines] == [("Sam has work", False)]
    assert [line.may_open for line in record.of(cast.father, asker=cast.priya, day=day).goals] == [True, True]
    said = " ".join(comparison.of(cast.father, asker=cast.stan, day=day).families)
    assert cast.family.reference in said
    assert "Okafor" not in said


def test_a_family_that_came_of_another_is_named_with_a_link_to_who_may_open_it(
    cast: Cast, now: datetime, reeds: Family
) -> None:
    FamilyLink.objects.create(
        older=cast.family, newer=reeds, through=cast.father, on=now.date(), made_at=now, made_by=cast.maya
    )

    def openable(asker: Worker) -> set[int]:
        return roll.of(reeds, asker=asker, today=now.date(), day=None, known_on=None).openable

    assert openable(cast.stan) == set()
    assert openable(cast.priya) == {cast.family.pk}


def test_a_record_in_no_family_is_opened_by_who_may_add_people(cast: Cast, now: datetime) -> None:
    persons.add(given_names="Zeb", family_name="Alone", by=cast.priya, at=now)

    def may_open(asker: Worker) -> list[bool]:
        found = search.find("Zeb Alone", asker=asker)
        return [each.may_open for each in results.shown(found, asker=asker, day=now.date())]

    assert may_open(cast.priya) == [True]
    assert may_open(cast.others["data_manager"]) == [False]


def test_nobody_is_found_by_who_may_not_search(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        search.find("Grace", asker=cast.green)
    assert likely(SimpleNamespace(asker=cast.green))("Grace") == []  # type: ignore[arg-type]
    assert Role(cast.green.role) is Role.PARTNER


def test_keeping_a_detail_private_is_offered_to_who_may_write_about_the_family(cast: Cast) -> None:
    PersonDetail.objects.create(person=cast.child, kind="language", words="Twi", known_from=LONG_AGO)
    page = reverse("person", args=[cast.child.pk]) + "?change=1"
    offered = "Keep it private"
    assert offered in cast.client(cast.priya).get(page).text
    beside = cast.client(cast.fay).get(page)
    assert "Strike out" in beside.text
    assert offered not in beside.text
