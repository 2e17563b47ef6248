"""Money by year as a picture: what is paid and what comes back, and beneath it what is left until then.

A cost falls at the start of its year and a benefit evenly within it, as the model reckons payback: so the line crosses
nought where the payback is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from oneplan.engine.drawing.labels import FIGURE, HEAD, NOTE, Label, Tone, label
from oneplan.engine.drawing.letters import width_of
from oneplan.engine.drawing.paint import BRAND, CARD, INK, LINE, OK, SOFT, WARM, describing, number, tag, text, whole
from oneplan.engine.value.figures import short
from oneplan.engine.value.ribbons import bar_fill, paint, patterns

WIDTH = 720.0
_EDGE = 16.0
_SMALL = Tone(14, 18, "400", INK)
_BARS, _LINE = 150.0, 120.0
_NAMES = ("cost", "comes back", "so far")


@dataclass(frozen=True)
class Years:
    """Flows by year; `payback` is in years from the start, None where it does not come within them."""

    title: str
    cost: tuple[float, ...]
    benefit: tuple[float, ...]
    payback: float | None

    @property
    def so_far(self) -> list[float]:
        return list(accumulate(back - paid for paid, back in zip(self.cost, self.benefit, strict=True)))

    @property
    def path(self) -> list[tuple[float, float]]:
        """Of the sum so far, from time to time: down with the cost, then up with what comes back."""
        found, at = [(0.0, 0.0)], 0.0
        for year, (paid, back) in enumerate(zip(self.cost, self.benefit, strict=True)):
            found += [(float(year), at - paid), (float(year + 1), at - paid + back)]
            at += back - paid
        return found


def payback_words(years: Years) -> str:
    """Flows by year are not discounted, so it may be sooner than as worth now."""
    if years.payback is None:
        within = f"{len(years.cost)} years" if len(years.cost) > 1 else "the year"
        return f"not paid back within {within}, not discounted"
    return f"paid back after {years.payback:.1f} years, not discounted"


def description(years: Years) -> str:
    rows = zip(years.cost, years.benefit, years.so_far, strict=True)
    said = [
        f"Year {place}: {short(paid)} is paid, {short(back)} comes back, so far {short(left)}."
        for place, (paid, back, left) in enumerate(rows, start=1)
    ]  # fmt: skip
    return " ".join([*said, f"It is {payback_words(years)}."])


def table(years: Years) -> list[list[str]]:
    rows = zip(years.cost, years.benefit, years.so_far, strict=True)
    return [["Year", "Cost", "Comes back", "So far"]] + [
        [f"{place}", *map(short, row)] for place, row in enumerate(rows, start=1)
    ]  # fmt: skip


class _Axis:
    """A scale from values to pixels, with room for nought."""

    def __init__(self, values: Sequence[float], start: float, end: float) -> None:
        self.low, self.high = min(0.0, *values), max(0.0, *values)
        self.start, self.end = start, end

    def at(self, value: float) -> float:
        spread = self.high - self.low
        return self.start + (self.end - self.start) * ((value - self.low) / spread if spread else 0)


def by_year(years: Years, *, width: float = WIDTH, name: str = "by-year") -> str:
    """The picture at the width of a phone or more."""
    head = label([(years.title, HEAD)], width=width - 2 * _EDGE)
    words = label([(f"What came back less what was paid: {payback_words(years)}", FIGURE)], width=width - 2 * _EDGE)
    top = _EDGE + head.height + 30
    left = _EDGE + max(width_of(each, size=_SMALL.size) for each in _NAMES) + 10
    slot = (width - _EDGE - left) / max(len(years.cost), 1)
    second = top + _BARS + 8 + 3 * _SMALL.line + 18
    middle = second + words.height + 8
    foot = middle + _LINE + 8
    height = foot + _SMALL.line + _EDGE
    parts = [head.drawn(_EDGE, _EDGE - 4), *_keys(_EDGE + head.height, name), words.drawn(_EDGE, second)]
    parts += _columns(years, left, slot, top, name=name)
    parts += _figures(years, left, slot, top + _BARS + 8, foot)
    parts += _line(years, left, slot, middle)
    return whole(
        *describing(name, years.title, description(years)), patterns(name),
        tag("rect", width=width, height=height, fill=CARD), *parts, name=name, width=width, height=height,
    )  # fmt: skip


def _keys(y: float, name: str) -> list[str]:
    parts, x = [], _EDGE
    for kind, words in (("put_in", "cost"), ("cashable", "comes back")):
        said = label([(words, NOTE)], width=140)
        parts.append(tag("rect", x=x, y=y + 3, width=24, height=12, **paint(kind, name)))
        parts.append(said.drawn(x + 31, y))
        x += 31 + said.width + 20
    return parts


def _columns(years: Years, left: float, slot: float, top: float, *, name: str) -> list[str]:
    axis = _Axis([*years.cost, *years.benefit, 0.0], top + _BARS, top)
    wide = min(slot * 0.36, 46)
    parts = []
    for place, pair in enumerate(zip(years.cost, years.benefit, strict=True)):
        x = left + slot * (place + 0.5) - wide
        for kind, amount in zip(("put_in", "cashable"), pair, strict=True):
            y = axis.at(amount)
            tall = max(top + _BARS - y, 0)
            parts.append(tag("rect", x=x, y=y, width=wide, height=tall, **paint(kind, name)))
            if amount > 0:
                parts.append(tag("rect", x=x, y=y - 1.5, width=wide, height=3, fill=bar_fill(kind)))
            x += wide
    base = tag("path", d=_level(left, left + slot * len(years.cost), top + _BARS), stroke=INK, stroke_width=1.5)
    return [*parts, base]


def _figures(years: Years, left: float, slot: float, top: float, foot: float) -> list[str]:
    """The year and its figures in rows under the bars; where years stand close, the last, and what has room."""
    numbers = [f"{place}" for place in range(1, len(years.cost) + 1)]
    rows = [("year", numbers, top)]
    for place, (words, values) in enumerate(zip(_NAMES, (years.cost, years.benefit, years.so_far), strict=True)):
        rows.append((words, [short(each) for each in values], foot if place == 2 else top + (place + 1) * _SMALL.line))
    widest = max((width_of(each, size=_SMALL.size) for _, row, _ in rows for each in row), default=0.0) + 6
    shown = _with_room(len(numbers), left, slot, widest)
    parts = [_one(words, SOFT).drawn(_EDGE, y) for words, _, y in rows]
    parts += [_one(row[place], INK).drawn(x, y, anchor="middle") for _, row, y in rows for place, x in shown.items()]
    return parts


def _with_room(many: int, left: float, slot: float, widest: float) -> dict[int, float]:
    """The years whose figures have room, from the last on, and where the middle of their words stands."""
    found: dict[int, float] = {}
    free = left + slot * many + 3
    for place in range(many - 1, -1, -1):
        middle = min(left + slot * (place + 0.5), left + slot * many + 3 - widest / 2)
        if middle + widest / 2 <= free and middle - widest / 2 >= left - 8:
            found[place] = middle
            free = middle - widest / 2
    return found


def _one(words: str, fill: str) -> Label:
    return label([(words, Tone(_SMALL.size, _SMALL.line, "400", fill))], width=400)


def _line(years: Years, left: float, slot: float, top: float) -> list[str]:
    axis = _Axis([each for _, each in years.path], top + _LINE, top)
    end = left + slot * len(years.cost)
    nought = axis.at(0)
    points = [(left + slot * time, axis.at(value)) for time, value in years.path]
    drawn = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)
    parts = [
        tag("path", d=_level(left, end, nought), stroke=SOFT, stroke_width=1, stroke_dasharray="2 3"),
        tag("path", d=drawn, fill="none", stroke=BRAND, stroke_width=2.5, stroke_linejoin="round"),
    ]
    if years.payback is not None:
        x = left + slot * years.payback
        parts.append(tag("path", d=f"M{number(x)} {number(top)}V{number(top + _LINE)}", stroke=OK, stroke_width=1.5,
                         stroke_dasharray="5 4"))  # fmt: skip
        parts.append(tag("circle", cx=x, cy=nought, r=5, fill=OK, stroke=CARD, stroke_width=1.5))
    else:
        x, y = points[-1]
        parts.append(tag("circle", cx=x, cy=y, r=4, fill=WARM, stroke=CARD, stroke_width=1.5))
    parts.append(text("£0", x=left - 6, y=nought + 4, size=_SMALL.size, fill=SOFT, text_anchor="end"))
    return [*parts, tag("path", d=_level(left, end, top + _LINE), stroke=LINE, stroke_width=1)]


def _level(start: float, end: float, y: float) -> str:
    return f"M{number(start)} {number(y)}H{number(end)}"
