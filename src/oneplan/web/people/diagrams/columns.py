"""How far to the right everybody stands, once the order in each row is known."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from oneplan.web.people.diagrams.measures import (
    BETWEEN_OUTLINES,
    COUPLE_REACH,
    NESTING,
    PAD,
    RADIUS,
)
from oneplan.web.people.diagrams.network import Couple, Hop, Network
from oneplan.web.people.diagrams.ordering import Rows

_ROUNDS = 400
_STILL = 0.005
# how strongly each kind of neighbour or line pulls
_CHILDREN, _TIES, _HOME = 4.0, 0.02, 0.02
_COUPLE, _SIBLINGS, _HOUSEMATES, _STRANGERS = 6.0, 0.4, 0.2, 0.02
_DROP_AIR = 12.0
_DROP_BY_OUTLINE = 20.0
_LABEL_AIR = 12.0


@dataclass(frozen=True)
class Gap:
    """The room between two neighbours: how far apart they stand at least, and where a line may drop between them."""

    least: float
    left_reach: float
    right_reach: float


class Columns:
    """Positions by weighted averages: parents over the middle of their children, homes above themselves, no overlap."""

    def __init__(
        self, net: Network, rows: Rows, *, depth: dict[str, int], label_width: Callable[[Couple], float]
    ) -> None:
        self.net, self.rows, self.depth = net, rows, depth
        self.homes = _seen_homes(net, rows)
        self.adjacent = _adjacent_couples(net, rows)
        self.gaps = {
            (left, right): self._gap(left, right, label_width=label_width)
            for row in rows
            for left, right in pairwise(row)
        }
        self.x = [0.0] * len(net.nodes)
        self._terms = self._weigh()

    def solve(self) -> list[float]:
        for row in self.rows:
            at = 0.0
            for index, node in enumerate(row):
                at += self.gaps[row[index - 1], node].least if index else 0.0
                self.x[node] = at
            for node in row:
                self.x[node] -= at / 2
        for _ in range(_ROUNDS):
            before = list(self.x)
            for row in self.rows:
                self._settle(row)
            if all(abs(x - was) < _STILL for x, was in zip(self.x, before, strict=True)):
                break
        return self.x

    def is_adjacent(self, couple: Couple) -> bool:
        return (couple.a, couple.b) in self.adjacent or (couple.b, couple.a) in self.adjacent

    def drop_between(self, one: int, other: int) -> float:
        """Where the children's line leaves the line of two neighbours: in the middle of the free room."""
        left, right = sorted((one, other), key=lambda node: self.x[node])
        gap = self.gaps[left, right]
        return (self.x[left] + gap.left_reach + self.x[right] - gap.right_reach) / 2

    def clear_between(self, left: int, right: int) -> tuple[float | None, float | None]:
        """Where outlines bound the room between two neighbours; None on the side where none does."""
        gap, nodes = self.gaps[left, right], self.net.nodes
        low = self.x[left] + gap.left_reach if gap.left_reach > nodes[left].half else None
        high = self.x[right] - gap.right_reach if gap.right_reach > nodes[right].half else None
        return low, high

    def pad(self, homes: frozenset[str]) -> float:
        return max((PAD + NESTING * self.depth[home] for home in homes), default=0.0)

    def _gap(self, left: int, right: int, *, label_width: Callable[[Couple], float]) -> Gap:
        nodes = self.net.nodes
        leaving, entering = self.homes[left] - self.homes[right], self.homes[right] - self.homes[left]
        left_reach = nodes[left].half + self.pad(leaving)
        right_reach = nodes[right].half + self.pad(entering)
        between = BETWEEN_OUTLINES if leaving and entering else 4.0 if leaving or entering else 0.0
        for couple in self.adjacent.get((left, right), ()):
            wanted = label_width(couple) + _LABEL_AIR
            left_edge = left_reach if leaving else RADIUS
            right_edge = right_reach if entering else RADIUS
            reach = max(wanted, _DROP_BY_OUTLINE if leaving or entering else COUPLE_REACH)
            between = max(between, left_edge + reach + right_edge - left_reach - right_reach, _DROP_AIR)
            if leaving or entering:
                between = max(between, _DROP_BY_OUTLINE)
        return Gap(left_reach + between + right_reach, left_reach, right_reach)

    def _weigh(self) -> list[list[tuple[float, list[tuple[int, float]], float]]]:
        """For each node the terms weight x (sum of factor x position + offset)², the node itself among them."""
        terms: list[tuple[float, list[tuple[int, float]], float]] = []
        for hop in self.net.hops:
            parts, offset = self._source(hop)
            parts += [(target, -1 / len(hop.targets)) for target in hop.targets]
            thread = self.net.threads[hop.thread]
            terms.append((_CHILDREN if thread.births else _TIES, parts, offset))
        for (left, right), gap in self.gaps.items():
            terms.append((self._pull(left, right), [(right, 1.0), (left, -1.0)], -gap.least))
        terms += self._home_terms()
        by_node: list[list[tuple[float, list[tuple[int, float]], float]]] = [[] for _ in self.net.nodes]
        for term in terms:
            for node, _ in term[1]:
                by_node[node].append(term)
        return by_node

    def _source(self, hop: Hop) -> tuple[list[tuple[int, float]], float]:
        """Where children want to hang from: a couple's middle; of a couple apart, the one they live with."""
        sources = hop.sources
        parts = [(source, 1 / len(sources)) for source in sources]
        for left, right in (sources, sources[::-1]) if len(sources) == 2 else ():
            if (left, right) in self.adjacent:
                gap = self.gaps[left, right]
                return parts, (gap.left_reach - gap.right_reach) / 2
        at_home = frozenset[str]().union(*(self.net.nodes[target].homes for target in hop.targets))
        with_them = [source for source in sources if at_home & self.net.nodes[source].homes]
        return [(with_them[0], 1.0)] if len(with_them) == 1 else parts, 0.0

    def _pull(self, left: int, right: int) -> float:
        if (left, right) in self.adjacent:
            return _COUPLE
        together = any(left in hop.targets and right in hop.targets for hop in self.net.hops)
        return _SIBLINGS if together else _HOUSEMATES if self.homes[left] & self.homes[right] else _STRANGERS

    def _home_terms(self) -> list[tuple[float, list[tuple[int, float]], float]]:
        terms = []
        for home in self.depth:
            held = [[node for node in row if home in self.net.nodes[node].homes] for row in self.rows]
            for upper, lower in pairwise(held):
                if upper and lower:
                    parts = [(node, 1 / len(upper)) for node in upper] + [(node, -1 / len(lower)) for node in lower]
                    terms.append((_HOME, parts, 0.0))
        return terms

    def _settle(self, row: list[int]) -> None:
        wanted, weights = [], []
        for node in row:
            pull = weight = 0.0
            for heft, parts, offset in self._terms[node]:
                own = sum(factor for other, factor in parts if other == node)
                rest = sum(factor * self.x[other] for other, factor in parts if other != node) + offset
                pull -= heft * own * rest
                weight += heft * own * own
            wanted.append(pull / weight if weight else self.x[node])
            weights.append(weight or 0.01)
        least = [self.gaps[left, right].least for left, right in pairwise(row)]
        for node, x in zip(row, apart(wanted, weights=weights, least=least), strict=True):
            self.x[node] = x


def apart(wanted: Sequence[float], *, weights: Sequence[float], least: Sequence[float]) -> list[float]:
    """The positions nearest to those wanted that keep the order and the least distances (pool adjacent violators)."""
    shift = [0.0]
    for distance in least:
        shift.append(shift[-1] + distance)
    blocks: list[tuple[float, float, int]] = []  # mean, weight, how many
    for value, weight, offset in zip(wanted, weights, shift, strict=False):
        block = (value - offset, weight, 1)
        while blocks and blocks[-1][0] > block[0]:
            mean, heft, count = blocks.pop()
            total = heft + block[1]
            block = ((mean * heft + block[0] * block[1]) / total, total, count + block[2])
        blocks.append(block)
    levelled = [mean for mean, _, count in blocks for _ in range(count)]
    return [mean + offset for mean, offset in zip(levelled, shift, strict=False)]


def _adjacent_couples(net: Network, rows: Rows) -> dict[tuple[int, int], list[Couple]]:
    found: dict[tuple[int, int], list[Couple]] = {}
    place = {node: index for row in rows for index, node in enumerate(row)}
    for couple in net.couples:
        left, right = sorted((couple.a, couple.b), key=place.__getitem__)
        if place[right] - place[left] == 1:
            found.setdefault((left, right), []).append(couple)
    return found


def _seen_homes(net: Network, rows: Rows) -> list[frozenset[str]]:
    """The homes each node stands in; a line that merely passes stands in those on both its sides."""
    homes = [node.homes for node in net.nodes]
    for row in rows:
        standing = [index for index, node in enumerate(row) if net.nodes[node].key or net.nodes[node].homes]
        for left, right in pairwise(standing):
            for passing in row[left + 1 : right]:
                homes[passing] = homes[row[left]] & homes[row[right]]
    return homes
