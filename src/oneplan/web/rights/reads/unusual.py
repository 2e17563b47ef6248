"""Looks that a manager should see: at their own families, in the last days, each with its reason in words."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import policy
from oneplan.web.access.models import ViewBatch
from oneplan.web.people.models import Family
from oneplan.web.rights.reads.kind_words import TAKEN
from oneplan.web.rights.reads.register import Names
from oneplan.web.rights.reads.ties import MOST_READ, Ties, busy_hours

DAYS = 7


@dataclass(frozen=True)
class Unusual:
    """One person's looks at one family that stand out, on one day."""

    family: Family
    who: str
    at: datetime
    number: int
    reasons: list[str]


@dataclass(frozen=True)
class Found:
    looks: list[Unusual]
    is_cut: bool  # there were more views than are read at once


def unusual(asker: Any, *, now: datetime, days: int = DAYS) -> Found:
    """The newest views are read by their numbers; older than `days` are left, and so is what the asker may not see."""
    newest = (
        ViewBatch.objects.exclude(page=TAKEN)
        .order_by("-number")
        .values_list("number", "account_id", "at", "family_id", "page")
    )
    rows = [row for row in newest[:MOST_READ] if row[2] >= now - timedelta(days=days)]
    busy = busy_hours([(account, at, family) for _, account, at, family, _ in rows])
    allowed = Family.objects.filter(policy.families_filter(Permission.REGISTER_VIEW, asker=asker))
    seen = {family for *_, family, _ in rows if family is not None}
    families = {each.pk: each for each in allowed.filter(pk__in=seen)}
    kept = [ViewBatch(number=n, account_id=a, at=at, family_id=f, page=p) for n, a, at, f, p in rows if f in families]
    names, ties = Names(kept), Ties(families)
    found: dict[tuple[int, int, Any], list[tuple[ViewBatch, list[str]]]] = defaultdict(list)
    for row in kept:
        worker = names.worker(row)
        why = ties.reasons(row, worker=worker, in_the_hour=busy.get((row.account_id, row.at), 0))
        if why and row.family_id is not None:
            found[row.family_id, row.account_id, row.at.date()].append((row, why))
    unusual_looks = [
        Unusual(families[family], names.of(group[0][0]), group[0][0].at, len(group),
                list(dict.fromkeys(each for _, why in group for each in why)))
        for (family, _, _), group in found.items()
    ]  # fmt: skip
    return Found(sorted(unusual_looks, key=lambda each: each.at, reverse=True), is_cut=len(rows) == MOST_READ)
