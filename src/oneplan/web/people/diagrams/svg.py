"""The drawing as one inline SVG: symbols, lines, dashed homes; without styles or scripts, as a strict page asks."""

from dataclasses import dataclass
from itertools import pairwise

from oneplan.engine.drawing.letters import width_of
from oneplan.engine.drawing.paint import (
    BRAND,
    CARD,
    FONT,
    INK,
    LATE,
    SOFT,
    WARM,
    number,
    tag,
    text,
    words,
)
from oneplan.web.people.diagrams.drawing import BirthKind, DiagramPerson, FamilyDrawing, TieKind, UnionKind
from oneplan.web.people.diagrams.layout import place
from oneplan.web.people.diagrams.measures import SMALL_SIZE
from oneplan.web.people.diagrams.placement import ChildLine, CoupleLine, Note, Outline, Placement, Point, TieLine
from oneplan.web.people.diagrams.strokes import arrow_head, broken, jagged, no_entry, path, shortened, slashes, stop_bar
from oneplan.web.people.diagrams.symbols import person_mark
from oneplan.web.people.diagrams.words import as_text

COUPLE_DASHES = {
    UnionKind.LIVING_TOGETHER: "6 4",
    UnionKind.PARTNERS: "10 3 2 3",
    UnionKind.FORMER: "6 4",
    None: "1.5 3.5",
}
SLASHES = {UnionKind.SEPARATED: 1, UnionKind.FORMER: 1, UnionKind.DIVORCED: 2}
CHILD_DASHES = {
    BirthKind.ADOPTED: "6 4",
    BirthKind.FOSTERED: "2 4",
    BirthKind.GUARDIAN: "10 3 2 3",
    BirthKind.STEP: "3 6",
}
CHILD_LETTERS = {BirthKind.ADOPTED: "A", BirthKind.FOSTERED: "F", BirthKind.GUARDIAN: "G", BirthKind.STEP: "S"}
TIE_COLOURS = {
    TieKind.CARES_FOR: WARM,
    TieKind.HELPS: BRAND,
    TieKind.BARRED: LATE,
    TieKind.CONFLICT: LATE,
    TieKind.CUT_OFF: INK,
    TieKind.CLOSE: BRAND,
    TieKind.VERY_CLOSE: BRAND,
    TieKind.CO_PARENT: BRAND,
    TieKind.DISTANT: SOFT,
    TieKind.GRANDPARENT: SOFT,
    TieKind.GUARDIAN: INK,
}
TIE_DASHES = {TieKind.DISTANT: "2 5", TieKind.GRANDPARENT: "8 4", TieKind.GUARDIAN: "10 3 2 3"}
ARROWS = {TieKind.CARES_FOR, TieKind.HELPS, TieKind.GUARDIAN, TieKind.CO_PARENT}
_PARALLEL = {TieKind.CLOSE: (5, 2), TieKind.VERY_CLOSE: (8.5, 5.5, 2)}
_CORNER = 10.0


@dataclass(frozen=True)
class Picture:
    """An SVG and the size at which it is meant to be read."""

    svg: str
    width: int
    height: int


def svg(drawing: FamilyDrawing, *, name: str = "family-diagram") -> str:
    """The drawing as inline SVG; `name` keeps its ids apart from those of other drawings on the page."""
    return picture(drawing, name=name).svg


def picture(drawing: FamilyDrawing, *, name: str = "family-diagram") -> Picture:
    placed = place(drawing)
    width, height = round(placed.width + 0.5), round(placed.height + 0.5)
    drawn = tag(
        "svg",
        *described(drawing, name=name),
        body(drawing, placed),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"{number(placed.left)} 0 {width} {height}",
        width=width,
        height=height,
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
        font_family=FONT,
    )
    return Picture(drawn, width, height)


def described(drawing: FamilyDrawing, *, name: str) -> tuple[str, str]:
    """Title and description of the whole picture."""
    title = f"{drawing.title}, as on {drawing.on}" if drawing.on else drawing.title
    said = " ".join(sentence for section in as_text(drawing)[:4] for sentence in section.sentences)
    return tag("title", words(title) or " ", id=f"{name}-title"), tag("desc", words(said) or " ", id=f"{name}-desc")


def body(drawing: FamilyDrawing, placed: Placement) -> str:
    people = {person.key: person for person in drawing.people}
    lines = [child(line) for line in placed.children]
    lines += [child(ChildLine(BirthKind.BIRTH, bar.points)) for bar in placed.twin_bars]
    lines += [couple(line) for line in placed.couples]
    notes = [_couple_note(line) for line in placed.couples]
    return "".join(
        [
            *(_outline(outline) for outline in placed.outlines),
            *lines,
            *(tie(line) for line in placed.ties),
            *(_person(people[key], placed) for key in placed.spots),
            *(_letter(line) for line in placed.children),
            *notes,
            *(note_on_line(line.note, fill=TIE_COLOURS[line.kind]) for line in placed.ties if line.note),
            *(_home_note(note, outline) for outline in placed.outlines for note in outline.notes),
        ]
    )


def _person(person: DiagramPerson, placed: Placement) -> str:
    return person_mark(person, placed.spots[person.key])


def _outline(outline: Outline) -> str:
    return "".join(
        tag("path", d=path(part, corner=14, is_closed=True), **home_paint(is_here=outline.is_here))
        for part in outline.parts
    )


def home_paint(*, is_here: bool) -> dict[str, str | float]:
    if is_here:
        return {"fill": "none", "stroke": BRAND, "stroke_width": 2, "stroke_dasharray": "7 6"}
    return {"fill": "none", "stroke": SOFT, "stroke_width": 1.5, "stroke_dasharray": "4 5"}


def _home_note(note: Note, outline: Outline) -> str:
    wide = width_of(note.text, size=SMALL_SIZE) + 8
    gap = tag("rect", x=note.at[0] - wide / 2, y=note.at[1] - 11, width=wide, height=15, fill=CARD)
    fill = BRAND if outline.is_here else SOFT
    return gap + text(note.text, x=note.at[0], y=note.at[1], size=SMALL_SIZE, text_anchor="middle", fill=fill)


def couple(line: CoupleLine) -> str:
    dashes = COUPLE_DASHES.get(line.kind, "")
    drawn = tag(
        "path", d=path(line.points, corner=_CORNER), fill="none", stroke=INK, stroke_width=2, stroke_dasharray=dashes
    )
    count = SLASHES.get(line.kind, 0) if line.kind else 0
    return drawn + (slashes(line.slash_at, count=count, stroke=INK) if count else "")


def _couple_note(line: CoupleLine) -> str:
    return note_on_line(line.note, fill=SOFT) if line.note else ""


def child(line: ChildLine) -> str:
    dashes = CHILD_DASHES.get(line.kind, "")
    return tag(
        "path",
        d=path(line.points),
        fill="none",
        stroke=INK,
        stroke_width=2,
        stroke_dasharray=dashes,
        stroke_linecap="square" if not dashes else "",
    )


def _letter(line: ChildLine) -> str:
    if line.letter_at is None or line.kind not in CHILD_LETTERS:
        return ""
    x, y = line.letter_at
    return note_on_line(Note(CHILD_LETTERS[line.kind], (x, y)), fill=SOFT)


def tie(line: TieLine) -> str:
    colour = TIE_COLOURS[line.kind]
    points, tips = ended(line, colour=colour)
    d = jagged(points) if line.kind is TieKind.CONFLICT else path(points, corner=_CORNER)
    widths = _PARALLEL.get(line.kind, (2,))
    drawn = "".join(
        tag(
            "path",
            d=d,
            fill="none",
            stroke=CARD if index % 2 else colour,
            stroke_width=width,
            stroke_dasharray=TIE_DASHES.get(line.kind, ""),
            stroke_linejoin="round",
        )
        for index, width in enumerate(widths)
    )
    return drawn + tips + mark(line)


def ended(line: TieLine, *, colour: str) -> tuple[list[Point], str]:
    """The points still to be drawn, and the arrow heads or the bar at their ends."""
    points, tips = list(line.points), ""
    if line.is_ended and line.kind in ARROWS:
        points, tips = shortened(points, by=6), arrow_head(line.points, fill=colour)
    if line.is_ended and line.kind is TieKind.BARRED:
        points = shortened(points, by=5)
        tips = stop_bar(points, stroke=colour)
    if line.is_begun and line.kind is TieKind.CO_PARENT:
        points = shortened(points[::-1], by=6)[::-1]
        tips += arrow_head(line.points[::-1], fill=colour)
    return points, tips


def mark(line: TieLine) -> str:
    if line.mark_at is None:
        return ""
    if line.kind is TieKind.BARRED:
        return no_entry(line.mark_at, stroke=LATE)
    if line.kind is not TieKind.CUT_OFF:
        return ""
    y = line.mark_at[1]
    is_level = any(abs(a[1] - y) < 1 and abs(b[1] - y) < 1 and abs(a[0] - b[0]) > 1 for a, b in pairwise(line.points))
    return broken(line.mark_at, stroke=INK, is_level=is_level)


def note_on_line(note: Note, *, fill: str) -> str:
    """Words on a line, with a rim of paper so that no line runs through the letters."""
    return text(
        note.text,
        x=note.at[0],
        y=note.at[1],
        size=SMALL_SIZE,
        text_anchor="middle",
        fill=fill,
        stroke=CARD,
        stroke_width=5,
        stroke_linejoin="round",
        paint_order="stroke",
    )
