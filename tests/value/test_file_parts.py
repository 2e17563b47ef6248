"""What a file may say beside outcomes and costs: ranges, an area's own values, what has no price, scenarios."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from oneplan.rulebook.value.discounting import green_book
from oneplan.rulebook.value.files import BadModel, read, read_scenarios
from oneplan.rulebook.value.model import ONE, Span
from oneplan.rulebook.value.notes import notes
from oneplan.rulebook.value.ranges import INPUTS
from oneplan.rulebook.value.reckon import reckon
from tests.value.test_files import said, wrong

LADDER = green_book()
OWN = {"fiscal": "£43,053", "price_year": "2013/14", "source": "own spend", "as_of": date(2014, 9, 30)}


def with_outcome(name: str = "violence", **also: Any) -> dict[str, Any]:
    made = said()
    made["outcomes"][name] |= also
    return made


def of_library(**also: Any) -> dict[str, Any]:
    """Care valued by the library's row."""
    made = said(units="gmca_ucd_v1_4", **also)
    care = made["outcomes"]["care"]
    made["outcomes"]["care"] = {key: care[key] for key in care if key not in {"fiscal", "shares"}} | {"unit": "SS1.0"}
    return made


@pytest.mark.requirement("R343")
def test_a_range_is_that_of_the_grade_where_none_is_said() -> None:
    violence = read(said(), ladder=LADDER).outcomes[0]
    assert set(violence.spans) == set(INPUTS)
    assert violence.spans["impact"] == Span(Decimal("0.24"), Decimal("0.36"))
    assert violence.spans["retention"] == Span(Decimal("0.8"), ONE)
    assert violence.spans["population"] == Span(Decimal(80), Decimal(120))
    assert violence.spans["worth"] == Span(Decimal("0.8"), Decimal("1.2"))


@pytest.mark.requirement("R343")
def test_a_range_that_is_said_takes_its_place() -> None:
    given = with_outcome(ranges={"impact": ["20 %", 0.4], "worth": [0.5, 2], "population": [90, "1,000"]})
    violence = read(given, ladder=LADDER).outcomes[0]
    assert violence.spans["impact"] == Span(Decimal("0.2"), Decimal("0.4"))
    assert violence.spans["worth"] == Span(Decimal("0.5"), Decimal(2))
    assert violence.spans["population"] == Span(Decimal(90), Decimal(1000))
    assert violence.spans["deadweight"] == Span(Decimal("0.16"), Decimal("0.24"))


@pytest.mark.requirement("R343")
def test_without_a_grade_only_what_is_said_has_a_range() -> None:
    given = with_outcome(optimism="25 %", ranges={"impact": [0.2, 0.4]})
    del given["outcomes"]["violence"]["grade"]
    model = read(given, ladder=LADDER)
    assert set(model.outcomes[0].spans) == {"impact"}
    assert model.costs[0].span is None
    graded = given | {"costs": {"help": {"payer": "council", "by_year": [1], "grade": 3}}}
    assert read(graded, ladder=LADDER).costs[0].span == Span(Decimal("0.90"), Decimal("1.10"))
    ranged = given | {"costs": {"help": {"payer": "council", "by_year": [1], "grade": 3, "range": ["80 %", "300 %"]}}}
    assert read(ranged, ladder=LADDER).costs[0].span == Span(Decimal("0.8"), Decimal(3))


@pytest.mark.requirement("R343")
@pytest.mark.parametrize(
    ("ranges", "where", "words"),
    [
        ({"impact": 0.3}, "impact", "two ends"),
        ({"impact": [0.2, 0.3, 0.4]}, "impact", "two ends"),
        ({"impact": [0.4, 0.2]}, "impact", "down to"),
        ({"impact": [0.35, 0.4]}, "impact", "not within"),
        ({"impact": [0.2, 1.4]}, "impact", "−100 to 100 %, below nought where help may do harm"),
        ({"impact": [-1.2, 0.4]}, "impact", "−100 to 100 %"),
        ({"engagement": [-0.2, 1]}, "engagement", "0 to 100 %"),
        ({"population": [-5, 400]}, "population", "nought or more"),
        ({"impact": ["few", 0.4]}, "impact", "is not a share"),
        ({"luck": [0, 1]}, "luck", "Nothing is called “luck” here"),
    ],
)
def test_a_range_that_is_none_is_refused(ranges: Any, where: str, words: str) -> None:
    assert words in wrong(with_outcome(ranges=ranges))[f"outcomes.violence.ranges.{where}"]


@pytest.mark.requirement("R338")
def test_an_areas_own_value_stands_in_place_of_the_librarys() -> None:
    library, local = (read(of_library(**also), ladder=LADDER) for also in ({}, {"local": {"SS1.0": OWN}}))
    theirs, ours = library.outcomes[1], local.outcomes[1]
    assert theirs.worth.fiscal.quantize(Decimal("0.01")) == Decimal("52675.64")
    index = {"2013/14": Decimal("190.03343415"), "2015/16": Decimal("195.96969857")}
    assert ours.worth.fiscal == Decimal(43053) * (index["2015/16"] / index["2013/14"])
    assert ours.worth.shares == theirs.worth.shares
    assert ours.local == "own spend, 2014-09-30"
    assert any("the value is the area's own (own spend, 2014-09-30)" in each for each in notes(local))
    assert not any("area's own" in each for each in notes(library))


@pytest.mark.requirement("R338")
@pytest.mark.parametrize(
    ("changed", "where", "words"),
    [
        ({"source": ""}, "SS1.0.source", "where the figure comes from"),
        ({"as_of": "last year"}, "SS1.0.as_of", "like 2014-09-30"),
        ({"price_year": None}, "SS1.0.price_year", "like 2013/14"),
        ({"fiscal": "plenty"}, "SS1.0.fiscal", "no amount of money"),
        ({"hope": 1}, "SS1.0.hope", "Nothing is called “hope” here"),
    ],
)
def test_an_own_value_without_source_day_or_year_is_refused(changed: Any, where: str, words: str) -> None:
    assert words in wrong(of_library(local={"SS1.0": OWN | changed}))[f"local.{where}"]


@pytest.mark.requirement("R338")
def test_an_own_value_needs_a_row_and_an_amount() -> None:
    assert "nothing is there to put it in place of" in wrong(of_library(local={"SS99": OWN}))["local.SS99"]
    without = {key: value for key, value in OWN.items() if key != "fiscal"}
    assert "no amount" in wrong(of_library(local={"SS1.0": without}))["local.SS1.0"]


@pytest.mark.requirement("R343", "R344")
def test_what_has_no_price_and_what_is_told_are_kept() -> None:
    model = read(
        said(
            not_priced={"sleep": {"words": "children who sleep through", "how_many": "1,034", "source": "findings"}},
            stories=["A family kept its home."],
        ),
        ladder=LADDER,
    )
    (sleep,) = model.not_priced
    assert (sleep.name, sleep.words, sleep.how_many, sleep.source) == (
        "sleep", "children who sleep through", Decimal(1034), "findings",
    )  # fmt: skip
    assert model.stories == ("A family kept its home.",)
    assert reckon(model, ladder=LADDER).pv_fiscal == reckon(read(said(), ladder=LADDER), ladder=LADDER).pv_fiscal
    assert "as a list" in wrong(said(stories="one"))["stories"]
    assert "Write yes" in wrong(said(not_priced={"sleep": {"reached": "maybe"}}))["not_priced.sleep.reached"]
    assert "number of people" in wrong(said(not_priced={"sleep": {"how_many": "some"}}))["not_priced.sleep.how_many"]


@pytest.mark.requirement("R343")
def test_a_scenario_is_the_model_with_some_of_it_said_otherwise() -> None:
    given = with_outcome(ranges={"impact": [0.2, 0.4], "engagement": [0.7, 0.9]}) | {
        "scenarios": {
            "cautious": {"words": "half as well", "outcomes": {"violence": {"impact": "15 %"}}},
            "dear": {"years": 6, "costs": {"help": {"by_year": [500000, 1]}}},
        }
    }
    base, found = read(given, ladder=LADDER), read_scenarios(given, ladder=LADDER)
    assert list(found) == ["cautious", "dear"]
    cautious = found["cautious"].outcomes[0]
    assert cautious.reach.impact == Decimal("0.15")
    assert cautious.spans["engagement"] == base.outcomes[0].spans["engagement"]
    assert cautious.spans["impact"] == Span(Decimal("0.12"), Decimal("0.18"))
    assert found["cautious"].outcomes[1] == base.outcomes[1]
    assert found["dear"].years == 6
    assert found["dear"].costs[0].by_year == (Decimal(500000), Decimal(1))
    assert found["dear"].outcomes == base.outcomes
    assert read_scenarios(said(), ladder=LADDER) == {}


@pytest.mark.requirement("R343")
@pytest.mark.parametrize(
    ("scenario", "where", "words"),
    [
        ({"outcomes": {"crime": {"impact": 0.1}}}, "outcomes.crime", "The model has no “crime” there"),
        ({"outcomes": {"violence": {"impact": "140 %"}}}, "outcomes.violence.impact", "140 %"),
        ({"outcomes": ["violence"]}, "outcomes", "Names with something beneath"),
        ({"mood": "bad"}, "mood", "Nothing is called “mood” here"),
        ("bad", "", "Names with something beneath"),
    ],
)
def test_what_is_wrong_with_a_scenario_is_said_where_it_is(scenario: Any, where: str, words: str) -> None:
    with pytest.raises(BadModel) as failure:
        read_scenarios(said(scenarios={"worse": scenario}), ladder=LADDER)
    found = {each.where: each.words for each in failure.value.faults}
    assert words in found[f"scenarios.worse.{where}".rstrip(".")]


@pytest.mark.requirement("R343")
def test_scenarios_that_are_none_are_refused() -> None:
    with pytest.raises(BadModel, match="Names with something beneath each are wanted here"):
        read_scenarios(said(scenarios=["worse"]), ladder=LADDER)


@pytest.mark.requirement("R338", "R343")
def test_what_is_old_or_nobodys_figure_is_noted() -> None:
    plain = notes(read(said(), ladder=LADDER))
    assert any(each.startswith("By how much benefits are cut") for each in plain)
    assert any(each.endswith("nothing says where it comes from.") for each in plain)
    library = notes(read(of_library(), ladder=LADDER))
    assert any("Unit Cost Database v1.4, March 2015" in each and "3.0" in each for each in library)
    assert any("SS1.0, of 2013/14, is marked amber by its publishers: ageing" in each for each in library)
    assert any("from 2014/15 on it was a forecast" in each for each in library)
    assert any(each.startswith("Source of the unit costs: New Economy") for each in library)
    sure = with_outcome(optimism="25 %", source="counted")
    del sure["outcomes"]["violence"]["grade"]
    assert any("no range is said" in each for each in notes(read(sure, ladder=LADDER)))
