"""The three terms of a school year, by the days between which absence is reported.

Autumn: 1 August to 31 December. Spring: 1 January to Easter Sunday. Summer: Easter Monday to 31 July. Each area and
academy sets its own first and last days of teaching within them.

Source: DfE absence methodology, section 4.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.easter import easter


@dataclass(frozen=True)
class Term:
    """`end` is the day after the last."""

    year: str
    name: str
    start: date
    end: date


def terms_of(year: str) -> tuple[Term, Term, Term]:
    """The terms of a school year, written like “2025/26”."""
    first = int(year[:4])
    new_year, easter_monday = date(first + 1, 1, 1), easter(first + 1) + timedelta(days=1)
    return (
        Term(year, "autumn", date(first, 8, 1), new_year),
        Term(year, "spring", new_year, easter_monday),
        Term(year, "summer", easter_monday, date(first + 1, 8, 1)),
    )


def school_year(first: int) -> str:
    """The school year that begins in the autumn of `first`."""
    return f"{first}/{(first + 1) % 100:02d}"
