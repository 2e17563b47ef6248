"""Pounds and pence: “1,234.50”, “£12”, “-3.20”; kept exactly, never as a binary fraction."""

import re
from decimal import Decimal

from oneplan.engine.feeds.types.shape import Options, Type, is_within, shaped, squeezed, squeezed_plain, within

_SHAPE = r"^-?£?(?:[0-9]{1,3}(?:,[0-9]{3}){1,2}|[0-9]{1,9})(?:\.[0-9]{1,2}0*)?$"
_BESIDES = "[£,]"


def _value(text: str, options: Options) -> str:
    digits = f"regexp_replace({shaped(text, _SHAPE)}, '{_BESIDES}', '', 'g')"
    return within(f"try_cast({digits} AS DECIMAL(12, 2))", options)


def _plain(text: str, options: Options) -> Decimal | None:
    tidy = squeezed_plain(text)
    if not re.fullmatch(_SHAPE, tidy, re.ASCII):
        return None
    amount = Decimal(re.sub(_BESIDES, "", tidy)).quantize(Decimal("0.01"))
    return amount if is_within(amount, options) else None


TYPE = Type("money", "an amount in pounds", "DECIMAL(12, 2)", squeezed, _value, _plain)
