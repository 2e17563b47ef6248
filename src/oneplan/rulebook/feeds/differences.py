"""What changed from one run to the next, and what of it a person looks at before the run is published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from oneplan.rulebook.feeds.figures import Figures


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


def between(before: Mapping[str, int], after: Mapping[str, int], *, by: Figures) -> Sequence[Difference]:
    """Every feed of either run, by name, with its facts in force.

    A feed that was not there before, or is there for the first time with facts, holds nothing: there is nothing to
    compare it with. One that has gone, or changed by more than the share, holds the run.
    """
    names = sorted({*before, *after})
    return [_one(name, before.get(name, 0), after.get(name, 0), by) for name in names]


def _one(name: str, before: int, after: int, by: Figures) -> Difference:
    is_held = before > 0 and abs(after - before) > before * by.held_share
    return Difference(name, before, after, is_held)
