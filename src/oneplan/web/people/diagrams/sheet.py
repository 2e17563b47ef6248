"""The drawing on a sheet of its own, with title, date and key: what is downloaded, printed or sent."""

from oneplan.engine.drawing.letters import wrap
from oneplan.engine.drawing.paint import CARD, FONT, INK, LINE, SOFT, number, tag, text
from oneplan.web.people.diagrams.drawing import FamilyDrawing
from oneplan.web.people.diagrams.key import entries, key_body
from oneplan.web.people.diagrams.layout import place
from oneplan.web.people.diagrams.svg import Picture, body, described

_EDGE = 24.0
_LEAST = 392.0
_TITLE_SIZE = 22.0
_TITLE_LINE = 28.0
_DATE_SIZE = 15.0


def sheet(drawing: FamilyDrawing, *, name: str = "family-sheet") -> Picture:
    placed = place(drawing)
    inner = max(placed.width, _LEAST)
    title = wrap(drawing.title, size=_TITLE_SIZE, width=inner, most=3)
    parts, y = [], _EDGE
    for line in title:
        y += _TITLE_LINE
        parts.append(text(line, x=_EDGE, y=y - 6, size=_TITLE_SIZE, font_weight="600", fill=INK))
    if drawing.on:
        y += 22
        parts.append(text(f"as on {drawing.on}", x=_EDGE, y=y - 5, size=_DATE_SIZE, fill=SOFT))
    y += 16
    left = _EDGE + (inner - placed.width) / 2 - placed.left
    parts.append(tag("g", body(drawing, placed), transform=f"translate({number(left)} {number(y)})"))
    y += placed.height + 18
    parts.append(tag("path", d=f"M{number(_EDGE)} {number(y)}H{number(_EDGE + inner)}", stroke=LINE, stroke_width=1))
    y += 14
    marks, height = key_body(entries(drawing, placed), width=inner)
    parts.append(tag("g", marks, transform=f"translate({number(_EDGE)} {number(y)})"))
    width, tall = round(inner + 2 * _EDGE), round(y + height + _EDGE)
    paper = tag("rect", width=width, height=tall, fill=CARD)
    svg = tag(
        "svg",
        *described(drawing, name=name),
        paper,
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {tall}",
        width=width,
        height=tall,
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
        font_family=FONT,
    )
    return Picture(svg, width, tall)
