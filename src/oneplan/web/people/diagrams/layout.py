"""Where everything in a family diagram goes: `place` turns the facts into positions, the same on every machine."""

from oneplan.web.people.diagrams.arranging import arrange
from oneplan.web.people.diagrams.bars import bars_of
from oneplan.web.people.diagrams.captions import caption_of
from oneplan.web.people.diagrams.columns import Columns
from oneplan.web.people.diagrams.drawing import FamilyDrawing
from oneplan.web.people.diagrams.generations import rows_of
from oneplan.web.people.diagrams.heights import Heights, heights_of
from oneplan.web.people.diagrams.lanes import clear_middle
from oneplan.web.people.diagrams.letters import shorten, tidy, width_of
from oneplan.web.people.diagrams.measures import HOME_LABEL_WIDTH, MARGIN, PAD, SMALL_SIZE
from oneplan.web.people.diagrams.network import network_of
from oneplan.web.people.diagrams.outlines import Part, nesting, outline_parts
from oneplan.web.people.diagrams.placement import Caption, Note, Outline, Placement, Point, Spot
from oneplan.web.people.diagrams.tracing import Traced, Tracer

_CORNER = 16.0  # a home's label starts this far from the corner of its outline
_LONE_LABEL = 118.0


def place(drawing: FamilyDrawing) -> Placement:
    captions = {person.key: caption_of(person) for person in drawing.people}
    rows = rows_of(drawing)
    halves = {key: caption.half for key, caption in captions.items()}
    _widen_for_labels(drawing, rows=rows, halves=halves)
    net = network_of(drawing, rows=rows, half=halves.__getitem__)
    order = arrange(drawing, net)
    depth = nesting(net, [home.key for home in drawing.homes if home.members])
    columns = Columns(net, order, depth=depth, label_width=lambda couple: width_of(couple.label, size=SMALL_SIZE))
    columns.solve()
    gaps = bars_of(drawing, net, columns)
    parts = outline_parts(net, order, columns=columns, uprights=[gap.uprights() for gap in gaps])
    for part in parts:
        for row in range(part.first, part.last):
            gaps[row + 1].edges += [*part.edge(row), *part.edge(row + 1)]
    tallest = [max((_height(captions, net.nodes[node].key) for node in row), default=0.0) for row in order]
    heights = heights_of(gaps, parts=parts, captions=tallest)
    tracer = Tracer(drawing, net, columns=columns, heights=heights, captions=captions)
    traced = tracer.trace(gaps)
    uprights = [gap.uprights() for gap in gaps]
    return _framed(
        heights,
        spots=tracer.spots(),
        traced=traced,
        outlines=_outlines(drawing, parts, heights=heights, uprights=uprights),
    )


def _height(captions: dict[str, Caption], key: str | None) -> float:
    return captions[key].height if key is not None else 0.0


def _widen_for_labels(drawing: FamilyDrawing, *, rows: dict[str, int], halves: dict[str, float]) -> None:
    """A home that begins with one person still has room for its label."""
    for home in drawing.homes:
        first = min((rows[key] for key in home.members), default=0)
        tops = [key for key in home.members if rows[key] == first]
        if len(tops) == 1:
            (top,) = tops
            wanted = min(width_of(tidy(home.label), size=SMALL_SIZE), _LONE_LABEL) + 2 * _CORNER
            halves[top] = max(halves[top], wanted / 2 - PAD)


def _outlines(
    drawing: FamilyDrawing, parts: list[Part], *, heights: Heights, uprights: list[list[float]]
) -> tuple[Outline, ...]:
    here = {person.key for person in drawing.people if person.is_here}
    found = []
    for home in drawing.homes:
        own = [part for part in parts if part.home == home.key]
        if own:
            notes = [_home_note(home.label, part, heights=heights, lines=uprights[part.first]) for part in own]
            shapes = tuple(_shape(part, heights=heights) for part in own)
            is_here = not here.isdisjoint(home.members)
            found.append(Outline(home.key, is_here, shapes, tuple(note for note in notes if note)))
    return tuple(found)


def _home_note(label: str, part: Part, *, heights: Heights, lines: list[float]) -> Note | None:
    left, right = part.edges[0]
    room = right - left - 2 * _CORNER + 4
    words = shorten(tidy(label), size=SMALL_SIZE, width=min(room, HOME_LABEL_WIDTH))
    if not words:
        return None
    width = width_of(words, size=SMALL_SIZE)
    first = left + _CORNER + width / 2
    is_free = not any(abs(line - first) < width / 2 + 5 for line in lines)
    x = first if is_free else clear_middle((left + _CORNER, right - _CORNER), width=width, lines=lines)
    return Note(words, (x, heights.top_border(part) + 4))


def _shape(part: Part, *, heights: Heights) -> tuple[Point, ...]:
    top, bottom = heights.top_border(part), heights.bottom_border(part)
    sides: list[list[Point]] = []
    for side in (0, 1):
        points = [(part.edges[0][side], top)]
        for row in range(part.first, part.last):
            above, below = part.edge(row)[side], part.edge(row + 1)[side]
            if above != below:
                y = heights.step(part, row, side)
                points += [(above, y), (below, y)]
        sides.append([*points, (part.edges[-1][side], bottom)])
    return (*sides[1], *reversed(sides[0]))


def _framed(heights: Heights, *, spots: dict[str, Spot], traced: Traced, outlines: tuple[Outline, ...]) -> Placement:
    edges = [x for spot in spots.values() for x in (spot.box[0], spot.box[2])]
    edges += [x for outline in outlines for part in outline.parts for x, _ in part]
    for line in (*traced.couples, *traced.ties):
        edges += [x for x, _ in line.points]
        if line.note is not None:
            half = width_of(line.note.text, size=SMALL_SIZE) / 2
            edges += [line.note.at[0] - half, line.note.at[0] + half]
    left, right = min(edges, default=0.0) - MARGIN, max(edges, default=0.0) + MARGIN
    return Placement(
        left=left,
        width=right - left,
        height=heights.height,
        spots=spots,
        outlines=outlines,
        couples=tuple(traced.couples),
        children=tuple(traced.children),
        twin_bars=tuple(traced.twin_bars),
        ties=tuple(traced.ties),
    )
