"""From bars and heights to the points of every line and outline."""

from dataclasses import dataclass, replace
from math import sqrt

from oneplan.engine.drawing.letters import width_of
from oneplan.web.people.diagrams.bars import GapLines, HopBar, SideBar, UnionBar, tie_words
from oneplan.web.people.diagrams.columns import Columns
from oneplan.web.people.diagrams.drawing import BirthKind, DiagramPerson, FamilyDrawing, Sex, TieKind, Twins
from oneplan.web.people.diagrams.heights import Heights
from oneplan.web.people.diagrams.lanes import clear_middle
from oneplan.web.people.diagrams.measures import LABEL_GAP, RADIUS, SMALL_SIZE
from oneplan.web.people.diagrams.network import Couple, Network
from oneplan.web.people.diagrams.placement import (
    Caption,
    ChildLine,
    CoupleLine,
    Note,
    Point,
    Spot,
    TieLine,
    TwinBar,
)

_SIGNED = {TieKind.BARRED, TieKind.CUT_OFF}
_SIGN = 22.0
_BESIDE = 12.0
_SHORT = 24.0
_BELOW_WORDS = 3.0
_NOTE_RISE = 6.0
_SLASH = 12.0
_FORK = 32.0


@dataclass
class Traced:
    couples: list[CoupleLine]
    children: list[ChildLine]
    twin_bars: list[TwinBar]
    ties: list[TieLine]


class Tracer:
    def __init__(
        self,
        drawing: FamilyDrawing,
        net: Network,
        *,
        columns: Columns,
        heights: Heights,
        captions: dict[str, Caption],
    ) -> None:
        self.drawing, self.net, self.columns, self.heights, self.captions = drawing, net, columns, heights, captions
        self.people = {person.key: person for person in drawing.people}
        self.traced = Traced([], [], [], [])

    def trace(self, gaps: list[GapLines]) -> Traced:
        for couple in self.net.couples:
            if self.columns.is_adjacent(couple):
                self.traced.couples.append(self._short_couple(couple))
        for gap in gaps:
            for union in gap.unions:
                self._long_couple(union, gap=gap)
            for birth in gap.births:
                self._children(birth)
            for tie in gap.ties:
                self._tie(tie, gap=gap)
            for side in gap.sides:
                self._side(side, gap=gap)
        return self.traced

    def spots(self) -> dict[str, Spot]:
        found = {}
        for key, index in self.net.index.items():
            x, y = self.columns.x[index], self.heights.middle(self.net.nodes[index].row)
            found[key] = Spot(key, x, y, self.captions[key])
        return found

    def _short_couple(self, couple: Couple) -> CoupleLine:
        left, right = sorted((couple.a, couple.b), key=lambda node: self.columns.x[node])
        y = self.heights.middle(self.net.nodes[left].row)
        ends = (self.columns.x[left] + self._reach(left), y), (self.columns.x[right] - self._reach(right), y)
        low, high = self.columns.clear_between(left, right)
        low, high = ends[0][0] if low is None else low, ends[1][0] if high is None else high
        note = Note(couple.label, ((low + high) / 2, y - 10)) if couple.label else None
        drop = self.columns.drop_between(left, right)
        slash = (low + drop) / 2 if drop - low > high - drop else (drop + high) / 2
        return CoupleLine(couple.kind, ends, (slash - 3, y), note)

    def _long_couple(self, bar: UnionBar, *, gap: GapLines) -> None:
        a, b = bar.couple.a, bar.couple.b
        points = (
            (bar.sources[0], self._start(a)),
            (bar.sources[0], bar.y),
            (bar.sources[1], bar.y),
            (bar.sources[1], self._start(b)),
        )
        width = bar.label_width + 2 * _SLASH
        x = clear_middle((min(bar.sources), max(bar.sources)), width=width, lines=gap.uprights())
        note = Note(bar.couple.label, (x - _SLASH, bar.y - _NOTE_RISE)) if bar.couple.label else None
        at = x + bar.label_width / 2 - 3
        self.traced.couples.append(CoupleLine(bar.couple.kind, points, (at, bar.y), note))

    def _children(self, bar: HopBar) -> None:
        kinds = {node: self._kind(bar, node) for node in bar.ends}
        gathered = next(iter(kinds.values())) if len(set(kinds.values())) == 1 else BirthKind.BIRTH
        start = (bar.sources[0], self._birth_start(bar))
        row = bar.hop.row + 1
        if bar.is_straight:
            (node,) = bar.ends
            end = (bar.sources[0], self._top(node, bar.ends[node]))
            self.traced.children.append(ChildLine(gathered, (start, end), self._letter_at(node, end)))
            return
        across = (*bar.sources, *bar.targets)
        self.traced.children.append(ChildLine(gathered, (start, (start[0], bar.y))))
        if max(across) - min(across) > 0.5:
            self.traced.children.append(ChildLine(gathered, ((min(across), bar.y), (max(across), bar.y))))
        apex = self._apex(bar, row=row)
        for x in dict.fromkeys(bar.forks.values()):
            self.traced.children.append(ChildLine(gathered, ((x, bar.y), (x, apex))))
        for node, x in bar.ends.items():
            end = (x, self._top(node, x))
            points = self._prong((bar.forks[node], apex), end, row=row) if node in bar.forks else ((x, bar.y), end)
            self.traced.children.append(ChildLine(kinds[node], points, self._letter_at(node, end)))
        for twins in self.drawing.twins:
            self._twin_bar(twins, bar, apex=apex, row=row)

    def _apex(self, bar: HopBar, *, row: int) -> float:
        """Where twins' lines part: low enough to leave ties room, above those between siblings."""
        apex = min(self.heights.tops[row] - _FORK, self.heights.clear[row] - _FORK / 2)
        return apex if apex > bar.y + _FORK / 2 else bar.y

    def _prong(self, apex: Point, end: Point, *, row: int) -> tuple[Point, ...]:
        """One twin's line: aslant above the row only, for a brother or sister may stand right beside the way."""
        top = self.heights.tops[row]
        return (apex, (end[0], top), end) if end[1] > top else (apex, end)

    def _twin_bar(self, twins: Twins, bar: HopBar, *, apex: float, row: int) -> None:
        born = [node for key in twins.members if (node := self.net.index[key]) in bar.forks]
        if not twins.identical or len(born) < 2:
            return
        top = self.heights.tops[row]
        y = min((apex + top) / 2, self.heights.clear[row] - 2)
        share = (y - apex) / (top - apex)
        along = [bar.forks[node] + (bar.ends[node] - bar.forks[node]) * share for node in born]
        self.traced.twin_bars.append(TwinBar(((min(along), y), (max(along), y))))

    def _kind(self, bar: HopBar, node: int) -> BirthKind:
        key = self.net.nodes[self.net.end_of(node)].key
        births = self.net.threads[bar.hop.thread].births
        return next((birth.kind for birth in births if birth.child == key), BirthKind.BIRTH)

    def _letter_at(self, node: int, end: Point) -> Point | None:
        return (end[0], end[1] - 7) if self.net.nodes[node].key is not None else None

    def _tie(self, bar: HopBar, *, gap: GapLines) -> None:
        thread = self.net.threads[bar.hop.thread]
        start, turn = (bar.sources[0], self._start(bar.hop.sources[0])), (bar.sources[0], bar.y)
        ends = [(x, self._top(node, x)) for node, x in bar.ends.items()]
        if thread.tie is None:
            self._union_across(bar, points=(start, turn, (ends[0][0], bar.y), ends[0]), gap=gap)
            return
        kind, is_up = thread.tie.kind, thread.points_up
        mark, note = self._words_along(bar, words=bar.words, kind=kind, gap=gap) if bar.is_labelled else (None, None)
        is_start = self.net.nodes[bar.hop.sources[0]].key is not None
        are_ends = [self.net.nodes[node].key is not None for node in bar.ends]
        if len(ends) == 1:
            points: tuple[Point, ...] = (start, turn, (ends[0][0], bar.y), ends[0])
            line = TieLine(kind, points, is_begun=is_start, is_ended=are_ends[0], mark_at=mark, note=note)
            self.traced.ties.append(_turned(line) if is_up else line)
            return
        low, high = min(bar.sources + bar.targets), max(bar.sources + bar.targets)
        self.traced.ties.append(TieLine(kind, ((low, bar.y), (high, bar.y)), mark_at=mark, note=note))
        branches = [TieLine(kind, (start, turn), is_begun=is_start)]
        branches += [
            TieLine(kind, ((end[0], bar.y), end), is_ended=is_end) for end, is_end in zip(ends, are_ends, strict=True)
        ]
        self.traced.ties += [_turned(line) if is_up else line for line in branches]

    def _union_across(self, bar: HopBar, *, points: tuple[Point, ...], gap: GapLines) -> None:
        """A couple whose facts put them in different rows."""
        union = self.net.threads[bar.hop.thread].union
        span = points[1][0], points[2][0]
        note = self._note(bar.words, span, y=bar.y, lines=gap.uprights())
        self.traced.couples.append(CoupleLine(union.kind if union else None, points, (sum(span) / 2, bar.y), note))

    def _side(self, bar: SideBar, *, gap: GapLines) -> None:
        a, b = bar.targets
        points = ((a, self._top(bar.a, a)), (a, bar.y), (b, bar.y), (b, self._top(bar.b, b)))
        kind = bar.tie.kind
        mark, note = self._words_along(bar, words=tie_words(bar.tie), kind=kind, gap=gap)
        self.traced.ties.append(TieLine(kind, points, is_begun=True, is_ended=True, mark_at=mark, note=note))

    def _words_along(
        self, bar: HopBar | SideBar, *, words: str, kind: TieKind, gap: GapLines
    ) -> tuple[Point | None, Note | None]:
        """Where a tie's sign and words go: on its level stretch, or beside it when that is too short."""
        across = (*bar.sources, *bar.targets)
        sign = _SIGN if kind in _SIGNED else 0.0
        (low, high), lines = (min(across), max(across)), gap.uprights()
        wide = sign + (width_of(words, size=SMALL_SIZE) if words else 0.0)
        if high - low >= wide - 2:
            x = clear_middle((low, high), width=wide, lines=lines)
            note = Note(words, (x + sign / 2, bar.y - _NOTE_RISE)) if words else None
            return ((x - wide / 2 + sign / 2, bar.y) if sign else None), note
        middle = (low + high) / 2, bar.y
        if high - low < _SHORT:
            return middle if sign else None, self._beside(words, (low, high), y=bar.y + 4, lines=lines)
        note = Note(words, (middle[0], bar.y - _NOTE_RISE - sign / 4)) if words else None
        return middle if sign else None, note

    def _beside(self, words: str, span: tuple[float, float], *, y: float, lines: list[float]) -> Note | None:
        if not words:
            return None
        half = width_of(words, size=SMALL_SIZE) / 2
        places = (span[1] + _BESIDE + half, span[0] - _BESIDE - half)
        x = min(places, key=lambda place: sum(abs(line - place) < half + 3 for line in lines))
        return Note(words, (x, y))

    def _note(self, words: str, span: tuple[float, ...], *, y: float, lines: list[float]) -> Note | None:
        if not words:
            return None
        width = width_of(words, size=SMALL_SIZE)
        return Note(words, (clear_middle((min(span), max(span)), width=width, lines=lines), y - _NOTE_RISE))

    def _birth_start(self, bar: HopBar) -> float:
        if bar.union_bar is not None:
            return bar.union_bar.y
        if len(bar.hop.sources) == 2:
            return self.heights.middle(bar.hop.row)
        return self._start(bar.hop.sources[0])

    def _start(self, node: int) -> float:
        """Where a line leaves a person downwards: under the words; a passing line goes on through its row."""
        key, row = self.net.nodes[node].key, self.net.nodes[node].row
        if key is None:
            return self.heights.tops[row]
        height = self.captions[key].height
        return self.heights.tops[row] + 2 * RADIUS + (LABEL_GAP + height if height else 0.0) + _BELOW_WORDS

    def _top(self, node: int, x: float) -> float:
        key, row = self.net.nodes[node].key, self.net.nodes[node].row
        if key is None:
            return self.heights.tops[row]
        return self.heights.middle(row) - rise(self.people[key], abs(x - self.columns.x[node]))

    def _reach(self, node: int) -> float:
        key = self.net.nodes[node].key
        is_diamond = key is not None and self.people[key].sex is Sex.UNKNOWN and not self.people[key].is_unborn
        return RADIUS + 2 if is_diamond else RADIUS


def _turned(line: TieLine) -> TieLine:
    """The same line drawn from its other end."""
    return replace(line, points=line.points[::-1], is_begun=line.is_ended, is_ended=line.is_begun)


def rise(person: DiagramPerson, aside: float) -> float:
    """How high a symbol reaches above its middle, so far aside from it."""
    if person.is_unborn:
        return RADIUS - 2 * aside * RADIUS / (RADIUS + 2)
    if person.sex is Sex.MALE:
        return RADIUS
    if person.sex is Sex.FEMALE:
        return sqrt(max(0.0, RADIUS**2 - aside**2))
    return RADIUS + 2 - aside
