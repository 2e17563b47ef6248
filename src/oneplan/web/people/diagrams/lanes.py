"""Horizontal bars between two rows, stacked so that none lies on another and few lines cross."""

from dataclasses import dataclass, field

_AIR = 7.0
_ON_TOP = 4.0


@dataclass(eq=False)
class Bar:
    """One horizontal run: lines come down to it at its sources and leave it downwards at its targets."""

    sources: tuple[float, ...]
    targets: tuple[float, ...]
    label_width: float = 0.0
    lane: int = 0
    y: float = 0.0
    span: tuple[float, float] = field(init=False)

    def __post_init__(self) -> None:
        ends = self.sources + self.targets
        low, high = min(ends), max(ends)
        widen = max(0.0, (self.label_width - (high - low)) / 2)
        self.span = low - widen, high + widen

    def overlaps(self, other: "Bar") -> bool:
        return self.span[0] < other.span[1] + _AIR and other.span[0] < self.span[1] + _AIR


def stack(bars: list[Bar]) -> int:
    """Give every bar its lane, counted from the top; answers how many lanes there are."""
    order = sorted(bars, key=lambda bar: bar.span[1] - bar.span[0])
    for _ in range(len(order)):
        swapped = False
        for index in range(len(order) - 1):
            upper, lower = order[index : index + 2]
            if upper.overlaps(lower) and _cost(lower, upper) < _cost(upper, lower):
                order[index : index + 2] = [lower, upper]
                swapped = True
        if not swapped:
            break
    for index, bar in enumerate(order):
        bar.lane = max((other.lane + 1 for other in order[:index] if other.overlaps(bar)), default=0)
    return max((bar.lane + 1 for bar in bars), default=0)


def _cost(upper: Bar, lower: Bar) -> float:
    """How many lines cross, and (far worse) lie on one another, when the one bar is above the other."""
    crossed = sum(upper.span[0] < x < upper.span[1] for x in lower.sources)
    crossed += sum(lower.span[0] < x < lower.span[1] for x in upper.targets)
    on_top = sum(abs(x - y) < _ON_TOP for x in lower.sources for y in upper.targets)
    return crossed + 6 * on_top


def clear_middle(span: tuple[float, float], *, width: float, lines: list[float]) -> float:
    """Where to centre words of this width on a span, so that they cover as few upright lines as can be."""
    low, high = span[0] + width / 2, span[1] - width / 2
    middle = (span[0] + span[1]) / 2
    if low >= high:
        return middle
    steps = max(1, int((high - low) / 6))
    places = [middle] + [low + (high - low) * step / steps for step in range(steps + 1)]

    def covered(x: float) -> tuple[int, float]:
        return sum(abs(line - x) < width / 2 + 4 for line in lines), abs(x - middle)

    return min(places, key=covered)
