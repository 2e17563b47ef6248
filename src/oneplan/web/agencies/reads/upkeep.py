"""What somebody has to see to so that this room stays right: agreements to renew, contacts to check."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse

from oneplan.rulebook.sharing.policy import Role
from oneplan.web.agencies import standing
from oneplan.web.agencies.models import Contact, Worker
from oneplan.web.agencies.reads import agreements

SOON = timedelta(days=7)
MOST = 12
_KEEPERS = frozenset({Role.TEAM_MANAGER, Role.FRONT_DOOR, Role.ADMINISTRATOR, Role.DATA_MANAGER})


@dataclass(frozen=True)
class UpkeepLine:
    on: date | None
    what: str
    address: str
    is_late: bool


def lines(worker: Worker, *, today: date) -> list[UpkeepLine]:
    """The agreements they own that end soon, and, where their team keeps contacts, those in doubt."""
    found = [
        UpkeepLine(row.valid_to, f"“{row.title}” ends: renew it", reverse("agreement", args=[row.pk]), is_late=False)
        for row in agreements.to_renew(worker.pk, today=today)
    ]
    return [*found, *_contacts(worker, today=today)]


def _contacts(worker: Worker, *, today: date) -> list[UpkeepLine]:
    if worker.role not in _KEEPERS:
        return []
    doubtful = (
        Q(check_by__lte=today + SOON)
        | Q(holder_left_on__isnull=False)
        | Q(holder__is_active=False)
        | Q(deputy__is_active=False)
    )
    rows = Contact.objects.known().filter(doubtful, valid_to=None)
    if not standing.configures(worker):
        rows = rows.filter(kept_by=worker.team_id)
    rows = rows.select_related("agency", "holder", "deputy").order_by("check_by", "pk")[:MOST]
    return [_line(row, today=today) for row in rows]


def _line(row: Contact, *, today: date) -> UpkeepLine:
    warnings = row.warnings(today)
    what = f"{row}: {warnings[0] if warnings else 'is it still right?'}"
    is_by_day = not warnings or row.check_by < today
    return UpkeepLine(
        row.check_by if is_by_day else None, what, reverse("contact-edit", args=[row.pk]), is_late=bool(warnings)
    )
