"""Proposals beside each other in rows, alike on the page and on paper, and who would put in more than comes back.

What the agencies put in is summed; the reserve stands apart, so that what is left for the help can be compared.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from oneplan.engine.value.telling import HUNDREDTH, pounds
from oneplan.rulebook.value.funding import Contribution, Proposal

UNSAID = "cannot be said"
MARK = "*"
_TRIFLE = Decimal(1)  # who puts in less than this more than comes back is not remarked on


@dataclass(frozen=True)
class Cell:
    """`is_over`: it is more than comes back to who puts it in."""

    words: str
    is_over: bool = False

    @property
    def marked(self) -> str:
        return f"{MARK} {self.words}" if self.is_over else self.words


@dataclass(frozen=True)
class Row:
    name: str
    cells: tuple[Cell, ...]
    is_sum: bool = False


_Amount = Callable[[Proposal], Decimal]
_BELOW: tuple[tuple[str, _Amount, _Amount], ...] = (  # the name, the amount, and what a row is there for
    ("of it for the help", lambda each: each.funded, lambda each: each.reserve),
    ("of it held as a reserve", lambda each: each.reserve, lambda each: each.reserve),
    ("Carried by nobody yet", lambda each: each.unfunded, lambda each: each.unfunded),
    ("What the help costs", lambda each: each.cost, lambda each: each.unfunded),
    ("Missing in the reserve", lambda each: each.reserve_missing, lambda each: each.reserve_missing),
)


def rows(told: Sequence[Proposal | None], agencies: Sequence[str]) -> list[Row]:
    """Each agency, what they put in together, what of it is for what, and what nobody carries; None: a rule refused."""
    found = [_compared(agency, [each and each.of(agency) for each in told]) for agency in agencies]
    return [*found, _compared("Together", told, is_sum=True), *_below(told)]


def remarks(told: Sequence[Proposal | None], agencies: Sequence[str]) -> list[str]:
    """A sentence for each agency that a rule asks for more than it gets back, and one for all of them."""
    made = [each for each in told if each]
    sides: list[tuple[str, Sequence[Contribution | Proposal]]] = [
        (agency, [each.of(agency) for each in made]) for agency in agencies
    ]  # fmt: skip
    if len(agencies) > 1:
        sides.append(("all together", made))
    return [_remark(name, over) for name, each in sides if (over := [one for one in each if is_over(one)])]


def legend(told: Sequence[Proposal | None]) -> str:
    """What the mark says; it is read where there are remarks."""
    said = f"{MARK} More than comes back to who puts it in, as worth now."
    has_reserve = any(each and each.reserve for each in told)
    return f"{said} What goes into the reserve counts as put in." if has_reserve else said


def is_over(side: Contribution | Proposal) -> bool:
    return side.puts_in > 0 and side.puts_in - side.gets_back >= _TRIFLE


def _compared(name: str, sides: Sequence[Contribution | Proposal | None], *, is_sum: bool = False) -> Row:
    cells = (Cell(pounds(each.puts_in), is_over(each)) if each else Cell(UNSAID) for each in sides)
    return Row(name, tuple(cells), is_sum)


def _below(told: Sequence[Proposal | None]) -> Iterator[Row]:
    for name, amount, why in _BELOW:
        if any(each and why(each) for each in told):
            yield Row(name, tuple(Cell(pounds(amount(each)) if each else UNSAID) for each in told))


def _remark(name: str, over: Sequence[Contribution | Proposal]) -> str:
    asked = {each.puts_in for each in over}
    back = over[0].gets_back
    comes = f"get back {pounds(back)}" if back.quantize(HUNDREDTH, ROUND_HALF_UP) else "get nothing back"
    up_to = "up to " if len(asked) > 1 else ""
    return f"{name[:1].upper()}{name[1:]} would put in {up_to}{pounds(max(asked))} and {comes}."
