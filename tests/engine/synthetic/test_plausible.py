"""The area looks like one: shares of families and events lie within bounds."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from oneplan.engine.synthetic import SyntheticFamily
from oneplan.engine.synthetic.people import Person

Area = tuple[SyntheticFamily, ...]
Test = Callable[[SyntheticFamily], bool]


def has_role(role: str) -> Test:
    return lambda family: any(row.role == role for row in family.memberships)


def has_kin(kin: str) -> Test:
    return lambda family: any(tie.kin == kin for tie in family.relationships)


def has_share(share: str) -> Test:
    return lambda family: any(stay.share == share for stay in family.residences)


def has_circumstance(kind: str) -> Test:
    return lambda family: any(item.kind == kind for item in family.circumstances)


def is_shape(*shapes: str) -> Test:
    return lambda family: family.truth.shape in shapes


def is_open(family: SyntheticFamily) -> bool:
    return any(episode.closed_on is None for episode in family.episodes)


def has_early_baby(family: SyntheticFamily) -> bool:
    born = {person.record: person.born_on for person in family.truth.people}
    found = [(person.due_on, born[person.key]) for person in family.people]
    return any(due is not None and day is not None and due - day >= timedelta(days=21) for due, day in found)


BOUNDS: list[tuple[str, Test, float, float]] = [
    ("lone parents", is_shape("lone_mother", "lone_father"), 0.40, 0.50),
    ("lone fathers", is_shape("lone_father"), 0.03, 0.09),
    ("couples", is_shape("couple"), 0.20, 0.32),
    ("step families", is_shape("step"), 0.10, 0.20),
    ("grandparents who bring up", is_shape("grandparents"), 0.01, 0.05),
    ("guardians", is_shape("guardians"), 0.005, 0.03),
    ("three generations", is_shape("three_generations"), 0.02, 0.06),
    ("young parents", is_shape("young_parent"), 0.02, 0.07),
    ("without children", is_shape("childless"), 0.005, 0.03),
    ("a parent living elsewhere", has_role("parent_elsewhere"), 0.45, 0.75),
    ("an expectant parent", has_role("expectant_parent"), 0.005, 0.05),
    ("a grandmother who helps", has_kin("co_parent"), 0.08, 0.25),
    ("twins", has_kin("twin"), 0.015, 0.06),
    ("a friend or neighbour", lambda family: any(tie.kin == "friend" for tie in family.relationships), 0.03, 0.10),
    ("children with two homes", has_share("part_week"), 0.03, 0.12),
    ("somebody at university", has_share("term_time"), 0.02, 0.12),
    ("a care leaver", has_circumstance("care_leaver"), 0.004, 0.05),
    ("a diagnosis", has_circumstance("diagnosis"), 0.25, 0.50),
    ("an early baby", has_early_baby, 0.08, 0.25),
    ("a contact restriction", lambda family: bool(family.restrictions), 0.012, 0.032),
    ("safe-contact rules", lambda family: bool(family.safe_contact), 0.05, 0.13),
    ("visit warnings", lambda family: bool(family.visit_warnings), 0.05, 0.14),
    ("caring", lambda family: bool(family.caring), 0.04, 0.10),
    ("a death", lambda family: any(person.died_on for person in family.truth.people), 0.005, 0.04),
    ("open today", is_open, 0.10, 0.22),
    ("never supported", lambda family: not family.episodes, 0.08, 0.25),
    ("helped more than once", lambda family: len(family.requests) > 1, 0.15, 0.35),
    ("linked to an earlier family", lambda family: family.link is not None, 0.12, 0.30),
]


@pytest.mark.parametrize(("what", "holds", "low", "high"), BOUNDS, ids=[row[0] for row in BOUNDS])
def test_share_of_families(area: Area, what: str, holds: Test, low: float, high: float) -> None:
    share = sum(map(holds, area)) / len(area)
    assert low <= share <= high, f"{what}: {share:.3f}"


def test_family_sizes(area: Area) -> None:
    children = Counter(sum(row.role == "child" for row in family.memberships) for family in area)
    assert 1.8 <= sum(number * times for number, times in children.items()) / len(area) <= 3.0
    assert max(children) >= 6


def test_every_community_is_there_and_none_is_everybody(area: Area) -> None:
    found = Counter(family.truth.community for family in area)
    assert len(found) == 14
    assert 0.55 <= found["white_british"] / len(area) <= 0.75


def test_first_requests_are_for_families_with_children_under_age(area: Area) -> None:
    """Help for families means children at the time, but for the few without any."""
    with_child = 0
    for family in area:
        asked, born = family.requests[0].received_on, [person.born_on for person in family.truth.people]
        with_child += any(day is None or asked - day < timedelta(days=18 * 365.25) for day in born)
    assert with_child / len(area) > 0.9


def adults(area: Area, today: date) -> list[Person]:
    found = []
    for family in area:
        born = {person.record: person.born_on for person in family.truth.people}
        for person in family.people:
            day = born[person.key]
            if day is not None and (today - day).days > 18 * 365.25:
                found.append(person)
    return found


def test_interpreters_are_for_the_persons_own_language(area: Area, today: date) -> None:
    grown = adults(area, today)
    needing = [person for person in grown if person.interpreter]
    assert 0.02 <= len(needing) / len(grown) <= 0.15
    assert all(person.interpreter == person.language != "English" for person in needing)


def test_ethnicity_language_and_faith_go_together(area: Area) -> None:
    """A Polish-speaking person is recorded as White other, or not yet asked, or of mixed parents."""
    people = [person for family in area for person in family.people]
    assert {p.ethnicity for p in people if p.language == "Polish"} <= {"WOTH", "NOBT"}
    somali = [p for p in people if p.language == "Somali"]
    assert len(somali) > 20
    assert sum(p.faith == "Muslim" for p in somali) / len(somali) > 0.7
    assert {"MWBC", "MWBA", "MWAS"} <= {p.ethnicity for p in people}


def test_birth_dates_are_known_to_different_degrees(area: Area) -> None:
    found = Counter(person.birth.precision for family in area for person in family.people)
    assert set(found) == {"day", "month", "season", "year", "about", "unknown"}
    assert found["day"] / sum(found.values()) > 0.6


def test_notes_differ(area: Area) -> None:
    notes = [contact.note for family in area for contact in family.contacts]
    assert len(set(notes)) / len(notes) > 0.6
