"""Where everything in a family diagram goes: `place` turns the facts into positions, the same on every machine."""

from collections import Counter

from oneplan.engine.drawing.letters import shorten, tidy, width_of
from oneplan.web.people.diagrams.arranging import arrange
from oneplan.web.people.diagrams.bars import bars_of
from oneplan.web.people.diagrams.captions import caption_of
from oneplan.web.people.diagrams.columns import Columns
from oneplan.web.people.diagrams.drawing import FamilyDrawing
from oneplan.web.people.diagrams.generations import rows_of
from oneplan.web.people.diagrams.heights import Heights, heights_of
from oneplan.web.people.diagrams.lanes import clear_middle
from oneplan.web.people.diagrams.measures import HOME_LABEL_WIDTH, MARGIN, PAD, SMALL_SIZE
from oneplan.web.people.diagrams.network import network_of
from oneplan.web.people.diagrams.outlines import Part, nesting, outline_parts
from oneplan.web.people.diagrams.placement import Caption, Note, Outline, Placement, Point, Spot
from oneplan.web.people.diagrams.tracing import Traced, Tracer

_CORNER = 16.0  # a home's label starts this far from the corner of its outline
_LONE_LABEL = 118.0


def place(drawing: FamilyDrawing) -> Placement:
    rows = rows_of(drawing)
    in_row = Counter(rows.values())
    captions = {person.key: caption_of(person, row_of=in_row[rows[person.key]]) for person in drawing.people}
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
    found: list[Outline] = []
    for home in drawing.homes:
        own = [part for part in parts if part.home == home.key]
        notes: list[Note] = []
        for part in own:
            others = [*notes, *(note for outline in found for note in outline.notes)]
            note = _home_note(home.label, part, heights=heights, uprights=uprights, others=others)
            notes += [note] if note else []
        if own:
            shapes = tuple(_shape(part, heights=heights) for part in own)
            found.append(Outline(home.key, not here.isdisjoint(home.members), shapes, tuple(notes)))
    return tuple(found)


def _home_note(
    label: str, part: Part, *, heights: Heights, uprights: list[list[float]], others: list[Note]
) -> Note | None:
    """The label on the upper border near its corner, or wherever on the upper or lower border nothing is in the way."""
    words = shorten(tidy(label), size=SMALL_SIZE, width=min(_room(part.edges[0]), HOME_LABEL_WIDTH))
    half = width_of(words, size=SMALL_SIZE) / 2
    places: list[tuple[float, float, list[float]]] = []
    for edge, row, y in (
        (part.edges[0], part.first, heights.top_border(part)),
        (part.edges[-1], part.last + 1, heights.bottom_border(part)),
    ):
        if 2 * half <= _room(edge):
            left, right = edge[0] + _CORNER, edge[1] - _CORNER
            clear = clear_middle((left, right), width=2 * half, lines=uprights[row])
            places += [(x, y + 4, uprights[row]) for x in (left + half, clear, right - half)]

    def covered(place: tuple[float, float, list[float]]) -> int:
        x, y, lines = place
        near = [note for note in others if abs(note.at[1] - y) < SMALL_SIZE]
        hidden = sum(abs(note.at[0] - x) < half + width_of(note.text, size=SMALL_SIZE) / 2 + 4 for note in near)
        return sum(abs(line - x) < half + 5 for line in lines) + 3 * hidden

    if not words or not places:
        return None
    x, y, _ = min(places, key=covered)
    return Note(words, (x, y))


def _room(edge: tuple[float, float]) -> float:
    return edge[1] - edge[0] - 2 * _CORNER + 4


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
    edges += [x for couple in traced.couples for x, _ in couple.points]
    edges += [x for child in traced.children for x, _ in child.points]
    edges += [x for tie in traced.ties for x, _ in tie.points]
    for note in (*(couple.note for couple in traced.couples), *(tie.note for tie in traced.ties)):
        if note is not None:
            half = width_of(note.text, size=SMALL_SIZE) / 2
            edges += [note.at[0] - half, note.at[0] + half]
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
