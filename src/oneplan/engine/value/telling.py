"""Results in words and as plain values; pounds are rounded here and nowhere before."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from oneplan.rulebook.value.guards import Weight, findings
from oneplan.rulebook.value.model import Model
from oneplan.rulebook.value.reckon import Result

HUNDREDTH = Decimal("0.01")  # a penny, of pounds


def pounds(value: Decimal) -> str:
    """“£1,234.50”, “−£20.00”; half a penny goes up, away from nought."""
    rounded = value.quantize(HUNDREDTH, ROUND_HALF_UP)
    return f"{'−' if rounded < 0 else ''}£{abs(rounded):,.2f}"


def ratio(value: Decimal | None) -> str:
    return "no cost" if value is None else f"£{value.quantize(HUNDREDTH, ROUND_HALF_UP)} for each £1"


def years(value: Decimal | None) -> str:
    return "not within these years" if value is None else f"{value.quantize(HUNDREDTH, ROUND_HALF_UP)} years"


def whole(result: Result) -> list[tuple[str, str]]:
    """Each result of the whole model with its name."""
    return [
        ("Cost, as worth now", pounds(result.pv_cost)),
        ("Fiscal benefit, as worth now", pounds(result.pv_fiscal)),
        ("of it cashable", pounds(result.pv_cashable)),
        ("Fiscal net present value", pounds(result.fiscal_npv)),
        ("Back to the public purse", ratio(result.fiscal_ratio)),
        ("Public value, as worth now", pounds(result.pv_public)),
        ("Public net present value", pounds(result.public_npv)),
        ("Public value", ratio(result.public_ratio)),
        ("Paid back", years(result.payback)),
        ("Paid back, discounted", years(result.payback_discounted)),
        (
            "Breaks even where each impact is",
            "never" if result.break_even is None else f"{result.break_even:.4f} times",
        ),
    ]


def comes_back(result: Result, *, cost: str, back: str) -> str:
    """“Over 5 years the help costs £1,000, and £900 comes back”; where one year of it alone is paid, it says so."""
    many = f"{result.model.years} year{'' if result.model.years == 1 else 's'}"
    if result.model.years > 1 and result.cost[0] and not any(result.cost[1:]):
        return f"One year of help costs {cost}, and within {many} {back} comes back"
    return f"Over {many} the help costs {cost}, and {back} comes back"


def rests_on(model: Model) -> str:
    """How much of what was looked for stands in the sums; empty where nothing was left out."""
    left = len(model.not_counted)
    if not left:
        return ""
    whole = left + len(model.outcomes)
    return f"It rests on {len(model.outcomes)} of {whole} effects that were looked for; the others are not counted."


def lines(result: Result) -> Iterator[str]:
    model = result.model
    yield f"{model.name}: {model.years} years, in pounds of {model.price_year}"
    yield ""
    yield from table(whole(result))
    yield ""
    yield from table([("Who", "gets back, pays, and is left with")] + [
        (each.agency, f"{pounds(each.saves)} − {pounds(each.pays)} = {pounds(each.net)}") for each in result.positions()
    ])  # fmt: skip
    yield ""
    yield from table([(each.outcome.words, f"{each.net.normalize():f} of them") for each in result.outcomes])


def plain(result: Result) -> dict[str, Any]:
    """Unrounded, as text, so that no reader rounds it in binary."""
    model = result.model
    return {
        "name": model.name, "price_year": model.price_year, "years": model.years,
        "pv_cost": str(result.pv_cost), "pv_fiscal": str(result.pv_fiscal), "pv_public": str(result.pv_public),
        "pv_cashable": str(result.pv_cashable), "fiscal_npv": str(result.fiscal_npv),
        "public_npv": str(result.public_npv), "fiscal_ratio": _text(result.fiscal_ratio),
        "public_ratio": _text(result.public_ratio), "net_return": _text(result.net_return),
        "break_even": _text(result.break_even), "payback": _text(result.payback),
        "payback_discounted": _text(result.payback_discounted),
        "positions": [
            {"agency": each.agency, "saves": str(each.saves), "pays": str(each.pays), "net": str(each.net)}
            for each in result.positions()
        ],
        "outcomes": [
            {"name": each.outcome.name, "net": str(each.net), "fiscal": list(map(str, each.fiscal)),
             "public": list(map(str, each.public)), "impact_needed": _text(result.impact_needed(each))}
            for each in result.outcomes
        ],
        "cost": list(map(str, result.cost)),
        "warnings": [
            {"outcome": each.outcome.name, "why": each.why}
            for each in findings(model) if each.weight is Weight.WARN
        ],
    }  # fmt: skip


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def table(rows: list[tuple[str, str]]) -> Iterator[str]:
    wide = max((len(name) for name, _ in rows), default=0)
    for name, said in rows:
        yield f"  {name:<{wide}}  {said}"
