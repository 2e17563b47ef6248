"""The funding picture for a desk: who puts in on the left, the help in the middle, who gets back on the right."""

from collections.abc import Iterator
from dataclasses import dataclass

from oneplan.engine.drawing.labels import FIGURE, HEAD, NAME, NOTE, TITLE, Anchor, Label, Said, Tone, label
from oneplan.engine.drawing.paint import BRAND, CARD, LINE, PAPER, WARM, describing, tag, whole
from oneplan.engine.value import flow
from oneplan.engine.value.figures import short
from oneplan.engine.value.flow import Funding, Partner
from oneplan.engine.value.ribbons import HAIR, across, bar_fill, paint, patterns, thick

WITHIN = Tone(15, 32, "600", BRAND)
_EDGE, _GAP, _APART = 32.0, 16.0, 30.0
_TALLEST, _TALLEST_OF_ALL = 320.0, 640.0
_BAR = 10.0
_AIR = 14.0


@dataclass(frozen=True)
class Columns:
    """Where the bars of both sides and the card of the help stand, from left to right."""

    width: float
    left: float
    card: float
    card_end: float
    right: float


DESK = Columns(1400, 312, 474, 864, 1026)
SHEET = Columns(1000, 226, 310, 614, 706)


@dataclass(frozen=True)
class _Stop:
    """One end of bands: its label, and what flows there in the order from top to bottom."""

    words: Label
    parts: tuple[tuple[str, float], ...]
    before: float = _GAP

    def tall(self, scale: float) -> float:
        return sum(thick(amount, scale) for _, amount in self.parts)

    def room(self, scale: float) -> float:
        return max(self.tall(scale), self.words.height)


@dataclass
class _Column:
    stops: list[_Stop]
    scale: float

    @property
    def height(self) -> float:
        return sum(each.room(self.scale) + each.before for each in self.stops) - (
            self.stops[0].before if self.stops else 0
        )

    def placed(self, top: float) -> Iterator[tuple[_Stop, float]]:
        """Each with the middle of its room."""
        for place, stop in enumerate(self.stops):
            top += stop.before if place else 0
            room = stop.room(self.scale)
            yield stop, top + room / 2
            top += room


def wide(funding: Funding, *, at: Columns = DESK, name: str = "funding") -> str:
    """The picture for a desk at 1400 pixels, for paper at 1000."""
    head = label(
        [(funding.title, TITLE), (flow.summary(funding), FIGURE)], width=at.width - 2 * _EDGE, most=3
    )  # fmt: skip
    scale = _scale(funding)
    left, right = _Column(_payers(funding, at), scale), _Column(_gainers(funding, at), scale)
    words = _middle(funding, at)
    top = _EDGE + head.height + 52
    tall = max(left.height, right.height, words.height + 2 * _AIR, _flows(funding, scale))
    parts = [head.drawn(_EDGE, _EDGE - 4), *_heads(at, top - 34)]
    parts += _card(words, at, top, tall)
    parts += _paying(left, at, top + (tall - left.height) / 2, top + tall / 2, name=name)
    parts += _gaining(right, at, top + (tall - right.height) / 2, top + (tall - _flows(funding, scale)) / 2, name=name)
    foot, height = _foot(funding, at, top + tall + 26, name=name)
    return whole(
        *describing(name, funding.title, flow.description(funding)), patterns(name),
        tag("rect", width=at.width, height=height, fill=CARD), *parts, *foot, name=name, width=at.width, height=height,
    )  # fmt: skip


def _scale(funding: Funding) -> float:
    """Pixels a pound: one for the whole picture."""
    most, all_ = max(funding.cost + funding.reserve, funding.back), funding.back + funding.society
    found = [limit / amount for limit, amount in ((_TALLEST, most), (_TALLEST_OF_ALL, all_)) if amount > 0]
    return min(found, default=0.0)


def _payers(funding: Funding, at: Columns) -> list[_Stop]:
    room = at.left - _EDGE - _AIR
    found = [
        _Stop(_words(each, flow.paying_words(each, funding), room), (("put_in", each.puts_in + each.reserve),))
        for each in funding.paying
    ]  # fmt: skip
    if funding.unfunded >= 0.5:
        words = label([("Nobody yet", NAME), (flow.unfunded_words(funding), FIGURE)], width=room)
        found.append(_Stop(words, (("unfunded", funding.unfunded),)))
    if said := flow.silent_payers(funding):
        found.append(_Stop(label([(said, NOTE)], width=room), ()))
    return found


def _gainers(funding: Funding, at: Columns) -> list[_Stop]:
    room = at.width - _EDGE - at.right - _BAR - _AIR
    found = [
        _Stop(
            _words(each, flow.gaining_words(each), room),
            (("cashable", each.cashable), ("back", each.gets_back - each.cashable)),
        )
        for each in funding.gaining
    ]
    if said := flow.silent_gainers(funding):
        found.append(_Stop(label([(said, NOTE)], width=room), ()))
    if funding.society:
        lines = flow.society_words(funding)
        words = label(
            [("Society, besides", NAME), (lines[0], FIGURE), *((each, NOTE) for each in lines[1:])], width=room
        )
        found.append(_Stop(words, (("society", funding.society),), _APART))
    return found


def _words(partner: Partner, lines: list[str], room: float) -> Label:
    """The first figure with how sure it is, then the rest in a line."""
    sure = [each for each in lines[1:] if each.startswith("likely")]
    rest = [each for each in lines[1:] if each not in sure]
    first = f"{lines[0]} ({sure[0]})" if sure else lines[0]
    return label([(partner.agency, NAME), (first, FIGURE), ("; ".join(rest), NOTE)], width=room, most=3)


def _middle(funding: Funding, at: Columns) -> Label:
    room = at.card_end - at.card - 2 * (_BAR + _AIR)
    lines: Said = [(funding.help, NAME), *((each, FIGURE) for each in flow.help_words(funding))]
    if funding.changes:
        lines = [*lines, ("What changes, worth to budgets", WITHIN)]
        lines = [*lines, *((flow.change_words(each), FIGURE) for each in funding.changes[:6])]
        if len(funding.changes) > 6:
            rest = sum(each.worth for each in funding.changes[6:])
            lines = [*lines, (f"and {len(funding.changes) - 6} more, worth {short(rest)}", NOTE)]
    lines = [*lines, ("What comes back", WITHIN), *((each, FIGURE) for each in flow.return_lines(funding))]
    return label(lines, width=room, most=4)


def _flows(funding: Funding, scale: float) -> float:
    """How tall what comes out of the help is: what budgets get back, and apart from it society's part."""
    bands = [(each.cashable, each.gets_back - each.cashable) for each in funding.gaining]
    back = sum(thick(amount, scale) for pair in bands for amount in pair)
    return back + (_APART + thick(funding.society, scale) if funding.society else 0)


def _heads(at: Columns, y: float) -> list[str]:
    columns: list[tuple[str, float, Anchor]] = [
        ("Who puts in", at.left + _BAR, "end"), ("The help", (at.card + at.card_end) / 2, "middle"),
        ("Who gets back", at.right, "start"),
    ]  # fmt: skip
    return [label([(words, HEAD)], width=300).drawn(x, y, anchor=anchor) for words, x, anchor in columns]


def _card(words: Label, at: Columns, top: float, tall: float) -> list[str]:
    card = tag(
        "rect", x=at.card, y=top - 8, width=at.card_end - at.card, height=tall + 16, rx=10, fill=PAPER, stroke=LINE
    )  # fmt: skip
    return [card, words.drawn(at.card + _BAR + _AIR, top + (tall - words.height) / 2)]


def _paying(column: _Column, at: Columns, top: float, middle: float, *, name: str) -> list[str]:
    bands, marks = [], []
    all_in = sum(each.tall(column.scale) for each in column.stops)
    y = middle - all_in / 2
    for stop, middle_of in column.placed(top):
        start = middle_of - stop.tall(column.scale) / 2
        for kind, amount in stop.parts:
            width = thick(amount, column.scale)
            bands.append(across(at.left + _BAR, start, at.card, y, width, **paint(kind, name)))
            marks.append(_bar(at.left, start, width, kind))
            y += width
        marks.append(stop.words.drawn(at.left - _AIR, middle_of - stop.words.height / 2, anchor="end"))
    return [*bands, *marks, tag("rect", x=at.card, y=middle - all_in / 2, width=_BAR, height=all_in, fill=WARM)]


def _gaining(column: _Column, at: Columns, top: float, y: float, *, name: str) -> list[str]:
    bands, marks, first = [], [], y
    for stop, middle_of in column.placed(top):
        start = middle_of - stop.tall(column.scale) / 2
        if any(kind == "society" for kind, _ in stop.parts):
            marks.append(tag("rect", x=at.card_end - _BAR, y=first, width=_BAR, height=max(y - first, 0), fill=BRAND))
            y += _APART if y > first else 0
            first = y
        for kind, amount in stop.parts:
            width = thick(amount, column.scale)
            if width:
                bands.append(across(at.card_end, y, at.right, start, width, **paint(kind, name)))
                marks.append(_bar(at.right, start, width, kind))
            y, start = y + width, start + width
        marks.append(stop.words.drawn(at.right + _BAR + _AIR, middle_of - stop.words.height / 2))
    last = column.stops[-1].parts[0][0] if column.stops and column.stops[-1].parts else "back"
    marks.append(tag("rect", x=at.card_end - _BAR, y=first, width=_BAR, height=max(y - first, 0), fill=bar_fill(last)))
    return [*bands, *marks]


def _bar(x: float, y: float, height: float, kind: str) -> str:
    return tag("rect", x=x, y=y, width=_BAR, height=max(height, HAIR), fill=bar_fill(kind))


def _foot(funding: Funding, at: Columns, y: float, *, name: str) -> tuple[list[str], float]:
    """What the fills mean, and how the picture is read; answers its bottom edge too."""
    parts = [tag("path", d=f"M{_EDGE:.0f} {y:.0f}H{at.width - _EDGE:.0f}", stroke=LINE, stroke_width=1)]
    x = _EDGE
    for kind, words in keys(funding):
        said = label([(words, NOTE)], width=400)
        if x + 36 + said.width > at.width - _EDGE:
            x, y = _EDGE, y + 24
        parts.append(tag("rect", x=x, y=y + 16, width=28, height=14, **paint(kind, name)))
        parts.append(said.drawn(x + 36, y + 14))
        x += 36 + said.width + 28
    note = label([(reading(funding), NOTE)], width=at.width - 2 * _EDGE)
    parts.append(note.drawn(_EDGE, y + 40))
    return parts, y + 40 + note.height + _EDGE - 8


def keys(funding: Funding) -> list[tuple[str, str]]:
    found = [("put_in", "put in")]
    found += [("unfunded", "carried by nobody yet")] if funding.unfunded >= 0.5 else []
    found += [("cashable", "comes back and is cashable: a budget can be cut by it")]
    found += [("back", "comes back as time and places, not as cash")]
    return found + ([("society", "society's, in no budget")] if funding.society else [])


def reading(funding: Funding) -> str:
    said = "Bands are as wide as the money, all on one scale; figures are rounded, the table has the pounds."
    return f"{said} {flow.SURE}" if funding.has_ranges else f"{said} No ranges were drawn for this picture."
