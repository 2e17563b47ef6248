"""A UK postcode, written with one space.

Source: the six formats and the letters they leave out, as in reference pages of the Royal Mail's address file.
"""

import re

from oneplan.engine.feeds.types.shape import Options, Type, closed, closed_plain, shaped

_AREA = "[A-PR-UWYZ](?:[0-9]{1,2}|[0-9][A-HJKPSTUW]|[A-HK-Y][0-9]{1,2}|[A-HK-Y][0-9][ABEHMNPRVWXY])"
# ZZ99 is written for no fixed abode; ZZ is no area, so that invented postcodes are nobody's
_SHAPE = f"^(?:GIR0AA|(?:{_AREA}|ZZ[0-9]{{1,2}})[0-9][ABD-HJLNP-UW-Z]{{2}})$"


def _value(text: str, _options: Options) -> str:
    return f"regexp_replace({shaped(text, _SHAPE)}, '(...)$', ' \\1')"


def _plain(text: str, _options: Options) -> str | None:
    tidy = closed_plain(text)
    return f"{tidy[:-3]} {tidy[-3:]}" if re.fullmatch(_SHAPE, tidy, re.ASCII) else None


TYPE = Type("postcode", "a postcode", "VARCHAR", closed, _value, _plain, is_kept_as_written=True)
