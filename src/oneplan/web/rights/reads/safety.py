"""Whether somebody's copy could put somebody in danger, so that two people look at it before it is given."""

import hashlib
import json
from datetime import date, datetime, time
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from oneplan.web.access.models import AuditEvent, ViewBatch
from oneplan.web.agencies.models import Worker
from oneplan.web.people import identity
from oneplan.web.people.models import ContactRestriction, Membership, Person, Residence, SafeContactRule
from oneplan.web.rights.models import Pack, RightsRequest
from oneplan.web.sharing.models import ConsentAnswer, GuardedRecord, KeptPrivate
from oneplan.web.site.spells import SpellQuerySet

# What somebody decides about a request, as the chain of changes calls it. Finding, reading and giving decide nothing.
DECIDED = (
    "pack_decided", "pack_rest_decided", "pack_made", "rights_paused", "rights_went_on", "rights_extended",
    "rights_answered",
)  # fmt: skip
CHANGED = "Who may know what in this family has changed since this copy was read through."
AGAIN = "Somebody who decided nothing of it reads it again before it is given, or it is made anew."
BARRED = "Somebody is barred from somebody of this family."
KEPT_SAFE = "An address is kept safe in this family."


def was_opened(pack: Pack, *, account: int, day: date) -> bool:
    """Did this account open one of the pack's files as things stand now? The log of views tells."""
    called = f"{pack._meta.label_lower}:{pack.pk}"
    since = Situation(pack.request.person, day=day).since(pack.made_at)
    pages = ViewBatch.objects.filter(account_id=account, page="pack-file", at__gte=since)
    return any(called in seen for seen in pages.values_list("seen", flat=True))


def deciders(row: RightsRequest) -> list[Worker]:
    """Whoever decided anything of the request, though somebody decided otherwise since. The chain of changes tells."""
    events = AuditEvent.objects.filter(
        about_type=row._meta.label_lower, about_id=str(row.pk), event__in=DECIDED, by_worker__isnull=False
    )
    found = Q(pk__in=events.values("by_worker")) | Q(pk__in=row.items.values("decided_by"))
    return list(Worker.objects.filter(found))


def why_twice(person: Person, *, day: date) -> str:
    """The reason in words; empty when one person is enough."""
    ids = _around(person)
    if ContactRestriction.objects.current(day).filter(Q(child__in=ids) | Q(barred__in=ids)).exists():
        return BARRED
    kept_safe = Residence.objects.known().filter(person__in=ids, home__is_protected=True)
    return KEPT_SAFE if kept_safe.exists() else ""


def has_changed(pack: Pack, *, day: date) -> bool:
    """Is somebody kept from somebody, or something from somebody, otherwise than when the copy was read through?"""
    return pack.safety != Situation(pack.request.person, day=day).digest


def _families(person: Person) -> list[int]:
    ids = identity.record_ids(identity.kept(person))
    return sorted(set(Membership.objects.known().filter(person__in=ids).values_list("family", flat=True)))


def _around(person: Person) -> set[int]:
    """Every record of the person and of everybody of their families."""
    ids = set(identity.record_ids(identity.kept(person)))
    ids |= set(Membership.objects.known().filter(family__in=_families(person)).values_list("person", flat=True))
    return set(identity.records_of(ids))


class Situation:
    """Who and what is kept from whom around one person: by restrictions, places kept safe, rules of reaching somebody,
    entries kept private, a record for named workers, and what each agreed to or refused.
    """

    def __init__(self, person: Person, *, day: date) -> None:
        families, ids = _families(person), _around(person)
        of_two = Q(child__in=ids) | Q(barred__in=ids)
        self._spells: list[SpellQuerySet] = [
            ContactRestriction.objects.filter(of_two),
            SafeContactRule.objects.filter(person__in=ids),
            Residence.objects.filter(person__in=ids, home__is_protected=True),
        ]
        self._set: list[QuerySet[Any]] = [
            each.objects.filter(family__in=families) for each in (KeptPrivate, GuardedRecord)
        ]
        self._answers = ConsentAnswer.objects.filter(Q(family__in=families) | Q(person__in=ids))
        self._day = day

    @property
    def digest(self) -> str:
        rows = [each.current(self._day) for each in self._spells] + [each.filter(lifted_at=None) for each in self._set]
        named = {each.model._meta.label: sorted(each.values_list("pk", flat=True)) for each in [*rows, self._answers]}
        return hashlib.sha256(json.dumps(named, sort_keys=True).encode()).hexdigest()

    def since(self, moment: datetime) -> datetime:
        """The moment, or that of the last change after it."""
        changes = [
            *(each.aggregate(new=Max("known_from"), gone=Max("known_until")) for each in self._spells),
            *(each.aggregate(new=Max("set_at"), gone=Max("lifted_at")) for each in self._set),
            self._answers.aggregate(new=Max("recorded_at")),
        ]
        known: list[datetime] = [at for each in changes for at in each.values() if at is not None]
        return max([moment, *known, *self._begun()])

    def _begun(self) -> list[datetime]:
        """When what was known before came to hold, or to be over, by its day."""
        days = [
            day
            for each in self._spells
            for name in ("valid_from", "valid_to")
            for day in each.filter(**{f"{name}__lte": self._day}).aggregate(last=Max(name)).values()
        ]
        return [timezone.make_aware(datetime.combine(day, time.min)) for day in days if day is not None]
