"""National Insurance number: two letters and six digits, kept without the last letter, which not every system has.

Source: HMRC national insurance manual, NIM39110: letters that stand nowhere, prefixes that are not used. There is no
check digit.
"""

import re

from oneplan.engine.feeds.types.shape import Options, Type, closed, closed_plain, shaped

_SHAPE = "^[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][0-9]{6}[A-D]?$"
_UNUSED = "^(?:BG|GB|KN|NK|NT|TN|ZZ)"


def _value(text: str, _options: Options) -> str:
    used = f"nullif(regexp_replace({text}, '{_UNUSED}.*', ''), '')"
    return f"left({shaped(used, _SHAPE)}, 8)"


def _plain(text: str, _options: Options) -> str | None:
    tidy = closed_plain(text)
    return tidy[:8] if re.fullmatch(_SHAPE, tidy, re.ASCII) and not re.match(_UNUSED, tidy) else None


TYPE = Type("nino", "a National Insurance number, like AB 12 34 56 C", "VARCHAR", closed, _value, _plain)
