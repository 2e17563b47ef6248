"""A whole number, within the bounds of its column."""

import re

from oneplan.engine.feeds.types.shape import Options, Type, squeezed, squeezed_plain

_SHAPE = r"^-?[0-9]{1,15}(\.0+)?$"  # spreadsheets write 12 as 12.0


def _value(text: str, options: Options) -> str:
    bounds = [f"{text} IS NOT NULL", f"regexp_matches({text}, '{_SHAPE}')"]
    number = f"try_cast(split_part({text}, '.', 1) AS BIGINT)"
    if options.least is not None:
        bounds.append(f"{number} >= {options.least}")
    if options.most is not None:
        bounds.append(f"{number} <= {options.most}")
    return f"CASE WHEN {' AND '.join(bounds)} THEN {number} END"


def _plain(text: str, options: Options) -> int | None:
    tidy = squeezed_plain(text)
    if not re.fullmatch(_SHAPE, tidy, re.ASCII):
        return None
    number = int(tidy.split(".", maxsplit=1)[0])
    least = number if options.least is None else options.least
    most = number if options.most is None else options.most
    return number if least <= number <= most else None


TYPE = Type("whole", "a whole number", "BIGINT", squeezed, _value, _plain)
