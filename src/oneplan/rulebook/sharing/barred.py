"""Who may never be drawn in: somebody barred from contact with a child of the family.

They stay on the family's record, but never join the team around it, are invited, own an action or get its copy.
A concern counts like an order, and supervised or written contact like none: being in the room is decided by people,
outside this system, and then the restriction itself is changed.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class Place(StrEnum):
    """What the person was picked for."""

    TEAM = "be in the team around the family"
    MEETING = "be invited to a meeting"
    ACTION = "be given an action in this plan"
    COPY = "get the family's copy of the plan"
    APPOINTMENT = "share an appointment with the child"


@dataclass(frozen=True, slots=True)
class Restriction:
    """One current restriction, in words: `kind` "court order", `extent` "no contact"."""

    child: str
    barred: str
    kind: str
    extent: str


def refusal(restrictions: Collection[Restriction], *, place: Place) -> str | None:
    """Return the sentence that refuses the person these restrictions bar; None when there is none."""
    if not restrictions:
        return None
    who = next(iter(restrictions)).barred
    return f"{who} cannot {place}: {in_words(restrictions)}. The restriction has to be changed or ended first."


def in_words(restrictions: Collection[Restriction]) -> str:
    """Say "court order, no contact with Leo and Mia", one part for each kind of restriction."""
    children: dict[tuple[str, str], list[str]] = {}
    for each in restrictions:
        named = children.setdefault((each.kind, each.extent), [])
        if each.child not in named:
            named.append(each.child)
    return "; ".join(f"{kind}, {extent} with {_and(names)}" for (kind, extent), names in children.items())


def _and(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
