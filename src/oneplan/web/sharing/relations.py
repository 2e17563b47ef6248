"""Records kept from somebody, and records opened in an emergency: what the policy asks for."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Relation
from oneplan.web.access import policy
from oneplan.web.access.actions import questions
from oneplan.web.agencies.models import Worker
from oneplan.web.sharing.models import EmergencyOpening, GuardedRecord
from oneplan.web.sharing.reads import shut, standing


def opened_in_an_emergency(asker: Any) -> Q:
    """Not a family of their own, whenever that came to be known."""
    if not isinstance(asker, Worker):
        return Q(pk__in=[])
    now = timezone.now()
    openings = EmergencyOpening.objects.filter(worker=asker, opened_at__lte=now, until__gt=now)
    return Q(pk__in=openings.values("family")) & ~shut.tied_to(asker)


def named_for(asker: Any) -> Q:
    """Records kept to named workers of whom the asker is one."""
    if not isinstance(asker, Worker):
        return Q(pk__in=[])
    return Q(pk__in=GuardedRecord.objects.filter(lifted_at=None, workers=asker).values("family"))


def kept_from(asker: Any) -> Q:
    """Records guarded without naming the worker, and the worker's own family."""
    return shut.guarded_from(asker) | shut.tied_to(asker)


def why_not_ask(family: Any, agency: Any, at: datetime) -> str:
    """No consent, no look-ups: ask the family first, or decide on a ground without it."""
    decided = standing.may_look_up(family, agency=agency, on=timezone.localdate(at))
    return "" if decided.allowed else f"{decided.reason} Ask them first, or say why it must be done without."


def register() -> None:
    questions.ask_first(why_not_ask)
    policy.register(Relation.NAMED, named_for)
    policy.register(Relation.EMERGENCY, opened_in_an_emergency)
    policy.shut_out(kept_from)
