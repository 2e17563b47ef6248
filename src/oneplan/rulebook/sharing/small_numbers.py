"""Counts where nobody is named: small ones are not told exactly, because they could point at a family.

A count that is told again on another day is rounded besides (`told_again`): from 41 people yesterday and 45 today
somebody who knows which family came reads that family. Whatever is reckoned from such a count, like a share of it, is
reckoned from the rounded one (`counted_as`), or the exact one could be reckoned back.
"""

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml


def smallest_told() -> int:
    return int(_figures()["smallest_told"])


def rounded_to() -> int:
    return int(_figures()["rounded_to"])


def is_small(number: int) -> bool:
    """None at all is no small number: there is nobody at whom it could point."""
    return 0 < number < smallest_told()


def told(number: int) -> str:
    """The count as it may be read: “0”, “1 to 4”, “1,702”."""
    return f"1 to {smallest_told() - 1}" if is_small(number) else f"{number:,}"


def told_again(number: int) -> str:
    """The count as it may be read on any day, however often: “0”, “1 to 4”, “about 1,700”."""
    return told(number) if number < smallest_told() else f"about {counted_as(number):,}"


def counted_as(number: float) -> int:
    """What stands for a count in whatever is reckoned and told again; small ones as the most they can be."""
    step, whole = rounded_to(), int(Decimal(str(number)).quantize(Decimal(1), ROUND_HALF_UP))
    if whole < smallest_told():
        return smallest_told() - 1 if is_small(whole) else 0
    least = -(-smallest_told() // step) * step  # never below the smallest that is told: it would stand for itself alone
    return max(least, (2 * whole + step) // (2 * step) * step)


@lru_cache(maxsize=1)
def _figures() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "small_numbers.yaml").read_text())
    return found
