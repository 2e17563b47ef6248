"""Results in words and as plain values; pounds are rounded here and nowhere before."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from oneplan.rulebook.value.guards import Weight, findings
from oneplan.rulebook.value.model import Model
from oneplan.rulebook.value.reckon import Result

HUNDREDTH = Decimal("0.01")  # a penny, of pounds
NOISE_POUNDS, NOISE = Decimal("1e-6"), Decimal("1e-10")  # what a workbook's binary numbers may change
UNSEEN = "differs by less than is shown"


def pounds(value: Decimal) -> str:
    """“£1,234.50”, “−£20.00”; half a penny goes up, away from nought."""
    rounded = value.quantize(HUNDREDTH, ROUND_HALF_UP)
    return f"{'−' if rounded < 0 else ''}£{abs(rounded):,.2f}"


def ratio(value: Decimal | None) -> str:
    return "no cost" if value is None else f"£{value.quantize(HUNDREDTH, ROUND_HALF_UP)} for each £1"


def years(value: Decimal | None) -> str:
    return "not within these years" if value is None else f"{value.quantize(HUNDREDTH, ROUND_HALF_UP)} years"


def even(value: Decimal | None) -> str:
    return "never" if value is None else f"{value:.4f} times"


def whole(result: Result) -> list[tuple[str, str]]:
    """Each result of the whole model with its name."""
    return [(name, says(value)) for name, value, says in _figures(result)]


_Figure = tuple[str, Decimal | None, Callable[[Any], str]]


def _figures(result: Result) -> list[_Figure]:
    return [
        ("Cost, as worth now", result.pv_cost, pounds),
        ("Fiscal benefit, as worth now", result.pv_fiscal, pounds),
        ("of it cashable", result.pv_cashable, pounds),
        ("Fiscal net present value", result.fiscal_npv, pounds),
        ("Back to the public purse", result.fiscal_ratio, ratio),
        ("Public value, as worth now", result.pv_public, pounds),
        ("Public net present value", result.public_npv, pounds),
        ("Public value", result.public_ratio, ratio),
        ("Paid back", result.payback, years),
        ("Paid back, discounted", result.payback_discounted, years),
        ("Breaks even where each impact is", result.break_even, even),
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


@dataclass(frozen=True)
class Beside:
    """A result of two models; `differs` is empty where it is the same in both."""

    name: str
    ours: str
    theirs: str
    differs: str


def beside(ours: Result, theirs: Result) -> list[Beside]:
    """Each result of both models, compared before it is rounded."""
    found = []
    for (name, value, says), (_, other, _) in zip(_figures(ours), _figures(theirs), strict=True):
        shown = says(value), says(other)
        is_same = _is_same(value, other, noise=NOISE_POUNDS if says is pounds else NOISE)
        differs = "" if is_same else "differs" if shown[0] != shown[1] else UNSEEN
        found.append(Beside(name, *shown, differs))
    return found


def _is_same(value: Decimal | None, other: Decimal | None, *, noise: Decimal) -> bool:
    if value is None or other is None:
        return value is other
    return abs(value - other) <= noise


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
        "pv_cost": _text(result.pv_cost), "pv_fiscal": _text(result.pv_fiscal), "pv_public": _text(result.pv_public),
        "pv_cashable": _text(result.pv_cashable), "fiscal_npv": _text(result.fiscal_npv),
        "public_npv": _text(result.public_npv), "fiscal_ratio": _text(result.fiscal_ratio),
        "public_ratio": _text(result.public_ratio), "net_return": _text(result.net_return),
        "break_even": _text(result.break_even), "payback": _text(result.payback),
        "payback_discounted": _text(result.payback_discounted),
        "positions": [
            {"agency": each.agency, "saves": _text(each.saves), "pays": _text(each.pays), "net": _text(each.net)}
            for each in result.positions()
        ],
        "outcomes": [
            {"name": each.outcome.name, "net": _text(each.net), "fiscal": list(map(_text, each.fiscal)),
             "public": list(map(_text, each.public)), "impact_needed": _text(result.impact_needed(each))}
            for each in result.outcomes
        ],
        "cost": list(map(_text, result.cost)),
        "warnings": [
            {"outcome": each.outcome.name, "why": each.why}
            for each in findings(model) if each.weight is Weight.WARN
        ],
    }  # fmt: skip


def _text(value: Decimal | None) -> str | None:
    """All its digits, without an exponent: “0” and never “0E-52”."""
    return None if value is None else f"{value:f}" if value else "0"


def table(rows: list[tuple[str, str]]) -> Iterator[str]:
    wide = max((len(name) for name, _ in rows), default=0)
    for name, said in rows:
        yield f"  {name:<{wide}}  {said}"
