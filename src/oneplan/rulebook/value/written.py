"""Numbers as people write or paste them: “£1,234.50”, “40 %”, “(500)”. What may be another number is refused."""

import re
from decimal import Decimal, InvalidOperation

_SIGNS = re.compile(r"[£\s\u00a0\u202f]")
_GROUPED = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")
_PLAIN = re.compile(r"-?\d+(\.\d+)?")
HUNDRED = Decimal(100)
MOST = Decimal(10_000_000_000)  # nothing that help costs, saves or reaches is more


class NotANumber(Exception):
    """The text says what was written, and how to write it."""


def pounds(said: object) -> Decimal:
    """An amount of money: with or without £ and commas between thousands; brackets are a minus. Raises `NotANumber`."""
    text = _SIGNS.sub("", _text(said))
    if text.startswith("(") and text.endswith(")"):
        text = f"-{text[1:-1]}"
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    if not _PLAIN.fullmatch(text):
        raise NotANumber(f"“{said}” is no amount of money. Write it like 1,234.50, in pounds.")
    return _not_too_much(Decimal(text))


def share(said: object) -> Decimal:
    """A share: “40 %” or 0.4. Raises `NotANumber`."""
    text = _SIGNS.sub("", _text(said))
    is_percent = text.endswith("%")
    found = _decimal(text.removesuffix("%"), said, "a share. Write it like 40 %, or like 0.4")
    return found / HUNDRED if is_percent else found


def count(said: object) -> Decimal:
    """How many: with or without commas between thousands. Raises `NotANumber`."""
    text = _SIGNS.sub("", _text(said))
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    return _decimal(text, said, "a number of people, families or incidents. Write it like 1,200")


def whole(said: object) -> int:
    """Years and the like. Raises `NotANumber`."""
    text = _text(said).strip()
    if not re.fullmatch(r"\d{1,4}", text):
        raise NotANumber(f"“{said}” is no number of years. Write it like 5.")
    return int(text)


def _text(said: object) -> str:
    """YAML reads 0.1 as a binary number; its shortest text is what was written."""
    if isinstance(said, bool) or said is None:
        return ""
    return repr(said) if isinstance(said, float) else str(said)


def _decimal(text: str, said: object, wanted: str) -> Decimal:
    try:
        found = Decimal(text) if _PLAIN.fullmatch(text) else None
    except InvalidOperation:
        found = None
    if found is None:
        raise NotANumber(f"“{said}” is not {wanted}.")
    return _not_too_much(found)


def _not_too_much(found: Decimal) -> Decimal:
    if abs(found) > MOST:
        raise NotANumber(f"{found:.2e} is more than can be: {MOST:,} at most. Look for a slip of the keys.")
    return found
