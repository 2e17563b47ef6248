"""Spreads as pictures: what matters most to the result, and how far each figure may be off."""

from collections.abc import Sequence
from dataclasses import dataclass

from oneplan.engine.drawing.labels import FIGURE, HEAD, NAME, NOTE, Anchor, Label, label
from oneplan.engine.drawing.letters import width_of
from oneplan.engine.drawing.paint import BRAND, CARD, INK, SOFT, describing, number, tag, whole
from oneplan.engine.value.figures import Likely, joined, many, short
from oneplan.engine.value.ribbons import BACK, paint, patterns
from oneplan.engine.value.tornado import Bar

WIDTH = 720.0
MOST, MOST_ON_PHONE = 12, 6  # bars that a reader still compares
_EDGE, _GAP, _BAR = 16.0, 12.0, 20.0
_BESIDE = 560.0  # from this width on words stand beside their bar, else above it


@dataclass(frozen=True)
class Range:
    """A figure, and where nine of ten draws of it fall; None where there were none."""

    words: str
    point: float
    likely: Likely | None


@dataclass(frozen=True)
class _Mark:
    """An upright line through all bars, and its words."""

    x: float
    words: str
    fill: str
    dashes: str


@dataclass(frozen=True)
class _Plot:
    """Where values lie between two edges."""

    low: float
    high: float
    left: float
    right: float

    def at(self, value: float) -> float:
        spread = self.high - self.low
        share = (value - self.low) / spread if spread else 0.5
        return self.left + (self.right - self.left) * share


def tornado_picture(
    bars: Sequence[Bar], point: float, *, title: str, width: float = WIDTH, name: str = "tornado", most: int = MOST
) -> str:  # fmt: skip
    """What the fiscal net present value is with one input at its least and at its most, the widest first."""
    shown = bars[:most]
    ends = [value for each in shown for value in (each.low, each.high)] + [point]
    edge = max(width_of(short(each), size=NOTE.size) for each in ends) + 8
    plot = _plot(ends, width, edge)
    parts, y = _head(title, width)
    marks = [_Mark(plot.at(point), f"as modelled: {short(point)}", INK, "")]
    if plot.low < 0 < plot.high:
        marks.append(_Mark(plot.at(0), "breaks even: £0", SOFT, "3 4"))
    marked, y = _marked(marks, y, width)
    rows, spans, y = _tornado_rows(shown, point, plot, y + 6, width, name=name)
    lines = [_upright(each, *span) for each in marks for span in spans]
    foot, y = _tornado_foot(len(bars) - most, y, width, name)
    spoken = " ".join(f"{bar_words(each)}: {short(each.low)} to {short(each.high)}." for each in shown)
    parts = [*lines, *parts, *marked, *rows, *foot]
    return _picture(name, title, f"As modelled {short(point)}. {spoken}", parts, width, y)


def bar_words(bar: Bar) -> str:
    """“children out of care: share for whom it comes true, 18 % to 22 %”."""
    return f"{bar.of}: {bar.words}, {input_words(bar)}"


def input_words(bar: Bar) -> str:
    if bar.where.endswith(".population"):
        return f"{many(bar.low_input)} to {many(bar.high_input)}"
    of = " of what is said" if bar.where.endswith(".worth") or bar.where.startswith("costs.") else ""
    return f"{_percent(bar.low_input)} to {_percent(bar.high_input)}{of}"


def tornado_table(bars: Sequence[Bar]) -> list[list[str]]:
    head = ["What", "From least to most", "Result at the least", "Result at the most"]
    return [head, *([f"{each.of}: {each.words}", input_words(each), short(each.low), short(each.high)]
                    for each in bars[:MOST])]  # fmt: skip


def ranges_picture(ranges: Sequence[Range], *, title: str, width: float = WIDTH, name: str = "ranges") -> str:
    """Each figure as a tick on the bar between which it is likely."""
    plot = _plot([value for each in ranges for value in _ends(each)] + [0.0], width, 8)
    parts, y = _head(title, width)
    nought, spans = _Mark(plot.at(0), "", SOFT, "3 4"), []
    for each in ranges:
        said = label([(each.words, NAME), (range_words(each), FIGURE)], width=_room(width), most=3)
        row = _row(said, y, width)
        parts.append(said.drawn(_EDGE, row.words))
        if each.likely:
            start, end = plot.at(each.likely.low), plot.at(each.likely.high)
            parts.append(tag("rect", x=start, y=row.bar, width=max(end - start, 2), height=_BAR, fill=BACK, rx=3))
        parts.append(tag("rect", x=plot.at(each.point) - 2, y=row.bar - 3, width=4, height=_BAR + 6, fill=BRAND))
        spans.append(row.span)
        y = row.end
    note = label([("The bar is where 9 of 10 draws fall, the tick what the model says; the broken line is £0.", NOTE)],
                 width=width - 2 * _EDGE)  # fmt: skip
    lines = [_upright(nought, *span) for span in spans]
    spoken = " ".join(f"{each.words}: {range_words(each)}." for each in ranges)
    return _picture(name, title, spoken, [*lines, *parts, note.drawn(_EDGE, y)], width, y + note.height)


def range_words(found: Range) -> str:
    if found.likely is None:
        return short(found.point)
    return f"{short(found.point)}, likely {joined(short(found.likely.low), short(found.likely.high))}"


def _ends(found: Range) -> tuple[float, ...]:
    return (found.point, found.likely.low, found.likely.high) if found.likely else (found.point,)


def _percent(value: float) -> str:
    sign = "−" if value < 0 else ""
    return sign + f"{abs(value) * 100:.1f}".removesuffix(".0") + " %"


def _room(width: float) -> float:
    """For the words of a row."""
    return width * 0.42 - _EDGE if width >= _BESIDE else width - 2 * _EDGE


def _plot(values: Sequence[float], width: float, edge: float) -> _Plot:
    left = width * 0.42 + 12 if width >= _BESIDE else _EDGE
    return _Plot(min(values), max(values), left + edge, width - _EDGE - edge)


@dataclass(frozen=True)
class _Row:
    """Where the words and the bar begin, between what the upright lines run, and where the next row begins."""

    words: float
    bar: float
    span: tuple[float, float]
    end: float


def _row(said: Label, y: float, width: float) -> _Row:
    """Where words stand above their bar, lines run through the bar alone."""
    if width >= _BESIDE:
        room = max(said.height, _BAR + 6)
        return _Row(y + (room - said.height) / 2, y + (room - _BAR) / 2, (y, y + room + _GAP), y + room + _GAP)
    bar = y + said.height + 5
    return _Row(y, bar, (bar - 4, bar + _BAR + 4), bar + _BAR + 6 + _GAP)


def _marked(marks: Sequence[_Mark], y: float, width: float) -> tuple[list[str], float]:
    """The words of the lines, each on a row of its own, beside the lines that come from above."""
    parts = []
    for place, mark in enumerate(marks):
        said = label([(mark.words, NOTE)], width=width - 2 * _EDGE)
        left = mark.x - said.width / 2
        if place:
            left = mark.x - 4 if mark.x >= marks[0].x else mark.x + 4 - said.width
        left = min(max(left, _EDGE), width - _EDGE - said.width)
        parts.append(said.drawn(left, y))
        y += said.height
    return parts, y


def _head(title: str, width: float) -> tuple[list[str], float]:
    head = label([(title, HEAD)], width=width - 2 * _EDGE)
    return [head.drawn(_EDGE, _EDGE - 4)], _EDGE + head.height + 6


def _tornado_rows(
    bars: Sequence[Bar], point: float, plot: _Plot, y: float, width: float, *, name: str
) -> tuple[list[str], list[tuple[float, float]], float]:  # fmt: skip
    """The rows, between what the upright lines run at each, and where they end."""
    parts, spans = [], []
    for each in bars:
        words = label([(each.of, FIGURE), (f"{each.words}, {input_words(each)}", NOTE)], width=_room(width), most=3)
        row = _row(words, y, width)
        parts.append(words.drawn(_EDGE, row.words))
        for kind, value in (("put_in", each.low), ("cashable", each.high)):
            start, end = sorted((plot.at(point), plot.at(value)))
            parts.append(tag("rect", x=start, y=row.bar, width=max(end - start, 0.5), height=_BAR, **paint(kind, name)))
        less, more = min(each.low, each.high), max(each.low, each.high)
        parts.append(_end(short(less), plot.at(min(less, point)) - 5, row.bar, anchor="end"))
        parts.append(_end(short(more), plot.at(max(more, point)) + 5, row.bar, anchor="start"))
        spans.append(row.span)
        y = row.end
    return parts, spans, y


def _end(words: str, x: float, bar: float, *, anchor: Anchor) -> str:
    return label([(words, NOTE)], width=200).drawn(x, bar + 1, anchor=anchor)


def _tornado_foot(more: int, y: float, width: float, name: str) -> tuple[list[str], float]:
    parts = []
    for kind, words in (("put_in", "the input at its least"), ("cashable", "the input at its most")):
        parts.append(tag("rect", x=_EDGE, y=y + 3, width=24, height=12, **paint(kind, name)))
        said = label([(words, NOTE)], width=width - 2 * _EDGE - 32)
        parts.append(said.drawn(_EDGE + 32, y))
        y += said.height + 3
    if more > 0:
        said = label([(f"{more} more inputs have a range and move it less.", NOTE)], width=width - 2 * _EDGE)
        parts.append(said.drawn(_EDGE, y + 2))
        y += said.height + 2
    return parts, y


def _upright(mark: _Mark, top: float, bottom: float) -> str:
    return tag("path", d=f"M{number(mark.x)} {number(top)}V{number(bottom)}", stroke=mark.fill, stroke_width=1.2,
               stroke_dasharray=mark.dashes)  # fmt: skip


def _picture(name: str, title: str, said: str, parts: list[str], width: float, y: float) -> str:
    height = y + _EDGE
    return whole(
        *describing(name, title, said or title), patterns(name), tag("rect", width=width, height=height, fill=CARD),
        *parts, name=name, width=width, height=height,
    )  # fmt: skip
