"""The words say all that the drawing shows, what must not be missed first."""

import pytest
from hypothesis import given, settings

from oneplan.engine.drawing.letters import tidy
from oneplan.web.people.diagrams.drawing import (
    Birth,
    BrokenDrawing,
    DiagramPerson,
    FamilyDrawing,
    Tie,
    TieKind,
    Union,
    UnionKind,
)
from oneplan.web.people.diagrams.words import as_text, name_of
from tests.diagrams.cases import half_siblings, pregnancy
from tests.diagrams.drawings import drawings
from tests.diagrams.sheffield import brown, deardon, evans, jones, smith, williams

pytestmark = pytest.mark.requirement("R022")


def said(drawing: FamilyDrawing, heading: str) -> tuple[str, ...]:
    return next(section.sentences for section in as_text(drawing) if section.heading == heading)


@settings(max_examples=60)
@given(drawings())
def test_every_person_birth_union_tie_and_home_is_told(drawing: FamilyDrawing) -> None:
    sentences = [sentence for section in as_text(drawing) for sentence in section.sentences]
    names = {person.key: name_of(person) for person in drawing.people}
    for person in drawing.people:
        assert any(sentence.startswith(f"{names[person.key]}: ") for sentence in sentences)
        assert all(tidy(note) in " ".join(sentences) for note in person.notes)
    for pair in [(union.a, union.b) for union in drawing.unions] + [(tie.a, tie.b) for tie in drawing.ties]:
        assert any(names[pair[0]] in sentence and names[pair[1]] in sentence for sentence in sentences)
    for birth in drawing.births:
        assert any(all(names[key] in sentence for key in (birth.child, *birth.parents)) for sentence in sentences)
    for home in drawing.homes:
        assert any(all(names[key] in sentence for key in home.members) for sentence in sentences)


@pytest.mark.requirement("R005")
def test_alerts_come_first() -> None:
    first = as_text(evans())[0]
    assert first.heading == "Please note"
    assert first.sentences == (
        "Father is not allowed contact with Daughter.",
        "Father is not allowed contact with Child.",
        "Father is not allowed contact with Baby.",
        "Father: no contact with the children.",
    )


def test_contact_that_is_only_restricted_is_not_said_to_be_forbidden() -> None:
    father, child = (DiagramPerson(key=name.lower(), name=name) for name in ("Father", "Child"))
    tie = Tie("father", "child", TieKind.BARRED, "supervised contact only")
    first = as_text(FamilyDrawing(title="", on="today", people=(father, child), ties=(tie,)))[0]
    assert first.sentences == ("Father has only restricted contact with Child (supervised contact only).",)


def test_the_williams_family_reads_plainly() -> None:
    assert [(section.heading, section.sentences) for section in as_text(williams())] == [
        ("Who lives where", ("Sarah, Craig, James and Aran live together.",)),
        ("Parents and children", ("Sarah and Craig are the parents of James and Aran.",)),
        ("Couples", ("Sarah and Craig are married.",)),
        ("Between people", ("Sarah cares for Craig.",)),
        (
            "The family",
            ("Sarah: female.", "Craig: male.", "James: 7; male.", "Aran: 6; male."),
        ),
    ]


def test_twins_and_what_is_not_known_are_told() -> None:
    assert "Twin 1 and Twin 2 are twins." in said(brown(), "Parents and children")
    assert "Where Other parent lives is not recorded." in said(brown(), "Who lives where")
    assert "Rebecca's mother: lives close by." in said(brown(), "Who lives where")


@pytest.mark.requirement("R004")
def test_a_parent_elsewhere_whom_the_worker_never_met() -> None:
    assert said(deardon(), "Others who matter to them") == ("Joel: male; lives elsewhere; never met by the worker.",)


@pytest.mark.requirement("R006")
def test_guardians_are_not_called_parents() -> None:
    told = "Ray and George are the guardians of First boy, Second boy and Third child."
    assert told in said(smith(), "Parents and children")


@pytest.mark.requirement("R007")
def test_a_co_parent_is_told() -> None:
    assert said(jones(), "Between people") == ("Grace shares the parenting with Morgan.",)


@pytest.mark.requirement("R008")
def test_step_adopted_and_fostered_children_are_told_apart() -> None:
    told = said(half_siblings(), "Parents and children")
    assert "Sam is the stepfather of Megan and Rhys." in told
    assert "Sam and Nia have adopted Ada." in told
    assert "Sam and Nia are fostering Joy." in told


@pytest.mark.requirement("R011")
def test_an_unborn_child_is_told_with_the_due_date() -> None:
    assert "Baby: not yet born; due 3 June 2013." in said(pregnancy(), "The family")


A, B = DiagramPerson(key="a", name="A"), DiagramPerson(key="b", name="B")


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"people": (A, A)}, "Named twice"),
        ({"people": (A,), "ties": (Tie("a", "b", TieKind.CLOSE),)}, "does not hold: b"),
        ({"people": (A,), "unions": (Union("a", "a", UnionKind.MARRIED),)}, "Named twice"),
        ({"people": (A, B), "births": (Birth("a", ()),)}, "one or two parents"),
        ({"people": (A, B), "births": (Birth("a", ("b",)), Birth("b", ("a",)))}, "their own ancestor"),
    ],
)
def test_facts_that_cannot_be_drawn_are_refused_in_words(parts: dict[str, tuple[object, ...]], reason: str) -> None:
    with pytest.raises(BrokenDrawing, match=reason):
        FamilyDrawing(title="", on="", **parts)  # type: ignore[arg-type]
