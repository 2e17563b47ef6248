"""Pounds and pence: “1,234.50”, “£12”, “-3.20”; kept exactly, never as a binary fraction."""

import re
from decimal import Decimal

from oneplan.engine.feeds.types.shape import Options, Type, squeezed, squeezed_plain

_SHAPE = r"^-?£?(?:[0-9]{1,3}(?:,[0-9]{3}){1,2}|[0-9]{1,9})(?:\.[0-9]{1,2}0*)?$"
_BESIDES = "[£,]"


def _value(text: str, options: Options) -> str:
    number = f"try_cast(regexp_replace({text}, '{_BESIDES}', '', 'g') AS DECIMAL(12, 2))"
    bounds = [f"regexp_matches({text}, '{_SHAPE}')"]
    if options.least is not None:
        bounds.append(f"{number} >= {options.least}")
    if options.most is not None:
        bounds.append(f"{number} <= {options.most}")
    return f"CASE WHEN {' AND '.join(bounds)} THEN {number} END"


def _plain(text: str, options: Options) -> Decimal | None:
    tidy = squeezed_plain(text)
    if not re.fullmatch(_SHAPE, tidy, re.ASCII):
        return None
    amount = Decimal(re.sub(_BESIDES, "", tidy)).quantize(Decimal("0.01"))
    least = amount if options.least is None else options.least
    most = amount if options.most is None else options.most
    return amount if least <= amount <= most else None


TYPE = Type("money", "an amount in pounds", "DECIMAL(12, 2)", squeezed, _value, _plain)
