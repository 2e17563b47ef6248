"""The ways a field is scrubbed when its time is over."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any


class Way(StrEnum):
    """What is declared of a field."""

    PLAIN = "plain"  # says nothing of a person: a code, a flag, a version
    KEEP = "keep"  # about a person, and kept: the declaration says why
    ROW = "row"  # personal: it goes with its row
    BLANK = "blank"  # personal: emptied, the row stays
    DIGEST = "digest"  # personal: a keyed digest stands for it, so that the same value is known again
    YEAR = "year"  # personal: of a date only the year stays


WAY_WORDS = {
    Way.PLAIN: "not personal",
    Way.KEEP: "personal, kept",
    Way.ROW: "personal, goes with its row",
    Way.BLANK: "personal, emptied",
    Way.DIGEST: "personal, a digest stands for it",
    Way.YEAR: "personal, only the year stays",
}
SCRUBS = frozenset({Way.BLANK, Way.DIGEST, Way.YEAR})


def scrubbed(value: Any, *, way: Way, empty: Any, digest: Callable[[str], str], is_end: bool = False) -> Any:
    """Return what stays of `value`; `is_end`: a year ends on its last day instead of beginning on its first."""
    if way is Way.BLANK or value in (None, ""):
        return empty
    if way is Way.DIGEST:
        return digest(str(value))
    if way is Way.YEAR and isinstance(value, date):
        return date(value.year, 12, 31) if is_end else date(value.year, 1, 1)
    return value
