"""What a worker does with notes: write one, mark what it showed, strike out a mistaken one."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy
from oneplan.web.agencies.models import Worker
from oneplan.web.casework import timeline
from oneplan.web.casework.actions import drafts, needs, words
from oneplan.web.casework.models import Need, Note, NoteMark, NoteSupport, OwnWords
from oneplan.web.people.models import Family, Membership, Person, TimelineEntry
from oneplan.web.sharing.actions import guards
from oneplan.web.site import lists
from oneplan.web.site.actions import action

LONGEST_MINUTES = 24 * 60


class CannotAddNote(Exception):
    """The text is written for the worker."""


class CannotMarkNote(Exception):
    """The text is written for the worker."""


class CannotStrikeNote(Exception):
    """The text is written for the worker."""


@action
def add(
    *,
    family: Family,
    text: str,
    on: date,
    by: Worker,
    at: datetime,
    kind: str = Note.Kind.NOTE,
    minutes: int | None = None,
    place: str = "",
    seen: Iterable[Person] = (),
    support: Iterable[str] = (),
) -> Note:
    """Keep a note; only its text is needed. The worker's draft for this family goes."""
    policy.require(Permission.NOTE_ADD, by=by, about=family)
    people, codes = _kept(seen), list(dict.fromkeys(support))
    _check(text=text, on=on, at=at, kind=kind, minutes=minutes)
    _check_seen(people, family=family, kind=kind)
    _check_codes(codes, list_name="support", on=on)
    note = Note.objects.create(
        family=family, worker=by, kind=kind, on=on, minutes=minutes, place=place, text=text.strip(), written_at=at
    )
    note.seen.set(people)
    NoteSupport.objects.bulk_create(NoteSupport(note=note, code=code) for code in codes)
    timeline.add(
        family=family, on=on, kind=kind, headline=Note.Kind(kind).label, by=by, at=at, thing=note, text=note.text,
        aside=_aside(note, people=people, codes=codes), people=people,
    )  # fmt: skip
    audit.record("note_added", about=note, by=by, at=at, family=family, text=audit.digest(note.text))
    drafts.drop(family=family, by=by, at=at)
    return note


@action
def mark_need(
    *, note: Note, code: str, text: str, by: Worker, at: datetime, people: Iterable[Person] = ()
) -> list[Need]:
    """A need found later, out of this note: one for each person, or one of the family as a whole."""
    _may_mark(note, text=text, by=by)
    kind = "" if note.kind == Note.Kind.NOTE else f": {note.get_kind_display().lower()}"
    how = f"from a note{kind}"
    return [
        needs.found(
            family=note.family, person=person, code=code, words=text, how=how, on=note.on, note=note, by=by, at=at
        )
        for person in _each_or_nobody(people)
    ]


@action
def mark(
    *,
    note: Note,
    kind: str,
    text: str,
    by: Worker,
    at: datetime,
    people: Iterable[Person] = (),
    code: str = "",
) -> list[NoteMark]:
    """A signal, or something that got better (with a code of the area's list “outcome”, if one fits)."""
    _may_mark(note, text=text, by=by)
    _check_mark(kind, code=code, on=note.on)
    chosen = _kept(people)
    _check_seen(chosen, family=note.family, kind=Note.Kind.NOTE)
    marks = [
        NoteMark.objects.create(
            note=note, kind=kind, person=person, code=code, words=text.strip(), marked_by=by, marked_at=at
        )
        for person in _each_or_nobody(chosen)
    ]
    for mark in marks:
        guards.follow(mark, whole=note, at=at)
    is_good = kind == NoteMark.Kind.OUTCOME
    timeline.add(
        family=note.family, on=note.on, kind=kind, by=by, at=at, thing=marks[0], people=chosen, text=text.strip(),
        headline="Something got better" if is_good else "Something to keep an eye on",
        tone=TimelineEntry.Tone.OK if is_good else TimelineEntry.Tone.WARM,
        aside=words.listing([lists.name_of("outcome", code) if code else "", *(p.short_name for p in chosen)]),
    )  # fmt: skip
    for row in marks:
        audit.record("note_marked", about=row, by=by, at=at, family=note.family, kind=kind, words=audit.digest(text))
    return marks


@action
def mark_words(*, note: Note, text: str, by: Worker, at: datetime, people: Iterable[Person] = ()) -> OwnWords:
    """What somebody said, as they said it, out of this note."""
    _may_mark(note, text=text, by=by)
    return words.keep(family=note.family, text=text, people=people, on=note.on, note=note, by=by, at=at)


@action
def strike(*, note: Note, reason: str, by: Worker, at: datetime) -> None:
    """Strike out a mistaken note: it stays, with the reason. What was marked out of it is struck out by itself."""
    policy.require(Permission.STORY_CHANGE, by=by, about=note.family)
    reason = reason.strip()
    if not reason:
        raise CannotStrikeNote("Say why the note is mistaken. It stays in the record, struck out, with your reason.")
    changed = Note.objects.filter(pk=note.pk, struck_at=None).update(struck_at=at, struck_reason=reason)
    if not changed:
        raise CannotStrikeNote("This note was already struck out. Nothing was changed.")
    note.refresh_from_db()
    TimelineEntry.objects.filter(thing_type=note._meta.label_lower, thing_id=note.pk).update(struck_reason=reason)
    audit.record("note_struck", about=note, by=by, at=at, family=note.family, reason=audit.digest(reason))


def _kept(people: Iterable[Person]) -> list[Person]:
    """Each person once, as the record that was kept when two were joined."""
    return list({person.pk: person for person in (p.merged_into or p for p in people)}.values())


def _each_or_nobody(people: Iterable[Person]) -> list[Person | None]:
    """What is about nobody in particular is about the family as a whole."""
    return [*_kept(people)] or [None]


def _check(*, text: str, on: date, at: datetime, kind: str, minutes: int | None) -> None:
    if not text.strip():
        raise CannotAddNote("Write what happened first. Nothing else is needed.")
    if on > timezone.localdate(at):
        raise CannotAddNote(f"{on:%-d %B %Y} has not come yet. A note tells what has been: check the day.")
    if kind not in Note.Kind.values:
        raise CannotAddNote("We do not know that kind of contact. Choose one from the list, or leave it out.")
    if minutes is not None and not 0 < minutes <= LONGEST_MINUTES:
        raise CannotAddNote("Write the minutes as a number between 1 and 1440, or leave them out.")


def _check_seen(people: list[Person], *, family: Family, kind: str) -> None:
    if people and kind == Note.Kind.TRIED:
        raise CannotAddNote("“Tried, no answer” and somebody seen cannot both be. Change one of the two.")
    ids = {person.pk for person in people}
    rows = Membership.objects.known().filter(family=family).values_list("person", "person__merged_into")
    if strangers := ids - {pk for row in rows for pk in row}:
        names = words.listing(person.short_name for person in people if person.pk in strangers)
        raise CannotAddNote(f"{names} does not belong to this family. Add them to the family first, or untick them.")


def _check_codes(codes: list[str], *, list_name: str, on: date) -> None:
    known = {code for code, _ in [*lists.choices(list_name), *lists.choices(list_name, on=on)]}
    if set(codes) - known:
        raise CannotAddNote("That choice is no longer in the area's list. Choose again.")


def _check_mark(kind: str, *, code: str, on: date) -> None:
    if kind not in NoteMark.Kind.values:
        raise CannotMarkNote("Say what it showed: a need, something to keep an eye on, or something that got better.")
    if code and kind == NoteMark.Kind.OUTCOME:
        _check_codes([code], list_name="outcome", on=on)


def _may_mark(note: Note, *, text: str, by: Worker) -> None:
    policy.require(Permission.STORY_CHANGE, by=by, about=note.family)
    if note.struck_at:
        raise CannotMarkNote("This note was struck out as mistaken, so nothing can be taken from it.")
    if not text.strip():
        raise CannotMarkNote("Choose the words that show it, or write them.")


def _aside(note: Note, *, people: list[Person], codes: list[str]) -> str:
    names = words.listing(person.short_name for person in people)
    who = f"{note.worker.name.split()[0]} with {names}" if names else note.worker.name
    length = f"{note.minutes} minutes" if note.minutes else ""
    helped = ", ".join(lists.name_of("support", code).lower() for code in codes)
    return " · ".join(part for part in (who, length, note.place, helped) if part)[:300]
