"""Who stands left of whom in each row: homes kept whole, siblings in order, couples together, few lines crossing."""

from collections.abc import Iterator, Sequence

from oneplan.web.people.diagrams.drawing import Sex, UnionKind
from oneplan.web.people.diagrams.network import Network

Rows = list[list[int]]

_SPLIT_HOME = 300.0
_CROSSED_HOMES = 120.0
_SIBLINGS_TURNED = 90.0
_COUPLE_APART = 45.0
_CROSSING = 30.0
_TIE_CROSSING = 8.0
_COUPLE_TURNED = 20.0
_TIE_APART = 6.0
_FORMER_ON_THE_RIGHT = 2.0
_BY_LENGTH = 0.03
_BUDGET = 4000  # trials; enough for every family met, and what keeps forty people quick

_FORMER = (UnionKind.SEPARATED, UnionKind.DIVORCED, UnionKind.FORMER)
_PASSING = -1


def improve(net: Network, rows: Rows, *, sexes: Sequence[Sex]) -> tuple[float, Rows]:
    """The rows after moving people and groups about until no move helps, with the remaining cost."""
    search = _Search(net, rows, sexes=sexes)
    search.run()
    return search.total(), search.rows


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
        self.number_of_homes = len(bits)
        self.couples: list[list[tuple[int, int, float, float]]] = [[] for _ in rows]
        self.siblings: list[list[list[int]]] = [[] for _ in rows]
        self.hops = [[hop for hop in net.hops if hop.row == row] for row in range(len(rows))]
        self._weigh_couples(sexes)
        for group in net.siblings():
            self.siblings[net.nodes[group[0]].row].append(group)
        for row in range(len(rows)):
            self._spread(row)

    def _weigh_couples(self, sexes: Sequence[Sex]) -> None:
        for couple in self.net.couples:
            a, b = couple.a, couple.b
            turned = 0.0
            if sexes[a] is Sex.FEMALE and sexes[b] is Sex.MALE:
                a, b, turned = b, a, _COUPLE_TURNED
            elif sexes[a] is Sex.MALE and sexes[b] is Sex.FEMALE:
                turned = _COUPLE_TURNED
            elif couple.kind in _FORMER:
                turned = -_FORMER_ON_THE_RIGHT
            self.couples[self.net.nodes[a].row].append((a, b, _COUPLE_APART, turned))
        for a, b, _ in self.net.ties:
            self.couples[self.net.nodes[a].row].append((a, b, _TIE_APART, 0.0))

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
        for node in self.rows[row]:
            x[node] -= at / 2

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
        for a, b, apart, turned in self.couples[row]:
            between = abs(place[a] - place[b]) - 1
            if between:
                cost += apart + between * apart / 5
            if place[a] > place[b]:
                cost += turned
        for group in self.siblings[row]:
            for left, right in zip(group, group[1:], strict=False):
                if place[left] > place[right]:
                    cost += _SIBLINGS_TURNED
            cost += _BY_LENGTH * abs(x[group[-1]] - x[group[0]])
        return cost

    def _between(self, row: int) -> float:
        x, cost = self.x, 0.0
        ends: list[tuple[float, list[float], float]] = []
        for hop in self.hops[row]:
            source = sum(x[node] for node in hop.sources) / len(hop.sources)
            targets = [x[node] for node in hop.targets]
            weight = _TIE_CROSSING if self.net.threads[hop.thread].tie else _CROSSING
            cost += _BY_LENGTH * weight / 30 * sum(abs(source - target) for target in targets)
            for other, others, heft in ends:
                crossed = sum((source - other) * (t - o) < 0 for t in targets for o in others)
                if crossed:
                    cost += min(weight, heft) * (1 + 0.3 * (crossed - 1))
            ends.append((source, targets, weight))
        return cost + self._homes_between(row)

    def _homes_between(self, row: int) -> float:
        if self.number_of_homes == 0:
            return 0.0
        upper, lower = self._centres(row), self._centres(row + 1)
        both = [(upper[home], lower[home]) for home in upper if home in lower]
        cost = _BY_LENGTH * sum(abs(top - bottom) for top, bottom in both)
        for index, (top, bottom) in enumerate(both):
            for other_top, other_bottom in both[:index]:
                if (top - other_top) * (bottom - other_bottom) < 0:
                    cost += _CROSSED_HOMES
        return cost

    def _centres(self, row: int) -> dict[str, float]:
        sums: dict[str, tuple[float, int]] = {}
        for node in self.rows[row]:
            for home in self.net.nodes[node].homes:
                total, count = sums.get(home, (0.0, 0))
                sums[home] = total + self.x[node], count + 1
        return {home: total / count for home, (total, count) in sums.items()}


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
