"""Unique pupil number: 13 characters, check letter first.

Source: DfE UPN guide 1.2, as implemented by the CIN census validation rules 1510, 1540 and 1550.
"""

import re

from stdnum.gb import upn

from oneplan.engine.feeds.types.shape import Options, Type, closed, closed_plain, weighed

LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_SHAPE = f"^[{LETTERS}][0-9]{{11}}[0-9{LETTERS}]$"


def _value(text: str, _options: Options) -> str:
    """Places 2 to 12 as one number, weighed by their place."""
    number = f"try_cast(substr({text}, 2, 11) AS BIGINT)"
    total = f"{weighed(number, range(2, 13))} + 13 * ({_last(text)})"
    letter = f"substr('{LETTERS}', ({total}) % 23 + 1, 1)"
    return f"CASE WHEN regexp_matches({text}, '{_SHAPE}') AND {letter} = left({text}, 1) THEN {text} END"


def _last(text: str) -> str:
    """Place 13 may be a letter, which counts as its place in the list: a temporary number."""
    one = f"right({text}, 1)"
    return f"CASE WHEN {one} BETWEEN '0' AND '9' THEN ascii({one}) - 48 ELSE strpos('{LETTERS}', {one}) - 1 END"


def _plain(text: str, _options: Options) -> str | None:
    """The authority is not looked up: areas change their numbers, and a child may come from anywhere."""
    tidy = closed_plain(text)
    if not re.fullmatch(_SHAPE, tidy, re.ASCII):
        return None
    return tidy if upn.calc_check_digit(tidy[1:]) == tidy[0] else None


TYPE = Type(
    "upn",
    "a unique pupil number with its right check letter",
    "VARCHAR",
    closed,
    _value,
    _plain,
    is_kept_as_written=True,
)
