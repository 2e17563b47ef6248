"""The family as rows of nodes and the lines between them, with pass-through nodes where a line or home skips a row."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from oneplan.engine.drawing.letters import tidy
from oneplan.web.people.diagrams.drawing import (
    Birth,
    BirthKind,
    FamilyDrawing,
    Tie,
    TieKind,
    Union,
    UnionKind,
)

PASSING_HALF = 7.0
LETTERS = {
    UnionKind.MARRIED: "m",
    UnionKind.LIVING_TOGETHER: "LT",
    UnionKind.PARTNERS: "p",
    UnionKind.SEPARATED: "s",
    UnionKind.DIVORCED: "d",
    UnionKind.FORMER: "ex",
}


@dataclass(frozen=True)
class Node:
    """A person, or (without a key) a place in a row kept free for a line or a home to pass through."""

    key: str | None
    row: int
    half: float
    homes: frozenset[str] = frozenset()
    towards: int | None = None


@dataclass(frozen=True)
class Couple:
    """Two nodes of one row joined as partners, or only as parents of the same child (kind None)."""

    a: int
    b: int
    kind: UnionKind | None
    label: str = ""


@dataclass(frozen=True)
class Thread:
    """What a line stands for: the children of one pair, or a union or tie between two rows."""

    births: tuple[Birth, ...] = ()
    tie: Tie | None = None
    union: Union | None = None
    label: str = ""
    points_up: bool = False


@dataclass(frozen=True)
class Hop:
    """The part of a thread between one row and the next: from one node or a couple to one or several nodes."""

    row: int
    thread: int
    sources: tuple[int, ...]
    targets: tuple[int, ...]


@dataclass
class Network:
    nodes: list[Node] = field(default_factory=list)
    couples: list[Couple] = field(default_factory=list)
    threads: list[Thread] = field(default_factory=list)
    hops: list[Hop] = field(default_factory=list)
    ties: list[tuple[int, int, Tie]] = field(default_factory=list)
    index: dict[str, int] = field(default_factory=dict)

    @property
    def number_of_rows(self) -> int:
        return max((node.row for node in self.nodes), default=-1) + 1

    def end_of(self, node: int) -> int:
        """The person a passing line is on its way to, or the node itself."""
        towards = self.nodes[node].towards
        return node if towards is None else towards

    def siblings(self) -> list[list[int]]:
        """Children of one pair who stand in one row, in the order given."""
        found = [
            [target for target in hop.targets if self.nodes[target].key is not None]
            for hop in self.hops
            if self.threads[hop.thread].births
        ]
        return [group for group in found if len(group) > 1]


def network_of(drawing: FamilyDrawing, *, rows: dict[str, int], half: Callable[[str], float]) -> Network:
    net = Network()
    homes: dict[str, set[str]] = defaultdict(set)
    for home in drawing.homes:
        for key in home.members:
            homes[key].add(home.key)
    for person in drawing.people:
        net.index[person.key] = len(net.nodes)
        net.nodes.append(Node(person.key, rows[person.key], half(person.key), frozenset(homes[person.key])))
    _add_corridors(net, drawing)
    _add_unions(net, drawing)
    _add_births(net, drawing)
    _add_ties(net, drawing)
    return net


def _add_corridors(net: Network, drawing: FamilyDrawing) -> None:
    for home in drawing.homes:
        used = {net.nodes[net.index[key]].row for key in home.members}
        for row in range(min(used, default=0), max(used, default=-1) + 1):
            if row not in used:
                net.nodes.append(Node(None, row, PASSING_HALF, frozenset({home.key})))


def _add_unions(net: Network, drawing: FamilyDrawing) -> None:
    """One line for each pair, as things stood last, its label telling what came before."""
    pairs: dict[frozenset[str], list[Union]] = defaultdict(list)
    for union in drawing.unions:
        pairs[frozenset((union.a, union.b))].append(union)
    for unions in pairs.values():
        last = unions[-1]
        label = " ".join(f"{LETTERS[union.kind]} {tidy(union.year)}" for union in unions if tidy(union.year))
        a, b = net.index[last.a], net.index[last.b]
        if net.nodes[a].row == net.nodes[b].row:
            net.couples.append(Couple(a, b, last.kind, label))
        else:
            upper, lower = sorted((a, b), key=lambda node: net.nodes[node].row)
            _spin(net, Thread(union=last, label=label), [upper], [lower])


def _add_births(net: Network, drawing: FamilyDrawing) -> None:
    broods: dict[frozenset[str], list[Birth]] = defaultdict(list)
    for birth in _to_be_drawn(drawing):
        broods[frozenset(birth.parents)].append(birth)
    coupled = {frozenset((couple.a, couple.b)) for couple in net.couples}
    for births in broods.values():
        parents = [net.index[key] for key in births[0].parents]
        children = [net.index[birth.child] for birth in births]
        if len(parents) == 2 and net.nodes[parents[0]].row != net.nodes[parents[1]].row:
            for parent in parents:
                _spin(net, Thread(births=tuple(births)), [parent], children)
            continue
        if len(parents) == 2 and frozenset(parents) not in coupled:
            net.couples.append(Couple(parents[0], parents[1], None))
            coupled.add(frozenset(parents))
        _spin(net, Thread(births=tuple(births)), parents, children)


def _to_be_drawn(drawing: FamilyDrawing) -> list[Birth]:
    """The births that need a line: a step-parent's does not where the couple's own line already tells it."""
    own: dict[str, set[str]] = defaultdict(set)
    for birth in drawing.births:
        if birth.kind is not BirthKind.STEP:
            own[birth.child].update(birth.parents)
    partners = {frozenset((union.a, union.b)) for union in drawing.unions}
    found = []
    for birth in drawing.births:
        if birth.kind is BirthKind.STEP and len(birth.parents) == 1:
            step = birth.parents[0]
            if any(frozenset((key, step)) in partners for key in own[birth.child]):
                continue
        found.append(birth)
    return found


def _add_ties(net: Network, drawing: FamilyDrawing) -> None:
    groups: dict[tuple[int, str, str, bool], list[Tie]] = defaultdict(list)
    for tie in drawing.ties:
        a, b = net.index[tie.a], net.index[tie.b]
        if _shown_by_births(drawing, tie):
            continue
        if net.nodes[a].row == net.nodes[b].row:
            net.ties.append((a, b, tie))
        else:
            points_up = net.nodes[a].row > net.nodes[b].row
            groups[b if points_up else a, tie.kind, tie.label, points_up].append(tie)
    for (upper, _, _, points_up), ties in groups.items():
        lower = [net.index[tie.a if points_up else tie.b] for tie in ties]
        _spin(
            net,
            Thread(tie=ties[0], label=tidy(ties[0].label), points_up=points_up),
            [upper],
            list(dict.fromkeys(lower)),
        )


def _shown_by_births(drawing: FamilyDrawing, tie: Tie) -> bool:
    if tie.label:
        return False
    raised = {birth.child for birth in drawing.births if tie.a in birth.parents}
    if tie.kind is TieKind.GUARDIAN:
        guarded = [birth.child for birth in drawing.births if birth.kind is BirthKind.GUARDIAN]
        return tie.b in raised.intersection(guarded)
    if tie.kind is TieKind.GRANDPARENT:
        return any(birth.child == tie.b and raised.intersection(birth.parents) for birth in drawing.births)
    return False


def _spin(net: Network, thread: Thread, sources: Sequence[int], targets: Sequence[int]) -> None:
    """Lay a thread down row by row, from where it starts to each of its ends below."""
    row = net.nodes[sources[0]].row
    number = len(net.threads)
    net.threads.append(thread)
    current, waiting = tuple(sources), list(dict.fromkeys(targets))
    while waiting:
        row += 1
        here = [target for target in waiting if net.nodes[target].row == row]
        waiting = [target for target in waiting if net.nodes[target].row > row]
        onward = [_passing(net, row, towards=waiting[0])] if waiting else []
        net.hops.append(Hop(row - 1, number, current, (*here, *onward)))
        current = tuple(onward)


def _passing(net: Network, row: int, *, towards: int) -> int:
    net.nodes.append(Node(None, row, PASSING_HALF, towards=towards))
    return len(net.nodes) - 1
