"""A model of the area out of its own record: who was helped, what partners' files say of them since, what it cost."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db.models import Min, QuerySet

from oneplan.engine.value.before_after import Helped, Measured, measured
from oneplan.engine.value.library import library
from oneplan.engine.value.of_area import Area, Listed, impact, is_outcome, said, source, why_not
from oneplan.rulebook.sharing.policy import Permission
from oneplan.rulebook.sharing.small_numbers import told
from oneplan.rulebook.value.around import WORDS, Around
from oneplan.rulebook.value.around import said as said_around
from oneplan.rulebook.value.measures import counted_until, fewest_compared, measures
from oneplan.rulebook.value.units import Edition
from oneplan.web.access import policy
from oneplan.web.agencies.models import Worker
from oneplan.web.casework.models import Episode
from oneplan.web.data.models import Published
from oneplan.web.data.reads import facts
from oneplan.web.people import identity
from oneplan.web.people.models import Family, Membership, Person
from oneplan.web.value.reads.around import around_families
from oneplan.web.value.reads.costs import CostsPage, costs

EDITION = "gmca_ucd_v1_4"
LOCAL = "local authority"  # how bearers of the unit cost library begin that are the council


@dataclass(frozen=True)
class Line:
    """What one measure found, in words; `percent` is the impact, empty where it is no outcome."""

    measured: Measured
    words: str
    percent: str


@dataclass(frozen=True)
class AreaPage:
    """`as_of` is when the figures were published, None where none are; nothing is counted of days from `until` on."""

    as_of: datetime | None
    until: date
    helped: str
    lines: list[Line]
    costs: CostsPage
    edition: Edition
    around: Around  # how many agencies and workers, which has no price

    @property
    def around_words(self) -> str:
        return said_around(self.around)

    @property
    def outcomes(self) -> list[Line]:
        return [each for each in self.lines if is_outcome(each.measured)]

    @property
    def others(self) -> list[Line]:
        return [each for each in self.lines if not is_outcome(each.measured)]

    @property
    def years(self) -> list[str]:
        """Of whose pounds it may be, the newest first."""
        return sorted(self.edition.prices.index, reverse=True)


def area(day: date) -> AreaPage:
    """What a model of the area would have in it now."""
    row = Published.objects.select_related("run").first()
    until = counted_until(day)
    people = helped(until)
    found = [_line(each) for each in _measured(row, people, until).values()]
    families, around = told(len({each.family for each in people})), around_families(until)
    return AreaPage(row.at if row else None, until, families, found, costs(day), _edition(), around)


def model(page: AreaPage, *, name: str, council: str, price_year: str, years: int) -> Mapping[str, Any]:
    """What the model's file says. Raises `ValueError` while costs are not right, or nothing was measured."""
    if page.costs.year is None or page.costs.is_empty:
        raise ValueError("What key working costs is not written down yet, or something is wrong with it.")
    if not page.outcomes:
        raise ValueError("Nothing could be measured, so there is no model to make. The reasons stand on this page.")
    found = Area(
        name, price_year, [each.measured for each in page.lines], page.costs.year, _bearers(page.edition, council),
        also={"around": Listed(f"{WORDS}: {page.around_words}", "the case record", page.around.are_fewer)},
    )  # fmt: skip
    return said(found, page.edition, years=years)


def families(name: str, *, asker: Worker, day: date) -> tuple[Line, QuerySet[Family]]:
    """What a measure found, and of the families behind it those of which the asker may read what partners' files say.

    Raises `KeyError`.
    """
    row = Published.objects.select_related("run").first()
    until = counted_until(day)
    found = _line(_measured(row, helped(until), until, only=name)[name])
    may = policy.families_filter(Permission.FAMILY_WORK, asker=asker)
    rows = Family.objects.filter(may, pk__in=[int(each) for each in found.measured.families])
    return found, rows.distinct().order_by("name", "pk")


def paths() -> tuple[list[Path], list[Path]]:
    """Where the facts that hold lie, and of which days they tell; none of them where nothing is published."""
    row = Published.objects.select_related("run").first()
    return _paths(row, "facts"), _paths(row, "coverage")


def _measured(row: Published | None, people: list[Helped], until: date, *, only: str = "") -> dict[str, Measured]:
    wanted = {only: measures()[only]} if only else measures()
    told_facts, coverage = (_paths(row, each) for each in ("facts", "coverage"))
    return {
        name: measured(told_facts, coverage, people, measure, fewest=fewest_compared(), until=until)
        for name, measure in wanted.items()
    }


def _paths(row: Published | None, name: str) -> list[Path]:
    """None of them where nothing is published, or the data folder is not there."""
    return (facts.paths_of(row, name=name) or []) if row else []


def helped(day: date) -> list[Helped]:
    """Whoever was in a family on the day on which its first help began; once, with the help that began first."""
    began = dict(Episode.objects.filter(opened_on__lte=day).values_list("family").annotate(first=Min("opened_on")))
    rows = Membership.objects.known().filter(family__in=Episode.objects.filter(opened_on__lte=day).values("family"))
    first: dict[int, tuple[date, int]] = {}
    for family, person, start, end in rows.values_list("family", "person", "valid_from", "valid_to"):
        start_of_help = began[family]
        if (start is None or start <= start_of_help) and (end is None or end > start_of_help):
            first[person] = min(first.get(person, (start_of_help, family)), (start_of_help, family))
    return list(_references(first))


def _references(first: Mapping[int, tuple[date, int]]) -> Iterator[Helped]:
    """A run may know somebody by a record that was joined with another one since: every record is named."""
    kept = identity.kept_ids(first)
    by_kept: dict[int, tuple[date, int]] = {}
    for person, began in first.items():
        by_kept[kept[person]] = min(by_kept.get(kept[person], began), began)
    for record, person in identity.records_of(by_kept).items():
        day, family = by_kept[person]
        yield Helped(Person(pk=record).reference, str(family), day)


def _bearers(edition: Edition, council: str) -> Mapping[str, str]:
    """The council's departments are one payer here: what it saves in one it can spend in another."""
    names = {part.bearer for unit in edition.units.values() for part in unit.parts}
    names |= {unit.bearer for unit in edition.units.values()}
    return {name: council for name in sorted(names) if name.casefold().startswith(LOCAL)}


def _line(each: Measured) -> Line:
    if not is_outcome(each):
        return Line(each, why_not(each), "")
    low, point, high = impact(each)
    return Line(each, source(each), f"{point * 100:.0f} % ({low * 100:.0f} to {high * 100:.0f} %)")


def _edition() -> Edition:
    """The area's own newest where it has one that knows our measures; else the one that comes with OnePlan."""
    needed = {each.unit for each in measures().values() if each.unit}
    fit = [each for each in library().values() if each.is_current and needed <= set(each.units)]
    return fit[-1] if fit else library()[EDITION]
