"""Where everything in a family diagram goes: what the layout answers and the drawing reads."""

from collections.abc import Mapping
from dataclasses import dataclass

from oneplan.web.people.diagrams.drawing import BirthKind, TieKind, UnionKind
from oneplan.web.people.diagrams.measures import LABEL_GAP, RADIUS

Point = tuple[float, float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Line:
    """One line of words under a symbol."""

    text: str
    tone: str  # name, soft or alert


@dataclass(frozen=True)
class Caption:
    """What stands in and under a symbol, already wrapped."""

    inside: tuple[str, ...]
    lines: tuple[Line, ...]
    half: float
    height: float


@dataclass(frozen=True)
class Spot:
    """One person: the middle of the symbol and the words that go with it."""

    key: str
    x: float
    y: float
    caption: Caption

    @property
    def box(self) -> Box:
        """Left, top, right and bottom of symbol and words together."""
        half = max(self.caption.half, RADIUS)
        bottom = self.y + RADIUS + (LABEL_GAP + self.caption.height if self.caption.lines else 0)
        return self.x - half, self.y - RADIUS, self.x + half, bottom


@dataclass(frozen=True)
class Note:
    """Words on a line, centred on a point (their baseline)."""

    text: str
    at: Point


@dataclass(frozen=True)
class CoupleLine:
    kind: UnionKind | None
    points: tuple[Point, ...]
    slash_at: Point
    note: Note | None = None


@dataclass(frozen=True)
class ChildLine:
    """From the parents' line to one child, or (without a child) the bar that gathers the children."""

    kind: BirthKind
    points: tuple[Point, ...]
    letter_at: Point | None = None


@dataclass(frozen=True)
class TwinBar:
    points: tuple[Point, Point]


@dataclass(frozen=True)
class TieLine:
    """A relation between people; several lines when one person has it with several."""

    kind: TieKind
    points: tuple[Point, ...]
    is_begun: bool = False
    """Whether the first point is at the one person, and (next) the last point at the other."""
    is_ended: bool = False
    mark_at: Point | None = None
    note: Note | None = None


@dataclass(frozen=True)
class Outline:
    """The dashed line round the people of one home; a second part only where no single line could go round them."""

    key: str
    is_here: bool
    parts: tuple[tuple[Point, ...], ...]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Placement:
    """The picture's left edge may lie below zero; its upper edge is at zero."""

    left: float
    width: float
    height: float
    spots: Mapping[str, Spot]
    outlines: tuple[Outline, ...] = ()
    couples: tuple[CoupleLine, ...] = ()
    children: tuple[ChildLine, ...] = ()
    twin_bars: tuple[TwinBar, ...] = ()
    ties: tuple[TieLine, ...] = ()
