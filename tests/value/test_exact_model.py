"""The check values of the reference come out, to the penny."""

from decimal import ROUND_HALF_UP, Decimal

import pytest

from oneplan.rulebook.value.discounting import green_book, present
from oneplan.rulebook.value.prices import NoIndex, series, uprated
from oneplan.rulebook.value.reckon import paid_back, reckon
from tests.value.constructed import CASE

pytestmark = pytest.mark.requirement("R338", "R340", "R341")
RESULT = reckon(CASE, ladder=green_book())
DEFLATOR = series()["gdp_deflator_march_2015"]


def pence(value: Decimal | None) -> Decimal:
    assert value is not None
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


@pytest.mark.parametrize(
    ("value", "year", "wanted"),
    [
        ("500", "2002/03", "673.23"),
        ("2470", "2008/09", "2836.48"),
        ("1509", "2005/06", "1877.93"),
        ("9219", "2005/06", "11472.95"),
        ("9800", "2012/13", "10320.69"),
        ("51080", "2013/14", "52675.64"),
        ("6680", "2010/11", "7276.42"),
    ],
)
def test_uprating_is_the_unit_cost_database_s(value: str, year: str, wanted: str) -> None:
    assert pence(uprated(Decimal(value), since=year, to="2015/16", by=DEFLATOR)) == Decimal(wanted)


def test_a_year_that_has_no_index_is_refused_in_words() -> None:
    with pytest.raises(NoIndex, match="goes from 2000/01 to 2019/20"):
        uprated(Decimal(1), since="1999/00", to="2015/16", by=DEFLATOR)


def test_discount_factors() -> None:
    told = [factor.quantize(Decimal("0.000001"), ROUND_HALF_UP) for factor in green_book().factors(6)]
    assert told == [Decimal(each) for each in ("1", "0.966184", "0.933511", "0.901943", "0.871442", "0.841973")]


def test_the_rate_falls_with_the_years_and_ends() -> None:
    ladder = green_book()
    assert [ladder.rate(year) for year in (1, 30, 31, 75, 76, 125)] == [
        Decimal(each) for each in ("0.035", "0.035", "0.030", "0.030", "0.025", "0.025")
    ]
    with pytest.raises(ValueError, match="none for year 126"):
        ladder.rate(126)


def test_net_outcomes_and_what_comes_each_year() -> None:
    violence, care, work = RESULT.outcomes
    assert [each.net for each in (violence, care, work)] == [Decimal("5.76"), Decimal("1.768"), Decimal("3.0375")]
    assert [pence(each) for each in violence.fiscal] == [
        Decimal(each) for each in ("16335.36", "13068.29", "10454.63", "8363.70", "6690.96")
    ]
    assert [pence(each) for each in care.fiscal] == [Decimal("0.00"), *[Decimal("93131.17")] * 4]
    assert [pence(each) for each in work.fiscal[:3]] == [Decimal("31350.04"), Decimal("20377.52"), Decimal("0.00")]
    assert [pence(each) for each in violence.public] == [
        Decimal(each) for each in ("71026.56", "56821.25", "45457.00", "36365.60", "29092.48")
    ]
    # the reference says 46,734.97: it was reckoned in binary; half a penny is what it is exactly
    assert work.public[0] == Decimal("46734.975")
    assert pence(work.public[1]) == Decimal("30377.73")


def test_what_each_is_worth_now() -> None:
    ladder = green_book()
    told = [(pence(present(each.fiscal, ladder)), pence(present(each.public, ladder))) for each in RESULT.outcomes]
    assert told == [
        (Decimal("52095.60"), Decimal("226513.01")),
        (Decimal("342078.16"), Decimal("342078.16")),
        (Decimal("51038.47"), Decimal("76085.44")),
    ]


def test_the_whole() -> None:
    r = RESULT
    assert pence(r.pv_cost) == Decimal("440000.00")
    assert (pence(r.pv_fiscal), pence(r.fiscal_npv)) == (Decimal("445212.23"), Decimal("5212.23"))
    assert (pence(r.pv_public), pence(r.public_npv)) == (Decimal("644676.61"), Decimal("204676.61"))
    assert r.fiscal_ratio is not None
    assert r.public_ratio is not None
    assert r.net_return is not None
    assert (round(r.fiscal_ratio, 4), round(r.public_ratio, 4)) == (Decimal("1.0118"), Decimal("1.4652"))
    assert round(r.net_return, 4) == Decimal("0.0118")
    assert (pence(r.payback), pence(r.payback_discounted)) == (Decimal("4.61"), Decimal("4.94"))


def test_to_whom_it_falls() -> None:
    r = RESULT
    saved = {each.agency: pence(each.saves) for each in r.positions()}
    assert saved == {
        "local authority": Decimal("348468.83"),
        "DWP": Decimal("48091.18"),
        "NHS": Decimal("27645.24"),
        "criminal justice": Decimal("12254.07"),
        "police": Decimal("8752.91"),
    }
    assert pence(sum((each.saves for each in r.positions()), Decimal(0))) == Decimal("445212.23")
    assert {each.agency: pence(each.pays) for each in r.positions()}["local authority"] == Decimal("440000.00")


def test_break_even_is_what_it_would_have_to_be() -> None:
    r = RESULT
    assert r.break_even is not None
    assert round(r.break_even * r.pv_fiscal, 20) == round(r.pv_cost, 20)


@pytest.mark.requirement("R347")
def test_the_published_results_of_2019_are_consistent() -> None:
    """Both ratios and both nets that were published come of one cost (LGC, March 2019)."""
    cost = Decimal("286.2")
    for gross, ratio, net in (
        (Decimal("652.2"), Decimal("2.28"), Decimal("366.0")),
        (Decimal("433.2"), Decimal("1.51"), Decimal("147.0")),
    ):
        assert round(gross / cost, 2) == ratio
        assert round(gross - cost, 1) == net


def test_paid_back_within_the_first_year_and_never() -> None:
    assert paid_back([Decimal(100)], [Decimal(50)]) == Decimal("0.5")
    assert paid_back([Decimal(0), Decimal(0)], [Decimal(0), Decimal(0)]) == 0
    assert paid_back([Decimal(10), Decimal(10)], [Decimal(30), Decimal(0)]) is None
    assert paid_back([Decimal(10), Decimal(30)], [Decimal(10), Decimal(30)]) == 2
    assert paid_back([Decimal(10), Decimal(30)], [Decimal(10), Decimal(0)]) == 1
