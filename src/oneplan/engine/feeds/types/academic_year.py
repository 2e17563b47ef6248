"""A school year, kept as “2025/26”; also written 2025-2026, 2025-26, 202526 or 2025/2026."""

import re

from oneplan.engine.feeds.types.shape import Options, Type, closed, closed_plain

_SHAPE = "^(20[0-9]{2})(?:20)?([0-9]{2})$"


def _value(text: str, _options: Options) -> str:
    start, end = f"left({text}, 4)", f"right({text}, 2)"
    follows = f"(try_cast({start} AS INTEGER) + 1) % 100 = try_cast({end} AS INTEGER)"
    return f"CASE WHEN regexp_matches({text}, '{_SHAPE}') AND {follows} THEN {start} || '/' || {end} END"


def _plain(text: str, _options: Options) -> str | None:
    tidy = closed_plain(text)
    if not re.fullmatch(_SHAPE, tidy, re.ASCII) or (int(tidy[:4]) + 1) % 100 != int(tidy[-2:]):
        return None
    return f"{tidy[:4]}/{tidy[-2:]}"


TYPE = Type("academic_year", "a school year, like 2025/26", "VARCHAR", closed, _value, _plain, is_kept_as_written=True)
