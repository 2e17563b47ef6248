"""NHS number: ten digits, the last a check digit modulo 11; a remainder that asks for 10 makes no number.

Source: NHS number check as published by NHS England; ranges by the NHS number documentation.
"""

from stdnum.gb import nhs

from oneplan.engine.feeds.types.shape import Options, Type, closed, closed_plain


def _value(text: str, _options: Options) -> str:
    weighed = " + ".join(f"{11 - place} * (ascii(substr({text}, {place}, 1)) - 48)" for place in range(1, 11))
    repeated = f"{text} = repeat(left({text}, 1), 10)"
    return (
        f"CASE WHEN regexp_matches({text}, '^[0-9]{{10}}$') AND ({weighed}) % 11 = 0 AND NOT {repeated} THEN {text} END"
    )


def _plain(text: str, _options: Options) -> str | None:
    tidy = closed_plain(text)
    return tidy if tidy.isascii() and nhs.is_valid(tidy) and len(set(tidy)) > 1 and len(tidy) == 10 else None


TYPE = Type(
    "nhs_number", "an NHS number with its right check digit", "VARCHAR", closed, _value, _plain, is_kept_as_written=True
)
