"""Who stands left of whom in each row: homes kept whole, siblings in order, couples together, few lines crossing."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from oneplan.web.people.diagrams.drawing import Sex
from oneplan.web.people.diagrams.network import Network

Rows = list[list[int]]

_SPLIT_HOME = 300.0
_CROSSED_HOMES = 120.0
_SIBLINGS_TURNED = 90.0
_COUPLE_APART = 45.0
_CROSSING = 30.0
_TIE_WEIGHT = 0.2  # a tie's line may cross others and be long more freely than a child's
_COUPLE_TURNED = 20.0
_TIE_APART = 6.0
_PARTNERS_TURNED = 8.0
_GIVEN_ORDER = 2.0
_BY_LENGTH = 0.03
_FAULT = 4.0  # less than any line across another, more than what former partners cost
_BUDGET = 2500  # trials; enough for every family met, and what keeps forty people quick
_PASSING = -1


def improve(net: Network, rows: Rows, *, sexes: Sequence[Sex]) -> tuple[float, Rows]:
    """The rows after moving people and groups about until no move helps, with the remaining cost."""
    search = _Search(net, rows, sexes=sexes)
    search.run()
    return search.total(), search.rows


def has_faults(net: Network, rows: Rows, *, sexes: Sequence[Sex]) -> bool:
    """Whether a line still crosses another, or a home, a couple or siblings do not stand as they should."""
    search = _Search(net, rows, sexes=sexes)
    search.by_length = 0.0
    return search.total() >= _FAULT


def first_guess(net: Network) -> Rows:
    """People beside their partners and above their children, in the order they were given."""
    rows: Rows = [[] for _ in range(net.number_of_rows)]
    beside: list[list[int]] = [[] for _ in net.nodes]
    beneath: list[list[int]] = [[] for _ in net.nodes]
    for couple in net.couples:
        beside[couple.a].append(couple.b)
        beside[couple.b].append(couple.a)
    for hop in net.hops:
        for source in hop.sources:
            beneath[source].extend(hop.targets)
    seen: set[int] = set()

    def visit(node: int) -> None:
        if node in seen:
            return
        seen.add(node)
        rows[net.nodes[node].row].append(node)
        for other in beside[node] + beneath[node]:
            visit(other)

    for node in sorted(range(len(net.nodes)), key=lambda node: net.nodes[node].row):
        visit(node)
    return rows


class _Search:
    def __init__(self, net: Network, rows: Rows, *, sexes: Sequence[Sex]) -> None:
        self.net = net
        self.rows = [list(row) for row in rows]
        self.x = [0.0] * len(net.nodes)
        bits = {
            home: 1 << number for number, home in enumerate({h: 0 for node in net.nodes for h in sorted(node.homes)})
        }
        self.mask = [
            _PASSING if node.key is None and not node.homes else sum(bits[home] for home in node.homes)
            for node in net.nodes
        ]
        self.by_length = _BY_LENGTH
        self.centres: list[dict[str, float]] = [{} for _ in rows]
        self.pairs: list[list[tuple[int, int, float, float]]] = [[] for _ in rows]
        self.siblings: list[list[list[int]]] = [[] for _ in rows]
        self.hops: list[list[tuple[tuple[int, ...], tuple[int, ...], float]]] = [[] for _ in rows]
        for hop in net.hops:
            weight = _TIE_WEIGHT if net.threads[hop.thread].tie else 1.0
            self.hops[hop.row].append((hop.sources, hop.targets, weight))
        self._weigh_couples(sexes)
        for group in net.siblings():
            self.siblings[net.nodes[group[0]].row].append(group)
        for row in range(len(rows)):
            self._spread(row)

    def _weigh_couples(self, sexes: Sequence[Sex]) -> None:
        """Man left and woman right; whoever had several partners has them from left to right as they came."""
        partners: dict[int, list[int]] = {}
        for couple in self.net.couples:
            partners.setdefault(couple.a, []).append(couple.b)
            partners.setdefault(couple.b, []).append(couple.a)
        for couple in self.net.couples:
            a, b, turned = couple.a, couple.b, _GIVEN_ORDER
            if len(partners[a]) == len(partners[b]) == 1 and {sexes[a], sexes[b]} == {Sex.MALE, Sex.FEMALE}:
                a, b = (a, b) if sexes[a] is Sex.MALE else (b, a)
                turned = _COUPLE_TURNED
            self.pairs[self.net.nodes[a].row].append((a, b, _COUPLE_APART, turned))
        for node, others in partners.items():
            for first, second in pairwise(others):
                self.pairs[self.net.nodes[node].row].append((first, second, 0.0, _PARTNERS_TURNED))
        for a, b, _ in self.net.ties:
            self.pairs[self.net.nodes[a].row].append((a, b, _TIE_APART, 0.0))

    def run(self) -> None:
        self.trials = 0
        before = float("inf")
        while self.total() < before - 0.5 and self.trials < _BUDGET:
            before = self.total()
            for row in [*range(len(self.rows)), *reversed(range(len(self.rows)))]:
                self._improve_row(row)

    def _improve_row(self, row: int) -> None:
        best = self._around(row)
        moved = True
        while moved and self.trials < _BUDGET:
            moved = False
            kept = self.rows[row]
            for candidate in _moves(kept):
                self.trials += 1
                self.rows[row] = candidate
                self._spread(row)
                cost = self._around(row)
                if cost < best - 0.01:
                    best, kept, moved = cost, candidate, True
                    break
            self.rows[row] = kept
            self._spread(row)

    def _spread(self, row: int) -> None:
        nodes, x, at = self.net.nodes, self.x, 0.0
        for node in self.rows[row]:
            half = nodes[node].half
            x[node] = at + half
            at += 2 * half
        sums: dict[str, list[float]] = {}
        for node in self.rows[row]:
            x[node] -= at / 2
            for home in nodes[node].homes:
                sums.setdefault(home, []).append(x[node])
        self.centres[row] = {home: sum(held) / len(held) for home, held in sums.items()}

    def total(self) -> float:
        last = len(self.rows)
        return sum(map(self._within, range(last))) + sum(map(self._between, range(last - 1)))

    def _around(self, row: int) -> float:
        cost = self._within(row)
        if row > 0:
            cost += self._between(row - 1)
        if row + 1 < len(self.rows):
            cost += self._between(row)
        return cost

    def _within(self, row: int) -> float:
        order, x = self.rows[row], self.x
        place = {node: index for index, node in enumerate(order)}
        cost = 0.0
        before = every = runs = 0
        for node in order:
            mask = self.mask[node]
            if mask != _PASSING:
                runs += (mask & ~before).bit_count()
                before, every = mask, every | mask
        cost += _SPLIT_HOME * (runs - every.bit_count())
        for a, b, apart, turned in self.pairs[row]:
            between = abs(place[a] - place[b]) - 1
            if between:
                cost += apart + between * apart / 5
            if place[a] > place[b]:
                cost += turned
        for group in self.siblings[row]:
            for left, right in pairwise(group):
                if place[left] > place[right]:
                    cost += _SIBLINGS_TURNED
            cost += self.by_length * abs(x[group[-1]] - x[group[0]])
        return cost

    def _between(self, row: int) -> float:
        x, cost = self.x, 0.0
        ends: list[tuple[float, list[float], float, float, float]] = []
        for sources, goals, weight in self.hops[row]:
            source = x[sources[0]] if len(sources) == 1 else (x[sources[0]] + x[sources[1]]) / 2
            targets = [x[node] for node in goals]
            low, high = min(targets), max(targets)
            for target in targets:
                cost += weight * self.by_length * abs(source - target)
            for other, others, least, most, heft in ends:
                if (source < other and high <= least) or (source > other and low >= most):
                    continue
                crossed = sum((source - other) * (t - o) < 0 for t in targets for o in others)
                if crossed:
                    cost += _CROSSING * min(weight, heft) * (1 + 0.3 * (crossed - 1))
            ends.append((source, targets, low, high, weight))
        return cost + self._homes_between(row)

    def _homes_between(self, row: int) -> float:
        upper, lower = self.centres[row], self.centres[row + 1]
        cost = 0.0
        both = [(upper[home], lower[home]) for home in upper if home in lower]
        for index, (top, bottom) in enumerate(both):
            cost += self.by_length * abs(top - bottom)
            for other_top, other_bottom in both[:index]:
                if (top - other_top) * (bottom - other_bottom) < 0:
                    cost += _CROSSED_HOMES
        return cost


def _moves(row: list[int]) -> Iterator[list[int]]:
    """The row with one stretch of neighbours taken out and put elsewhere, or turned round where it stands."""
    count = len(row)
    longest = count - 1 if count <= 8 else 5
    reach = count if count <= 10 else 6
    for length in range(1, longest + 1):
        for start in range(count - length + 1):
            block, rest = row[start : start + length], row[:start] + row[start + length :]
            for goal in range(max(0, start - reach), min(len(rest), start + reach) + 1):
                if goal != start:
                    yield rest[:goal] + block + rest[goal:]
                if length > 1:
                    yield rest[:goal] + block[::-1] + rest[goal:]
