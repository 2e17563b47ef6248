"""A model of the area out of its own record: who was helped, what partners' files say of them since, what it cost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Min, QuerySet

from oneplan.engine.runs import run as engine_run
from oneplan.engine.value.before_after import Helped, Measured, measured
from oneplan.engine.value.library import library
from oneplan.engine.value.of_area import Area, impact, is_outcome, said, source, why_not
from oneplan.rulebook.sharing.policy import Permission
from oneplan.rulebook.sharing.small_numbers import told
from oneplan.rulebook.value.measures import fewest_compared, measures
from oneplan.rulebook.value.units import Edition
from oneplan.web.access import policy
from oneplan.web.agencies.models import Worker
from oneplan.web.casework.models import Episode
from oneplan.web.data import working
from oneplan.web.data.models import Published
from oneplan.web.people import reads
from oneplan.web.people.models import Family
from oneplan.web.value.reads.costs import CostsPage, costs

EDITION = "gmca_ucd_v1_4"


@dataclass(frozen=True)
class Line:
    """What one measure found, in words; `percent` is the impact, empty where it is no outcome."""

    measured: Measured
    words: str
    percent: str


@dataclass(frozen=True)
class AreaPage:
    """`as_of` is when the figures were published, None where none are."""

    as_of: datetime | None
    helped: str
    lines: list[Line]
    costs: CostsPage
    edition: Edition

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
    helped = _helped(day)
    found = [_line(each) for each in _measured(row, helped).values()]
    families = len({each.family for each in helped})
    return AreaPage(row.at if row else None, told(families), found, costs(day), _edition())


def model(page: AreaPage, *, name: str, price_year: str, years: int) -> Mapping[str, Any]:
    """What the model's file says. Raises `ValueError` while costs are not written down, or wrong."""
    if page.costs.year is None or page.costs.is_empty:
        raise ValueError("What key working costs is not written down yet, or something is wrong with it.")
    found = Area(name, price_year, [each.measured for each in page.lines], page.costs.year, {})
    return said(found, page.edition, years=years)


def families(name: str, *, asker: Worker, day: date) -> tuple[Measured, QuerySet[Family]]:
    """What a measure found, and of the families behind it those that the asker may open. Raises `KeyError`."""
    row = Published.objects.select_related("run").first()
    found = _measured(row, _helped(day), only=name)[name]
    may = policy.families_filter(Permission.FAMILY_VIEW, asker=asker)
    rows = Family.objects.filter(may, pk__in=[int(each) for each in found.families])
    return found, rows.distinct().order_by("name", "pk")


def _measured(row: Published | None, helped: list[Helped], *, only: str = "") -> dict[str, Measured]:
    wanted = {only: measures()[only]} if only else measures()
    facts, coverage = (_paths(row, each) for each in ("facts", "coverage"))
    return {
        name: measured(facts, coverage, helped, measure, fewest=fewest_compared()) for name, measure in wanted.items()
    }


def _paths(row: Published | None, name: str) -> list[Any]:
    """None of them where a file is not there, as after a restore without the data folder."""
    if row is None:
        return []
    try:
        paths = engine_run.facts(working.store(), engine_run.manifest(working.store(), row.run.label), name)
    except FileNotFoundError:
        return []
    return paths if all(path.exists() for path in paths) else []


def _helped(day: date) -> list[Helped]:
    """Who belonged to a family on the day its help first began, under every record that is theirs."""
    began = Episode.objects.filter(opened_on__lte=day).values("family").annotate(first=Min("opened_on"))
    starts = {row["family"]: row["first"] for row in began}
    found: dict[str, Helped] = {}
    for family in Family.objects.filter(pk__in=starts):
        start = starts[family.pk]
        for member in reads.members_on(family, day=start):
            reference = member.person.reference
            if reference not in found or start < found[reference].began:
                found[reference] = Helped(reference, str(family.pk), start)
    return list(found.values())


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
