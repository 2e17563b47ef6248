"""Needs as the family page says them: one short line each, whose it is and how it stands."""

from collections.abc import Iterable
from dataclasses import dataclass

from oneplan.web.casework.models import Need

MOST = 6
_STANDING = (Need.State.OPEN, Need.State.UNCLEAR)  # said before those that are better or gone
_TONES = {Need.State.UNCLEAR: "warm", Need.State.BETTER: "ok", Need.State.GONE: "ok"}


@dataclass(frozen=True)
class NeedLine:
    code: str
    state: str
    tone: str
    whose: str


@dataclass(frozen=True)
class NeedsInBrief:
    lines: list[NeedLine]
    number_more: int


def in_brief(needs: Iterable[Need]) -> NeedsInBrief:
    """Those still there first; one line where several people have the same need and it stands the same with each."""
    whose: dict[tuple[str, Need.State], list[str]] = {}
    for need in sorted(needs, key=lambda need: need.state not in _STANDING):
        names = whose.setdefault((need.code, Need.State(need.state)), [])
        name = need.person.short_name if need.person else "the family"
        if name not in names:
            names.append(name)
    lines = [NeedLine(code, state.label, _TONES.get(state, ""), _and(names)) for (code, state), names in whose.items()]
    return NeedsInBrief(lines[:MOST], len(lines[MOST:]))


def _and(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
