"""Outcomes that hold the same pound do not stand beside each other."""

from dataclasses import replace
from decimal import Decimal
from fnmatch import fnmatchcase

import pytest

from oneplan.rulebook.value.guards import Weight, findings, guards
from oneplan.rulebook.value.measures import measures
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


WARNED = [
    ("HO1.0", "HO3.0", {"homelessness decision", "temporary accommodation"}),
    ("HO1.0", "HO4.1", {"temporary accommodation"}), ("E&S1.0", "CR8.0", {"crime"}), ("E&S2.0", "CR8.0", {"crime"}),
    ("E&S1.0", "SS1.0", {"social services"}), ("E&S2.0", "SS1.0", {"social services"}),
    ("E&S2.0", "SS5.0.3", {"social services"}), ("E&S1.0", "HE12.0", {"health"}), ("CR2.0", "HE4.0", {"health"}),
    ("CR8.0", "HE7.0", {"NHS"}),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second", "parts"), WARNED, ids=[f"{one} {two}" for one, two, _ in WARNED])
def test_rows_that_share_a_part_warn_until_it_is_left_out(first: str, second: str, parts: set[str]) -> None:
    def said(*codes: str, left_out: set[str]) -> list[tuple[str, str]]:
        model = of(*codes, left_out=frozenset(left_out))
        return [(each.outcome.code, each.why) for each in findings(model) if "Leave the part" in each.why]

    rest = {part.words for part in UNITS[first].parts} - parts
    for pair in ((first, second), (second, first)):
        ((code, why),) = said(*pair, left_out=rest)
        assert code == first
        assert all(f"“{part}”" in why for part in parts)
        assert said(*pair, left_out=rest | parts) == []
        assert said(*pair, left_out=parts | {"alternative education"}) == []
    assert said(first, left_out=rest) == said(second, left_out=set()) == []


def test_an_application_holds_the_first_weeks_of_bed_and_breakfast() -> None:
    (found,) = findings(of("HO3.0", "HO4.1"))
    assert (found.weight, found.outcome.code) == (Weight.WARN, "HO3.0")
    assert "four weeks" in found.why


def test_what_the_area_s_own_model_counts_together_holds_no_pound_twice() -> None:
    priced = [each for each in measures().values() if each.unit]
    outcomes = tuple(
        replace(CARE, name=each.name, code=each.unit, left_out=frozenset(each.leave_out)) for each in priced
    )  # fmt: skip
    found = findings(replace(CASE, outcomes=outcomes))
    assert {"E&S1.0", "E&S2.0", "SS1.0", "CR1.0", "CR2.0"} <= {each.unit for each in priced}
    assert [each.why for each in found if "already holds" in each.why or "already hold " in each.why] == []


def _twice(population: str) -> Model:
    first = replace(VIOLENCE, code="CR2.0", left_out=frozenset({"housing"}))
    reach = replace(first.reach, population=Decimal(population))
    return replace(CASE, outcomes=(first, replace(first, name="again", words="again", reach=reach)))


def test_one_row_for_the_same_people_is_refused_and_for_others_warned_of() -> None:
    (refused,) = [each for each in findings(_twice("100")) if "CR2.0" in each.why]
    assert (refused.weight, refused.outcome.name) == (Weight.REFUSE, "again")
    for nearly in ("99", "101", "111"):
        (warned,) = [each for each in findings(_twice(nearly)) if "CR2.0" in each.why]
        assert warned.weight is Weight.WARN
        assert "the same pound counts twice. Take one of the two out" in warned.why
    (warned,) = [each for each in findings(_twice("70")) if "CR2.0" in each.why]
    assert warned.weight is Weight.WARN
    assert "nobody is counted in both" in warned.why


def test_as_many_are_as_many_however_they_are_reckoned() -> None:
    twice = _twice("200")
    first, again = twice.outcomes
    half = replace(again, reach=replace(again.reach, affected=first.reach.affected / 2))
    (refused,) = [each for each in findings(replace(twice, outcomes=(first, half))) if "CR2.0" in each.why]
    assert refused.weight is Weight.REFUSE


def test_one_s_own_figure_is_no_row_of_the_library() -> None:
    assert findings(of("", "")) == []


def test_guards_speak_of_rows_and_parts_that_there_are() -> None:
    for guard in guards():
        for pattern in (*guard.of, *guard.others):
            assert any(fnmatchcase(code, pattern) for code in UNITS), f"{guard.name}: {pattern}"
        for code in guard.of:
            assert guard.unless_left_out <= {part.words for part in UNITS[code].parts}, guard.name
        assert guard.why.endswith((".", ").")), guard.name
