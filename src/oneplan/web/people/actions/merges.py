"""Two records of one person become one, and can be parted again: nothing is rewritten."""

from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from oneplan.web.access import audit
from oneplan.web.people import identity, joining
from oneplan.web.people.models import Merge, Person
from oneplan.web.site.actions import action


class CannotMerge(Exception):
    """The text is written for the worker."""


@action
def merge(*, gone: Person, kept: Person, reason: str, by: Any, at: datetime) -> Merge:
    """Say that `gone` and `kept` are one person; `kept`'s record stands for both."""
    joining.require(gone, kept, by=by)
    gone = Person.objects.select_for_update().get(pk=gone.pk)
    kept = identity.kept(Person.objects.select_for_update().get(pk=kept.pk))
    if gone.merged_into_id is not None:
        raise CannotMerge(f"{gone} ({gone.reference}) was already joined to another record. Open that one.")
    if gone.pk == kept.pk:
        raise CannotMerge("Choose two different records.")
    if joining.opens_more(gone, kept, on=localdate(at)):
        raise CannotMerge(joining.ACCOUNT_OPENS_MORE)
    if not reason.strip():
        raise CannotMerge("Say how you know that the two are one person: it is kept beside the decision.")
    row = Merge.objects.create(gone=gone, kept=kept, reason=reason.strip(), known_from=at, merged_by=by)
    gone.merged_into = kept
    gone.save(update_fields=["merged_into"])
    audit.record("persons_merged", about=row, by=by, at=at, gone=gone.pk, kept=kept.pk, reason=audit.digest(reason))
    return row


@action
def undo(*, merge: Merge, reason: str, by: Any, at: datetime) -> None:
    """Part the two records again: everything written on either stays where it was written."""
    row = Merge.objects.select_for_update().get(pk=merge.pk)
    joining.require(row.gone, row.kept, by=by)
    if row.known_until is not None:
        raise CannotMerge("These two records were already parted again.")
    if not reason.strip():
        raise CannotMerge("Say why the two are not one person: it is kept beside the decision.")
    row.known_until, row.undone_by, row.undone_reason = at, by, reason.strip()
    row.save(update_fields=["known_until", "undone_by", "undone_reason"])
    Person.objects.filter(pk=row.gone_id).update(merged_into=None)
    audit.record("merge_undone", about=row, by=by, at=at, gone=row.gone_id, kept=row.kept_id)
