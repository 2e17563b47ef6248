"""Calculations and their versions, as the list and the pages of one tell them."""

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from oneplan.engine.value.telling import Beside, beside
from oneplan.rulebook.value.differences import Difference, differences
from oneplan.web.value.models import Calculation, Version
from oneplan.web.value.reads import results
from oneplan.web.value.reads.results import Told


@dataclass(frozen=True)
class Line:
    calculation: Calculation
    version: Version
    told: Told

    @property
    def words(self) -> str:
        found = self.told.sentences
        if not found:
            return "It cannot be reckoned any more: open it to see why."
        return " ".join(filter(None, (found[0], self.told.rests_on)))


@dataclass(frozen=True)
class Compared:
    first: Version
    second: Version
    differ: list[Difference]
    rows: list[Beside]
    both: list[tuple[Version, Told]]

    @property
    def cannot(self) -> list[Version]:
        """Those that cannot be reckoned any more."""
        return [version for version, told in self.both if told.result is None]


def lines() -> list[Line]:
    """Those in use first, the newest of them on top; each with its newest version."""
    newest = Version.objects.filter(calculation=OuterRef("pk")).order_by("-number")
    rows = Calculation.objects.annotate(newest=Subquery(newest.values("pk")[:1])).order_by("-made_at", "-pk")
    found = list(rows)
    versions = Version.objects.select_related("made_by").in_bulk([row.newest for row in found])
    return [
        Line(row, versions[row.newest], results.of_text(versions[row.newest].text)) for row in found
    ]  # fmt: skip


def newest(calculation: Calculation) -> Version:
    return calculation.versions.select_related("made_by", "calculation").order_by("-number")[0]


def compared(first: Version, second: Version) -> Compared:
    """What differs between two versions: in what the file says, and in what comes of it."""
    ours, theirs = results.of_text(first.text), results.of_text(second.text)
    rows = beside(ours.result, theirs.result) if ours.result and theirs.result else []
    both_told = [(first, ours), (second, theirs)][: 1 if first == second else 2]
    return Compared(first, second, differences(ours.said, theirs.said), rows, both_told)
