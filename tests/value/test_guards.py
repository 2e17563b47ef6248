"""Outcomes that hold the same pound do not stand beside each other."""

from dataclasses import replace
from decimal import Decimal

import pytest

from oneplan.rulebook.value.guards import Weight, findings, guards
from oneplan.rulebook.value.model import Model
from oneplan.rulebook.value.units import editions
from tests.value.constructed import CARE, CASE, VIOLENCE

pytestmark = pytest.mark.requirement("R343")
UNITS = editions()["gmca_ucd_v1_4"].units


def of(*codes: str, years: int = 5, left_out: frozenset[str] = frozenset(), economic: int = 0) -> Model:
    worth = replace(CARE.worth, economic=Decimal(economic))
    outcomes = tuple(
        replace(CARE, name=f"o{place}", code=code, left_out=left_out, worth=worth) for place, code in enumerate(codes)
    )
    return replace(CASE, outcomes=outcomes, years=years)


def refused(model: Model) -> list[str]:
    return [each.outcome.code for each in findings(model) if each.weight is Weight.REFUSE]


@pytest.mark.parametrize(
    ("first", "second"),
    [("CR1.0", "CR8.0"), ("CR2.0", "CR7.0"), ("CR2.0", "SS1.0"), ("CR2.0", "SS5.0.3"), ("CR2.0", "HO6.0"),
     ("SS1.0", "SS3.1"), ("SS5.0", "SS5.0.7"), ("SS6.0", "SS6.0.5")],
)  # fmt: skip
def test_one_pound_does_not_stand_twice(first: str, second: str) -> None:
    assert refused(of(first, second)) == [first]
    assert refused(of(second, first)) == [first]
    assert refused(of(first)) == []
    assert refused(of(second)) == []


def test_a_part_that_was_left_out_does_not_count_twice() -> None:
    without = frozenset({"children's social care"})
    assert refused(of("CR2.0", "SS1.0", left_out=without)) == []
    assert refused(of("CR2.0", "HO3.0", left_out=without)) == ["CR2.0"]


def test_what_may_be_too_much_is_said_and_does_not_refuse() -> None:
    (found,) = findings(of("E&S1.0", left_out=frozenset({"alternative education"}), economic=842))
    assert found.weight is Weight.WARN
    assert "after the end" in found.why
    assert findings(of("E&S1.0", years=40, left_out=frozenset({"alternative education"}), economic=842)) == []


def _twice(population: str) -> Model:
    first = replace(VIOLENCE, code="CR2.0", left_out=frozenset({"housing"}))
    reach = replace(first.reach, population=Decimal(population))
    return replace(CASE, outcomes=(first, replace(first, name="again", words="again", reach=reach)))


def test_one_row_for_the_same_people_is_refused_and_for_others_warned_of() -> None:
    (refused,) = [each for each in findings(_twice("100")) if "CR2.0" in each.why]
    assert (refused.weight, refused.outcome.name) == (Weight.REFUSE, "again")
    (warned,) = [each for each in findings(_twice("70")) if "CR2.0" in each.why]
    assert warned.weight is Weight.WARN
    assert "nobody is counted in both" in warned.why


def test_one_s_own_figure_is_no_row_of_the_library() -> None:
    assert findings(of("", "")) == []


def test_guards_speak_of_rows_and_parts_that_there_are() -> None:
    parts = {part.words for unit in UNITS.values() for part in unit.parts}
    for guard in guards():
        named = [code.rstrip("*").rstrip(".") for code in (*guard.of, *guard.others)]
        assert set(named) <= set(UNITS), guard.name
        assert guard.unless_left_out <= parts, guard.name
        assert guard.why.endswith((".", ").")), guard.name
