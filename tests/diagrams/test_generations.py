"""Who stands in which row."""

import pytest

from oneplan.web.people.diagrams.drawing import FamilyDrawing, Tie, TieKind, Union, UnionKind
from oneplan.web.people.diagrams.generations import rows_of
from tests.diagrams.cases import teen_parent
from tests.diagrams.sheffield import births, home, person

pytestmark = pytest.mark.requirement("R022", "R008")


def test_three_generations_stand_in_three_rows() -> None:
    rows = rows_of(teen_parent())
    assert [rows[key] for key in ("anil", "jake_mum", "priya", "jake", "ravi", "baby")] == [0, 0, 1, 1, 1, 2]


def test_grandparents_by_marriage_come_down_to_their_own_children() -> None:
    drawing = FamilyDrawing(
        title="",
        on="",
        people=tuple(person(key) for key in ("great", "gran", "mum", "dad", "dads_mum")),
        unions=(Union("mum", "dad", UnionKind.MARRIED),),
        births=(*births("great", "gran"), *births("gran", "mum"), *births("dads_mum", "dad")),
    )
    assert rows_of(drawing) == {"great": 0, "gran": 1, "dads_mum": 1, "mum": 2, "dad": 2}


def test_an_uncle_who_is_a_partner_still_stands_above_his_child() -> None:
    drawing = FamilyDrawing(
        title="",
        on="",
        people=tuple(person(key) for key in ("gran", "mum", "uncle", "niece", "child")),
        unions=(Union("uncle", "niece", UnionKind.PARTNERS),),
        births=(*births("gran", "mum", "uncle"), *births("mum", "niece"), *births("uncle niece", "child")),
    )
    rows = rows_of(drawing)
    assert rows["gran"] < rows["mum"] < rows["niece"] < rows["child"]
    assert rows["gran"] < rows["uncle"] == rows["niece"]


def test_people_placed_by_ties_and_homes_alone() -> None:
    drawing = FamilyDrawing(
        title="",
        on="",
        people=tuple(person(key) for key in ("mum", "child", "friend", "guardian", "grandad", "lodger", "ward")),
        births=births("mum", "child"),
        ties=(
            Tie("friend", "mum", TieKind.HELPS),
            Tie("guardian", "ward", TieKind.GUARDIAN),
            Tie("grandad", "child", TieKind.GRANDPARENT),
        ),
        homes=(home("h", "", "child mum lodger"),),
    )
    rows = rows_of(drawing)
    assert rows["friend"] == rows["mum"] == rows["lodger"]
    assert rows["ward"] == rows["guardian"] + 1
    assert rows["grandad"] < rows["mum"] < rows["child"]
