"""One human being may stand in several families, and sometimes twice in the record."""

from collections import defaultdict

import pytest

from oneplan.engine.synthetic import SyntheticFamily
from oneplan.engine.synthetic.people import Person

Area = tuple[SyntheticFamily, ...]


@pytest.fixture(scope="module")
def linked(area: Area) -> list[tuple[SyntheticFamily, SyntheticFamily]]:
    """Each linked family with the family it is linked to."""
    return [(family, area[family.link.family]) for family in area if family.link is not None]


def common(one: SyntheticFamily, other: SyntheticFamily) -> set[int]:
    """Human beings who are really in both."""
    return {person.person for person in one.truth.people} & {person.person for person in other.truth.people}


def roles(family: SyntheticFamily, person: int) -> set[str]:
    records = {item.record for item in family.truth.people if item.person == person}
    return {row.role for row in family.memberships if row.person in records}


def test_every_linked_family_shares_somebody(linked: list[tuple[SyntheticFamily, SyntheticFamily]]) -> None:
    assert len(linked) > 100
    assert all(common(family, first) for family, first in linked)


def test_all_four_kinds_of_link_occur(linked: list[tuple[SyntheticFamily, SyntheticFamily]]) -> None:
    kinds = {family.link.kind for family, _ in linked if family.link is not None}
    assert kinds == {"shared_father", "new_family", "two_homes", "shared_grandmother"}


def test_a_shared_record_is_the_same_in_every_family(area: Area) -> None:
    records: dict[int, set[Person]] = defaultdict(set)
    families: dict[int, int] = defaultdict(int)
    for family in area:
        for person in family.people:
            records[person.key].add(person)
            families[person.key] += 1
    assert all(len(found) == 1 for found in records.values())
    assert max(families.values()) >= 3


def test_a_shared_father_is_a_parent_in_both(linked: list[tuple[SyntheticFamily, SyntheticFamily]]) -> None:
    for family, first in linked:
        if family.link is not None and family.link.kind == "shared_father":
            (father,) = common(family, first)
            assert "parent_elsewhere" in roles(first, father)
            assert roles(family, father) & {"parent_elsewhere", "parent_or_carer"}


def test_a_young_parent_was_a_child_in_the_first_family(
    linked: list[tuple[SyntheticFamily, SyntheticFamily]],
) -> None:
    for family, first in linked:
        if family.link is not None and family.link.kind == "new_family":
            (daughter,) = common(family, first)
            assert roles(first, daughter) == {"child"}
            assert roles(family, daughter) <= {"parent_or_carer", "expectant_parent"}


def test_children_of_two_homes_are_children_in_both(linked: list[tuple[SyntheticFamily, SyntheticFamily]]) -> None:
    for family, first in linked:
        if family.link is not None and family.link.kind == "two_homes":
            children = [person for person in common(family, first) if "child" in roles(family, person)]
            assert children
            assert all("child" in roles(first, child) for child in children)


def test_a_shared_grandmother_helps_in_both(linked: list[tuple[SyntheticFamily, SyntheticFamily]]) -> None:
    for family, first in linked:
        if family.link is not None and family.link.kind == "shared_grandmother":
            (grandmother,) = common(family, first)
            assert roles(family, grandmother) == roles(first, grandmother) == {"other"}


def test_some_people_stand_in_the_record_twice_and_the_truth_says_so(area: Area) -> None:
    """Found by nothing but the truth: the second record has another key and a name slightly wrong."""
    records: dict[int, dict[int, Person]] = defaultdict(dict)
    for family in area:
        people = {person.key: person for person in family.people}
        for person in family.truth.people:
            records[person.person][person.record] = people[person.record]
    twice = [list(found.values()) for found in records.values() if len(found) > 1]
    assert 2 <= len(twice) <= len(area) / 50
    for one, *others in twice:
        assert all((one.given, one.family_name) != (other.given, other.family_name) for other in others)
        assert all(one.sex == other.sex for other in others)


def test_nobody_is_shared_between_families_that_are_not_linked(area: Area) -> None:
    clusters: dict[int, set[int]] = defaultdict(set)
    for family in area:
        first = family.index if family.link is None else family.link.family
        for person in family.truth.people:
            clusters[person.person].add(first)
    assert all(len(found) == 1 for found in clusters.values())


def test_everything_a_family_speaks_of_is_in_it(area: Area) -> None:
    """Each family can be loaded alone: no key leads outside."""
    for family in area:
        keys = {person.key for person in family.people}
        homes = {home.key for home in family.homes}
        assert {person.record for person in family.truth.people} == keys
        assert {row.person for row in family.memberships} <= keys
        assert {stay.person for stay in family.residences} <= keys
        assert {stay.home for stay in family.residences} == homes
        assert {warning.home for warning in family.visit_warnings} <= homes
        assert {key for tie in family.relationships for key in (tie.person, tie.other)} <= keys
        assert {key for row in family.contact_patterns for key in (row.parent, row.child)} <= keys
        assert {key for row in family.caring for key in (row.carer, row.cared_for)} <= keys
        assert {key for contact in family.contacts for key in contact.seen} <= keys
