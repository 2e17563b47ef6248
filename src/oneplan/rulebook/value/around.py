"""How many agencies and workers are around a family at first and on the last day of help, as the record names them.

The first count is taken some weeks after help began: by then it is known who was there. Whoever had left by then
because of the help is not counted, which errs against the help. Who the record names on neither day, or whose help was
too short for two days apart, is left out: nobody written down is not nobody there.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from oneplan.rulebook.sharing.small_numbers import smallest_told, told
from oneplan.rulebook.value.measures import least_days, settled_days

WORDS = "agencies and workers around a family"
ONE_DAY = timedelta(days=1)
CANNOT_TELL = (
    "whether they worked on the same problem is not known, whoever nobody wrote down is not counted, and fewer are no "
    "good by themselves: some families come to services that they went without"
)


@dataclass(frozen=True)
class Place:
    """Somebody around the family: a worker, or an agency of which no worker is named. `end` is their last day's morrow.

    Without `start` they were there before anybody wrote it down.
    """

    agency: str
    worker: str
    start: date | None
    end: date | None

    def holds(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


@dataclass(frozen=True)
class Ended:
    """A family's help that ended, and who was around meanwhile."""

    began: date
    ended: date
    places: Sequence[Place]


@dataclass(frozen=True)
class Around:
    """Averages at first and on the last day, over so many families; `left_out` are those not known well enough."""

    families: int
    left_out: int
    agencies: tuple[float, float] = (0.0, 0.0)
    workers: tuple[float, float] = (0.0, 0.0)

    @property
    def are_fewer(self) -> bool:
        """Whether fewer agencies are there on the last day, of so many families that it may be told."""
        return self.families >= smallest_told() and self.agencies[1] < self.agencies[0]


def around(helped: Iterable[Ended]) -> Around:
    every = [_both_days(each) for each in helped]
    counted = [each for each in every if each]
    if not counted:
        return Around(0, len(every))
    agencies, workers = ([_average(counted, day, who) for day in (0, 1)] for who in (_agencies, _workers))
    return Around(len(counted), len(every) - len(counted), (agencies[0], agencies[1]), (workers[0], workers[1]))


def said(found: Around) -> str:
    """In words, with what it cannot tell."""
    if found.families < smallest_told():
        few = f"fewer than {smallest_told()} families whose help ended in the year are known well enough"
        return f"{few}, so nothing is told"
    (agencies, fewer_agencies), (workers, fewer_workers) = found.agencies, found.workers
    left_out = f" ({told(found.left_out)} more are not known well enough)" if found.left_out else ""
    return (
        f"{agencies:.1f} agencies and {workers:.1f} workers at first, {fewer_agencies:.1f} and {fewer_workers:.1f} on "
        f"the last day of help, on average of {told(found.families)} families whose help ended in the year{left_out}; "
        f"{CANNOT_TELL}"
    )


def _both_days(each: Ended) -> tuple[list[Place], list[Place]] | None:
    """Who was there at first and on the last day; None where that is not known."""
    if each.ended - each.began < timedelta(days=least_days()):
        return None
    days = each.began + timedelta(days=settled_days()), each.ended - ONE_DAY
    first, last = ([place for place in each.places if place.holds(day)] for day in days)
    return (first, last) if first and last else None


def _average(
    counted: Sequence[tuple[list[Place], list[Place]]], day: int, who: Callable[[list[Place]], set[str]]
) -> float:
    return sum(len(who(both[day])) for both in counted) / len(counted)


def _agencies(places: list[Place]) -> set[str]:
    return {each.agency for each in places if each.agency}


def _workers(places: list[Place]) -> set[str]:
    return {each.worker for each in places if each.worker}
