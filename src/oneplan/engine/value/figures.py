"""Figures as they stand in pictures and sentences: short, without pence; tables beside them have the pounds."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Likely:
    """Where nine of ten draws fall."""

    low: float
    high: float


def short(value: float) -> str:
    """“£850”, “£8.8k”, “£348k”, “£1.25m”, “−£20k”."""
    amount = abs(value)
    if amount < 0.5:
        return "£0"
    sign = "−" if value < 0 else ""
    for least, unit, letter in ((999.5e6, 1e9, "bn"), (999.5e3, 1e6, "m"), (999.5, 1e3, "k")):
        if amount >= least:
            return f"{sign}£{_digits(amount / unit, most=2 if unit > 1e3 else 1)}{letter}"
    return f"{sign}£{amount:.0f}"


def pounds(value: float) -> str:
    """“£348,469”, “−£20”: for tables."""
    rounded = round(value)
    return f"{'−' if rounded < 0 else ''}£{abs(rounded):,}"


def each_pound(value: float) -> str:
    """“£1.01”, “−£0.10”; a loss of less than half a penny is “£0.00”."""
    rounded = round(value, 2)
    return f"{'−' if rounded < 0 else ''}£{abs(rounded):,.2f}"


def percent(share: float) -> str:
    """“46 %”, “−34 %”."""
    rounded = round(share * 100)
    return f"{'−' if rounded < 0 else ''}{abs(rounded)} %"


def span(found: Likely | None, said: str = "likely") -> str:
    """“likely £120k–£310k”; nothing where there is none."""
    if found is None:
        return ""
    return f"{said} {joined(short(found.low), short(found.high))}"


def joined(low: str, high: str) -> str:
    if low == high:
        return f"about {low}"
    return f"{low} to {high}" if "−" in low + high else f"{low}–{high}"


def several(names: Sequence[str]) -> str:
    """“police”, “police and schools”, “police, schools and housing”."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def many(value: float) -> str:
    """How many there are: “5.8”, “120”, “1,250”."""
    return f"{value:,.0f}" if value >= 99.5 or value == round(value) else f"{value:.1f}".removesuffix(".0")


def _digits(value: float, *, most: int) -> str:
    places = most if value < 10 else max(0, most - 1) if value < 100 else 0
    written = f"{value:.{places}f}"
    return written.rstrip("0").rstrip(".") if "." in written else written
