"""One person drawn: square, circle, diamond or triangle with the age inside and the words below."""

from oneplan.engine.drawing.letters import tidy, width_of
from oneplan.engine.drawing.paint import CARD, INK, LATE, LATE_LIGHT, PAPER, SOFT, number, tag, text, words
from oneplan.web.people.diagrams.drawing import DiagramPerson, Sex
from oneplan.web.people.diagrams.measures import LABEL_GAP, NAME_LINE, NAME_SIZE, RADIUS, SMALL_LINE, SMALL_SIZE
from oneplan.web.people.diagrams.placement import Caption, Line, Point, Spot
from oneplan.web.people.diagrams.words import about

_INSIDE_LINE = 13.0
_CROSS = 0.8


def person_mark(person: DiagramPerson, spot: Spot) -> str:
    """The group of one person, its title the full name and facts."""
    ink = INK if person.is_here else SOFT
    parts = [tag("title", words(about(person))), symbol(person, (spot.x, spot.y))]
    parts.append(_inside(spot.caption, spot=spot, ink=ink))
    if person.alert:
        parts.append(warning((spot.x + 18, spot.y + 17)))
    parts.append(_below(spot, ink=ink))
    return tag("g", *[part for part in parts if part])


def symbol(person: DiagramPerson, at: Point) -> str:
    ink = INK if person.is_here else SOFT
    fill = CARD if person.is_here else PAPER
    width = 2 if person.is_here else 1.5
    drawn = shape(person, at, radius=RADIUS, fill=fill, stroke=ink, width=width)
    if person.is_index:
        drawn += shape(person, at, radius=RADIUS - 4, fill="none", stroke=ink, width=width)
    if person.died:
        drawn += _cross(person, at, stroke=ink)
    return drawn


def shape(person: DiagramPerson, at: Point, *, radius: float, fill: str, stroke: str, width: float) -> str:
    x, y = at
    paint: dict[str, str | float] = {"fill": fill, "stroke": stroke, "stroke_width": width}
    if person.is_unborn:
        wide = radius + 2
        corners = ((x, y - radius), (x + wide, y + radius), (x - wide, y + radius))
        return tag("polygon", points=_listed(corners), stroke_linejoin="round", **paint)
    if person.sex is Sex.MALE:
        return tag("rect", x=x - radius, y=y - radius, width=2 * radius, height=2 * radius, **paint)
    if person.sex is Sex.FEMALE:
        return tag("circle", cx=x, cy=y, r=radius, **paint)
    wide = radius + 2
    tips = ((x, y - wide), (x + wide, y), (x, y + wide), (x - wide, y))
    return tag("polygon", points=_listed(tips), stroke_linejoin="round", **paint)


def warning(at: Point) -> str:
    """The sign beside somebody with an alert: a filled disc with an exclamation mark."""
    x, y = at
    disc = tag("circle", cx=x, cy=y, r=9, fill=LATE, stroke=CARD, stroke_width=1.5)
    return disc + text("!", x=x, y=y + 5, size=14, text_anchor="middle", font_weight="600", fill=CARD)


def _cross(person: DiagramPerson, at: Point, *, stroke: str) -> str:
    x, y = at
    reach = RADIUS if person.sex is Sex.MALE else RADIUS * 0.71 if person.sex is Sex.FEMALE else RADIUS * 0.5
    low, high = (number(y - reach), number(y + reach))
    left, right = number(x - reach), number(x + reach)
    lines = f"M{left} {low}L{right} {high}M{left} {high}L{right} {low}"
    if tidy(person.age):  # room for the age at which they died
        near = reach * 0.42
        corners = ((-1, -1), (1, 1), (-1, 1), (1, -1))
        arms = [(x + reach * i, y + reach * j, x + near * i, y + near * j) for i, j in corners]
        lines = "".join(f"M{number(a)} {number(b)}L{number(c)} {number(d)}" for a, b, c, d in arms)
    return tag("path", d=lines, fill="none", stroke=stroke, stroke_width=1.5)


def _inside(caption: Caption, *, spot: Spot, ink: str) -> str:
    first = spot.y + 5 - _INSIDE_LINE * (len(caption.inside) - 1) / 2
    size = NAME_SIZE if len(caption.inside) == 1 else SMALL_SIZE
    return "".join(
        text(
            line,
            x=spot.x,
            y=first + _INSIDE_LINE * index,
            size=size,
            text_anchor="middle",
            fill=ink,
            stroke=CARD,
            stroke_width=3,
            paint_order="stroke",
        )
        for index, line in enumerate(caption.inside)
    )


def _below(spot: Spot, *, ink: str) -> str:
    y = spot.y + RADIUS + LABEL_GAP
    drawn, alerts = [], [line for line in spot.caption.lines if line.tone == "alert"]
    for line in spot.caption.lines:
        if alerts and line is alerts[0]:
            y += 3
            drawn.append(_alert_box(alerts, x=spot.x, y=y))
        y += NAME_LINE if line.tone == "name" else SMALL_LINE
        drawn.append(_words(line, x=spot.x, y=y - 4, ink=ink))
    return "".join(drawn)


def _words(line: Line, *, x: float, y: float, ink: str) -> str:
    if line.tone == "name":
        return text(line.text, x=x, y=y, size=NAME_SIZE, text_anchor="middle", font_weight="600", fill=ink)
    fill = LATE if line.tone == "alert" else SOFT
    return text(line.text, x=x, y=y, size=SMALL_SIZE, text_anchor="middle", fill=fill)


def _alert_box(lines: list[Line], *, x: float, y: float) -> str:
    half = max(width_of(line.text, size=SMALL_SIZE) for line in lines) / 2 + 3
    height = SMALL_LINE * len(lines) + 1
    return tag("rect", x=x - half, y=y, width=2 * half, height=height, rx=4, fill=LATE_LIGHT)


def _listed(points: tuple[Point, ...]) -> str:
    return " ".join(f"{number(x)},{number(y)}" for x, y in points)
