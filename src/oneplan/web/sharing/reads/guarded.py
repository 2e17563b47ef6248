"""A record kept to named workers: who those are, and who works with the family anyhow."""

from collections.abc import Collection, Iterable
from typing import Any

from oneplan.web.access import audit
from oneplan.web.agencies.models import Worker
from oneplan.web.people.models import Family
from oneplan.web.sharing import neighbours
from oneplan.web.sharing.models import GuardedRecord, StaffTie


def version_of(guarded: GuardedRecord | None) -> str:
    """Another one as soon as somebody else is named, another reason stands, or it was lifted."""
    if guarded is None:
        return ""
    named = guarded.workers.order_by("pk").values_list("pk", flat=True)
    return "-".join(str(each) for each in (guarded.pk, *named, audit.digest(guarded.reason)[:12]))


def working_with(family: Family) -> list[Worker]:
    """Their key worker, lead and managers, without whoever is too close to them to open the record."""
    tied = set(StaffTie.objects.filter(family=family, ended_at=None).values_list("worker", flat=True))
    found = {each.pk: each for each in [*neighbours.workers_of(family), *neighbours.managers_of(family)]}
    return [worker for pk, worker in found.items() if pk not in tied]


def left_out(family: Family, *, named: Collection[Any]) -> list[Worker]:
    pks = {worker.pk for worker in named}
    return [worker for worker in working_with(family) if worker.pk not in pks]


def names(workers: Iterable[Worker], *, last: str = "and") -> str:
    found = [worker.name for worker in workers]
    return f" {last} ".join([", ".join(found[:-1]), found[-1]] if len(found) > 1 else found)
