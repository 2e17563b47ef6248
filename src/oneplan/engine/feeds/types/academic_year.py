"""A school year, kept as “2025/26”; also written 2025-2026, 2025-26, 202526 or 2025/2026."""

import re

from oneplan.engine.feeds.types.shape import Options, Type, closed, closed_plain, shaped

_YEARS = "|".join(f"20{year:02d}(?:20)?{(year + 1) % 100:02d}" for year in range(100))
_SHAPE = f"^(?:{_YEARS})$"


def _value(text: str, _options: Options) -> str:
    return f"regexp_replace({shaped(text, _SHAPE)}, '^(....)(?:20)?(..)$', '\\1/\\2')"


def _plain(text: str, _options: Options) -> str | None:
    tidy = closed_plain(text)
    return f"{tidy[:4]}/{tidy[-2:]}" if re.fullmatch(_SHAPE, tidy, re.ASCII) else None


TYPE = Type("academic_year", "a school year, like 2025/26", "VARCHAR", closed, _value, _plain, is_kept_as_written=True)
