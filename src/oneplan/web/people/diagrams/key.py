"""The key: what each mark means, only the marks that this drawing uses."""

from collections.abc import Iterator
from dataclasses import dataclass

from oneplan.engine.drawing.letters import wrap
from oneplan.engine.drawing.paint import CARD, FONT, INK, PAPER, SOFT, tag, text, words
from oneplan.web.people.diagrams.drawing import BirthKind, DiagramPerson, FamilyDrawing, Sex, TieKind, UnionKind
from oneplan.web.people.diagrams.layout import place
from oneplan.web.people.diagrams.measures import SMALL_LINE, SMALL_SIZE
from oneplan.web.people.diagrams.network import LETTERS
from oneplan.web.people.diagrams.placement import ChildLine, CoupleLine, Note, Placement, Point, TieLine
from oneplan.web.people.diagrams.strokes import path
from oneplan.web.people.diagrams.svg import CHILD_LETTERS, Picture, child, couple, home_paint, note_on_line, tie
from oneplan.web.people.diagrams.symbols import shape, warning

_SAMPLE = 46.0  # width of the little picture
_HIGH = 26.0
_GAP = 10.0
_COLUMN = 172.0
_MIDDLE: Point = (_SAMPLE / 2, _HIGH / 2)


@dataclass(frozen=True)
class KeyEntry:
    """One mark, drawn in a box of 46 by 26, and what it means."""

    meaning: str
    sample: str


_SEXES = {Sex.MALE: "man or boy", Sex.FEMALE: "woman or girl", Sex.UNKNOWN: "sex not recorded"}
_COUPLES = {
    UnionKind.MARRIED: "married",
    UnionKind.LIVING_TOGETHER: "living together",
    UnionKind.PARTNERS: "partners",
    UnionKind.SEPARATED: "separated",
    UnionKind.DIVORCED: "divorced",
    UnionKind.FORMER: "former partners",
    None: "parents of the same child",
}
_CHILDREN = {
    BirthKind.BIRTH: "parent and child",
    BirthKind.ADOPTED: "adopted",
    BirthKind.FOSTERED: "fostered",
    BirthKind.GUARDIAN: "with a guardian",
    BirthKind.STEP: "step-child",
}
_TIES = {
    TieKind.CARES_FOR: "cares for",
    TieKind.BARRED: "contact restricted",
    TieKind.CLOSE: "close",
    TieKind.VERY_CLOSE: "very close",
    TieKind.DISTANT: "distant",
    TieKind.CONFLICT: "conflict",
    TieKind.CUT_OFF: "contact broken off",
    TieKind.HELPS: "helps",
    TieKind.CO_PARENT: "share the parenting",
    TieKind.GRANDPARENT: "grandparent",
    TieKind.GUARDIAN: "guardian",
}


def key(drawing: FamilyDrawing) -> tuple[KeyEntry, ...]:
    return entries(drawing, place(drawing))


def key_svg(drawing: FamilyDrawing, *, width: float = 350.0, name: str = "family-diagram-key") -> Picture:
    """The key as a picture of its own, in as many columns as fit."""
    found = entries(drawing, place(drawing))
    drawn, height = key_body(found, width=width)
    said = ", ".join(entry.meaning for entry in found)
    svg = tag(
        "svg",
        tag("title", "What the marks mean", id=f"{name}-title"),
        tag("desc", words(said) or " ", id=f"{name}-desc"),
        drawn,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {round(width)} {round(height)}",
        width=round(width),
        height=round(height),
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
        font_family=FONT,
    )
    return Picture(svg, round(width), round(height))


def key_body(found: tuple[KeyEntry, ...], *, width: float) -> tuple[str, float]:
    """The entries in columns, read downwards, and the height they take."""
    columns = max(1, int(width // _COLUMN))
    column = width / columns
    deep = -(-len(found) // columns)
    lines = [wrap(entry.meaning, size=SMALL_SIZE, width=column - _SAMPLE - 2 * _GAP, most=2) for entry in found]
    high = max(_HIGH + 6, 2 * SMALL_LINE + 2 if any(len(said) > 1 for said in lines) else 0)
    drawn = []
    for index, (entry, said) in enumerate(zip(found, lines, strict=True)):
        x, y = column * (index // deep), high * (index % deep)
        first = _HIGH / 2 + 4.5 - (len(said) - 1) * SMALL_LINE / 2
        told = (
            text(line, x=_SAMPLE + _GAP, y=first + SMALL_LINE * number, size=SMALL_SIZE, fill=INK)
            for number, line in enumerate(said)
        )
        drawn.append(tag("g", entry.sample, *told, transform=f"translate({round(x)} {round(y)})"))
    return "".join(drawn), high * deep


def entries(drawing: FamilyDrawing, placed: Placement) -> tuple[KeyEntry, ...]:
    return (
        *_people(drawing, placed),
        *_homes(placed),
        *_couples(drawing, placed),
        *_children(drawing, placed),
        *(
            KeyEntry(meaning, _tie(kind))
            for kind, meaning in _TIES.items()
            if kind in {line.kind for line in placed.ties}
        ),
    )


def _people(drawing: FamilyDrawing, placed: Placement) -> Iterator[KeyEntry]:
    born = [person for person in drawing.people if not person.is_unborn]
    for sex, meaning in _SEXES.items():
        if any(person.sex is sex for person in born):
            yield KeyEntry(meaning, _shape(DiagramPerson(key="", name="", sex=sex)))
    if any(person.is_unborn for person in drawing.people):
        yield KeyEntry("not yet born", _shape(DiagramPerson(key="", name="", is_unborn=True)))
    if any(set(spot.caption.inside) - {"?"} for spot in placed.spots.values()):
        number = text("7", x=_MIDDLE[0], y=_MIDDLE[1] + 4.5, size=SMALL_SIZE, text_anchor="middle", fill=INK)
        yield KeyEntry("number inside: age", _shape(DiagramPerson(key="", name="", sex=Sex.MALE)) + number)
    if any(person.died for person in drawing.people):
        cross = tag("path", d="M12 2L34 24M12 24L34 2", stroke=INK, stroke_width=1.5, fill="none")
        yield KeyEntry("has died", _shape(DiagramPerson(key="", name="", sex=Sex.MALE)) + cross)
    if any(person.is_index for person in drawing.people):
        inner = shape(_MALE, _MIDDLE, radius=7, fill="none", stroke=INK, width=1.5)
        yield KeyEntry("the person help was first asked for", _shape(_MALE) + inner)
    if any(not person.is_here for person in drawing.people):
        light = shape(_MALE, _MIDDLE, radius=11, fill=PAPER, stroke=SOFT, width=1.5)
        yield KeyEntry("lighter: others who matter", light)
    if any(person.alert for person in drawing.people):
        yield KeyEntry("please note the words in red", warning(_MIDDLE))


_MALE = DiagramPerson(key="", name="", sex=Sex.MALE)


def _shape(person: DiagramPerson) -> str:
    return shape(person, _MIDDLE, radius=11, fill=CARD, stroke=INK, width=2)


def _homes(placed: Placement) -> Iterator[KeyEntry]:
    corners = ((2.0, 3.0), (_SAMPLE - 2, 3.0), (_SAMPLE - 2, _HIGH - 3), (2.0, _HIGH - 3))
    for is_here, meaning in ((True, "this family's home"), (False, "another home")):
        if any(outline.is_here is is_here for outline in placed.outlines):
            sample = tag("path", d=path(corners, corner=8, is_closed=True), **home_paint(is_here=is_here))
            yield KeyEntry(meaning, sample)


def _couples(drawing: FamilyDrawing, placed: Placement) -> Iterator[KeyEntry]:
    used = {line.kind for line in placed.couples}
    dated = {union.kind for union in drawing.unions if union.year}
    for kind, meaning in _COUPLES.items():
        if kind in used:
            line = CoupleLine(kind, ((2.0, _MIDDLE[1]), (_SAMPLE - 2, _MIDDLE[1])), _MIDDLE)
            letter = f" ({LETTERS[kind]})" if kind is not None and kind in dated else ""
            yield KeyEntry(meaning + letter, couple(line))


def _children(drawing: FamilyDrawing, placed: Placement) -> Iterator[KeyEntry]:
    used = {line.kind for line in placed.children}
    for kind, meaning in _CHILDREN.items():
        if kind in used:
            sample = child(ChildLine(kind, ((_MIDDLE[0], 0.0), (_MIDDLE[0], _HIGH))))
            letter = CHILD_LETTERS.get(kind)
            if letter:
                sample += note_on_line(Note(letter, (_MIDDLE[0], _MIDDLE[1] + 4.5)), fill=SOFT)
            yield KeyEntry(f"{meaning} ({letter})" if letter else meaning, sample)
    fork = (((10.0, 23.0), (23.0, 4.0), (36.0, 23.0)),)
    if any(not twins.identical for twins in drawing.twins):
        yield KeyEntry("twins", _drawn(*fork))
    if any(twins.identical for twins in drawing.twins):
        yield KeyEntry("identical twins", _drawn(*fork, ((16.0, 14.0), (30.0, 14.0))))


def _drawn(*lines: tuple[Point, ...]) -> str:
    return "".join(tag("path", d=path(line), fill="none", stroke=INK, stroke_width=2) for line in lines)


def _tie(kind: TieKind) -> str:
    points = ((2.0, _MIDDLE[1]), (_SAMPLE - 2, _MIDDLE[1]))
    return tie(TieLine(kind, points, is_begun=True, is_ended=True, mark_at=_MIDDLE))
