"""What a result says in words, and what of its figures is uncertain."""

from decimal import Decimal
from typing import Any

import pytest
import yaml

from oneplan.web.value.reads import results
from oneplan.web.value.reads.results import Told
from tests import worth
from tests.value.test_files import TEXT as CONSTRUCTED

pytestmark = pytest.mark.requirement("R338", "R341", "R343")


def told(**also: Any) -> Told:
    return results.of_said(yaml.safe_load(CONSTRUCTED) | also)


def test_the_whole_in_sentences() -> None:
    assert told().sentences == [
        (
            "Over 5 years the help costs £440,000.00, and £394,173.76 comes back to the public purse: £0.90 for each "
            "£1 put in."
        ),
        (
            "With what it is worth to people and to the economy, and without what only moves between purses, it is "
            "worth £568,591.17: £1.29 for each £1 put in."
        ),
        (
            "The public purse does not get its money back within 5 years: every effect would have to be 1.12 times as "
            "large."
        ),
        "None of what comes back is marked as money that can be taken out of a budget.",
    ]


def test_it_pays_back_where_it_does() -> None:
    costs = {"help": {"payer": "council", "by_year": [1000], "optimism": 0}}
    assert told(costs=costs).sentences[2].startswith("The public purse has its money back after 0.")


def test_one_year_is_one_year_and_without_outcomes_nothing_comes_back() -> None:
    sentences = told(years=1, outcomes={}).sentences
    assert sentences[0].startswith("Over 1 year the help")
    assert sentences[2:] == ["The public purse does not get its money back within 1 year."]


def test_the_algebra_stands_beside_the_number() -> None:
    violence, care = told().outcomes
    assert violence.reckoned == "100 × 40 % × 80 % × 100 % × 30 % × (1 − 20 %) × (1 − 25 %) = 5.76"
    assert violence.source == "a figure of one's own"
    assert care.reckoned.endswith("= 1.77")


def test_who_pays_and_who_gains_in_words_and_they_sum_to_the_whole() -> None:
    found = told(costs={
        "help": {"payer": "council", "by_year": [1000], "optimism": 0},
        "room": {"payer": "school", "kind": "in_kind", "by_year": [50], "optimism": 0},
    })  # fmt: skip
    assert {each.agency: each.words for each in found.agencies} == {
        "council": "gets back more than it pays", "school": "pays and gets nothing back",
        "NHS": "gets something back and pays nothing",
    }  # fmt: skip
    amounts = [Decimal(each.saves.replace("£", "").replace(",", "")) for each in found.agencies]
    assert found.result is not None
    assert abs(sum(amounts) - found.result.pv_fiscal) < Decimal("0.02")


def test_what_is_old_or_unverified_is_said() -> None:
    notes = " ".join(results.of_text(worth.TEXT).notes)
    assert "Unit Cost Database v1.4 (March 2015)" in notes
    assert "Version 3.0 (2026) is the current edition" in notes
    assert "were a forecast" in notes
    assert "is unverified" in notes


def test_what_uses_neither_library_nor_ladder_says_nothing_of_them() -> None:
    outcomes = yaml.safe_load(CONSTRUCTED)["outcomes"]
    for each in outcomes.values():
        del each["grade"]
        each["optimism"] = 0
    assert told(outcomes=outcomes).notes == []


def test_what_may_count_too_much_is_warned_of() -> None:
    assert any("Use your own spending on children in care" in each for each in results.of_text(worth.TEXT).warnings)


def test_what_cannot_be_reckoned_says_why_and_nothing_else() -> None:
    found = results.of_text("name: [")
    assert found.result is None
    assert "line" in found.faults[0].where
    assert (found.whole, found.outcomes, found.sentences, found.notes, found.warnings) == ([], [], [], [], [])
