"""What partners' files say of a family's people, as published, and where each of it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from oneplan.engine.facts import published
from oneplan.engine.facts.published import Fact
from oneplan.engine.facts.vocabulary import fact_kinds
from oneplan.engine.runs import run as engine_run
from oneplan.web.data import working
from oneplan.web.data.models import Feed, Published
from oneplan.web.data.reads import since
from oneplan.web.people import identity, reads
from oneplan.web.people.models import Family, Person

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class FactWords:
    """One fact, in words."""

    fact: Fact

    @property
    def words(self) -> str:
        """“124 of 130 sessions attended” and the like."""
        return fact_kinds()[self.fact.kind].say(value=self.fact.value, attributes=self.fact.attributes)

    @property
    def last_day(self) -> date | None:
        """The last day of something that lasted longer than one."""
        end = self.fact.end
        return end - ONE_DAY if end and end - ONE_DAY > self.fact.start else None

    @property
    def called(self) -> str:
        return fact_kinds()[self.fact.kind].words


@dataclass(frozen=True)
class FactLine(FactWords):
    """One fact about `person`, and the feed that says so."""

    person: Person
    feed: Feed


@dataclass(frozen=True)
class Said:
    """`as_of` is the moment at which the figures that hold were published; None where none are.

    Of those `waiting` nothing is said until the next run: records or numbers of theirs changed since.
    """

    as_of: datetime | None
    lines: Sequence[FactLine]
    waiting: Sequence[Person] = ()


def paths_of(row: Published, *, name: str = "facts") -> list[Path] | None:
    """Where the facts that hold lie; None where they are not there, as after a restore without the data folder.

    `name` may be coverage as well.
    """
    try:
        paths = engine_run.facts(working.store(), engine_run.manifest(working.store(), row.run.label), name)
    except FileNotFoundError:
        return None
    return paths if all(path.exists() for path in paths) else None  # the next run makes them again


def of_family(family: Family, *, day: date) -> Said:
    """Everything in force about those who belong to the family on that day."""
    row = Published.objects.select_related("run").first()
    if row is None:
        return Said(None, [])
    members = [each.person for each in reads.members_on(family, day=day)]
    records = {record: person for person in members for record in identity.record_ids(person)}
    others = since.changed(records, moment=since.made_at(row.run))
    waiting = {records[record].pk for record in others}
    owners = {each.reference: records[each.pk] for each in Person.objects.filter(pk__in=records)}
    told = {reference: person for reference, person in owners.items() if person.pk not in waiting}
    paths = paths_of(row)
    if paths is None:
        return Said(None, [])
    feeds = {each.name: each for each in Feed.objects.select_related("partner")}
    found = published.of_people(paths, list(told))
    lines = [FactLine(each, told[str(each.person_id)], feeds[each.feed]) for each in found]
    return Said(row.at, lines, [each for each in members if each.pk in waiting])
