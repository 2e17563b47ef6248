"""What still waits when somebody thinks of goodbye: help asked for elsewhere, actions, appointments."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Model

from oneplan.web.casework.models import Action, Appointment, Episode, Referral, ReferralPerson
from oneplan.web.sharing.reads.private import Hidden

_WAITING = (Referral.State.ASKED, Referral.State.WAITING, Referral.State.NOT_ATTENDED)


@dataclass(frozen=True)
class OpenItem:
    what: str
    why: str  # "waiting since 3 May 2024"
    since: date | None = None


NOTHING_HIDDEN = Hidden()
NAMED = "Something kept to workers named for it"


def open_items(episode: Episode, *, hidden: Hidden = NOTHING_HIDDEN) -> list[OpenItem]:
    """What is still open and not marked as going on afterwards; what is kept from the reader waits without words."""
    found = [*_referrals(episode), *_actions(episode), *_appointments(episode)]
    return [replace(item, what=NAMED) if hidden.has(thing) else item for thing, item in found]


def _referrals(episode: Episode) -> Iterator[tuple[Model, OpenItem]]:
    rows = ReferralPerson.objects.filter(
        referral__family=episode.family_id, referral__lives_on=False, state__in=_WAITING
    ).select_related("referral__agency", "person")
    for row in rows.order_by("referral__asked_on", "pk"):
        what = f"{row.referral.agency} for {row.person.short_name}: {row.referral.what_for}"
        yield row.referral, OpenItem(what, Referral.State(row.state).label, row.referral.asked_on)


def _actions(episode: Episode) -> Iterator[tuple[Model, OpenItem]]:
    rows = Action.objects.filter(goal__plan__episode=episode, state=Action.State.OPEN)
    for row in rows.select_related("goal"):
        yield row.goal, OpenItem(row.what, "to do", row.due_on)


def _appointments(episode: Episode) -> Iterator[tuple[Model, OpenItem]]:
    rows = Appointment.objects.filter(
        family=episode.family_id, kept=Appointment.Kept.TO_COME, lives_on=False, on__gte=episode.opened_on
    )
    for row in rows.order_by("on", "pk"):
        yield row, OpenItem(row.what, "to come", row.on)
