"""Information went where it should not: written down, minded by the hour, decided, closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit
from oneplan.web.people.models import Family
from oneplan.web.rights import standing
from oneplan.web.rights.models import Breach, BreachStep
from oneplan.web.site.actions import action

Tell = Breach.Tell


class CannotKeepBreach(Exception):
    """The text is written for the worker."""


@dataclass(frozen=True)
class Told:
    """One decision whether somebody is told, why, and when they were."""

    tell: str
    why: str
    on: datetime | date | None = None
    reference: str = ""


@dataclass(frozen=True)
class Happened:
    what: str
    kinds: str
    harm: str
    known_at: datetime
    happened_on: date | None = None
    who_noticed: str = ""
    harm_words: str = ""
    number_of_people: int | None = None
    done: str = ""
    families: Sequence[Family] = ()


@action
def log(*, happened: Happened, by: Any, at: datetime) -> Breach:
    """Write a breach down; the hours run from when it was known."""
    standing.require(Permission.RIGHTS_HANDLE, happened.families, by=by)
    if happened.known_at > at:
        raise CannotKeepBreach("It cannot have become known after now. Check the day and the time.")
    if happened.happened_on and happened.happened_on > timezone.localdate(happened.known_at):
        raise CannotKeepBreach("It cannot have happened after it was known. Check both days.")
    row = Breach.objects.create(
        what=happened.what, kinds=happened.kinds, harm=happened.harm, known_at=happened.known_at,
        happened_on=happened.happened_on, who_noticed=happened.who_noticed, harm_words=happened.harm_words,
        number_of_people=happened.number_of_people, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    row.families.set(happened.families)
    if happened.done.strip():
        _step(row, words=happened.done, on=timezone.localdate(at), by=by, at=at)
    _record("breach_logged", row, by=by, at=at, what=audit.digest(happened.what), harm=row.harm)
    return row


@action
def add_step(*, breach: Breach, words: str, on: date, by: Any, at: datetime) -> None:
    row = _open(breach, by=by)
    if not words.strip():
        raise CannotKeepBreach("Write what was done.")
    if on > timezone.localdate(at):
        raise CannotKeepBreach("It cannot have been done after today. Check the day.")
    _step(row, words=words, on=on, by=by, at=at)
    _record("breach_step_added", row, by=by, at=at, words=audit.digest(words))


@action
def decide_regulator(*, breach: Breach, told: Told, by: Any, at: datetime) -> None:
    """Decide whether the regulator is told; where serious harm is likely there is nothing to decide."""
    row = _open(breach, by=by)
    _check(told, moment=at)
    if row.harm != Breach.Harm.UNLIKELY and told.tell == Tell.NO:
        raise CannotKeepBreach(
            f"You wrote that {row.get_harm_display()}. Then the regulator is told. If harm is unlikely, say so first."
        )
    Breach.objects.filter(pk=row.pk).update(
        tell_regulator=told.tell, regulator_why=told.why.strip(), regulator_told_at=told.on,
        regulator_reference=told.reference,
    )  # fmt: skip
    _record("breach_regulator_decided", row, by=by, at=at, tell=told.tell, why=audit.digest(told.why))


@action
def decide_people(*, breach: Breach, told: Told, by: Any, at: datetime) -> None:
    """Decide whether the people are told."""
    row = _open(breach, by=by)
    _check(told, moment=at)
    if row.harm == Breach.Harm.HIGH and told.tell == Tell.NO:
        raise CannotKeepBreach("You wrote that serious harm is likely. Then the people are told, so that they can act.")
    Breach.objects.filter(pk=row.pk).update(tell_people=told.tell, people_why=told.why.strip(), people_told_on=told.on)
    _record("breach_people_decided", row, by=by, at=at, tell=told.tell, why=audit.digest(told.why))


@action
def weigh_again(*, breach: Breach, harm: str, words: str, by: Any, at: datetime) -> None:
    """The harm looks different now; decisions that no longer fit are open again."""
    row = _open(breach, by=by)
    if not words.strip():
        raise CannotKeepBreach("Write why the harm looks different now.")
    again: dict[str, str] = {}
    if harm != Breach.Harm.UNLIKELY and row.tell_regulator == Tell.NO:
        again |= {"tell_regulator": Tell.OPEN, "regulator_why": ""}
    if harm == Breach.Harm.HIGH and row.tell_people == Tell.NO:
        again |= {"tell_people": Tell.OPEN, "people_why": ""}
    before = row.get_harm_display()
    Breach.objects.filter(pk=row.pk).update(harm=harm, harm_words=words.strip(), **again)
    _step(row, words=f"Weighed again (before: {before}). {words}"[:500], on=timezone.localdate(at), by=by, at=at)
    _record("breach_weighed_again", row, by=by, at=at, harm=harm, words=audit.digest(words))


@action
def close(*, breach: Breach, learned: str, on: date, by: Any, at: datetime) -> None:
    row = _open(breach, by=by)
    if Tell.OPEN in (row.tell_regulator, row.tell_people):
        raise CannotKeepBreach("Decide first whether the regulator and the people are told.")
    if row.tell_regulator == Tell.YES and row.regulator_told_at is None:
        raise CannotKeepBreach("The regulator is to be told. Write down when that was done.")
    if row.tell_people == Tell.YES and row.people_told_on is None:
        raise CannotKeepBreach("The people are to be told. Write down when that was done.")
    Breach.objects.filter(pk=row.pk).update(closed_on=on, learned=learned.strip())
    _record("breach_closed", row, by=by, at=at, learned=audit.digest(learned))


def _check(told: Told, *, moment: datetime) -> None:
    if not told.tell or not told.why.strip():
        raise CannotKeepBreach("Choose yes or no, and write why.")
    on = timezone.localdate(told.on) if isinstance(told.on, datetime) else told.on
    if on and on > timezone.localdate(moment):
        raise CannotKeepBreach("They cannot have been told after today. Check the day.")


def _open(breach: Breach, *, by: Any) -> Breach:
    standing.require(Permission.RIGHTS_HANDLE, breach.families.all(), by=by)
    row = Breach.objects.select_for_update().get(pk=breach.pk)
    if row.closed_on:
        raise CannotKeepBreach(f"It was closed on {row.closed_on:%-d %B %Y}.")
    return row


def _step(row: Breach, *, words: str, on: date, by: Any, at: datetime) -> None:
    BreachStep.objects.create(breach=row, words=words.strip(), on=on, recorded_by=by, recorded_at=at)


def _record(event: str, row: Breach, *, by: Any, at: datetime, **payload: Any) -> None:
    audit.record(event, about=row, by=by, at=at, family=row.families.first(), **payload)
