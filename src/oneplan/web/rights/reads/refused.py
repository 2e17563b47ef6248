"""Refusals that a manager should see: at their own families, and many within an hour by one of their own team."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from oneplan.rulebook.rights.unusual import limit
from oneplan.rulebook.sharing.policy import Permission, Relation, Role, relations_allowing
from oneplan.web.access import policy
from oneplan.web.access.models import RefusedPage
from oneplan.web.people.models import Family
from oneplan.web.rights.reads.register import Names
from oneplan.web.rights.reads.ties import MOST_READ


@dataclass(frozen=True)
class Refused:
    """What one account was refused: at a family on one day, or so often within one hour that it stands out."""

    who: str
    at: datetime
    number: int
    family: Family | None

    @property
    def is_often(self) -> bool:
        return self.family is None


def refused(asker: Any, *, now: datetime, days: int) -> list[Refused]:
    """The newest first; nothing of families, and of workers, whom the asker does not answer for."""
    since = now - timedelta(days=days)
    rows = list(RefusedPage.objects.filter(at__gte=since, account__isnull=False).order_by("-pk")[:MOST_READ])
    names = Names(rows)
    families = _families(rows, asker)
    found = _at_families(rows, families, names) + _in_hours(rows, names, asker)
    return sorted(found, key=lambda each: each.at, reverse=True)


def _families(rows: list[RefusedPage], asker: Any) -> dict[int, Family]:
    allowed = Family.objects.filter(policy.families_filter(Permission.REGISTER_VIEW, asker=asker))
    return {each.pk: each for each in allowed.filter(pk__in={row.family_id for row in rows if row.family_id})}


def _at_families(rows: list[RefusedPage], families: dict[int, Family], names: Names) -> list[Refused]:
    groups: dict[Any, list[RefusedPage]] = defaultdict(list)
    for row in rows:
        if row.family_id in families and names.worker(row) is not None:
            groups[row.family_id, row.account_id, timezone.localdate(row.at)].append(row)
    return [
        Refused(names.of(group[0]), group[0].at, len(group), families[family])
        for (family, _, _), group in groups.items()
    ]


def _in_hours(rows: list[RefusedPage], names: Names, asker: Any) -> list[Refused]:
    sees_all = Relation.ANYONE in relations_allowing(Permission.REGISTER_VIEW, Role(asker.role))
    groups: dict[Any, list[RefusedPage]] = defaultdict(list)
    for row in rows:
        worker = names.worker(row)
        if sees_all or (worker is not None and worker.team_id is not None and worker.team_id == asker.team_id):
            groups[row.account_id, row.at.replace(minute=0, second=0, microsecond=0)].append(row)
    most = limit("refusals_in_an_hour", on=timezone.localdate())
    return [
        Refused(names.of(group[0]), group[0].at, len(group), None) for group in groups.values() if len(group) > most
    ]
