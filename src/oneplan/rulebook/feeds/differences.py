"""What changed from one run to the next, and what of it a person looks at before the run is published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from oneplan.rulebook.feeds.figures import Figures

Months = Mapping[str, int]  # facts in force by the month in which they start, like “2025-08”


@dataclass(frozen=True)
class Difference:
    """Facts in force of one feed `before` and `after`; `is_held` says that a person looks before it is published."""

    feed: str
    before: int
    after: int
    is_held: bool

    @property
    def share(self) -> float | None:
        """How much more (or less, below 0) there is than before; None where there was nothing before."""
        return (self.after - self.before) / self.before if self.before else None


def between(before: Mapping[str, Months], after: Mapping[str, Months], *, by: Figures) -> Sequence[Difference]:
    """Every feed of either run, by name, with its facts in force.

    What is told of months of which nothing was told before is news, as it should be, and holds nothing: a new term, a
    new feed. Where what was told before has changed by more than the share, or is gone, the run is held.
    """
    names = sorted({*before, *after})
    return [_one(name, before.get(name, {}), after.get(name, {}), by) for name in names]


def _one(name: str, before: Months, after: Months, by: Figures) -> Difference:
    was, now = sum(before.values()), sum(after.values())
    changed = sum(abs(after.get(month, 0) - facts) for month, facts in before.items())
    return Difference(name, was, now, is_held=changed > was * by.held_share)
