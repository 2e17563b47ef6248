"""Which row each person stands in: parents above children, couples and siblings side by side."""

from collections import defaultdict

from oneplan.web.people.diagrams.drawing import FamilyDrawing, Tie, TieKind

_STEPS = {TieKind.GUARDIAN: 1, TieKind.GRANDPARENT: 2}


def rows_of(drawing: FamilyDrawing) -> dict[str, int]:
    """The row of every person by key, counted from 0 at the top."""
    levels = _Levels([person.key for person in drawing.people])
    for birth in drawing.births:
        for parent in birth.parents:
            levels.put_above(parent, birth.child, by=1)
    for union in drawing.unions:
        levels.level(union.a, union.b)
    for birth in drawing.births:
        levels.level(birth.parents[0], birth.parents[-1])
    for group in _siblings(drawing):
        for other in group[1:]:
            levels.level(group[0], other)
    _follow_ties(drawing, levels)
    return levels.rows()


def _siblings(drawing: FamilyDrawing) -> list[tuple[str, ...]]:
    by_parents: dict[frozenset[str], list[str]] = defaultdict(list)
    for birth in drawing.births:
        by_parents[frozenset(birth.parents)].append(birth.child)
    return [tuple(children) for children in by_parents.values()] + [twins.members for twins in drawing.twins]


def _follow_ties(drawing: FamilyDrawing, levels: "_Levels") -> None:
    """A person whom no birth or union places stands beside the person they are tied to, or with those at home."""
    placed = {key for union in drawing.unions for key in (union.a, union.b)}
    placed |= {key for birth in drawing.births for key in (birth.child, *birth.parents)}
    for tie in drawing.ties:
        if tie.kind in _STEPS:
            levels.put_above(tie.a, tie.b, by=_STEPS[tie.kind])
    for tie in drawing.ties:
        if tie.kind not in _STEPS and not placed.issuperset((tie.a, tie.b)):
            levels.level(tie.a, tie.b)
    linked = placed | {key for tie in drawing.ties for key in _ends(tie)}
    parents = {parent for birth in drawing.births for parent in birth.parents}
    for home in drawing.homes:
        host = next((key for key in home.members if key in parents), home.members[0] if home.members else None)
        for key in home.members:
            if host is not None and key not in linked:
                levels.level(host, key)


def _ends(tie: Tie) -> tuple[str, str]:
    return tie.a, tie.b


class _Levels:
    """Groups of people on one level, and how far one group must stand above another; never a circle."""

    def __init__(self, keys: list[str]) -> None:
        self._group = {key: key for key in keys}
        self._below: dict[str, dict[str, int]] = {key: {} for key in keys}

    def put_above(self, upper: str, lower: str, *, by: int) -> None:
        high, low = self._group[upper], self._group[lower]
        if high != low and not self._reaches(low, high):
            self._below[high][low] = max(by, self._below[high].get(low, 0))

    def level(self, one: str, other: str) -> None:
        first, second = self._group[one], self._group[other]
        if first == second or self._reaches(first, second) or self._reaches(second, first):
            return
        for key, group in self._group.items():
            if group == second:
                self._group[key] = first
        for lower, steps in self._below.pop(second).items():
            self._below[first][lower] = max(steps, self._below[first].get(lower, 0))
        for below in self._below.values():
            if second in below:
                below[first] = max(below.pop(second), below.get(first, 0))

    def _reaches(self, start: str, goal: str) -> bool:
        seen, waiting = {start}, [start]
        while waiting:
            for lower in self._below[waiting.pop()]:
                if lower == goal:
                    return True
                if lower not in seen:
                    seen.add(lower)
                    waiting.append(lower)
        return False

    def rows(self) -> dict[str, int]:
        order = self._from_the_top()
        row = dict.fromkeys(order, 0)
        for group in order:
            for lower, steps in self._below[group].items():
                row[lower] = max(row[lower], row[group] + steps)
        for group in reversed(order):  # an ancestor with room below comes down to just above the children
            below = self._below[group]
            if below:
                row[group] = min(row[lower] - steps for lower, steps in below.items())
        used = {level: index for index, level in enumerate(sorted(set(row.values())))}
        return {key: used[row[group]] for key, group in self._group.items()}

    def _from_the_top(self) -> list[str]:
        above = dict.fromkeys(self._below, 0)
        for below in self._below.values():
            for lower in below:
                above[lower] += 1
        order = [group for group, count in above.items() if count == 0]
        for group in order:
            for lower in self._below[group]:
                above[lower] -= 1
                if above[lower] == 0:
                    order.append(lower)
        return order
