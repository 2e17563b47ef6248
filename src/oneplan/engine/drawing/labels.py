"""Words beside a mark: wrapped to the room there is, so that it is known before drawing how much they take."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from oneplan.engine.drawing.letters import width_of, wrap
from oneplan.engine.drawing.paint import BRAND, INK, SOFT, tag, text

Anchor = Literal["start", "middle", "end"]
_MOST = 6
_ABOVE = 0.78  # what of a line's height lies above the foot of its letters


@dataclass(frozen=True)
class Tone:
    size: float
    line: float
    weight: str
    fill: str


TITLE = Tone(24, 30, "600", INK)
HEAD = Tone(16, 22, "600", BRAND)
NAME = Tone(16, 20, "600", INK)
FIGURE = Tone(15, 19, "400", INK)
NOTE = Tone(14, 18, "400", SOFT)
Said = Sequence[tuple[str, Tone]]


@dataclass(frozen=True)
class Label:
    """Lines that fit into the width they were wrapped to."""

    lines: tuple[tuple[str, Tone], ...]

    @property
    def height(self) -> float:
        return sum(tone.line for _, tone in self.lines)

    @property
    def width(self) -> float:
        return max((width_of(line, size=tone.size) for line, tone in self.lines), default=0.0)

    def drawn(self, x: float, top: float, *, anchor: Anchor = "start") -> str:
        found, y = [], top
        for line, tone in self.lines:
            foot = y + tone.line * _ABOVE
            found.append(
                text(line, x=x, y=foot, size=tone.size, font_weight=tone.weight, fill=tone.fill, text_anchor=anchor)
            )
            y += tone.line
        return tag("g", *found) if found else ""


def label(said: Said, *, width: float, most: int = _MOST) -> Label:
    """Each of the things said on lines of its own, none when it is empty."""
    found: list[tuple[str, Tone]] = []
    for words, tone in said:
        if words:
            found += [(line, tone) for line in wrap(words, size=tone.size, width=width, most=most)]
    return Label(tuple(found))
