"""What is wrong with a model is said with the figure that was written, in the years that people count, and once."""

from datetime import date
from typing import Any

import pytest

from oneplan.rulebook.value.discounting import green_book
from oneplan.rulebook.value.files import read
from oneplan.rulebook.value.notes import notes
from oneplan.rulebook.value.prices import no_year, not_yet
from oneplan.rulebook.value.reading import BadModel
from oneplan.rulebook.value.texts import whole
from tests.value.test_files import of_library, said, with_own, wrong

pytestmark = pytest.mark.requirement("R338", "R341")
LADDER = green_book()
TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("written", "shown"),
    [("40", "4000 %"), ("400 %", "400 %"), ("130 %", "130 %"), ("112.5 %", "112.5 %"), ("1000", "100000 %")],
)
def test_a_share_over_the_whole_is_named_as_it_was_written(written: str, shown: str) -> None:
    words = wrong(with_own(impact=written))["outcomes.violence.impact"]
    assert words == f"The impact is {shown}. It is a share of people: write 0 to 100 %, like 40 % or 0.4."


def test_the_share_of_an_agency_is_none_of_people() -> None:
    words = wrong(with_own(shares={"council": "200 %"}))["outcomes.violence.shares.council"]
    assert words == "The share of council is 200 %. It is a share: write 0 to 100 %, like 40 % or 0.4."
    assert "people" not in wrong(with_own(cashable="300 %"))["outcomes.violence.cashable"]


def test_a_reserve_over_the_whole_is_named_as_it_was_written() -> None:
    assert "The reserve is 200 % of" in wrong(said(funding={"reserve": "200 %"}))["funding.reserve"]


@pytest.mark.parametrize("year", ["banana", "2015", "2015/17", "2015/15", "15/16", "2015-16", "1066/67", "２０１５/16"])
@pytest.mark.parametrize("model", [said(), of_library()])
def test_what_is_no_price_year_is_refused_whatever_is_priced(year: str, model: Any) -> None:
    found = [each for each in _faults(model | {"price_year": year}) if each[0] == "price_year"]
    assert [words for _, words in found] == [no_year(year)]
    assert found[0][1].startswith(f"“{year}” is no price year. Write")


@pytest.mark.parametrize("year", ["2015/16", "1999/00", "2026/27"])
def test_what_is_a_price_year_is_one(year: str) -> None:
    assert no_year(year) == ""
    assert read(said(price_year=year), ladder=LADDER).price_year == year


@pytest.mark.parametrize(
    ("year", "today", "is_known"),
    [
        ("2026/27", TODAY, True), ("2027/28", TODAY, True), ("2028/29", TODAY, False), ("2035/36", TODAY, False),
        ("2026/27", date(2026, 4, 5), True), ("2027/28", date(2026, 4, 5), False), ("2027/28", date(2026, 4, 6), True),
    ],
)  # fmt: skip
def test_prices_are_known_up_to_the_next_financial_year(year: str, today: date, is_known: bool) -> None:
    assert (not_yet(year, today) == "") == is_known
    if not is_known:
        with pytest.raises(BadModel, match=f"price_year: Nobody knows the prices of {year} yet"):
            whole(said(price_year=year), ladder=LADDER, today=today)
    assert whole(said(price_year=year), ladder=LADDER)[0].price_year == year


def test_a_scenario_of_years_to_come_is_refused_as_the_model_is() -> None:
    given = said(scenarios={"later": {"price_year": "2050/51"}})
    with pytest.raises(BadModel, match=r"scenarios\.later\.price_year: Nobody knows the prices of 2050/51 yet"):
        whole(given, ladder=LADDER, today=TODAY)


def test_an_areas_own_value_has_a_price_year_too() -> None:
    own = {"fiscal": 43053, "price_year": "2013", "source": "own spend", "as_of": date(2014, 9, 30)}
    assert "is no price year" in wrong(of_library() | {"local": {"SS1.0": own}})["local.SS1.0.price_year"]


def test_without_a_price_year_nothing_is_said_of_a_year_without_a_name() -> None:
    assert [words for where, words in _faults(of_library() | {"price_year": None})] == [
        "No price year is said. Write the year in whose pounds all is, like 2015/16."
    ]


def test_no_years_are_said_once() -> None:
    assert set(wrong(said(years=0))) == {"years"}


def test_years_are_counted_from_one() -> None:
    late = said()
    late["outcomes"]["care"]["lag"] = 5
    words = wrong(late)["outcomes.care.lag"]
    assert words.startswith("It starts in year 6, and the model ends with year 5: it would count for nothing.")
    late["outcomes"]["care"]["lag"] = 4
    read(late, ladder=LADDER)
    long = said(costs={"help": {"payer": "council", "by_year": [1, 1, 1, 1, 1, 1], "grade": 1}})
    assert wrong(long)["costs.help"].startswith("It goes on after year 5, with which the model ends.")


@pytest.mark.parametrize("payer", [" ", "\t\n", ""])
def test_nobody_pays_nothing_by_a_blank_name(payer: str) -> None:
    given = said(costs={"help": {"payer": payer, "by_year": [1], "grade": 1}})
    assert wrong(given) == {"costs.help.payer": "Nobody pays it. Write who does."}


def test_an_agency_of_a_blank_name_gets_nothing_back() -> None:
    assert "An agency has no name" in wrong(with_own(shares={" ": 1}))["agencies"]


def test_an_outcome_of_which_no_worth_is_said_is_refused() -> None:
    given = said()
    for name in ("fiscal", "economic", "social", "shares"):
        del given["outcomes"]["violence"][name]
    assert "Nothing is said of what one is worth." in wrong(given)["outcomes.violence"]


def test_what_adds_nothing_to_the_sums_is_noted() -> None:
    nothing = notes(read(with_own(fiscal=0, economic=0, social=0, shares={}), ladder=LADDER))
    assert "violence: one is worth nothing here, so it adds nothing to the sums." in nothing
    short = notes(read(with_own(duration=0), ladder=LADDER))
    assert "violence: it lasts no year, so it adds nothing to the sums." in short
    assert not any("adds nothing" in each for each in notes(read(said(), ladder=LADDER)))


def test_how_a_row_is_marked_is_said_with_its_own_year() -> None:
    found = notes(read(of_library(unit="E&S1.0"), ladder=LADDER))
    assert (
        "violence: the unit cost E&S1.0, of 2005/06, is marked amber by its publishers: ageing, or its evidence is "
        "only fair."
    ) in found


def _faults(given: Any) -> list[tuple[str, str]]:
    with pytest.raises(BadModel) as failure:
        read(given, ladder=LADDER)
    return [(each.where, each.words) for each in failure.value.faults]
