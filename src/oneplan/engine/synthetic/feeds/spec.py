"""What an invented partner's file tells: rows/*.yaml, and faults.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from oneplan.rulebook.school.terms import Term, school_year, terms_of

FOLDER = Path(__file__).parent
A_TERM_LATER, A_MONTH_LATER = timedelta(days=14), timedelta(days=4)  # when a partner sends what is over
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
    """What one file tells of: from `first` to the day before `after`; `came` is the day on which it is sent."""

    name: str
    first: date
    after: date
    came: date
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
        return [Period(f"{today}", today - timedelta(days=365), today, today)]
    number, unit = said.split()
    found = _terms(today) if unit.startswith("term") else _months(today)
    return found[-int(number) :]


def _terms(today: date) -> list[Period]:
    every = [term for first in (today.year - 2, today.year - 1, today.year) for term in terms_of(school_year(first))]
    return [_term(each) for each in every if each.end + A_TERM_LATER <= today]


def _term(term: Term) -> Period:
    name = f"{term.year.replace('/', '-')}-{term.name}"
    return Period(name, term.start, term.end, term.end + A_TERM_LATER, term.year, term.name)


def _months(today: date) -> list[Period]:
    starts = [date(today.year - 1 + (today.month + n - 1) // 12, (today.month + n - 1) % 12 + 1, 1) for n in range(13)]
    months = [Period(f"{first:%Y-%m}", first, after, after + A_MONTH_LATER) for first, after in pairwise(starts)]
    return [each for each in months if each.came <= today]
