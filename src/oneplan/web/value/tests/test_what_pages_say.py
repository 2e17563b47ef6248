"""What a result says in words, and what of its figures is uncertain."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
import yaml

from oneplan.engine.value import report
from oneplan.web.value.reads import results, sharing
from oneplan.web.value.reads.results import Told
from oneplan.web.value.reads.sure import draws_of
from tests import worth
from tests.value.test_files import TEXT as CONSTRUCTED

pytestmark = pytest.mark.requirement("R338", "R341", "R343")


def told(**also: Any) -> Told:
    return results.of_said(yaml.safe_load(CONSTRUCTED) | also)


def test_the_whole_in_sentences() -> None:
    assert told().sentences == [
        (
            "One year of help costs £440,000.00, and within 5 years £394,173.76 comes back to the public purse: £0.90 "
            "for each £1 put in."
        ),
        (
            "With what it is worth to people and to the economy, and without what only moves between purses, it is "
            "worth £568,591.17: £1.29 for each £1 put in."
        ),
        (
            "The public purse does not get its money back within 5 years, as worth now: every effect would have to be "
            "1.12 times as large."
        ),
        "None of what comes back is marked as money that can be taken out of a budget.",
    ]


def test_what_is_paid_over_several_years_is_no_years_cost() -> None:
    costs = {"help": {"payer": "council", "by_year": [1000, 1000], "optimism": 0}}
    assert told(costs=costs).sentences[0].startswith("Over 5 years the help costs £1,966.18, and £")


def test_what_was_looked_for_and_not_counted_is_told_apart_from_what_was_reached() -> None:
    reached, looked_for = {"words": "children who sleep through"}, {"words": "rent: no better", "reached": "no"}
    found = told(not_priced={"sleep": reached, "rent": looked_for})
    assert [each.name for each in found.model.reached] == ["sleep"]
    assert [each.name for each in found.model.not_counted] == ["rent"]
    outcomes = len(found.model.outcomes)
    assert found.rests_on.startswith(f"It rests on {outcomes} of {outcomes + 1} effects that were looked for")
    assert told(not_priced={"sleep": reached}).rests_on == ""


def test_a_figure_typed_over_what_was_counted_says_so() -> None:
    source = "partners' files: 58 people; which makes 17.1 to be expected a year and 46.44 % fewer of them, "
    source += "drawn from 30 to 60 %"
    counted = {
        "source": source, "population": "17.1", "affected": 1, "engagement": 1, "retention": 1, "impact": "0.4644",
        "deadweight": 0, "grade": 2, "lag": 0, "duration": 1, "drop_off": 0, "ranges": {"impact": ["0.3", "0.6"]},
    }  # fmt: skip
    said = yaml.safe_load(CONSTRUCTED)
    name, first = next(iter(said["outcomes"].items()))
    (line, *_) = results.of_said(said | {"outcomes": {name: first | counted}}).outcomes
    assert line.came_from == source
    others: list[dict[str, Any]] = [
        {"impact": "0.5"}, {"population": 17}, {"deadweight": "0.1"}, {"engagement": "0.9"}, {"grade": 1},
        {"duration": 5}, {"lag": 1}, {"drop_off": "0.1"}, {"ranges": {"impact": ["0.4", "0.6"]}}, {"ranges": {}},
    ]  # fmt: skip
    for changed in others:
        (line, *_) = results.of_said(said | {"outcomes": {name: first | counted | changed}}).outcomes
        assert line.came_from == f"typed in since; counted was: {source}", changed


def test_another_amount_than_was_written_down_says_so() -> None:
    cost = {"payer": "council", "by_year": ["1000"], "optimism": 0, "source": "payroll; written down as £1,000.00"}
    (line,) = told(costs={"help": cost}).costs
    assert line.source == cost["source"]
    for by_year in (["1"], ["1000", "1000"]):
        (line,) = told(costs={"help": cost | {"by_year": by_year}}).costs
        assert line.source == "typed in since; payroll; written down as £1,000.00"
    (line,) = told(costs={"help": cost | {"source": ""}}).costs
    assert line.source == "nothing says where it is from"


def test_it_pays_back_where_it_does() -> None:
    costs = {"help": {"payer": "council", "by_year": [1000], "optimism": 0}}
    assert told(costs=costs).sentences[2].startswith("The public purse has its money back after 0.")


def test_one_year_is_one_year_and_without_outcomes_nothing_comes_back() -> None:
    sentences = told(years=1, outcomes={}).sentences
    assert sentences == [
        "Over 1 year the help costs £440,000.00. No outcome is in it yet, so nothing can be said of what comes back."
    ]


def test_the_algebra_stands_beside_the_number() -> None:
    violence, care = told().outcomes
    assert violence.reckoned == "100 × 40 % × 80 % × 100 % × 30 % × (1 − 20 %) × (1 − 25 %) = 5.76"
    assert violence.source == "a figure of one's own"
    assert care.reckoned.endswith("= 1.77")


def test_who_pays_and_who_gains_in_words_and_they_sum_to_the_whole() -> None:
    found = told(costs={
        "help": {"payer": "council", "by_year": [1000], "optimism": 0},
        "room": {"payer": "school", "kind": "in_kind", "by_year": [50], "optimism": 0},
        "car": {"payer": "police", "kind": "in_kind", "by_year": [0], "optimism": 0},
    })  # fmt: skip
    assert {each.agency: each.words for each in found.agencies} == {
        "council": "gets back more than it pays", "school": "pays and gets nothing back",
        "NHS": "gets something back and pays nothing", "police": "pays nothing and gets nothing back",
    }  # fmt: skip
    amounts = [Decimal(each.saves.replace("£", "").replace(",", "")) for each in found.agencies]
    assert found.result is not None
    assert abs(sum(amounts) - found.result.pv_fiscal) < Decimal("0.02")


def test_what_is_old_or_unverified_is_said() -> None:
    found = results.of_text(worth.TEXT)
    notes = " ".join([*found.notes, *found.outcome_notes])
    for words in ("Unit Cost Database v1.4", "Version 3.0 (2026) is the current edition", "it was a forecast",
                  "no published source of the steps was read", "SS1.0, of 2013/14, is marked amber by"):  # fmt: skip
        assert words in notes


def test_what_may_count_too_much_is_warned_of() -> None:
    assert any("Use your own spending on children in care" in each for each in results.of_text(worth.TEXT).warnings)


def test_what_cannot_be_reckoned_says_why_and_nothing_else() -> None:
    found = results.of_text("name: [")
    assert found.result is None
    assert "line" in found.faults[0].where
    assert (found.whole, found.outcomes, found.sentences, found.notes, found.warnings) == ([], [], [], [], [])


class TestHowSure:
    def test_every_result_has_its_interval_and_the_answer_its_likely_span(self) -> None:
        sure = results.of_text(worth.TEXT).sure
        assert sure is not None
        named = dict([*sure.intervals, *sure.other_intervals])
        assert {"Cost", "Fiscal net present value", "council is left with", "Worth its cost to the public"} <= set(
            named
        )
        low, high = (Decimal(each.replace("£", "")) for each in sure.likely.split("–"))
        assert low < sure.result.fiscal_ratio < high  # type: ignore[operator]

    def test_it_is_drawn_as_often_as_for_the_paper_unless_the_page_would_wait(self) -> None:
        sure = results.of_text(worth.TEXT).sure
        assert sure is not None
        assert sure.drawn is not None
        assert sure.drawn.draws == report.DRAWS
        model = sure.result.model
        assert draws_of(replace(model, outcomes=())) == report.DRAWS
        assert draws_of(replace(model, outcomes=model.outcomes * 20)) == 3_000
        assert draws_of(replace(model, outcomes=model.outcomes * 100)) == 2_000

    def test_drawn_anew_it_is_the_same(self) -> None:
        first, second = (results.of_text(worth.TEXT).sure for _ in range(2))
        assert first is not None
        assert second is not None
        assert first.intervals == second.intervals

    def test_without_ranges_nothing_is_drawn(self) -> None:
        said = yaml.safe_load(CONSTRUCTED)
        for each in said["outcomes"].values():
            del each["grade"]
            each["optimism"] = 0
        sure = results.of_said(said).sure
        assert sure is not None
        assert (sure.drawn, sure.likely, sure.intervals) == (None, "", [])
        assert results.of_said(said).matters is None
        assert sure.needed

    def test_what_matters_most_is_on_top(self) -> None:
        found = results.of_text(worth.TEXT)
        sure, matters = found.sure, found.matters
        assert sure is not None
        assert matters is not None
        assert matters.rows[0][0].startswith("children who stay out of care")
        assert matters.wide.startswith("<svg")
        assert sure.needed[1] == ("children who stay out of care", "now 40 %; breaks even at 7.2 %")

    def test_scenarios_stand_beside_it(self) -> None:
        sure = results.of_text(worth.TEXT).sure
        assert sure is not None
        found = sure.scenarios
        assert found is not None
        assert [(each.name, each.words) for each in found.columns] == [("cautious", "half as well")]
        rows = dict(found.rows)
        assert rows["Fiscal benefit, as worth now"] == ["£486,175.16", "£243,087.58"]


class TestWhoCouldPay:
    def of(self, rule: str = "") -> sharing.Sharing:
        sure = results.of_text(worth.TEXT).sure
        assert sure is not None
        return sharing.sharing(sure, rule=rule)

    def test_by_each_rule_the_whole_is_carried_to_the_penny(self) -> None:
        found = self.of()
        for place, shared in enumerate(found.rules):
            if shared.found:
                reserve = Decimal(0) if shared.rule == "as_now" else Decimal("0.05")
                asked = (found.result.pv_cost * (1 + reserve)).quantize(Decimal("0.01"))
                said = {row.name: row.cells[place].words.replace("£", "").replace(",", "") for row in found.rows}
                amounts = [Decimal(said[agency]) for agency in found.result.model.agencies]
                assert abs(sum(amounts) - asked) <= Decimal("0.01")
                assert sum(amounts) == Decimal(said["Together"])
                assert Decimal(said["of it for the help"]) == found.result.pv_cost.quantize(Decimal("0.01"))

    def test_what_is_paid_now_is_what_the_model_says_is_paid(self) -> None:
        found = self.of()
        now = found.rules[0].found
        assert now is not None
        assert {each.agency: each.pays.quantize(Decimal("0.01")) for each in found.result.positions()} == {
            agency: now.of(agency).puts_in for agency in found.result.model.agencies
        }

    def test_a_rule_that_cannot_be_says_why(self) -> None:
        (ability,) = [each for each in self.of().rules if each.rule == "ability"]
        assert "what anybody can carry" in ability.why_not
        assert {row.cells[3].words for row in self.of().rows} == {"cannot be said"}

    @pytest.mark.parametrize(("rule", "figure"), [("cashable", "40 %"), ("ability", "1000")])
    def test_where_it_says_that_it_is_written_it_can_be_written(self, rule: str, figure: str) -> None:
        said = yaml.safe_load(worth.TEXT)
        for each in said["outcomes"].values():
            each.pop("cashable", None)

        def told() -> sharing.Shared:
            sure = results.of_said(said).sure
            assert sure is not None
            return next(each for each in sharing.sharing(sure, rule="").rules if each.rule == rule)

        wanting = told()
        assert wanting.found is None
        assert wanting.where.startswith("The model says it ")
        written = yaml.safe_load(wanting.lines.replace("… %", figure).replace("…", figure))
        for name, each in written.get("outcomes", {}).items():
            said["outcomes"][name].update(each)
        said["funding"].update(written.get("funding", {}))
        assert told().found is not None

    def test_what_is_no_rule_is_as_things_are(self) -> None:
        assert self.of("<b>").chosen.rule == "as_now"
        assert self.of("benefit").chosen.rule == "benefit"

    def test_each_year_is_shared(self) -> None:
        found = self.of("benefit")
        by_year = found.by_year(3)
        assert [sum(each[year] for each in by_year.values()) for year in range(3)] == [
            Decimal("142000.00"), Decimal("66000.00"), Decimal(0),
        ]  # fmt: skip
        assert self.of("ability").by_year(2) == {}

    def test_the_picture_and_its_table_have_the_same_figures(self) -> None:
        found = self.of("benefit").picture
        assert found.head[:2] == ["Agency", "Puts in"]
        assert [row[0] for row in found.rows][-1] == "Together"
        for drawn in (found.wide, found.narrow):
            assert drawn.startswith("<svg")
            assert "council" in drawn
