"""What answers come to: the plain rule, case by case."""

from datetime import date

import pytest

from oneplan.rulebook.sharing.categories import Category, about
from oneplan.rulebook.sharing.consent import (
    Answer,
    Purpose,
    Said,
    Standing,
    in_a_sentence,
    standing,
    to_keep,
    yeses_that_hold,
)

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


HOLDING = [
    ("every yes that goes on", "own yes school plan 1; own yes school plan 3", [1, 3]),
    ("none from before it was taken back", "own yes school plan 1; own withdrawn school plan 2; own yes school plan 5",
     [5]),
    ("none that ran out", "own yes school plan 1 20; own yes school plan 2 21", [2]),
    ("none to come", "own yes school plan 21", []),
    ("none for another service", "own yes hospital plan 1", []),
]  # fmt: skip


@pytest.mark.requirement("R191")
@pytest.mark.parametrize(("title", "said", "days"), HOLDING, ids=[case[0] for case in HOLDING])
def test_which_yeses_hold(title: str, said: str, days: list[int]) -> None:
    answers = [_said(line.strip()) for line in said.split(";")]
    found = yeses_that_hold(answers, purpose=Purpose.SHARE, on=TODAY, agency=SCHOOL, category=Category.PLAN)
    assert [each.on.day for each in found] == days, title


# What was said before, whether by the one who speaks now, what they say now, until which day of March: what is kept.
KEPT = [
    ("a first yes", "", True, "yes", None, "yes"),
    ("a first no", "", True, "no", None, "no"),
    ("the same yes again", "own yes school plan 1", True, "yes", None, ""),
    ("somebody else's yes", "parent yes school plan 1", False, "yes", None, "yes"),
    ("a yes said before the one that stands", "own yes school plan 20", True, "yes", None, "yes"),
    ("a no to one's own yes", "own yes school plan 1", True, "no", None, "withdrawn"),
    ("a no to somebody else's yes", "parent yes school plan 1", False, "no", None, "no"),
    ("the same no again", "own no school plan 1", True, "no", None, ""),
    ("a no said before the one that stands", "own no school plan 20", True, "no", None, "no"),
    ("somebody else's no", "parent no school plan 1", False, "no", None, "no"),
    ("a no after taking back", "own withdrawn school plan 1", True, "no", None, "no"),
    ("a yes after taking back", "own withdrawn school plan 1", True, "yes", None, "yes"),
    ("a yes after it ran out", "own yes school plan 1 5", True, "yes", None, "yes"),
    ("for a time now", "own yes school plan 1", True, "yes", 25, "withdrawn yes"),
    ("for a shorter time", "own yes school plan 1 28", True, "yes", 25, "withdrawn yes"),
    ("for the same time", "own yes school plan 1 25", True, "yes", 25, ""),
    ("for a longer time", "own yes school plan 1 22", True, "yes", 25, "yes"),
    ("for good now", "own yes school plan 1 25", True, "yes", None, "yes"),
]


@pytest.mark.requirement("R187", "R191")
@pytest.mark.parametrize(("title", "said", "same", "wish", "until", "kept"), KEPT, ids=[case[0] for case in KEPT])
def test_what_a_fresh_answer_adds(title: str, said: str, same: bool, wish: str, until: int | None, kept: str) -> None:
    answers = [_said(said)] if said else []
    stands = standing(answers, purpose=Purpose.SHARE, on=TODAY, agency=SCHOOL, category=Category.PLAN)
    ends_on = date(2026, 3, until) if until else None
    found = to_keep(stands, Answer(wish), is_speakers=same, on=date(2026, 3, 19), ends_on=ends_on)
    assert " ".join(found) == kept, title


SENTENCES = [
    ("", "Leo", "Leo has not been asked about health."),
    ("", None, "Somebody has not been asked about health."),
    ("own no school health 1", "Leo", "Leo said no about health."),
    ("parent no school health 1", "Leo", "A parent or carer said no for Leo about health."),
    ("own withdrawn school health 2", "Leo", "Leo took back their yes about health on 2 March 2026."),
    ("parent withdrawn school health 2", None,
     "A parent or carer took back their yes for somebody about health on 2 March 2026."),
]  # fmt: skip


@pytest.mark.requirement("R191", "R198")
@pytest.mark.parametrize(("said", "name", "words"), SENTENCES)
def test_a_childs_no_is_told_apart_from_a_parents(said: str, name: str | None, words: str) -> None:
    answers = [_said(said)] if said else []
    stands = standing(answers, purpose=Purpose.SHARE, on=TODAY, agency=SCHOOL, category=Category.HEALTH)
    assert in_a_sentence(stands, name, topic="health") == words
