"""A model of an area out of its own record, as a model's file would say it: what was measured and what it cost.

What cannot be measured is no outcome: it is listed without a price, with the reason, so that nothing is dropped and
nothing is made up. An outcome is compared already (before_after.py), so its deadweight is nought; its grade is that of
practice monitored from agencies' own systems.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import sqrt
from typing import Any

from oneplan.engine.value.before_after import Measured
from oneplan.engine.value.telling import pounds
from oneplan.rulebook.sharing.small_numbers import is_small, smallest_told, told
from oneplan.rulebook.value.key_working import KeyWorking
from oneplan.rulebook.value.model import ONE, ZERO, Cost, CostKind, Course, Outcome, Span
from oneplan.rulebook.value.optimism import grades
from oneplan.rulebook.value.units import Edition

GRADE = 2  # optimism.yaml: monitored by practitioners, from current data
# optimism.yaml: what is paid, from an agency's own books; time that is given, reckoned; what nothing supports
ACCOUNTED, RECKONED, UNSUPPORTED = 1, 2, 5
NINE_OF_TEN = 1.645  # standard errors either side
ENDS = NINE_OF_TEN / (1 - sqrt(0.1))  # of the triangle whose middle nine tenths are those
# whoever was counted had the problem, took part and stayed: that is no guess
AS_COUNTED = dict.fromkeys(("affected", "engagement", "retention"), (1, 1))
PENNIES = 2
COUNTED = "partners' files"  # how the source of a figure that was counted begins
MAKES = "which makes"  # how it ends: with the figures that it stands for
DRAWN = ", drawn from"
WRITTEN = "written down as"  # how the source of a cost ends


@dataclass(frozen=True)
class Listed:
    """Something without a price, in words, and where the words come from."""

    words: str
    source: str
    reached: bool = True


@dataclass(frozen=True)
class Area:
    """`bearers` says what the area calls those who bear a cost; `also` lists by name what else has no price."""

    name: str
    price_year: str
    measured: Sequence[Measured]
    key_working: KeyWorking
    bearers: Mapping[str, str]
    stories: Sequence[str] = ()
    also: Mapping[str, Listed] = field(default_factory=dict)


def said(area: Area, edition: Edition, *, years: int = 5) -> dict[str, Any]:
    """What the model's file says; `files.read` reads it."""
    outcomes = {each.measure.name: _outcome(each, edition, area.bearers) for each in area.measured if is_outcome(each)}
    return {
        "name": area.name,
        "price_year": area.price_year,
        "years": years,
        "units": edition.name,
        "outcomes": outcomes,
        "costs": dict(_costs(area.key_working)),
        "not_priced": {each.measure.name: _listed(each) for each in area.measured if not is_outcome(each)}
        | {name: _also(each) for name, each in area.also.items()},
        "stories": list(area.stories),
    }


def _also(each: Listed) -> dict[str, str]:
    return {"words": each.words, "source": each.source} | ({} if each.reached else {"reached": "no"})


def is_outcome(each: Measured) -> bool:
    """It has a price, was compared, is better than without help, and is not about so few that they could be known."""
    return bool(each.measure.unit) and _is_better(each) and _are_enough(each)


def _are_enough(each: Measured) -> bool:
    """So many people, of so many families, that nobody could be known by it."""
    return len(each.families) >= smallest_told() and each.people >= smallest_told()


def _is_better(each: Measured) -> bool:
    return each.expected is not None and _after(each) < each.expected


def _after(each: Measured) -> int:
    """How many are counted for the year after: a few, which are not told exactly, as the most they can be."""
    return smallest_told() - 1 if is_small(each.after) else each.after


def impact(each: Measured) -> tuple[float, float, float]:
    """The least, the point and the most of the share that did not come about; both counts are taken as chance would.

    The error of a ratio of two counts: (a / e²) + (a / e)² / n, with n events among those compared.
    """
    low, point, high = _spread(each, errors=NINE_OF_TEN)
    return max(0.0, low), point, min(1.0, high)


def _spread(each: Measured, *, errors: float) -> tuple[float, float, float]:
    """So many standard errors either side of the point, also where that is beyond what there can be."""
    if not each.expected:
        raise ValueError(f"{each.measure.name} was compared with nothing.")
    left = _after(each) / each.expected
    error = sqrt(max(_after(each), 1) / each.expected**2 + left**2 / max(each.events, 1))
    return 1 - left - errors * error, 1 - left, 1 - left + errors * error


def _outcome(each: Measured, edition: Edition, bearers: Mapping[str, str]) -> dict[str, Any]:
    low, point, high = _drawn_from(each)
    unit = edition.units[each.measure.unit]
    named = {unit.bearer, *(part.bearer for part in unit.parts)}
    return {
        "words": each.measure.words,
        "source": source(each),
        "unit": each.measure.unit,
        "leave_out": [part.words for part in unit.parts if part.words in each.measure.leave_out],
        "bearers": {theirs: ours for theirs, ours in bearers.items() if theirs in named},
        "population": _population(each),
        "affected": 1,
        "engagement": 1,
        "impact": point,
        "ranges": {name: list(ends) for name, ends in AS_COUNTED.items()} | {"impact": [low, high]},
        "deadweight": 0,
        "grade": GRADE,
        "duration": 1,
    }


def came_from(outcome: Outcome) -> str:
    """Where an outcome's figures are from; a figure that was typed over what was counted is told as that."""
    reach = outcome.reach
    as_counted = (reach.affected, reach.engagement, reach.retention, reach.deadweight) == (ONE, ONE, ONE, ZERO)
    as_counted &= outcome.course == Course(0, 1, ZERO) and outcome.optimism == grades()[GRADE].benefits
    is_counted = outcome.source.startswith(COUNTED) and MAKES in outcome.source
    span = outcome.spans.get("impact") if DRAWN in outcome.source else None  # models kept before say no more
    makes = _makes(reach.population, reach.impact, span)
    if is_counted and not (as_counted and outcome.source.endswith(makes)):
        return f"typed in since; counted was: {outcome.source}"
    return outcome.source or "typed in"


def cost_came_from(cost: Cost) -> str:
    """Where a cost is from; another amount than what was written down is told as that."""
    if WRITTEN in cost.source and not cost.source.endswith(_as_written(cost.by_year)):
        return f"typed in since; {cost.source}"
    return cost.source or "nothing says where it is from"


def _as_written(by_year: Sequence[Decimal]) -> str:
    return f"{WRITTEN} {', '.join(pounds(each) for each in by_year)}"


def _drawn_from(each: Measured) -> tuple[float, float, float]:
    """Between what the share is drawn, with the point: nine of ten draws lie where it is nine of ten times.

    Below nought is harm: cut there, draws would tell of more good than was measured.
    """
    low, point, high = _spread(each, errors=ENDS)
    return round(max(-1.0, low), 4), round(point, 4), round(min(1.0, high), 4)


def _makes(population: Decimal, impact: Decimal, span: Span | None) -> str:
    yearly, fewer = (f"{each.normalize():f}" for each in (population, impact * 100))
    said = f"{MAKES} {yearly} to be expected a year and {fewer} % fewer of them"
    if span is None:
        return said
    low, high = (f"{(each * 100).normalize():f}" for each in (span.low, span.high))
    return f"{said}{DRAWN} {low} to {high} %"


def _population(each: Measured) -> float:
    """How many were to be expected in a year."""
    return round((each.expected or 0) / each.years, 1)


def source(each: Measured) -> str:
    """Where the figures come from, in one sentence."""
    yearly, low, point, high = (Decimal(str(figure)) for figure in (_population(each), *_drawn_from(each)))
    makes = _makes(yearly, point, Span(low, high))
    people, families, compared = told(each.people), told(len(each.families)), told(each.compared)
    return (
        f"{COUNTED}: {people} people of {families} families, {_told_after(each)} in the year after help began, "
        f"{_expected(each)} expected as among {compared} others alike in the year before{_over_years(each)}; "
        f"{makes}"
    )


def _expected(each: Measured) -> str:
    """In whole numbers, and a few not exactly: nobody is to reckon back who they are."""
    return told(round(each.expected or 0))


def _over_years(each: Measured) -> str:
    if each.years == 1:
        return ""
    return f"; help began with them over {each.years:.1f} years, and a year's part of it is counted"


def _told_after(each: Measured) -> str:
    return f"{told(each.after)}, counted as {_after(each)}," if is_small(each.after) else told(each.after)


def _listed(each: Measured) -> dict[str, Any]:
    """Better than without help and without a price, it was reached; all else is not counted."""
    words = {"words": f"{each.measure.words}: {why_not(each)}", "source": COUNTED}
    return words if not each.measure.unit and _is_better(each) and _are_enough(each) else words | {"reached": "no"}


def why_not(each: Measured) -> str:
    """Why it is no outcome of the model, with what was counted."""
    if not each.watched:
        return "the files do not tell of the year before help began and the year after it, for anybody"
    if not each.recognised:
        return "nobody helped is recognised in these files: those who send them know people by other numbers than we do"
    if not each.people:
        return "nobody helped had any in the year before"
    if not _are_enough(each):
        return f"fewer than {smallest_told()} people or families, so nothing is told"
    if each.expected is None:
        both = f"{told(each.before)} in the year before and {told(each.after)} in the year after"
        return f"{both}; too few others to compare with"
    compared = f"{_told_after(each)} in the year after, where {_expected(each)} were to be expected"
    if _after(each) > each.expected:
        return f"{compared}: more than without help, and nothing is taken off the sums for it"
    return f"{compared}: no better than without help" if not _is_better(each) else f"{compared}; it has no price"


def _costs(year: KeyWorking) -> Iterator[tuple[str, dict[str, Any]]]:
    for each in year.costs:
        amounts = [f"{round(amount, PENNIES):f}" for amount in each.by_year]
        made = {"words": each.words, "payer": each.payer, "kind": str(each.kind), "by_year": amounts}
        yield each.name, made | _founded(each, list(map(Decimal, amounts)))


def _founded(cost: Cost, amounts: Sequence[Decimal]) -> dict[str, Any]:
    if not cost.source:
        return {"grade": UNSUPPORTED}
    grade = RECKONED if cost.kind is CostKind.IN_KIND else ACCOUNTED
    return {"grade": grade, "source": f"{cost.source}; {_as_written(amounts)}"}
