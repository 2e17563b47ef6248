"""What still waits when somebody thinks of goodbye: help asked for elsewhere, actions, appointments."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from oneplan.web.casework.models import Action, Appointment, Episode, Referral, ReferralPerson

_WAITING = (Referral.State.ASKED, Referral.State.WAITING, Referral.State.NOT_ATTENDED)


@dataclass(frozen=True)
class OpenItem:
    what: str
    why: str  # "waiting since 3 May 2024"
    since: date | None = None


def open_items(episode: Episode) -> list[OpenItem]:
    """What is still open and not marked as going on afterwards."""
    return [*_referrals(episode), *_actions(episode), *_appointments(episode)]


def _referrals(episode: Episode) -> Iterator[OpenItem]:
    rows = ReferralPerson.objects.filter(
        referral__family=episode.family_id, referral__lives_on=False, state__in=_WAITING
    ).select_related("referral__agency", "person")
    for row in rows.order_by("referral__asked_on", "pk"):
        what = f"{row.referral.agency} for {row.person.short_name}: {row.referral.what_for}"
        yield OpenItem(what, Referral.State(row.state).label, row.referral.asked_on)


def _actions(episode: Episode) -> Iterator[OpenItem]:
    for row in Action.objects.filter(goal__plan__episode=episode, state=Action.State.OPEN):
        yield OpenItem(row.what, "to do", row.due_on)


def _appointments(episode: Episode) -> Iterator[OpenItem]:
    rows = Appointment.objects.filter(
        family=episode.family_id, kept=Appointment.Kept.TO_COME, lives_on=False, on__gte=episode.opened_on
    )
    for row in rows.order_by("on", "pk"):
        yield OpenItem(row.what, "to come", row.on)
