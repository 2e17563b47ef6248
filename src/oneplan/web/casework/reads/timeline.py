"""The one timeline, a page at a time: newest first, from where the last page ended."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from oneplan.web.casework.models import Action, Goal, GoalReading, Note
from oneplan.web.casework.reads import taken_back
from oneplan.web.casework.reads.circle import same_records
from oneplan.web.people.models import Family, TimelineEntry
from oneplan.web.sharing.reads.private import Hidden

PAGE = 25
_KIND_WORDS: dict[str, str] = {
    **dict(Note.Kind.choices),
    "need": "Needs",
    "signal": "Something to keep an eye on",
    "outcome": "Something got better",
    "words": "In their own words",
    "meeting": "Meetings",
    "taf": "Team Around the Family",
    "level": "Level of need",
    "home": "Homes",
    "member": "Who is in the family",
    "goal": "Goals",
    "action": "Actions",
    "step": "Actions",
    "plan": "The plan",
    "review": "Reviews",
    "referral": "Help asked for elsewhere",
    "appointment": "Appointments",
    "request": "Requests",
    "role": "Who works with them",
    "closure": "Goodbye",
    "consent": "Who may see what",
    "sharing": "Told without consent",
}


class BrokenPlace(ValueError):
    """The mark of where to go on was tampered with or cut off."""


@dataclass(frozen=True)
class TimelinePage:
    entries: list[TimelineEntry]
    older: str  # where the next page starts; empty on the last


def kind_words(kind: str) -> str:
    return _KIND_WORDS.get(kind) or kind.replace("_", " ").capitalize()


def page_of(
    family: Family,
    *,
    hidden: Hidden,
    before: str = "",
    kind: str = "",
    person: int | None = None,
    size: int = PAGE,
) -> TimelinePage:
    """Return a page of the timeline: `before` is the mark a page before gave as `older`."""
    taken = taken_back.of(family)
    rows = _filtered(TimelineEntry.objects.filter(family=family), kind=kind, person=person)
    rows = rows.exclude(thing_type=taken_back.THING, thing_id__in=taken.beside) if taken.beside else rows
    if hidden.keys:
        rows = rows.exclude(hidden.entries | _under(hidden))
    if before:
        on, pk = _place(before)
        rows = rows.filter(Q(on__lt=on) | Q(on=on, pk__lt=pk), on__lte=on)
    found = list(rows.order_by("-on", "-pk")[: size + 1])
    taken.say(found)
    last = found[size - 1] if len(found) > size else None
    return TimelinePage(found[:size], f"{last.on.isoformat()}.{last.pk}" if last else "")


def _under(hidden: Hidden) -> Q:
    """Lines of steps and readings of a goal that is hidden: they tell of it by name."""
    goals = [pk for label, pk in hidden.keys if label == Goal._meta.label_lower]
    found = Q(pk__in=[])
    for model in (Action, GoalReading) if goals else ():
        found |= Q(thing_type=model._meta.label_lower, thing_id__in=model.objects.filter(goal__in=goals).values("pk"))
    return found


def kinds_of(family: Family) -> list[tuple[str, str]]:
    """The kinds that occur, for the filter; one word may stand for several codes."""
    codes = TimelineEntry.objects.filter(family=family).order_by().values_list("kind", flat=True).distinct()
    return sorted(((code, kind_words(code)) for code in codes), key=lambda choice: choice[1])


def _filtered(rows: QuerySet[TimelineEntry], *, kind: str, person: int | None) -> QuerySet[TimelineEntry]:
    if kind:
        rows = rows.filter(kind=kind)
    if person is not None:
        # by subquery, since a join would list an entry once for each of the person's records
        about = TimelineEntry.people.through.objects.filter(person__in=list(same_records([person])))
        rows = rows.filter(pk__in=about.values("timelineentry"))
    return rows


def _place(mark: str) -> tuple[date, int]:
    day, _, pk = mark.partition(".")
    try:
        return date.fromisoformat(day), int(pk)
    except ValueError:
        raise BrokenPlace("That page of the timeline cannot be found. Start from the newest.") from None
