"""What answers come to: the plain rule, case by case."""

from datetime import date

import pytest

from oneplan.rulebook.sharing.categories import Category, about
from oneplan.rulebook.sharing.consent import Answer, Purpose, Said, Standing, standing

SCHOOL, HOSPITAL = 1, 2
NAMES = {"school": SCHOOL, "hospital": HOSPITAL, "any": None}
TODAY = date(2026, 3, 20)


def _said(line: str) -> Said:
    """“own yes school plan 1” : who, answer, agency, kind, day of March; a sixth word is the day it runs out."""
    who, answer, agency, kind, day, *ends = line.split()
    return Said(
        purpose=Purpose.SHARE,
        answer=Answer(answer),
        on=date(2026, 3, int(day)),
        is_own=who == "own",
        agency=NAMES[agency],
        category=None if kind == "any" else Category(kind),
        expires_on=date(2026, 3, int(ends[0])) if ends else None,
    )


CASES = [
    ("nobody asked", "", "school plan", "not_asked"),
    ("a yes to one school's plan", "own yes school plan 1", "school plan", "agreed"),
    ("is none to the hospital", "own yes school plan 1", "hospital plan", "not_asked"),
    ("and none to anything else", "own yes school plan 1", "school needs", "not_asked"),
    ("a yes to everything for one agency", "own yes school any 1", "school needs", "agreed"),
    ("never covers the special kinds", "own yes any any 1", "school health", "not_asked"),
    ("which must be named", "own yes school health 1", "school health", "agreed"),
    ("a no to everything covers them", "own yes school health 1; own no any any 2", "school health", "refused"),
    ("a later yes takes a no back", "own no school plan 1; own yes school plan 2", "school plan", "agreed"),
    ("a no by name stands against a wide yes", "own no any needs 1; own yes school any 2", "school needs", "refused"),
    ("until taken up by name", "own no any needs 1; own yes school needs 2", "school needs", "agreed"),
    ("the other kinds are not touched by it", "own no any needs 1; own yes school any 2", "school plan", "agreed"),
    ("taken back", "own yes school plan 1; own withdrawn school plan 2", "school plan", "withdrawn"),
    ("taking one back leaves the rest", "own yes school plan 1; own withdrawn school needs 2", "school plan", "agreed"),
    ("a yes for a time", "own yes school plan 1 25", "school plan", "agreed"),
    ("that has ended", "own yes school plan 1 20", "school plan", "expired"),
    ("an answer of tomorrow does not count yet", "own yes school plan 21", "school plan", "not_asked"),
    ("a parent's yes", "parent yes school plan 1", "school plan", "agreed"),
    ("is outranked by the child's own no", "own no school plan 1; parent yes school plan 2", "school plan", "refused"),
    ("and a parent's no by their own yes", "own yes school plan 1; parent no school plan 2", "school plan", "agreed"),
    ("a no to one agency stands against a yes to all", "own no school plan 1; own yes any plan 2", "school plan",
     "refused"),
    ("a wide no is taken up by a later wide yes", "own no any any 1; own yes any any 2", "school plan", "agreed"),
    ("a lasting yes outlives a newer one that ran out", "own yes school plan 1; own yes school plan 2 9", "school plan",
     "agreed"),
    ("what was said last names it: no", "own withdrawn school plan 1; own no school plan 2", "school plan", "refused"),
    ("what was said last names it: taken back", "own no school plan 1; own withdrawn school plan 2", "school plan",
     "withdrawn"),
    ("a yes of today counts today", "own yes school plan 20", "school plan", "agreed"),
    ("one parent's later no ends the other's yes", "parent yes school plan 1; parent no school plan 2", "school plan",
     "refused"),
]  # fmt: skip


@pytest.mark.requirement("R187", "R191")
@pytest.mark.parametrize(("title", "said", "asked", "expected"), CASES, ids=[case[0] for case in CASES])
def test_what_the_answers_come_to(title: str, said: str, asked: str, expected: str) -> None:
    agency, kind = asked.split()
    answers = [_said(line.strip()) for line in said.split(";") if line.strip()]
    stands = standing(answers, purpose=Purpose.SHARE, on=TODAY, agency=NAMES[agency], category=Category(kind))
    assert stands.standing is Standing(expected), title


@pytest.mark.requirement("R186")
@pytest.mark.parametrize("purpose", Purpose)
def test_one_consent_never_stands_for_another_nor_ends_it(purpose: Purpose) -> None:
    said = [Said(each, Answer.YES, date(2026, 3, 1)) for each in Purpose if each is not purpose]
    assert standing(said, purpose=purpose, on=TODAY).standing is Standing.NOT_ASKED
    said.append(Said(purpose, Answer.WITHDRAWN, date(2026, 3, 2)))
    for other in Purpose:
        assert standing(said, purpose=other, on=TODAY).is_agreed == (other is not purpose)


def test_every_kind_of_information_has_words_for_workers_and_for_families() -> None:
    for category in Category:
        assert about(category).words
        assert about(category).plain
