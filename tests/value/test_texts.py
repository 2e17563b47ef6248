"""A model's text is read without trust; figures tried are put where the old ones stand, remarks and order kept."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplan.rulebook.value.differences import Difference, differences
from oneplan.rulebook.value.discounting import green_book
from oneplan.rulebook.value.files import BadModel, read
from oneplan.rulebook.value.texts import MOST_LETTERS, checked, model_of, parse
from oneplan.rulebook.value.tried import Change, applied, written
from tests.value.test_files import TEXT, of_library, said

pytestmark = pytest.mark.requirement("R338")
LADDER = green_book()


MODEL = """
price_year: 2015/16
years: 5
outcomes: {}
costs: {help: {payer: council, by_year: [%s], grade: 3}}
"""


class TestNumbers:
    """As they were written, not as YAML takes them for."""

    def test_a_number_is_the_text_that_was_written(self) -> None:
        assert parse("[0100, 1:30, 0.10, 5]") == ["0100", "1:30", "0.10", "5"]
        assert parse("[yes, ~, 2014-09-30]") == [True, None, date(2014, 9, 30)]

    def test_a_nought_before_a_number_makes_it_no_other_number(self) -> None:
        assert model_of(MODEL % "0100", ladder=LADDER).costs[0].by_year == (Decimal(100),)
        with pytest.raises(BadModel, match="“1:30” is no amount of money"):
            model_of(MODEL % "1:30", ladder=LADDER)

    @pytest.mark.parametrize("amounts", ["£400,000", "400,000", "£400,000, £120,000", "£1,200,500", "£400,120"])
    def test_an_amount_that_its_comma_cut_in_two_is_refused(self, amounts: str) -> None:
        with pytest.raises(BadModel, match="look like one amount with a comma"):
            model_of(MODEL % amounts, ladder=LADDER)

    @pytest.mark.parametrize(
        ("amounts", "read_as"), [("400, 120", [400, 120]), ('"£400,000", 0', [400_000, 0]), ("£400, £120", [400, 120])]
    )
    def test_amounts_beside_each_other_are_read(self, amounts: str, read_as: list[int]) -> None:
        assert list(model_of(MODEL % amounts, ladder=LADDER).costs[0].by_year) == read_as


OWN = {"fiscal", "economic", "social", "shares"}


class TestGuards:
    def test_a_scenario_is_guarded_as_the_model_is(self) -> None:
        given = said(units="gmca_ucd_v1_4")
        for name, unit in (("violence", "CR3.0"), ("care", "SS1.0")):
            outcome = {key: value for key, value in given["outcomes"][name].items() if key not in OWN}
            given["outcomes"][name] = outcome | {"unit": unit}
        checked(given, ladder=LADDER)
        given["scenarios"] = {"worse": {"outcomes": {"violence": {"unit": "CR2.0"}}}}
        with pytest.raises(BadModel) as failure:
            checked(given, ladder=LADDER)
        assert failure.value.faults[0].where == "scenarios.worse.outcomes.violence"


class TestReading:
    @pytest.mark.parametrize(
        ("text", "where", "words"),
        [
            ("a: &x [1]\nb: *x", "file", "repeats a part by a sign"),
            ("[" * 50_000, "file", "nested too deep"),
            ("a: 1\nb: {c: 2}\na: 3", "a", "twice, the second time on line 3"),
            ("o:\n  v: {x: 1}\n  v: {x: 2}", "o.v", "twice, the second time on line 3"),
            ("- [{a: 1, a: 2}]", "a", "twice"),
            ("a: [", "line 2", "cannot be read as YAML here"),
            ("day: 2001-99-99", "file", "cannot be read as YAML"),
            ("\x00", "file", "cannot be read as YAML"),
            ("!!python/object:os.system {}", "line 1", "could not determine a constructor"),
            ("--- 1\n--- 2", "line 2", "another document"),
            ("a" * (MOST_LETTERS + 1), "file", "at most 100,000"),
        ],
    )
    def test_what_cannot_be_trusted_or_read_is_refused_with_the_place(self, text: str, where: str, words: str) -> None:
        with pytest.raises(BadModel) as failure:
            parse(text)
        assert failure.value.faults[0].where == where
        assert words in failure.value.faults[0].words

    def test_a_model_is_read_as_yaml_reads_it(self) -> None:
        assert read(parse(TEXT), ladder=LADDER) == read(said(), ladder=LADDER)
        assert model_of(TEXT, ladder=LADDER) == read(said(), ladder=LADDER)
        assert parse("") is None

    def test_a_guard_that_refuses_is_a_fault(self) -> None:
        given = of_library()
        given["outcomes"]["care"] = given["outcomes"]["violence"] | {"unit": "SS1.0"}
        with pytest.raises(BadModel, match=r"outcomes\.violence: Violence at home already holds"):
            checked(given, ladder=LADDER)


class TestTrying:
    CHANGES = (
        Change("outcomes", 0, "impact", "31 %"), Change("outcomes", 1, "retention", "90 %"),
        Change("costs", 0, "by_year", "350000", 0),
    )  # fmt: skip

    def test_remarks_and_order_stay(self) -> None:
        text = TEXT.replace("impact: 0.3\n", "impact: 0.3  # judged by the team\n")
        made = written(text, self.CHANGES, ladder=LADDER)
        assert "    impact: 31 %  # judged by the team\n    deadweight: 20 %\n" in made
        assert "  care:\n    retention: 90 %\n    population: 200\n" in made
        assert "help: {payer: council, by_year: [350000], optimism: 10 %}" in made
        assert len(made.splitlines()) == len(text.splitlines()) + 1

    def test_what_is_said_between_braces_is_changed_there(self) -> None:
        outcome = (
            "{population: 1, affected: 1, engagement: 1, impact: 1, deadweight: 0, grade: 1, duration: 1, social: 1}"
        )
        head = "name: x\nprice_year: 2015/16\nyears: 2\n"
        text = f"{head}outcomes: {{v: {outcome}}}\ncosts: {{h: {{payer: c, by_year: [1, 2], grade: 1}}}}"
        changes = [Change("outcomes", 0, "lag", "1"), Change("costs", 0, "by_year", "5", 1)]
        made = written(text, changes, ladder=LADDER)
        assert "{v: {lag: 1, population: 1," in made
        assert "by_year: [1, 5]" in made

    def test_where_it_cannot_be_put_in_it_is_written_anew_and_means_the_same(self) -> None:
        text = TEXT.replace("    impact: 0.3\n", "    ? impact\n    : |-\n      0.3\n")
        made = written(text, self.CHANGES, ladder=LADDER)
        assert read(parse(made), ladder=LADDER) == read(applied(parse(text), self.CHANGES), ladder=LADDER)

    def test_what_cannot_be_is_refused_and_nothing_written(self) -> None:
        for value in ("130 %", "5 %\nevil: 1", "most"):
            with pytest.raises(BadModel, match="impact"):
                written(TEXT, [Change("outcomes", 0, "impact", value)], ladder=LADDER)

    def test_what_was_said_is_not_touched(self) -> None:
        given: dict[str, Any] = said()
        applied(given, self.CHANGES)
        assert given == said()

    @given(st.lists(st.tuples(
        st.integers(0, 1),
        st.sampled_from(["affected", "engagement", "retention", "impact", "deadweight", "drop_off"]),
        st.integers(0, 100),
    ), max_size=6, unique_by=lambda each: each[:2]))  # fmt: skip
    def test_the_text_always_means_what_was_tried(self, tried: list[tuple[int, str, int]]) -> None:
        changes = [Change("outcomes", number, key, f"{share} %") for number, key, share in tried]
        made = written(TEXT, changes, ladder=LADDER)
        assert read(parse(made), ladder=LADDER) == read(applied(said(), changes), ladder=LADDER)


class TestDiffering:
    def test_each_name_with_what_stood_there_and_what_stands_there_now(self) -> None:
        later = said()
        later["outcomes"]["violence"]["impact"] = 0.25
        later["costs"]["help"]["by_year"] = [1, 2]
        del later["outcomes"]["care"]["lag"]
        assert differences(said(), later) == [
            Difference("outcomes.violence.impact", "0.3", "0.25"), Difference("outcomes.care.lag", "1", ""),
            Difference("costs.help.by_year", "£400,000", "1, 2"),
        ]  # fmt: skip

    def test_the_same_differs_in_nothing(self) -> None:
        assert differences(said(), said()) == []
