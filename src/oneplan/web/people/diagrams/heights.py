"""How far down everything stands: row below row, with room for the lines and outlines between them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from oneplan.web.people.diagrams.bars import GapLines, lay
from oneplan.web.people.diagrams.measures import LABEL_GAP, MARGIN, NESTING, RADIUS, STEP
from oneplan.web.people.diagrams.outlines import Part

_ABOVE_BARS = 6.0
_BELOW_BARS = 14.0
_BELOW_FORKS = 32.0
_LEAST_WITH_CHILDREN = 36.0
_LEAST = 18.0
_ABOVE_SYMBOLS = 9.0
_TITLE = 10.0  # half a home's label stands above its outline
_PAD_ABOVE = 13.0  # between an outline and the symbols below it
_PAD_BELOW = 14.0  # between the words and the outline below them, which may carry a label


@dataclass
class Heights:
    tops: list[float] = field(default_factory=list)
    """The upper edge of the symbols of each row."""
    bottoms: list[float] = field(default_factory=list)
    """The lower edge of the words of each row."""
    early: dict[tuple[int, int], float] = field(default_factory=dict)
    late: dict[tuple[int, int], float] = field(default_factory=dict)
    borders: dict[int, float] = field(default_factory=dict)
    clear: list[float] = field(default_factory=list)
    """The height above each row's symbols down to which no tie between two of them reaches."""
    height: float = 0.0

    def middle(self, row: int) -> float:
        return self.tops[row] + RADIUS

    def step(self, part: Part, row: int, side: int) -> float:
        """Where an outline's side shifts between a row and the next."""
        is_early, level = part.levels[row, side]
        return (self.early if is_early else self.late)[row + 1, level] + NESTING * part.depth

    def top_border(self, part: Part) -> float:
        return self.borders[part.first] - NESTING * part.depth

    def bottom_border(self, part: Part) -> float:
        return self.bottoms[part.last] + _PAD_BELOW + NESTING * part.depth


def heights_of(gaps: list[GapLines], *, parts: list[Part], captions: Sequence[float]) -> Heights:
    """Heights for gaps and rows, given how tall the words of each row are."""
    heights = Heights()
    y = MARGIN
    for row, gap in enumerate(gaps):
        start = y
        y = _below_row(heights, row, y=y, parts=parts)
        y = _bars(gap, y=y)
        if row > 0 and row < len(captions):
            y = max(y, start + (_LEAST_WITH_CHILDREN if gap.births else _LEAST))
        if row == len(captions):
            heights.height = y + MARGIN
            break
        y = _above_row(heights, row, y=y, parts=parts)
        heights.clear.append(y)
        if gap.sides:
            y = lay(list(gap.sides), top=y) + _ABOVE_SYMBOLS
        heights.tops.append(y)
        y += 2 * RADIUS + (LABEL_GAP + captions[row] if captions[row] else 0.0)
        heights.bottoms.append(y)
    return heights


def _below_row(heights: Heights, row: int, *, y: float, parts: list[Part]) -> float:
    """Room for outlines that end under the row above or widen there."""
    steps = [(part, level) for part in parts for level in _levels(part, row, is_early=True)]
    touching = [part for part in parts if part.last == row - 1] + [part for part, _ in steps]
    if not touching:
        return y
    y += _PAD_BELOW + NESTING * max(part.depth for part in touching)
    deepest = max((level for _, level in steps), default=0)
    if steps and len(touching) == len(steps):
        y -= STEP
    for level in range(1, deepest + 1):
        heights.early[row, level] = y + STEP * level
    return y + STEP * deepest + (NESTING * max(part.depth for part, _ in steps) if steps else 0)


def _bars(gap: GapLines, *, y: float) -> float:
    zones = [zone for zone in gap.zones() if zone]
    if not zones:
        return y
    y += _ABOVE_BARS
    for zone in zones:
        y = lay(zone, top=y)
    return y + (_BELOW_FORKS if any(bar.forks for bar in gap.births) else _BELOW_BARS)


def _above_row(heights: Heights, row: int, *, y: float, parts: list[Part]) -> float:
    """Room for outlines that begin above this row or draw in there."""
    deepest = nested = 0
    for part in parts:
        for level in _levels(part, row, is_early=False):
            heights.late[row, level] = y + STEP * level
            deepest, nested = max(deepest, level), max(nested, part.depth)
    y += STEP * deepest + NESTING * nested
    starting = [part.depth for part in parts if part.first == row]
    if starting:
        y += _TITLE + NESTING * max(starting)
        heights.borders[row] = y
        y += _PAD_ABOVE
    elif deepest:
        y += _PAD_ABOVE
    return y


def _levels(part: Part, row: int, *, is_early: bool) -> list[int]:
    return [level for (above, _), (early, level) in part.levels.items() if above == row - 1 and early == is_early]
