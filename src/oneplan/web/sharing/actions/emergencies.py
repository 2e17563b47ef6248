"""Open a record in an emergency: a reason, some hours, and somebody else who looks at it the next day."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from oneplan.rulebook.sharing.emergency import open_until, review_by
from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy
from oneplan.web.agencies.models import Worker
from oneplan.web.people.models import Family
from oneplan.web.sharing import neighbours
from oneplan.web.sharing.models import EmergencyOpening
from oneplan.web.sharing.reads import shut
from oneplan.web.site.actions import action

SHORTEST_REASON = 20


class CannotOpen(Exception):
    """The text is written for the worker."""


@action
def open_record(*, family: Family, reason: str, by: Worker, at: datetime) -> EmergencyOpening:
    policy.require(Permission.EMERGENCY_OPEN, by=by)
    if shut.is_tied(by, family):
        raise CannotOpen("This family is close to you, so you cannot open it. Ring a colleague or your manager now.")
    if policy.decision(Permission.FAMILY_WORK, asker=by, family=family).allowed:
        raise CannotOpen("You may open this record as it is: no emergency is needed.")
    if len(reason.strip()) < SHORTEST_REASON:
        raise CannotOpen("Say what the emergency is, in a sentence: a manager reads it on the next working day.")
    row = EmergencyOpening.objects.create(
        family=family,
        worker=by,
        reason=reason.strip(),
        opened_at=at,
        until=open_until(at),
        review_by=review_by(timezone.localdate(at)),
    )
    text = f"{by.name} opened {family.reference} in an emergency. Please look at it by {row.review_by:%-d %B}."
    neighbours.tell_managers(family, kind="emergency_opened", text=text, at=at)
    audit.record("emergency_opened", about=row, by=by, at=at, family=family, reason=audit.digest(reason))
    return row


@action
def review(
    *, opening: EmergencyOpening, finding: EmergencyOpening.Finding, by: Worker, at: datetime, words: str = ""
) -> EmergencyOpening:
    """Say whether it was right; never the one who opened it, nor of their own family. What was not right ends."""
    policy.require(Permission.EMERGENCY_REVIEW, by=by)
    if shut.is_tied(by, opening.family_id):
        raise policy.NotAllowed("This family is close to you. Another manager looks at it.")
    row = EmergencyOpening.objects.select_for_update(of=("self",)).select_related("worker").get(pk=opening.pk)
    policy.require_another(row.worker, by=by, duty=Permission.EMERGENCY_REVIEW)
    if row.reviewed_at is not None:
        raise CannotOpen("A colleague has looked at this already. Nothing was changed.")
    if finding == EmergencyOpening.Finding.WRONG and not words.strip():
        raise CannotOpen("Say what was not right and what follows from it.")
    row.reviewed_by, row.reviewed_at, row.finding, row.words = by, at, finding, words.strip()[:300]
    row.save(update_fields=["reviewed_by", "reviewed_at", "finding", "words"])
    if finding == EmergencyOpening.Finding.WRONG:
        end(EmergencyOpening.objects.filter(pk=row.pk), at=at)
        row.refresh_from_db()
    audit.record("emergency_reviewed", about=row, by=by, at=at, family=row.family, words=audit.digest(words))
    return row


def end(openings: QuerySet[EmergencyOpening], *, at: datetime) -> None:
    """Those that still last are over from now on; called by the action that ends them."""
    for row in openings.filter(until__gt=at):
        row.until = max(at, row.opened_at + timedelta(microseconds=1))
        row.save(update_fields=["until"])
