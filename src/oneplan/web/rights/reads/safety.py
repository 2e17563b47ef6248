"""Whether somebody's copy could put somebody in danger, so that two people look at it before it is given."""

from datetime import date

from django.db.models import Q

from oneplan.web.access.models import AuditEvent, ViewBatch
from oneplan.web.agencies.models import Worker
from oneplan.web.people import identity
from oneplan.web.people.models import ContactRestriction, Membership, Person, Residence
from oneplan.web.rights.models import Pack, RightsRequest

# What somebody decides about a request, as the chain of changes calls it. Finding, reading and giving decide nothing.
DECIDED = (
    "pack_decided", "pack_rest_decided", "pack_made", "rights_paused", "rights_went_on", "rights_extended",
    "rights_answered",
)  # fmt: skip
BARRED = "Somebody is barred from somebody of this family."
KEPT_SAFE = "An address is kept safe in this family."


def was_opened(pack: Pack, *, account: int) -> bool:
    """Did this account open one of the pack's files since it was made? The log of views tells."""
    called = f"{pack._meta.label_lower}:{pack.pk}"
    pages = ViewBatch.objects.filter(account_id=account, page="pack-file", at__gte=pack.made_at)
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
    ids = set(identity.record_ids(identity.kept(person)))
    families = Membership.objects.known().filter(person__in=ids).values("family")
    ids |= set(Membership.objects.known().filter(family__in=families).values_list("person", flat=True))
    ids = set(identity.records_of(ids))
    if ContactRestriction.objects.current(day).filter(Q(child__in=ids) | Q(barred__in=ids)).exists():
        return BARRED
    kept_safe = Residence.objects.known().filter(person__in=ids, home__is_protected=True)
    return KEPT_SAFE if kept_safe.exists() else ""
