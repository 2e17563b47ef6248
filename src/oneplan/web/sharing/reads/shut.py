"""Whose record is shut to a worker: one kept to others by name, and a family of their own or too close to them."""

from typing import Any

from django.db.models import Q

from oneplan.web.agencies.models import Worker
from oneplan.web.sharing.models import GuardedRecord, StaffTie


def guarded_from(asker: Any) -> Q:
    """Filter over families: those kept to named workers, of whom the asker is none. Members read their own copy."""
    if not isinstance(asker, Worker):
        return Q(pk__in=[])
    return Q(pk__in=GuardedRecord.objects.filter(lifted_at=None).exclude(workers=asker).values("family"))


def tied_to(asker: Any) -> Q:
    """Filter over families: the asker's own, which no role and no emergency opens to them."""
    if not isinstance(asker, Worker):
        return Q(pk__in=[])
    return Q(pk__in=StaffTie.objects.filter(worker=asker, ended_at=None).values("family"))


def is_tied(worker: Worker, family: Any) -> bool:
    return StaffTie.objects.filter(worker=worker, family=family, ended_at=None).exists()
