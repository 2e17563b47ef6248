"""What somebody in the family said, kept as they said it."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy
from oneplan.web.agencies.models import Worker
from oneplan.web.casework import timeline
from oneplan.web.casework.models import Note, OwnWords
from oneplan.web.people.models import Family, Person
from oneplan.web.sharing.actions import guards
from oneplan.web.site.actions import action

LONGEST = 500


class CannotKeepWords(Exception):
    """The text is written for the worker."""


@action
def keep(
    *,
    family: Family,
    text: str,
    on: date,
    by: Worker,
    at: datetime,
    people: Iterable[Person] = (),
    said_by: str = "",
    note: Note | None = None,
) -> OwnWords:
    """Keep the family's own words; without a name they are “the family's”."""
    policy.require(Permission.STORY_CHANGE, by=by, about=family)
    text = text.strip().strip("“”\"'").strip()
    if not text:
        raise CannotKeepWords("Write what they said, in their own words.")
    if len(text) > LONGEST:
        raise CannotKeepWords(f"Keep the words that matter most: up to {LONGEST} letters. The whole stays in the note.")
    if on > timezone.localdate(at):
        raise CannotKeepWords(f"{on:%-d %B %Y} has not come yet. Check the day.")
    chosen = list({person.pk: person for person in (p.merged_into or p for p in people)}.values())
    said_by = said_by.strip() or listing(person.short_name for person in chosen) or "The family"
    row = OwnWords.objects.create(
        family=family, said_by=said_by, text=text, on=on, note=note, recorded_by=by, recorded_at=at
    )
    row.people.set(chosen)
    if note is not None:
        guards.follow(row, whole=note, at=at)
    timeline.add(
        family=family, on=on, kind="words", headline="In their own words", by=by, at=at, thing=row,
        aside=said_by, text=f"“{text}”", people=chosen,
    )  # fmt: skip
    audit.record("words_kept", about=row, by=by, at=at, family=family, text=audit.digest(text))
    return row


def listing(names: Iterable[str]) -> str:
    """“Sarah”, “Sarah and James”, “Sarah, James and Aran”."""
    kept = [name for name in names if name]
    return " and ".join([*([", ".join(kept[:-1])] if len(kept) > 1 else []), *kept[-1:]])
