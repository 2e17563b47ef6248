"""Pictures of a result for a page: one for a desk, another for a phone, and the same figures as a table."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from oneplan.engine.value import charts, spreads
from oneplan.engine.value.phone import PHONE
from oneplan.engine.value.tornado import tornado
from oneplan.rulebook.value.reckon import Result


@dataclass(frozen=True)
class Picture:
    wide: SafeString
    narrow: SafeString
    head: list[str]
    rows: list[list[str]]


def by_year(result: Result) -> Picture:
    cost, benefit = (tuple(map(float, flow)) for flow in (result.cost, result.fiscal))
    payback = result.payback
    years = charts.Years("Money by year", cost, benefit, None if payback is None else float(payback))
    return _picture(
        lambda width, name: charts.by_year(years, width=width, name=name), "by-year", charts.table(years)
    )  # fmt: skip


def matters(result: Result) -> Picture | None:
    """None where no input has a range."""
    bars = tornado(result.model, ladder=result.ladder)
    if not bars:
        return None
    point, title = float(result.fiscal_npv), "Fiscal net present value"
    return _picture(
        lambda width, name: spreads.tornado_picture(
            bars, point, title=title, width=width, name=name,
            most=spreads.MOST if width > PHONE else spreads.MOST_ON_PHONE,
        ),
        "tornado", spreads.tornado_table(bars),
    )  # fmt: skip


def _picture(draws: Callable[[float, str], str], name: str, table: list[list[str]]) -> Picture:
    wide, narrow = draws(spreads.WIDTH, name), draws(PHONE, f"{name}-narrow")
    return Picture(mark_safe(wide), mark_safe(narrow), table[0], table[1:])  # noqa: S308 - our own drawing
