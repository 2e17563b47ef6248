"""The dashed lines round homes: which neighbours each one holds in each row, and where it widens between rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from oneplan.web.people.diagrams.columns import Columns
from oneplan.web.people.diagrams.measures import BETWEEN_OUTLINES, NESTING, PAD
from oneplan.web.people.diagrams.network import Network
from oneplan.web.people.diagrams.ordering import Rows

_NEAR = BETWEEN_OUTLINES - 1
_ALONG = 6.0


@dataclass(eq=False)
class Part:
    """One closed outline: from one row to the same or a later one, its left and right edge in each."""

    home: str
    depth: int
    first: int
    edges: list[tuple[float, float]] = field(default_factory=list)
    levels: dict[tuple[int, int], tuple[bool, int]] = field(default_factory=dict)
    """For (row above, side): whether the step lies just below that row (or just above the next), and how far in."""

    @property
    def last(self) -> int:
        return self.first + len(self.edges) - 1

    def edge(self, row: int) -> tuple[float, float]:
        return self.edges[row - self.first]


def nesting(net: Network, homes: Sequence[str]) -> dict[str, int]:
    """How far out each home's outline goes, so that the outlines round shared people do not lie on each other."""
    depth: dict[str, int] = {}
    for home in homes:
        sharing = {depth[other] for node in net.nodes if home in node.homes for other in node.homes if other in depth}
        depth[home] = next(level for level in range(len(homes) + 1) if level not in sharing)
    return depth


def outline_parts(net: Network, rows: Rows, *, columns: Columns, uprights: list[list[float]]) -> list[Part]:
    """Every home's outline, kept clear of the upright lines of each gap (counted as the row below it)."""
    parts: list[Part] = []
    for home, depth in columns.depth.items():
        open_part: Part | None = None
        for row, order in enumerate(rows):
            runs = _runs(net, order, home=home, columns=columns)
            if not runs:
                open_part = None
                continue
            widest = max(runs, key=lambda run: run[1] - run[0])
            for run in runs:
                if run is widest and open_part is not None:
                    open_part.edges.append(run)
                else:
                    parts.append(Part(home, depth, row, [run]))
                    open_part = parts[-1] if run is widest else open_part
    for part in parts:
        _straighten(part, parts=parts, net=net, rows=rows, columns=columns)
    for row in range(len(rows) - 1):
        _order_steps(parts, row, uprights=uprights[row + 1])
    return parts


def _runs(net: Network, order: list[int], *, home: str, columns: Columns) -> list[tuple[float, float]]:
    pad = PAD + NESTING * columns.depth[home]
    runs: list[tuple[float, float]] = []
    is_open = False
    for node in order:
        if home in net.nodes[node].homes:
            half, x = net.nodes[node].half, columns.x[node]
            left = runs.pop()[0] if is_open else x - half - pad
            runs.append((left, x + half + pad))
            is_open = True
        elif home not in columns.homes[node]:
            is_open = False
    return runs


def _straighten(part: Part, *, parts: list[Part], net: Network, rows: Rows, columns: Columns) -> None:
    """Take each side out to the part's furthest edge wherever nobody else stands in the way."""
    furthest = min(left for left, _ in part.edges), max(right for _, right in part.edges)
    for index, (left, right) in enumerate(part.edges):
        row = part.first + index
        taken = [
            (columns.x[node] - net.nodes[node].half, columns.x[node] + net.nodes[node].half)
            for node in rows[row]
            if part.home not in columns.homes[node] and net.nodes[node].key is not None
        ]
        taken += [
            (other.edge(row)[0] - _NEAR, other.edge(row)[1] + _NEAR)
            for other in parts
            if other is not part and other.first <= row <= other.last
        ]
        is_free_left = not any(low < left and high > furthest[0] - 2 for low, high in taken)
        is_free_right = not any(high > right and low < furthest[1] + 2 for low, high in taken)
        part.edges[index] = furthest[0] if is_free_left else left, furthest[1] if is_free_right else right


def _order_steps(parts: list[Part], row: int, *, uprights: list[float]) -> None:
    """Where outlines side by side both shift between two rows, the one in the way shifts first."""
    steps: dict[tuple[Part, int], tuple[float, float]] = {}
    for part in parts:
        if part.first <= row < part.last:
            for side in (0, 1):
                above, below = part.edge(row)[side], part.edge(row + 1)[side]
                if above != below:
                    steps[part, side] = above, below
    first: dict[tuple[Part, int], list[tuple[Part, int]]] = {
        step: [other for other in steps if other != step and _is_in_the_way(steps[other], steps[step])]
        for step in steps
    }
    early = {step for step, shift in steps.items() if _is_early(shift, side=step[1], uprights=uprights)}
    waiting = list(early)
    while waiting:
        for other in first[waiting.pop()]:
            if other not in early:
                early.add(other)
                waiting.append(other)
    for step in steps:
        part, side = step
        part.levels[row, side] = step in early, _level(step, first=first, early=early)


def _is_early(shift: tuple[float, float], *, side: int, uprights: list[float]) -> bool:
    """An outline widens at once and draws in late, unless it would then run along another upright line."""
    above, below = shift
    covered = [sum(abs(x - edge) < _ALONG for x in uprights) for edge in shift]
    if covered[0] != covered[1]:
        return covered[1] < covered[0]
    return (below < above) == (side == 0)


def _is_in_the_way(other: tuple[float, float], step: tuple[float, float]) -> bool:
    """Whether a shift to the same side must happen before the step, for the two never to touch."""
    if (other[1] > other[0]) != (step[1] > step[0]):
        return False
    if step[1] > step[0]:
        return step[0] < other[0] < step[1] + _NEAR
    return step[1] - _NEAR < other[0] < step[0]


def _level(
    step: tuple[Part, int], *, first: dict[tuple[Part, int], list[tuple[Part, int]]], early: set[tuple[Part, int]]
) -> int:
    same = [other for other in first[step] if (other in early) == (step in early)]
    return 1 + max((_level(other, first=first, early=early) for other in same), default=0)
