"""Needs: those a request named stay as they were named; those found later stand beside them."""

from datetime import date, datetime
from typing import Protocol

from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy
from oneplan.web.agencies.models import Worker
from oneplan.web.casework import timeline
from oneplan.web.casework.models import Need, Note
from oneplan.web.people.models import Family, Membership, Person, TimelineEntry
from oneplan.web.sharing.actions import guards
from oneplan.web.site import lists
from oneplan.web.site.actions import action

GOOD = frozenset({Need.State.BETTER, Need.State.GONE})


class Asked(Protocol):
    """What a need keeps of the request that named it: the room of requests is above this one."""

    pk: int
    family: Family | None
    from_words: str

    @property
    def log_number(self) -> str: ...


class CannotAddNeed(Exception):
    """The text is written for the worker."""


class CannotChangeNeed(Exception):
    """The text is written for the worker."""


@action
def add_presenting(
    *,
    request: Asked,
    code: str,
    on: date,
    by: Worker,
    at: datetime,
    person: Person | None = None,
    words: str = "",
) -> Need:
    """Keep a need as the request named it; whoever may make or decide requests may."""
    if not policy.decision(Permission.REQUEST_DECIDE, asker=by).allowed:
        policy.require(Permission.REQUEST_MAKE, by=by)
    if request.family is None:
        raise CannotAddNeed("Say first which family the request is about; then its needs can be named.")
    need = Need(
        family=request.family, person=person, code=code, words=words, origin=Need.Origin.PRESENTING,
        how=f"{request.from_words}, request {request.log_number}"[:200], request_id=request.pk, on=on,
    )  # fmt: skip
    return _keep(need, headline="Named in the request", tone=TimelineEntry.Tone.PLAIN, by=by, at=at)


@action
def found(
    *,
    family: Family,
    code: str,
    on: date,
    by: Worker,
    at: datetime,
    person: Person | None = None,
    words: str = "",
    how: str = "",
    note: Note | None = None,
) -> Need:
    """Keep a need that came to light later, with how; presenting needs stay untouched."""
    policy.require(Permission.STORY_CHANGE, by=by, about=family)
    need = Need(
        family=family, person=person, code=code, words=words, origin=Need.Origin.FOUND,
        how=how or f"noticed by {by.name}", note=note, on=on,
    )  # fmt: skip
    kept = _keep(need, headline="New need noticed", tone=TimelineEntry.Tone.WARM, by=by, at=at)
    if note is not None:
        guards.follow(kept, whole=note, at=at)
    return kept


@action
def change_state(*, need: Need, state: str, words: str, on: date, by: Worker, at: datetime) -> Need:
    """Say how a need stands now, in words; how it was named never changes."""
    policy.require(Permission.STORY_CHANGE, by=by, about=need.family)
    need = Need.objects.select_for_update(of=("self",)).select_related("family", "person").get(pk=need.pk)
    words = words.strip()
    _check_change(need, state=state, words=words, on=on, at=at)
    need.state, need.state_words, need.state_on = state, words, on
    need.save(update_fields=["state", "state_words", "state_on"])
    timeline.add(
        family=need.family, on=on, kind="need", by=by, at=at, thing=need, text=words,
        headline=f"{lists.name_of('need', need.code)}: {need.get_state_display()}",
        tone=TimelineEntry.Tone.OK if state in GOOD else TimelineEntry.Tone.PLAIN,
        aside=need.person.short_name if need.person else "", people=[need.person] if need.person else [],
    )  # fmt: skip
    audit.record(
        "need_state_changed", about=need, by=by, at=at, family=need.family, state=state, words=audit.digest(words)
    )
    return need


@action
def strike(*, need: Need, reason: str, by: Worker, at: datetime) -> None:
    """Strike out a need found by mistake: it stays, with the reason."""
    policy.require(Permission.STORY_CHANGE, by=by, about=need.family)
    reason = reason.strip()
    if not reason:
        raise CannotChangeNeed("Say why this is mistaken. It stays in the record, struck out, with your reason.")
    if need.origin == Need.Origin.PRESENTING:
        raise CannotChangeNeed("What the request said stays as it was said. Say how the need stands now instead.")
    if not Need.objects.filter(pk=need.pk, struck_reason="").update(struck_reason=reason):
        raise CannotChangeNeed("This need was already struck out. Nothing was changed.")
    TimelineEntry.objects.filter(thing_type=need._meta.label_lower, thing_id=need.pk).update(struck_reason=reason)
    audit.record("need_struck", about=need, by=by, at=at, family=need.family, reason=audit.digest(reason))


def _keep(need: Need, *, headline: str, tone: str, by: Worker, at: datetime) -> Need:
    need.person = (need.person.merged_into or need.person) if need.person else None
    need.words = need.words.strip()
    _check(need, at=at)
    need.recorded_by, need.recorded_at = by, at
    need.save(force_insert=True)
    name = lists.name_of("need", need.code)
    timeline.add(
        family=need.family, on=need.on, kind="need", by=by, at=at, thing=need, headline=f"{headline}: {name}",
        aside=" · ".join(part for part in (need.how, need.person.short_name if need.person else "") if part),
        text=need.words, tone=tone, people=[need.person] if need.person else [],
    )  # fmt: skip
    audit.record(
        "need_added", about=need, by=by, at=at, family=need.family, code=need.code, words=audit.digest(need.words)
    )
    return need


def _check(need: Need, *, at: datetime) -> None:
    if need.on > timezone.localdate(at):
        raise CannotAddNeed(f"{need.on:%-d %B %Y} has not come yet. Check the day.")
    known = [*lists.choices("need"), *lists.choices("need", on=need.on)]
    if need.code not in {code for code, _ in known}:
        raise CannotAddNeed("Choose the kind of need from the area's list.")
    if len(need.words) > 300:
        raise CannotAddNeed("Say it in up to 300 letters. The whole stays in the note.")
    if need.person is not None and not _belongs(need.person, family=need.family):
        raise CannotAddNeed(
            f"{need.person.short_name} does not belong to this family. Add them to the family first, or choose again."
        )


def _belongs(person: Person, *, family: Family) -> bool:
    rows = Membership.objects.known().filter(family=family).values_list("person", "person__merged_into")
    return person.pk in {pk for row in rows for pk in row}


def _check_change(need: Need, *, state: str, words: str, on: date, at: datetime) -> None:
    if need.struck_reason:
        raise CannotChangeNeed("This need was struck out as mistaken, so there is nothing to change.")
    if state not in Need.State.values:
        raise CannotChangeNeed("Say how it stands now: still there, better, gone, or not clear.")
    if not words:
        raise CannotChangeNeed("Say in a few words how you know: who says so, or what you saw.")
    if on > timezone.localdate(at) or on < need.on:
        raise CannotChangeNeed(f"Choose a day between {need.on:%-d %B %Y}, when it came to light, and today.")
