"""What every type says of itself, once in SQL for millions of rows and once in plain Python, held equal by a test."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Options:
    """What a column or a partner's profile adds to a type.

    `codes` are a partner's codes and what they mean; `formats` the shapes of their dates, first the usual one;
    `least` and `most` bound a number.
    """

    codes: Mapping[str, str] = field(default_factory=dict)
    formats: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True)
class Type:
    """`tidy` and `value` write SQL round an SQL text: the tidied text, and the value of a tidied text or NULL.

    `plain` does both in Python: the value of a text as received, or None where it is none.
    """

    name: str
    words: str  # what a value must be, as said to a partner
    sql_type: str
    tidy: Callable[[str], str]
    value: Callable[[str, Options], str]
    plain: Callable[[str, Options], object | None]
    is_kept_as_written: bool = False  # the value is a text that a partner may write just so: then nothing was mended


def squeezed(text: str) -> str:
    """SQL: without spaces at both ends; nothing left is NULL."""
    return f"nullif(trim({text}, E' \\t\\r\\n' || chr(160)), '')"


def closed(text: str) -> str:
    """SQL: upper case without any space, dash or stroke; nothing left is NULL."""
    return f"nullif(upper(regexp_replace({text}, '[\\s\\x{{00a0}}/-]', '', 'g')), '')"


def squeezed_plain(text: str) -> str:
    return text.strip(" \t\r\n\u00a0")


def shaped(text: str, shape: str, group: int = 0) -> str:
    """SQL: a text (or a group of it) where it has that shape, else NULL.

    Only functions of one text and no CASE: DuckDB then asks each text of a column's dictionary once, not each row.
    """
    return f"nullif(regexp_extract({text}, '{shape}', {group}), '')"


def weighed(number: str, weights: Sequence[int]) -> str:
    """SQL: the digits of a number each times its weight, summed, the last weight for the last digit.

    A digit is the number without what follows it, less ten times that without the digit too: so each place is one
    division, and the number is read once.
    """
    from_last = [*reversed(weights)]
    terms = [
        f"({weight - 10 * after}) * (n // {10**place})"
        for place, (weight, after) in enumerate(zip(from_last, [0, *from_last], strict=False))
    ]
    return f"list_transform([{number}], lambda n: {' + '.join(terms)})[1]"


def closed_plain(text: str) -> str:
    return "".join(letter for letter in text if letter not in " \t\r\n\f\u00a0/-").upper()


def within(number: str, options: Options) -> str:
    """SQL: a number within the bounds of its column, else NULL."""
    bounds = ((">=", options.least), ("<=", options.most))
    good = [f"{number} {sign} {bound}" for sign, bound in bounds if bound is not None]
    return f"CASE WHEN {' AND '.join(good)} THEN {number} END" if good else number


def is_within(number: Any, options: Options) -> bool:
    return (options.least is None or number >= options.least) and (options.most is None or number <= options.most)
