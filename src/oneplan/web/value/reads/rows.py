"""The rows of partners' files behind a figure of the area's model, for whoever may read such rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from oneplan.engine.facts.vocabulary import fact_kinds
from oneplan.engine.value.before_after import Measured, measured
from oneplan.engine.value.rows_counted import Row, RowsCounted, rows_counted
from oneplan.rulebook.value.measures import Counts, Measure, Which, counted_until, fewest_compared, measures
from oneplan.web.agencies.models import Worker
from oneplan.web.data.models import Load
from oneplan.web.data.reads import asking
from oneplan.web.data.reads import rows as file_rows
from oneplan.web.data.reads.facts import FactWords
from oneplan.web.people.models import Family, Person
from oneplan.web.value.reads import area

PAGE = 40


@dataclass(frozen=True)
class RowLine(FactWords):
    """A fact that was counted, and the file that says so; `where` is empty where its row is kept no longer."""

    which: Which
    is_after: bool
    load: Load | None
    where: str

    @property
    def adds(self) -> str:
        """What of it is summed, as “missed without leave: 14”; empty where rows or people are counted."""
        if not self.which.sum:
            return ""
        return f"{_summed(self.which)}: {self.fact.attributes.get(self.which.sum) or 'not said'}"


@dataclass(frozen=True)
class RowsPage:
    """`families` are those of the lines. Of families that are kept from the asker there is no row and no number."""

    measured: Measured
    counted: RowsCounted
    lines: Sequence[RowLine]
    families: Sequence[Family]
    at: int

    @property
    def counts_people(self) -> bool:
        measure = self.measured.measure
        return {measure.at_risk.counts, measure.after.counts} != {Counts.EVENTS}

    @property
    def must_come_to(self) -> str:
        """From what sum on somebody is counted; empty where nothing is summed."""
        which = self.measured.measure.after
        return f"“{_summed(which)}” comes to {which.at_least:,} or more in the rows of one year" if which.sum else ""

    @property
    def pages(self) -> int:
        return -(-self.counted.in_all // PAGE)


def rows(name: str, *, asker: Worker, day: date, at: int) -> RowsPage:
    """Page `at` of the rows that a measure counted. Raises `KeyError`."""
    until = counted_until(day)
    measure, people, (facts, coverage) = measures()[name], area.helped(until), area.paths()
    kept = {Person(pk=each).reference for each in asking.kept_people(asker)}
    theirs = [each for each in people if each.person not in kept]
    found = rows_counted(facts, coverage, theirs, measure, skip=PAGE * (at - 1), most=PAGE, until=until)
    whole = measured(facts, coverage, people, measure, fewest=fewest_compared(), until=until)
    families = Family.objects.filter(pk__in={int(each.family) for each in found.rows}).order_by("pk")
    return RowsPage(whole, found, _lines(found.rows, measure), list(families), at)


def _summed(which: Which) -> str:
    """What is summed, in words."""
    return fact_kinds()[which.kind].attributes[which.sum]


def _lines(found: Sequence[Row], measure: Measure) -> list[RowLine]:
    loads = _loads(found)
    opened = {at: file_rows.opened_or_none(load) for at, load in loads.items()}
    made = []
    for row in found:
        at = row.fact.feed, row.fact.load
        file = opened.get(at)
        which, where = (
            measure.after if row.is_after else measure.at_risk,
            file.found.where(row.fact.row) if file else "",
        )
        made.append(RowLine(row.fact, which, row.is_after, loads.get(at), where))
    return made


def _loads(found: Sequence[Row]) -> dict[tuple[str, int], Load]:
    """The files in which these rows stand, by feed and number."""
    wanted = {(each.fact.feed, each.fact.load) for each in found}
    rows = Load.objects.select_related("feed__partner", "file").filter(
        feed__name__in={feed for feed, _ in wanted}, number__in={number for _, number in wanted}
    )
    return {(each.feed.name, each.number): each for each in rows if (each.feed.name, each.number) in wanted}
