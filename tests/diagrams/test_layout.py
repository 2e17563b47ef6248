"""Nobody twice, nobody on top of anybody, and every home round exactly its people, whatever the family."""

import shutil
from math import isfinite

import pytest
from hypothesis import given, settings

from oneplan.web.people.diagrams.drawing import FamilyDrawing, Sex
from oneplan.web.people.diagrams.layout import place
from tests.diagrams.cases import CASES
from tests.diagrams.drawings import drawings, plain_families
from tests.diagrams.geometry import (
    lines_through_people,
    numbers,
    outside_the_frame,
    overlapping_people,
    slants_beside_people,
    wrongly_outlined,
)

pytestmark = pytest.mark.requirement("R022")


def assert_readable(drawing: FamilyDrawing) -> None:
    placed = place(drawing)
    assert sorted(placed.spots) == sorted(person.key for person in drawing.people)
    assert all(isfinite(value) for value in numbers(placed))
    assert overlapping_people(placed) == []
    assert wrongly_outlined(drawing, placed) == []
    assert lines_through_people(placed) == []
    assert slants_beside_people(placed) == []
    assert outside_the_frame(placed) == []


@settings(max_examples=60)
@given(drawings())
def test_any_family_is_readable(drawing: FamilyDrawing) -> None:
    assert_readable(drawing)


@pytest.mark.deep
@settings(max_examples=5000)
@given(drawings(most=14))
def test_any_larger_family_is_readable(drawing: FamilyDrawing) -> None:
    assert_readable(drawing)


@pytest.mark.parametrize("name", CASES)
def test_the_families_we_know_are_readable(name: str) -> None:
    assert_readable(CASES[name]())


@settings(max_examples=20)
@given(drawings())
def test_the_same_family_is_always_drawn_alike(drawing: FamilyDrawing) -> None:
    assert place(drawing) == place(drawing)


@settings(max_examples=40)
@given(plain_families())
def test_siblings_stand_from_oldest_to_youngest_and_men_left_of_their_partners(drawing: FamilyDrawing) -> None:
    spots = place(drawing).spots
    sexes = {person.key: person.sex for person in drawing.people}
    for union in drawing.unions:
        man, woman = sorted((union.a, union.b), key=lambda key: sexes[key] is not Sex.MALE)
        assert spots[man].x < spots[woman].x
    for parents in {birth.parents for birth in drawing.births}:
        across = [spots[birth.child].x for birth in drawing.births if birth.parents == parents]
        assert across == sorted(across)


@settings(max_examples=30)
@given(drawings())
def test_children_stand_below_their_parents(drawing: FamilyDrawing) -> None:
    spots = place(drawing).spots
    for birth in drawing.births:
        assert all(spots[birth.child].y > spots[parent].y for parent in birth.parents)


def test_twins_share_a_fork_and_identical_twins_a_bar_across_it() -> None:
    placed = place(CASES["twins_of_both_kinds"]())
    (bar,) = placed.twin_bars
    (left, y), (right, _) = bar.points
    tia, una = placed.spots["tia"], placed.spots["una"]
    assert tia.x < left < right < una.x
    assert y < tia.y
    slanted = [(a, b) for a, b in (line.points for line in placed.children) if a[0] != b[0] and a[1] != b[1]]
    assert len(slanted) == 4
    assert len({start for start, _ in slanted}) == 2


@pytest.mark.parametrize("program", ["missing", "/bin/false", "/bin/echo"])
def test_without_graphviz_our_own_order_stands(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None if program == "missing" else program)
    for case in CASES.values():
        assert_readable(case())
