"""Contacts with a family: when, of what kind, who was seen, and one short note."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from oneplan.engine.synthetic.drafts import FamilyDraft, Human
from oneplan.engine.synthetic.draws import Draws, Weighted, later
from oneplan.engine.synthetic.histories import Contact, ContactKind, KeyWorkerSpell
from oneplan.engine.synthetic.needs import FittingNeed
from oneplan.engine.synthetic.phrases import joined, sentences
from oneplan.engine.synthetic.presence import Presence
from oneplan.engine.synthetic.rates import number, rate
from oneplan.engine.synthetic.timetable import Stage
from oneplan.engine.synthetic.workdays import workday_before

FEWEST = 3
# So that a family of three requests stays at forty contacts or fewer, calls before and after included.
MOST = {1: 36, 2: 17, 3: 11}


@dataclass(frozen=True, slots=True, eq=False)
class Manner:
    """How a contact happens: its share, its length in steps of five minutes, whom the worker meets."""

    kind: ContactKind
    share: int
    shortest: int
    longest: int
    phrases: str
    meets: str  # "several", "main" or "nobody"


MANNERS = (
    Manner("home_visit", 46, 8, 18, "visits", "several"),
    Manner("phone", 26, 1, 6, "calls", "main"),
    Manner("text", 7, 1, 1, "texts", "main"),
    Manner("meeting", 8, 9, 18, "meetings", "several"),
    Manner("outing", 6, 10, 30, "outings", "several"),
    Manner("no_answer", 7, 1, 3, "no_answer", "nobody"),
)
TRIAGE = Manner("triage_call", 0, 2, 7, "triage_calls", "main")
AFTERWARDS = Manner("call_after_closing", 0, 1, 5, "after_closing", "main")
NO_ANSWER = MANNERS[-1]


@cache
def manners() -> Weighted[Manner]:
    return Weighted({manner: float(manner.share) for manner in MANNERS})


@dataclass(slots=True)
class Casebook:
    """What the notes of one episode are drawn from."""

    draws: Draws
    presence: Presence
    episode: int
    workers: tuple[KeyWorkerSpell, ...]
    needs: list[tuple[FittingNeed, date]]  # with the day each became known, first one first


def contact_days(draws: Draws, *, begin: date, end: date, most: int) -> list[date]:
    """Closer together at first, further apart towards the end."""
    random, first = draws.random, begin.toordinal()
    span = end.toordinal() - first
    wanted = int(span / number("days_between_contacts") * (0.6 + 0.9 * random()))
    count = max(FEWEST, min(wanted, most))
    step = span / count
    days = [first + int(step * (nth + 0.9 * random()) * (0.8 + 0.2 * nth / count)) for nth in range(count)]
    return [workday_before(date.fromordinal(day), not_before=begin) for day in days]


def of_episode(book: Casebook, *, begin: date, end: date, most: int) -> list[Contact]:
    found: list[Contact] = []
    known, handed_over = 1, book.workers[-1].start
    for day in contact_days(book.draws, begin=begin, end=end, most=most):
        while known < len(book.needs) and book.needs[known][1] <= day:
            known += 1
        worker = book.workers[-1 if day >= handed_over else 0].key_worker
        found.append(_contact(book, on=day, known=known, worker=worker))
    return found


def before_decision(draft: FamilyDraft, presence: Presence, *, stage: Stage, worker: int) -> list[Contact]:
    """The front door speaks to the family first."""
    draws, last = draft.draws, stage.decided or draft.today
    days = [draws.day(stage.received, last) for _ in range(1 + draws.chance(0.3))]
    return [_call(draws, presence, TRIAGE, on=day, worker=worker) for day in days]


def after_closing(draft: FamilyDraft, presence: Presence, *, stage: Stage, until: date, worker: int) -> list[Contact]:
    """The door is left open: a call needs no new request."""
    if stage.closed is None or stage.closure == "moved_away" or not draft.draws.chance(rate("call_after_closing")):
        return []
    begin = later(stage.closed, 8)
    last = min(until, later(begin, 200))
    if begin >= last:
        return []
    return [_call(draft.draws, presence, AFTERWARDS, on=draft.draws.day(begin, last), worker=worker)]


def _call(draws: Draws, presence: Presence, manner: Manner, *, on: date, worker: int) -> Contact:
    note = draws.pick(sentences(manner.phrases)).format(parent=presence.main_name)
    seen = () if note.startswith("Tried") else (presence.main.key,)
    return Contact(on, manner.kind, 5 * draws.whole(manner.shortest, manner.longest), seen, note, None, worker)


def _contact(book: Casebook, *, on: date, known: int, worker: int) -> Contact:
    draws, presence = book.draws, book.presence
    there = presence.on(on)
    manner = draws.weighted(manners()) if there else NO_ANSWER
    minutes = 5 * draws.whole(manner.shortest, manner.longest)
    opening = draws.pick(sentences(manner.phrases))
    if manner.meets == "nobody":
        return Contact(on, manner.kind, minutes, (), opening, book.episode, worker)
    seen = there[:1] if manner.meets == "main" else _seen(draws, there)
    (about, subject), _ = book.needs[int(draws.random() * known)]
    text = f"{opening} {draws.pick(about.notes)} {draws.pick(sentences('next_steps'))}"
    note = text.format(
        who=joined([human.given or "" for human in seen]),
        child=presence.name_of_child(subject, day=on),
        parent=presence.main_name,
    )
    return Contact(on, manner.kind, minutes, tuple([human.key for human in seen]), note, book.episode, worker)


def _seen(draws: Draws, there: list[Human]) -> list[Human]:
    """The main carer, and about half of the others."""
    random = draws.random
    return there[:1] + [human for human in there[1:] if random() < 0.5]
