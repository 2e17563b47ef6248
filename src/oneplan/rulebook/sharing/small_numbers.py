"""Counts where nobody is named: small ones are not told exactly, because they could point at a family."""

from functools import lru_cache
from pathlib import Path

import yaml


@lru_cache(maxsize=1)
def smallest_told() -> int:
    return int(yaml.safe_load((Path(__file__).parent / "small_numbers.yaml").read_text())["smallest_told"])


def is_small(number: int) -> bool:
    """None at all is no small number: there is nobody at whom it could point."""
    return 0 < number < smallest_told()


def told(number: int) -> str:
    """The count as it may be read: “0”, “1 to 4”, “1,702”."""
    return f"1 to {smallest_told() - 1}" if is_small(number) else f"{number:,}"
