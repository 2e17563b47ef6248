"""What a worker is typing, kept as they type and given back when they come again."""

from datetime import datetime
from typing import Any

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy
from oneplan.web.agencies.models import Worker
from oneplan.web.casework.models import Note, NoteDraft
from oneplan.web.people.models import Family
from oneplan.web.site.actions import action

LONGEST = 50_000


class CannotKeepDraft(Exception):
    """The text is written for the worker."""


@action
def keep(*, family: Family, fields: dict[str, Any], by: Worker, at: datetime) -> NoteDraft | None:
    """Keep what is typed so far; an emptied note, or one just saved as a note, leaves no draft.

    Only a draft's beginning and end go to the chain of changes: what lies between are single key strokes.
    """
    policy.require(Permission.NOTE_ADD, by=by, about=family)
    text = str(fields.get("text", "")).strip()
    if len(text) > LONGEST:
        raise CannotKeepDraft(f"This is longer than a note can be ({LONGEST} letters). Save it in two notes.")
    # A slow line can bring the last draft after the note itself.
    if not text or Note.objects.filter(family=family, worker=by, text=text).exists():
        _drop(family=family, by=by, at=at)
        return None
    draft, is_new = NoteDraft.objects.update_or_create(
        family=family, worker=by, defaults={"fields": fields, "saved_at": at}
    )
    if is_new:
        audit.record("draft_begun", about=draft, by=by, at=at, family=family)
    return draft


@action
def drop(*, family: Family, by: Worker, at: datetime) -> None:
    """Throw the worker's own draft away."""
    policy.require(Permission.NOTE_ADD, by=by, about=family)
    _drop(family=family, by=by, at=at)


def _drop(*, family: Family, by: Worker, at: datetime) -> None:
    draft = NoteDraft.objects.filter(family=family, worker=by).first()
    if draft is None:
        return
    audit.record("draft_dropped", about=draft, by=by, at=at, family=family)
    draft.delete()
