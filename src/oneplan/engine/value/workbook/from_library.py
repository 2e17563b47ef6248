"""An outcome whose worth is still that of its row of unit costs, as a model's file names it: by the row."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any

from oneplan.engine.value.workbook.readme import Library
from oneplan.engine.value.workbook.shape import Shape
from oneplan.rulebook.value.discounting import green_book
from oneplan.rulebook.value.files import BadModel, read
from oneplan.rulebook.value.model import Worth
from oneplan.rulebook.value.written import NotANumber, pounds, share

AMOUNTS = ("fiscal", "transfer", "economic", "social")
NEAR = Decimal("1e-9")  # of the figure: programs keep fifteen digits
MOST = 8  # who bear one row; of more it is not tried who is who
Shares = Mapping[str, Decimal]


def by_its_row(given: Mapping[str, Any], shape: Shape, library: Library | None) -> dict[str, Any]:
    """With `unit`, `leave_out` and `bearers` in the place of the figures; as it is where another worth was typed.

    The workbook does not say which bearer is which agency: that follows from the shares. Where it could be so or so,
    the figures stay, and the source says of which year's pounds they are.
    """
    code = str(given.get("instead_of", ""))
    row = _worth(code, given.get("leave_out", []), shape, library) if code else None
    shares = _shares(given)
    if row is None or shares is None or not _is_still(given, row):
        return dict(given)
    found = _bearers(row.shares, shares)
    if not found:
        return dict(given)
    if len(found) > 1:
        return {**given, "source": _with_year(str(given.get("source", "")), shape.price_year)}
    kept = {field: said for field, said in given.items() if field not in (*AMOUNTS, "shares", "instead_of")}
    bearers = {theirs: ours for theirs, ours in found[0].items() if theirs != ours}
    return {**kept, "unit": code, **({"bearers": bearers} if bearers else {})}


def _worth(code: str, left_out: Sequence[str], shape: Shape, library: Library | None) -> Worth | None:
    """As a model comes to it that says no more than the row; None where none can."""
    nobody = dict.fromkeys(("population", "affected", "engagement", "impact", "deadweight", "optimism"), 0)
    outcome = {"unit": code, "leave_out": list(left_out), **nobody, "duration": 1}
    costs = {"none": {"payer": "nobody", "by_year": [0], "optimism": 0}}
    said = {"price_year": shape.price_year, "years": 1, "units": shape.units, "costs": costs}
    try:
        return read({**said, "outcomes": {code: outcome}}, ladder=green_book(), library=library).outcomes[0].worth
    except BadModel:
        return None


def _shares(given: Mapping[str, Any]) -> Shares | None:
    try:
        return {agency: share(said) for agency, said in given.get("shares", {}).items()}
    except NotANumber:
        return None


def _is_still(given: Mapping[str, Any], row: Worth) -> bool:
    try:
        return all(_is_near(pounds(given.get(field, "")), getattr(row, field)) for field in AMOUNTS)
    except NotANumber:
        return False


def _is_near(said: Decimal, wanted: Decimal) -> bool:
    return abs(said - wanted) <= NEAR * abs(wanted)


def _bearers(theirs: Shares, ours: Shares) -> list[dict[str, str]]:
    """Which agency each bearer is called: all that the shares allow, two at most; none where they are others.

    Whoever bears it under the name of an agency is that agency, if that is possible.
    """
    if len(theirs) > MOST:
        return [{}, {}]
    agencies = {agency: part for agency, part in ours.items() if part} or ours
    if len(agencies) > len(theirs) and any(ours.values()):
        return []
    theirs = dict(sorted(theirs.items(), key=lambda each: -each[1]))  # the largest first: it fits fewest
    as_named = {bearer: [bearer] if bearer in agencies else list(agencies) for bearer in theirs}
    by_share = {bearer: list(agencies) for bearer in theirs}
    tried = (list(islice(_fitting(theirs, agencies, may_be), 2)) for may_be in (as_named, by_share))
    return next((found for found in tried if found), [])


def _fitting(theirs: Shares, left: Shares, may_be: Mapping[str, Sequence[str]]) -> Iterator[dict[str, str]]:
    """`left` is what of each agency's share no bearer has been found for yet."""
    if not theirs:
        if all(abs(part) <= NEAR for part in left.values()):
            yield {}
        return
    (bearer, part), *rest = theirs.items()
    for agency in may_be[bearer]:
        if left[agency] - part >= -NEAR:
            after = {**left, agency: left[agency] - part}
            for others in _fitting(dict(rest), after, may_be):
                yield {bearer: agency, **others}


def _with_year(source: str, year: str) -> str:
    note = f"amounts in pounds of {year}"
    return source if note in source else "; ".join(filter(None, (source, note)))
