"""A whole number, within the bounds of its column."""

import re

from oneplan.engine.feeds.types.shape import Options, Type, is_within, shaped, squeezed, squeezed_plain, within

_SHAPE = r"^(-?[0-9]{1,15})(?:\.0+)?$"  # spreadsheets write 12 as 12.0


def _value(text: str, options: Options) -> str:
    return within(f"try_cast({shaped(text, _SHAPE, 1)} AS BIGINT)", options)


def _plain(text: str, options: Options) -> int | None:
    tidy = squeezed_plain(text)
    if not re.fullmatch(_SHAPE, tidy, re.ASCII):
        return None
    number = int(tidy.split(".", maxsplit=1)[0])
    return number if is_within(number, options) else None


TYPE = Type("whole", "a whole number", "BIGINT", squeezed, _value, _plain)
