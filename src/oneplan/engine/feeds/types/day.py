"""A day. The profile says how the partner writes days; what is written otherwise but plainly is read and named."""

import re
from datetime import date, datetime

from oneplan.engine.feeds.types.shape import Options, Type, shaped, squeezed, squeezed_plain

USUAL = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%d %b %y", "%d-%b-%y")
_TIME = r"[ T]+[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?$"
# what both parsers are asked about: they differ in what they forgive
_SHAPE = "^[0-9]{1,4}[-/. ]([0-9]{1,2}|[A-Za-z]{3,9})[-/. ][0-9]{2,4}$"
FIRST, LAST = date(1900, 1, 1), date(2100, 1, 1)


def formats(options: Options) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*options.formats, *USUAL)))


def _value(text: str, options: Options) -> str:
    shapes = ", ".join(f"'{each}'" for each in formats(options))
    without_time = f"regexp_replace({text}, '{_TIME}', '')"
    day = f"try_strptime({shaped(without_time, _SHAPE)}, [{shapes}])::DATE"
    return f"CASE WHEN {day} >= DATE '{FIRST}' AND {day} < DATE '{LAST}' THEN {day} END"


def _plain(text: str, options: Options) -> date | None:
    tidy = re.sub(_TIME, "", squeezed_plain(text), flags=re.ASCII)
    for shape in formats(options) if re.fullmatch(_SHAPE, tidy, re.ASCII) else ():
        try:
            day = datetime.strptime(tidy, shape).date()  # noqa: DTZ007
        except ValueError:
            continue
        return day if FIRST <= day < LAST else None
    return None


TYPE = Type("day", "a day, like 31/12/2025", "DATE", squeezed, _value, _plain)
