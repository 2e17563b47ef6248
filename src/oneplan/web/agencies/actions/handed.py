"""What this room keeps for a worker goes to a colleague, or to the team until somebody is named."""

from datetime import datetime

from django.utils import timezone

from oneplan.web.access import audit
from oneplan.web.agencies import standing
from oneplan.web.agencies.actions import covers
from oneplan.web.agencies.handing_on import CannotHandOn
from oneplan.web.agencies.models import Contact, Cover, Link, Worker
from oneplan.web.site import spells
from oneplan.web.site.actions import action


@action
def contact(*, contact: Contact, worker: Worker, to: Worker | None, by: Worker, at: datetime) -> Contact:
    """The role stays; another one fills it. When the deputy takes over, there is no deputy until one is named."""
    standing.require_manages(by=by, worker=worker)
    today = timezone.localdate(at)
    changes: dict[str, object] = {"check_by": min(contact.check_by, today)}
    if contact.holder_id == worker.pk:
        changes |= {"holder": to, "holder_name": "" if to else worker.name, "holder_left_on": None if to else today}
        if to is not None and contact.deputy_id == to.pk:
            changes["deputy"] = None
    else:
        changes["deputy"] = None if to is not None and contact.holder_id == to.pk else to
    row = spells.correct(contact, by=by, at=at, **changes)
    audit.record("contact_handed_on", about=row, by=by, at=at, worker=worker.pk, to=to.pk if to else None)
    return row


@action
def link(*, link: Link, worker: Worker, to: Worker | None, by: Worker, at: datetime) -> Link:
    standing.require_manages(by=by, worker=worker)
    if to is not None and to.team_id != link.team_id:
        raise CannotHandOn(f"The link belongs to {link.team}, and {to.name} is not in it. Choose one of that team.")
    row = spells.correct(link, by=by, at=at, worker=to)
    audit.record("link_handed_on", about=row, by=by, at=at, worker=worker.pk, to=to.pk if to else None)
    return row


@action
def cover(*, cover: Cover, worker: Worker, to: Worker, by: Worker, at: datetime) -> Cover:
    """Somebody else answers for whoever is away."""
    standing.require_manages(by=by, worker=worker)
    today = timezone.localdate(at)
    try:
        if cover.valid_from and cover.valid_from >= today:
            return covers.put(
                cover, covered_by=to, on=cover.valid_from, until=cover.valid_to, note=cover.note, by=by, at=at
            )
        covers.stop(cover, on=today, by=by, at=at)
        return covers.begin(
            worker=cover.worker, covered_by=to, on=today, until=cover.valid_to, note=cover.note, by=by, at=at
        )
    except covers.CannotCover as refusal:
        raise CannotHandOn(str(refusal)) from refusal
