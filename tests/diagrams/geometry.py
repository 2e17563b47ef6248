"""What may touch what in a placed drawing."""

from itertools import combinations, pairwise
from math import isfinite

from oneplan.web.people.diagrams.drawing import FamilyDrawing
from oneplan.web.people.diagrams.placement import Box, Placement, Point


def overlapping_people(placed: Placement) -> list[tuple[str, str]]:
    return [
        (a.key, b.key)
        for a, b in combinations(placed.spots.values(), 2)
        if a.box[0] < b.box[2] - 0.01 and b.box[0] < a.box[2] - 0.01 and a.box[1] < b.box[3] and b.box[1] < a.box[3]
    ]


def wrongly_outlined(drawing: FamilyDrawing, placed: Placement) -> list[tuple[str, str]]:
    """Members of a home outside its outline, others inside it, and anybody whom an outline cuts."""
    shapes = {outline.key: outline.parts for outline in placed.outlines}
    found = []
    for home in drawing.homes:
        for key, spot in placed.spots.items():
            inside = sum(_holds(part, (spot.x, spot.y)) for part in shapes.get(home.key, ()))
            cut = any(_cuts(line, spot.box) for part in shapes.get(home.key, ()) for line in _sides(part))
            if inside != (1 if key in home.members else 0) or cut:
                found.append((home.key, key))
    return found


def lines_through_people(placed: Placement) -> list[tuple[str, Point, Point]]:
    """Lines that run through somebody's symbol or words without beginning or ending there."""
    lines = _lines(placed)
    return [
        (spot.key, *segment)
        for points in lines
        for segment in pairwise(points)
        for spot in placed.spots.values()
        if _cuts(segment, spot.box) and not any(_touches(spot.box, end) for end in (points[0], points[-1]))
    ]


def slants_beside_people(placed: Placement) -> list[tuple[Point, Point]]:
    """Slanting stretches that do not keep to the room between two rows."""
    return [
        (start, end)
        for points in _lines(placed)
        for start, end in pairwise(points)
        if start[0] != end[0] and start[1] != end[1]
        if any(start[1] < spot.box[3] and spot.box[1] < end[1] - 0.01 for spot in placed.spots.values())
    ]


def numbers(placed: Placement) -> list[float]:
    points = [point for line in _lines(placed) for point in line]
    points += [point for outline in placed.outlines for part in outline.parts for point in part]
    return [placed.left, placed.width, placed.height, *(value for point in points for value in point)]


def outside_the_frame(placed: Placement) -> list[Point]:
    right = placed.left + placed.width
    boxes = [((spot.box[0], spot.box[1]), (spot.box[2], spot.box[3])) for spot in placed.spots.values()]
    points = [point for box in boxes for point in box]
    points += [point for line in _lines(placed) for point in line]
    points += [point for outline in placed.outlines for part in outline.parts for point in part]
    return [
        (x, y)
        for x, y in points
        if not (placed.left - 0.01 <= x <= right + 0.01 and 0 <= y <= placed.height and isfinite(x + y))
    ]


def _lines(placed: Placement) -> list[tuple[Point, ...]]:
    return [
        *(couple.points for couple in placed.couples),
        *(child.points for child in placed.children),
        *(tie.points for tie in placed.ties),
    ]


def _sides(part: tuple[Point, ...]) -> list[tuple[Point, Point]]:
    return list(pairwise((*part, part[0])))


def _holds(part: tuple[Point, ...], point: Point) -> bool:
    """Whether a shape of level and upright sides holds a point: an odd number of upright sides to its right."""
    x, y = point
    crossed = [a for a, b in _sides(part) if a[0] == b[0] and a[0] > x and min(a[1], b[1]) <= y < max(a[1], b[1])]
    return len(crossed) % 2 == 1


def _cuts(segment: tuple[Point, Point], box: Box) -> bool:
    """Whether a level, upright or slanted stretch runs through the inside of a box."""
    (x0, y0), (x1, y1) = segment
    left, top, right, bottom = box[0] + 1, box[1] + 1, box[2] - 1, box[3] - 1
    steps = 24
    if x0 == x1 or y0 == y1:
        return min(x0, x1) < right and max(x0, x1) > left and min(y0, y1) < bottom and max(y0, y1) > top
    along = ((x0 + (x1 - x0) * step / steps, y0 + (y1 - y0) * step / steps) for step in range(steps + 1))
    return any(left < x < right and top < y < bottom for x, y in along)


def _touches(box: Box, point: Point) -> bool:
    return box[0] - 5 <= point[0] <= box[2] + 5 and box[1] - 5 <= point[1] <= box[3] + 5
