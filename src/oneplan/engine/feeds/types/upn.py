"""Unique pupil number: 13 characters, check letter first.

Source: DfE UPN guide 1.2, as implemented by the CIN census validation rules 1510, 1540 and 1550.
"""

import re

from stdnum.gb import upn

from oneplan.engine.feeds.types.shape import Options, Type, closed, closed_plain, weighed

LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_ORDINARY, _TEMPORARY = f"^[{LETTERS}][0-9]{{12}}$", f"^[{LETTERS}][0-9]{{11}}[{LETTERS}]$"


def _value(text: str, _options: Options) -> str:
    """Places 2 to 13, each weighed by its place; a letter at the end of a temporary number counts as its own place."""
    ordinary = weighed(f"try_cast(substr({text}, 2, 12) AS BIGINT)", range(2, 14))
    last = f"strpos('{LETTERS}', right({text}, 1)) - 1"
    temporary = f"{weighed(f'try_cast(substr({text}, 2, 11) AS BIGINT)', range(2, 13))} + 13 * ({last})"
    shapes = ((_ORDINARY, ordinary), (_TEMPORARY, temporary))
    return f"CASE {' '.join(_checked(text, shape, total) for shape, total in shapes)} END"


def _checked(text: str, shape: str, total: str) -> str:
    is_right = f"({total}) % 23 = strpos('{LETTERS}', left({text}, 1)) - 1"
    return f"WHEN regexp_matches({text}, '{shape}') THEN CASE WHEN {is_right} THEN {text} END"


def _plain(text: str, _options: Options) -> str | None:
    """The authority is not looked up: areas change their numbers, and a child may come from anywhere."""
    tidy = closed_plain(text)
    if not re.fullmatch(f"{_ORDINARY}|{_TEMPORARY}", tidy, re.ASCII):
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
