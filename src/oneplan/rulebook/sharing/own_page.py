"""Which lines of what was told to others somebody reads on their own page, and whether they read what it rested on.

Each reads of themself and of the children they speak for. What one grown-up agreed about themself is for nobody else
at home, and what nobody at home knows of is shown to none of them.
"""

from collections.abc import Collection
from dataclasses import dataclass

from oneplan.rulebook.sharing.categories import NAME_TELLS, Category, about


@dataclass(frozen=True, slots=True)
class Reader:
    """`own`: their records. `children`: whom they may answer for; of these `asked` are old enough to answer."""

    own: frozenset[int]
    children: frozenset[int] = frozenset()
    asked: frozenset[int] = frozenset()


def is_shown(reader: Reader, *, people: Collection[int], kinds: Collection[Category], sector: str = "") -> bool:
    """With somebody else's part in it they read it only where it is about them too and tells nothing special."""
    whom, theirs = frozenset(people), reader.own | reader.children
    if is_special(kinds, sector=sector):
        return bool(whom) and whom <= theirs - reader.asked
    return bool(whom) and (whom <= theirs or bool(whom & reader.own))


def shows_why(reader: Reader, *, people: Collection[int]) -> bool:
    """What it rested on names who agreed: not where that is another grown-up's answer about themself."""
    return frozenset(people) <= reader.own | reader.children


def is_special(kinds: Collection[Category], *, sector: str) -> bool:
    """By the kind of what was told, or by what the name of the service gives away."""
    told = NAME_TELLS.get(sector)
    return any(about(kind).special for kind in (*kinds, *([told] if told else [])))
