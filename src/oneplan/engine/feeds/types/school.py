"""A school by its authority and establishment number (LAESTAB): seven digits."""

import re

from oneplan.engine.feeds.types.shape import Options, Type, closed, closed_plain, shaped


def _value(text: str, _options: Options) -> str:
    return f"regexp_replace({shaped(text, '^[0-9]{7}$')}, '^(...)', '\\1/')"


def _plain(text: str, _options: Options) -> str | None:
    tidy = closed_plain(text)
    return f"{tidy[:3]}/{tidy[3:]}" if re.fullmatch("[0-9]{7}", tidy, re.ASCII) else None


TYPE = Type("school", "a school's number: authority and establishment, seven digits", "VARCHAR", closed, _value, _plain)
