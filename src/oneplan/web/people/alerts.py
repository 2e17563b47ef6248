"""Contact restrictions as every page and list shows them: for the child, and for whoever is kept away."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import policy
from oneplan.web.people import identity, sentences
from oneplan.web.people.models import ContactRestriction, Family, Membership, Person

WITHHELD = "A contact restriction is kept here. Speak to the family's worker before any contact."


@dataclass(frozen=True)
class Alert:
    row: ContactRestriction
    child: Person
    barred: Person
    is_told: bool = True  # the words that came with it, too: where the child is, they may tell

    @property
    def title(self) -> str:
        return f"{self.barred}: {self.row.get_extent_display()} with {self.child}"

    @property
    def words(self) -> str:
        """The whole of it: what, what it rests on, since when, and whether it is feared not to be kept."""
        rest = ", ".join(part for part in (self.row.get_kind_display(), sentences.period(self.row)) if part)
        feared = "We fear that it is not kept." if self.row.breach_feared else ""
        return " ".join(
            part for part in (f"{self.title} ({rest}).", self.row.words if self.is_told else "", feared) if part
        )


def touching(ids: Collection[int], *, day: date) -> dict[int, list[Alert]]:
    """Return, for each of these people who is protected or kept away, the restrictions that hold on `day`."""
    records = identity.records_of(ids)
    rows = (
        ContactRestriction.objects.current(day)
        .filter(Q(child__in=records) | Q(barred__in=records))
        .select_related("child__merged_into__merged_into", "barred__merged_into__merged_into")
        .order_by("pk")
    )
    found: dict[int, list[Alert]] = {}
    for row in rows:
        alert = Alert(row, child=identity.kept(row.child), barred=identity.kept(row.barred))
        for who in {alert.child.pk, alert.barred.pk} & set(records.values()):
            found.setdefault(who, []).append(alert)
    return found


def told_to(asker: Any, found: Iterable[Alert]) -> list[Alert]:
    """Whoever works with the barred person alone learns that it is so, and not the words that came with it."""
    every = list(found)
    known = known_to(asker, {alert.child.pk for alert in every}) if every else set()
    return [replace(alert, is_told=alert.child.pk in known) for alert in every]


def each_once(found: dict[int, list[Alert]]) -> list[Alert]:
    return list({alert.row.pk: alert for alerts in found.values() for alert in alerts}.values())


def known_to(asker: Any, ids: Collection[int]) -> set[int]:
    """Those of the people whose page the asker may open through one of their families."""
    records = identity.records_of(ids)
    rows = Membership.objects.known().filter(person__in=records)
    allowed = policy.families_filter(Permission.FAMILY_WORK, asker=asker)
    if allowed:
        rows = rows.filter(family__in=Family.objects.filter(allowed).values("pk"))
    return {records[pk] for pk in rows.values_list("person", flat=True)}
