"""NHS number: ten digits, the last a check digit modulo 11; a remainder that asks for 10 makes no number.

Source: NHS number check as published by NHS England; ranges by the NHS number documentation.
"""

from stdnum.gb import nhs

from oneplan.engine.feeds.types.shape import Options, Type, closed, closed_plain, shaped, weighed


def _value(text: str, _options: Options) -> str:
    """A number of one digit repeated is a multiple of ten ones."""
    number = f"try_cast({shaped(text, '^[0-9]{10}$')} AS BIGINT)"
    good = f"{weighed(number, range(10, 0, -1))} % 11 = 0 AND {number} % {'1' * 10} <> 0"
    return f"CASE WHEN {good} THEN {text} END"


def _plain(text: str, _options: Options) -> str | None:
    tidy = closed_plain(text)
    return tidy if tidy.isascii() and nhs.is_valid(tidy) and len(set(tidy)) > 1 and len(tidy) == 10 else None


TYPE = Type(
    "nhs_number", "an NHS number with its right check digit", "VARCHAR", closed, _value, _plain, is_kept_as_written=True
)
