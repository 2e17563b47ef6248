"""A whole number, within the bounds of its column."""

import re

from oneplan.engine.feeds.types.shape import Options, Type, is_within, squeezed, squeezed_plain, within

_SHAPE = r"^-?[0-9]{1,15}(\.0+)?$"  # spreadsheets write 12 as 12.0


def _value(text: str, options: Options) -> str:
    number = f"try_cast(split_part({text}, '.', 1) AS BIGINT)"
    good = " AND ".join([f"{text} IS NOT NULL", f"regexp_matches({text}, '{_SHAPE}')", *within(number, options)])
    return f"CASE WHEN {good} THEN {number} END"


def _plain(text: str, options: Options) -> int | None:
    tidy = squeezed_plain(text)
    if not re.fullmatch(_SHAPE, tidy, re.ASCII):
        return None
    number = int(tidy.split(".", maxsplit=1)[0])
    return number if is_within(number, options) else None


TYPE = Type("whole", "a whole number", "BIGINT", squeezed, _value, _plain)
