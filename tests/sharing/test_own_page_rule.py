"""Who reads what on the family's own page, as a rule by itself."""

import pytest

from oneplan.rulebook.sharing.categories import Category as K
from oneplan.rulebook.sharing.own_page import Reader, is_shown, is_special, shows_why

MOTHER, FATHER, LEO, TEENAGER = 1, 2, 3, 4
READER = Reader(frozenset({MOTHER}), frozenset({LEO, TEENAGER}), frozenset({TEENAGER}))


@pytest.mark.requirement("R198")
@pytest.mark.parametrize(
    ("people", "usual", "special"),
    [
        ({MOTHER}, True, True),
        ({LEO}, True, True),
        ({MOTHER, LEO}, True, True),
        ({TEENAGER}, True, False),
        ({FATHER}, False, False),
        ({MOTHER, FATHER}, True, False),
        ({LEO, FATHER}, False, False),
        (set(), False, False),
    ],
)
def test_by_whom_it_is_about_and_its_kind(people: set[int], usual: bool, special: bool) -> None:
    assert is_shown(READER, people=people, kinds=[K.PLAN]) is usual
    assert is_shown(READER, people=people, kinds=[K.PLAN, K.HEALTH]) is special
    assert is_shown(READER, people=people, kinds=[K.PLAN], sector="substance") is special


def test_another_grown_ups_answer_is_not_among_the_reasons() -> None:
    assert shows_why(READER, people={MOTHER, LEO, TEENAGER})
    assert not shows_why(READER, people={MOTHER, FATHER})


def test_a_name_tells_of_a_special_kind_or_does_not() -> None:
    for sector in ("health", "mental_health", "substance", "police", "youth_justice", "domestic_abuse"):
        assert is_special([K.PLAN], sector=sector), sector
    for sector in ("school", "housing", "voluntary", ""):
        assert not is_special([K.PLAN], sector=sector), sector
