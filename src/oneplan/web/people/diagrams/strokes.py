"""Lines: rounded, doubled, jagged, broken, with arrows and marks; as path data or finished elements."""

from collections.abc import Sequence
from itertools import pairwise
from math import hypot

from oneplan.engine.drawing.paint import CARD, number, tag
from oneplan.web.people.diagrams.placement import Point

_TOOTH = 4.5
_LEAD = 7.0
_SHORT = 30.0
_HEAD = 9.0


def path(points: Sequence[Point], *, corner: float = 0.0, is_closed: bool = False) -> str:
    """Path data through the points, its corners rounded."""
    kept = _without_doubles(points, is_closed=is_closed)
    if len(kept) < 3 or not corner:
        return "M" + "L".join(_at(point) for point in kept) + ("Z" if is_closed else "")
    if is_closed:
        start = _towards(kept[0], kept[1], _half(kept[0], kept[1], corner))
        turns = [*kept[1:], kept[0]]
        ends = [*turns[1:], kept[1]]
    else:
        start, turns, ends = kept[0], list(kept[1:-1]), list(kept[2:])
    parts, before = [f"M{_at(start)}"], kept[0]
    for turn, after in zip(turns, ends, strict=True):
        reach = min(_half(before, turn, corner), _half(turn, after, corner))
        into, out = _towards(turn, before, reach), _towards(turn, after, reach)
        parts.append(f"L{_at(into)}Q{_at(turn)} {_at(out)}")
        before = turn
    return "".join(parts) + ("Z" if is_closed else f"L{_at(kept[-1])}")


def jagged(points: Sequence[Point]) -> str:
    """Path data along the points in small teeth."""
    kept = _without_doubles(points, is_closed=False)
    drawn = [kept[0]]
    for begin, stop in pairwise(kept):
        length = hypot(stop[0] - begin[0], stop[1] - begin[1])
        if length < _SHORT:
            drawn.append(stop)
            continue
        start, end = _towards(begin, stop, _LEAD), _towards(stop, begin, _LEAD)
        length -= 2 * _LEAD
        drawn.append(start)
        teeth = max(2, round(length / (1.8 * _TOOTH)))
        ahead = ((end[0] - start[0]) / length, (end[1] - start[1]) / length)
        for tooth in range(teeth):
            along = length * (tooth + 0.5) / teeth
            aside = _TOOTH if tooth % 2 == 0 else -_TOOTH
            drawn.append(
                (start[0] + ahead[0] * along - ahead[1] * aside, start[1] + ahead[1] * along + ahead[0] * aside)
            )
        drawn += [end, stop]
    return "M" + "L".join(_at(point) for point in drawn)


def arrow_head(points: Sequence[Point], *, fill: str) -> str:
    """A filled head at the last point, pointing the way the line goes."""
    kept = _without_doubles(points, is_closed=False)
    (x0, y0), (x, y) = kept[-2:]
    length = hypot(x - x0, y - y0)
    ahead = ((x - x0) / length, (y - y0) / length)
    back = (x - ahead[0] * _HEAD, y - ahead[1] * _HEAD)
    wing = _HEAD / 2
    corners = [
        (x, y),
        (back[0] - ahead[1] * wing, back[1] + ahead[0] * wing),
        (back[0] + ahead[1] * wing, back[1] - ahead[0] * wing),
    ]
    return tag("path", d=path(corners, is_closed=True), fill=fill)


def shortened(points: Sequence[Point], *, by: float) -> list[Point]:
    """The line without its last stretch, so that it does not show through the tip of an arrow."""
    kept = _without_doubles(points, is_closed=False)
    kept[-1] = _towards(kept[-1], kept[-2], by)
    return kept


def stop_bar(points: Sequence[Point], *, stroke: str) -> str:
    """A short bar across the end of a line: thus far and no further."""
    kept = _without_doubles(points, is_closed=False)
    (x0, y0), (x, y) = kept[-2:]
    length = hypot(x - x0, y - y0)
    aside = ((y - y0) / length * 7, (x0 - x) / length * 7)
    d = f"M{_at((x - aside[0], y - aside[1]))}L{_at((x + aside[0], y + aside[1]))}"
    return tag("path", d=d, fill="none", stroke=stroke, stroke_width=3)


def slashes(at: Point, *, count: int, stroke: str) -> str:
    """Short strokes across a couple's line: one for separated, two for divorced."""
    x, y = at
    strokes = [
        f"M{number(x + 6 * index - 4)} {number(y + 8)}L{number(x + 6 * index + 4)} {number(y - 8)}"
        for index in range(count)
    ]
    return tag("path", d="".join(strokes), stroke=stroke, stroke_width=2, fill="none")


def broken(at: Point, *, stroke: str, is_level: bool) -> str:
    """A gap in a level or upright line between two short bars."""
    x, y = at
    wide, high = (8, 14) if is_level else (14, 8)
    left, top, right, bottom = number(x - wide / 2), number(y - high / 2), number(x + wide / 2), number(y + high / 2)
    gap = tag("rect", x=x - wide / 2, y=y - high / 2, width=wide, height=high, fill=CARD)
    bars = (
        f"M{left} {top}V{bottom}M{right} {top}V{bottom}"
        if is_level
        else f"M{left} {top}H{right}M{left} {bottom}H{right}"
    )
    return gap + tag("path", d=bars, stroke=stroke, stroke_width=2, fill="none")


def no_entry(at: Point, *, stroke: str) -> str:
    """The sign that contact is not allowed: a ring with a bar across."""
    x, y = at
    ring = tag("circle", cx=x, cy=y, r=8, fill=CARD, stroke=stroke, stroke_width=2.5)
    bar = f"M{number(x - 5.5)} {number(y + 5.5)}L{number(x + 5.5)} {number(y - 5.5)}"
    return ring + tag("path", d=bar, stroke=stroke, stroke_width=2.5)


def _at(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"


def _half(start: Point, end: Point, corner: float) -> float:
    return min(corner, hypot(end[0] - start[0], end[1] - start[1]) / 2)


def _towards(start: Point, end: Point, by: float) -> Point:
    length = hypot(end[0] - start[0], end[1] - start[1]) or 1.0
    return start[0] + (end[0] - start[0]) * by / length, start[1] + (end[1] - start[1]) * by / length


def _without_doubles(points: Sequence[Point], *, is_closed: bool) -> list[Point]:
    """The points without repeats and without those on the way straight on."""
    kept: list[Point] = []
    for point in points:
        if not kept or hypot(point[0] - kept[-1][0], point[1] - kept[-1][1]) > 0.3:
            kept.append(point)
    if is_closed and len(kept) > 1 and hypot(kept[0][0] - kept[-1][0], kept[0][1] - kept[-1][1]) <= 0.3:
        kept.pop()
    if len(kept) == 1:
        kept.append((kept[0][0] + 0.4, kept[0][1]))
    return kept
