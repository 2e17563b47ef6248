"""What two models say otherwise: each name with what stood there, and what stands there now."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Difference:
    """`before` or `after` is empty where nothing is said."""

    where: str
    before: str
    after: str


def differences(before: Any, after: Any) -> list[Difference]:
    ours, theirs = dict(_flat(before, "")), dict(_flat(after, ""))
    names = dict.fromkeys([*ours, *theirs])
    pairs = [Difference(name, ours.get(name, ""), theirs.get(name, "")) for name in names]
    return [each for each in pairs if each.before != each.after]


def _flat(said: Any, at: str) -> Iterator[tuple[str, str]]:
    if isinstance(said, dict):
        for name, each in said.items():
            yield from _flat(each, f"{at}.{name}".lstrip("."))
    elif isinstance(said, list):
        yield at, ", ".join(map(str, said))
    else:
        yield at, "" if said is None else str(said)
