"""The lines of each gap between rows before they have heights: where they start, where they end, what they carry."""

from collections import defaultdict
from dataclasses import dataclass, field

from oneplan.engine.drawing.letters import shorten, tidy, width_of
from oneplan.web.people.diagrams.columns import Columns
from oneplan.web.people.diagrams.drawing import FamilyDrawing, Tie, TieKind
from oneplan.web.people.diagrams.lanes import Bar, stack
from oneplan.web.people.diagrams.measures import LABELLED_LANE, LANE, SMALL_SIZE
from oneplan.web.people.diagrams.network import Couple, Hop, Network

_TIE_WORDS = {
    TieKind.CARES_FOR: "cares for",
    TieKind.BARRED: "no contact",
    TieKind.HELPS: "helps",
    TieKind.CO_PARENT: "co-parents",
    TieKind.GRANDPARENT: "grandparent",
    TieKind.GUARDIAN: "guardian",
}
_LONGEST_LABEL = 150.0
_OFFSETS = (12.0, 18.0, 6.0)
_STRAIGHT = 1.0
_NEARLY = 8.0


def tie_words(tie: Tie) -> str:
    """What is written on the line: its own label, or the word for its kind where the line alone would not tell."""
    return shorten(tidy(tie.label) or _TIE_WORDS.get(tie.kind, ""), size=SMALL_SIZE, width=_LONGEST_LABEL)


@dataclass(eq=False)
class UnionBar(Bar):
    couple: Couple = field(kw_only=True)


@dataclass(eq=False)
class HopBar(Bar):
    hop: Hop = field(kw_only=True)
    ends: dict[int, float] = field(kw_only=True)
    union_bar: UnionBar | None = field(kw_only=True, default=None)
    forks: dict[int, float] = field(kw_only=True, default_factory=dict)
    words: str = field(kw_only=True, default="")
    is_labelled: bool = field(kw_only=True, default=False)

    @property
    def is_straight(self) -> bool:
        return len(self.ends) == 1 and not self.forks and abs(self.sources[0] - self.targets[0]) < _STRAIGHT


@dataclass(eq=False)
class SideBar(Bar):
    tie: Tie = field(kw_only=True)
    a: int = field(kw_only=True)
    b: int = field(kw_only=True)


@dataclass
class GapLines:
    """What lies between one row and the next, from the top: unions, children, ties; then ties within the row below."""

    unions: list[UnionBar] = field(default_factory=list)
    births: list[HopBar] = field(default_factory=list)
    ties: list[HopBar] = field(default_factory=list)
    sides: list[SideBar] = field(default_factory=list)
    edges: list[float] = field(default_factory=list)
    """The sides of homes that go on from the row above to the row below."""

    def uprights(self) -> list[float]:
        return self.edges + [
            x for bar in (*self.unions, *self.births, *self.ties) for x in (*bar.sources, *bar.targets)
        ]

    def zones(self) -> list[list[Bar]]:
        straight = [bar for bar in self.births if not bar.is_straight]
        return [list(self.unions), list(straight), list(self.ties)]


def lay(bars: list[Bar], *, top: float) -> float:
    """Set the heights of stacked bars from a top edge down; answers the bottom edge."""
    lanes = stack(bars)
    for lane in range(lanes):
        held = [bar for bar in bars if bar.lane == lane]
        height = LABELLED_LANE if any(bar.label_width for bar in held) else LANE
        top += height
        for bar in held:
            bar.y = top - LANE / 2 + 2
    return top


class _Ports:
    """Which places on a person's top or bottom edge are taken already."""

    def __init__(self, net: Network, columns: Columns) -> None:
        self._net, self._columns = net, columns
        self._taken: dict[tuple[int, str], list[float]] = defaultdict(list)

    def take(self, node: int, side: str, *, towards: float, is_first: bool = False) -> float:
        x = self._columns.x[node]
        if self._net.nodes[node].key is None:
            return x
        taken = self._taken[node, side]
        sign = 1.0 if towards >= x else -1.0
        wanted = [sign * offset for offset in _OFFSETS] + [-sign * offset for offset in _OFFSETS]
        if is_first:
            wanted.insert(0, 0.0)
        free = [offset for offset in wanted if all(abs(offset - other) >= 5.0 for other in taken)]
        offset = free[0] if free else wanted[len(taken) % len(wanted)]
        taken.append(offset)
        return x + offset


def bars_of(drawing: FamilyDrawing, net: Network, columns: Columns) -> list[GapLines]:
    """The lines of every gap; the gap with the number of a row lies above that row."""
    gaps = [GapLines() for _ in range(net.number_of_rows + 1)]
    ports = _Ports(net, columns)
    twins = [{net.index[key] for key in twins.members} for twins in drawing.twins]
    apart = [couple for couple in net.couples if not columns.is_adjacent(couple)]
    by_pair: dict[frozenset[int], UnionBar] = {}
    for hop in net.hops:
        if len(hop.sources) == 1 and net.threads[hop.thread].births:
            ports.take(hop.sources[0], "bottom", towards=columns.x[hop.sources[0]], is_first=True)
    for couple in apart:
        union = _union_bar(couple, columns=columns, ports=ports)
        by_pair[frozenset((couple.a, couple.b))] = union
        gaps[net.nodes[couple.a].row + 1].unions.append(union)
    for hop in net.hops:
        if net.threads[hop.thread].births:
            gaps[hop.row + 1].births.append(_birth_bar(hop, columns, ports=ports, twins=twins, by_pair=by_pair))
    longest = _longest_hops(net, columns)
    for hop in net.hops:
        if not net.threads[hop.thread].births:
            bar = _tie_bar(hop, net, columns, ports=ports, labelled=longest[hop.thread])
            gaps[hop.row + 1].ties.append(bar)
    for a, b, tie in net.ties:
        gaps[net.nodes[a].row].sides.append(_side_bar(a, b, tie, columns=columns, ports=ports))
    return gaps


def _union_bar(couple: Couple, *, columns: Columns, ports: _Ports) -> UnionBar:
    a, b = couple.a, couple.b
    ends = (
        ports.take(a, "bottom", towards=columns.x[b], is_first=True),
        ports.take(b, "bottom", towards=columns.x[a], is_first=True),
    )
    return UnionBar(ends, (), label_width=width_of(couple.label, size=SMALL_SIZE), couple=couple)


def _birth_bar(
    hop: Hop,
    columns: Columns,
    *,
    ports: _Ports,
    twins: list[set[int]],
    by_pair: dict[frozenset[int], UnionBar],
) -> HopBar:
    union_bar = by_pair.get(frozenset(hop.sources))
    wanted = sum(columns.x[node] for node in hop.targets) / len(hop.targets)
    if union_bar is not None:
        low, high = sorted(union_bar.sources)
        source = min(max(wanted, low + 10), high - 10) if high - low > 24 else (low + high) / 2
    elif len(hop.sources) == 2:
        source = columns.drop_between(*hop.sources)
    else:
        source = columns.x[hop.sources[0]]
    ends = {node: ports.take(node, "top", towards=source, is_first=True) for node in hop.targets}
    if len(ends) == 1 and abs(source - ends[hop.targets[0]]) < _NEARLY:
        source = ends[hop.targets[0]]
    forks = {}
    for group in twins:
        born = [node for node in hop.targets if node in group]
        for node in born if len(born) > 1 else ():
            forks[node] = sum(ends[twin] for twin in born) / len(born)
    targets = tuple(dict.fromkeys(forks.get(node, x) for node, x in ends.items()))
    return HopBar((source,), targets, hop=hop, ends=ends, union_bar=union_bar, forks=forks)


def _longest_hops(net: Network, columns: Columns) -> dict[int, Hop]:
    """Of each thread the part with the longest way across, where its words go."""
    found: dict[int, tuple[float, Hop]] = {}
    for hop in net.hops:
        across = [columns.x[node] for node in (*hop.sources, *hop.targets)]
        length = max(across) - min(across)
        if hop.thread not in found or length > found[hop.thread][0] + 1:
            found[hop.thread] = length, hop
    return {thread: hop for thread, (_, hop) in found.items()}


def _tie_bar(hop: Hop, net: Network, columns: Columns, *, ports: _Ports, labelled: Hop) -> HopBar:
    thread, source = net.threads[hop.thread], hop.sources[0]
    wanted = sum(columns.x[node] for node in hop.targets) / len(hop.targets)
    start = ports.take(source, "bottom", towards=wanted)
    ends = {node: ports.take(node, "top", towards=start) for node in hop.targets}
    if len(ends) == 1 and abs(start - ends[hop.targets[0]]) < _NEARLY and net.nodes[source].key is not None:
        start = ends[hop.targets[0]]
    words = (tie_words(thread.tie) if thread.tie else thread.label) if hop is labelled else ""
    width = width_of(words, size=SMALL_SIZE)
    return HopBar(
        (start,), tuple(ends.values()), label_width=width, hop=hop, ends=ends, words=words, is_labelled=hop is labelled
    )


def _side_bar(a: int, b: int, tie: Tie, *, columns: Columns, ports: _Ports) -> SideBar:
    ends = (
        ports.take(a, "top", towards=columns.x[b]),
        ports.take(b, "top", towards=columns.x[a]),
    )
    return SideBar((), ends, label_width=width_of(tie_words(tie), size=SMALL_SIZE), tie=tie, a=a, b=b)
