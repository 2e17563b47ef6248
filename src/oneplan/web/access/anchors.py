"""The anchor file of a chain, read line by line: millions of lines are never held at once."""

from collections.abc import Iterator

from oneplan.web.access import chain as chains


class Anchors:
    """The first reading checks every line and finds what stands out of order; the second follows the rows.

    Of a part of the chain, only lines after one number up to another are read and checked.
    """

    def __init__(self, chain: str, *, after: int = -1, until: int | None = None) -> None:
        self.chain, self.after, self.until = chain, after, until
        self.newest = 0
        self._altered: dict[int, None] = {}
        self._late: dict[int, str | None] = {}  # lines that came after a higher number: the last one counts
        for number, digest, is_late in self._lines(checks=True):
            self.newest = max(self.newest, number)
            if is_late:
                self._late[number] = digest
            if digest is None:
                self._altered[number] = None
        self._rising = ((number, digest) for number, digest, is_late in self._lines(checks=False) if not is_late)
        self._next = next(self._rising, None)

    @property
    def faults(self) -> list[str]:
        return [f"anchor {number}: its line was altered" for number in self._altered]

    def of(self, number: int) -> str | None:
        """The digest that was anchored for the row; ask in rising order."""
        while self._next is not None and self._next[0] < number:
            self._next = next(self._rising, None)
        if number in self._late:
            return self._late[number]
        if self._next is None or self._next[0] != number or number in self._altered:
            return None
        return self._next[1]

    def _lines(self, *, checks: bool) -> Iterator[tuple[int, str | None, bool]]:
        path = chains.anchor_file(self.chain)
        if not path.exists():
            return
        keyed, start, highest = chains.digester(), f"{self.chain} ", -1
        with path.open() as lines:
            for line in lines:
                number, digest, check = (line.split() + ["0", "", ""])[:3]
                place = int(number) if number.isdigit() else 0
                if place <= self.after or (self.until is not None and place > self.until):
                    continue
                is_good = not checks or keyed(f"{start}{number} {digest}") == check
                yield place, digest if is_good else None, place <= highest
                highest = max(highest, place)
