"""What an invented partner's file tells: rows/*.yaml, and faults.yaml."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from oneplan.rulebook.school.terms import Term, school_year, terms_of

FOLDER = Path(__file__).parent
A_TERM_LATER, A_MONTH_LATER = timedelta(days=14), timedelta(days=4)  # when a partner sends what is over
DAYS, MONTHS, TERMS = 365, 12, 3  # in a year
WHOSE = {
    "school": "(hash(school, 'partner') % 2)::INTEGER",
    "landlord": "CASE WHEN tenure = 'council tenant' THEN 0 ELSE 1 END",
    "family": "(hash(family, 'partner') % 2)::INTEGER",
}


@dataclass(frozen=True)
class Rows:
    """`where` and the rest are SQL over people and periods; `whose` says which of two partners knows the row."""

    where: str
    columns: Mapping[str, str]
    periods: str
    also: Mapping[str, str] = field(default_factory=dict)
    joins: str = ""
    whose: str = WHOSE["family"]


@dataclass(frozen=True)
class Period:
    """What a file tells of: from `first` to the day before `after`; `came` is the day on which it is sent.

    Of a history many periods stand in one file: `file` counts files from nought.
    """

    name: str
    first: date
    after: date
    came: date
    file: int
    academic_year: str = ""
    term: str = ""


@cache
def rows(kind: str) -> Rows:
    said = yaml.safe_load((FOLDER / "rows" / f"{kind}.yaml").read_text(encoding="utf-8"))
    columns = {name: str(expression) for name, expression in said["columns"].items()}
    also = {name: str(expression) for name, expression in said.get("also", {}).items()}
    return Rows(said["where"], columns, said["periods"], also, said.get("from", ""), WHOSE[said.get("by", "family")])


@cache
def faults() -> Mapping[str, Any]:
    kept: Mapping[str, Any] = yaml.safe_load((FOLDER / "faults.yaml").read_text(encoding="utf-8"))
    return kept


def periods(said: str, *, today: date) -> list[Period]:
    """“3 terms”, “1 month” or “once”: the last that were over before today, the earliest first."""
    if said == "once":
        return [Period(f"{today}", today - timedelta(days=DAYS), today, today, 0)]
    number, unit = said.split()
    found = _terms(today) if unit.startswith("term") else _months(today)
    return _numbered(found[-int(number) :])


def history(said: str, *, today: date, years: int, is_events: bool) -> list[Period]:
    """The same as a partner sends them at the start, with the years before.

    A file for each term; events in one file up to today; what is true on one day and not told of before, as usual.
    """
    if said == "once":
        return [Period(f"{today}", today - timedelta(days=DAYS * years), today, today, 0)]
    if said.endswith("terms"):
        return _numbered(_terms(today, years=years)[-TERMS * years - 1 :])
    if not is_events:
        return periods(said, today=today)
    days = [today - timedelta(days=round(DAYS / MONTHS * n)) for n in range(MONTHS * years, -1, -1)]
    return [Period(f"{first}", first, after, today, 0) for first, after in pairwise(days)]


def _numbered(found: Sequence[Period]) -> list[Period]:
    return [replace(each, file=nth) for nth, each in enumerate(found)]


def _terms(today: date, *, years: int = 1) -> list[Period]:
    firsts = range(today.year - years - 1, today.year + 1)
    every = [term for first in firsts for term in terms_of(school_year(first))]
    return [_term(each) for each in every if each.end + A_TERM_LATER <= today]


def _term(term: Term) -> Period:
    name = f"{term.year.replace('/', '-')}-{term.name}"
    return Period(name, term.start, term.end, term.end + A_TERM_LATER, 0, term.year, term.name)


def _months(today: date) -> list[Period]:
    starts = [date(today.year - 1 + (today.month + n - 1) // 12, (today.month + n - 1) % 12 + 1, 1) for n in range(13)]
    months = [Period(f"{first:%Y-%m}", first, after, after + A_MONTH_LATER, 0) for first, after in pairwise(starts)]
    return [each for each in months if each.came <= today]
