"""Where the family lived and when: a chain of homes, and each person's stay in them; then deaths end what they end."""

from dataclasses import replace
from datetime import date
from math import log

from oneplan.engine.synthetic.births import years
from oneplan.engine.synthetic.drafts import Belonging, FamilyDraft, Human, Stay, Tie
from oneplan.engine.synthetic.draws import later
from oneplan.engine.synthetic.homes import new_home
from oneplan.engine.synthetic.people import Circumstance, Home
from oneplan.engine.synthetic.rates import rate
from oneplan.engine.synthetic.rough_dates import Precision

MOST_HOMES = 4
LEAST_STAY = 100
ENDED_BY_DEATH = frozenset({"married", "partners", "guardian", "co_parent", "step_parent"})

Leg = tuple[Home, date, date | None, Precision]


def settle(draft: FamilyDraft) -> None:
    if not draft.livings:
        return
    for home, begin, end, precision in _homes(draft):
        for living in draft.livings:
            start = max(begin, living.start)
            last = _earlier(end, living.end)
            if last is None or start < last:
                kept = precision if start == begin else "day"
                living.human.stays.append(Stay(home, start, last, kept))


def _homes(draft: FamilyDraft) -> list[Leg]:
    draws = draft.draws
    begin = min(living.start for living in draft.livings)
    if draft.home is not None:
        return [(draft.home, begin, None, "day")]
    begin = max(begin, draft.today - years(3 + draws.random() * 14))
    start, precision = _since(draft, begin)
    home = new_home(draft)
    legs: list[Leg] = []
    while len(legs) < MOST_HOMES - 1:
        stay = LEAST_STAY + int(-365 / rate("moves_a_year") * log(1 - draws.random()))
        end = later(begin, stay)
        if end >= draft.today:
            break
        legs.append((home, start, end, precision))
        home, start, begin, precision = new_home(draft, near=home), end, end, "day"
    moved = _moved_away_on(draft)
    if moved is not None and start < moved:
        legs.append((home, start, moved, precision))
        home, start, precision = new_home(draft, out_of_area="away_towns"), moved, "day"
    return [*legs, (home, start, None, precision)]


def _since(draft: FamilyDraft, begin: date) -> tuple[date, Precision]:
    """The first home is often remembered only by month or year."""
    draw = draft.draws.random()
    if draw < 0.25:
        return date(begin.year, 1, 1), "year"
    if draw < 0.5:
        return begin.replace(day=1), "month"
    return begin, "day"


def _moved_away_on(draft: FamilyDraft) -> date | None:
    last = draft.stages[-1]
    return last.closed if last.closure == "moved_away" else None


def _earlier(one: date | None, other: date | None) -> date | None:
    if one is None or other is None:
        return one or other
    return min(one, other)


def die(draft: FamilyDraft) -> None:
    """Now and then a death in the family, of somebody who belongs to no other family."""
    if not draft.draws.chance(rate("family_death")):
        return
    candidates = [*draft.elsewhere, *draft.carers[1:], *draft.carers[1:]]
    candidates += [draft.grandmother] * 2 if draft.grandmother is not None else []
    candidates += [human for human in draft.children if not human.is_unborn][:1]
    candidates = [human for human in candidates if human.families == 1]
    if not candidates:
        return
    human = draft.draws.pick(candidates)
    begin = later(_last_beginning(draft, human), 1)
    latest = later(draft.today, -15)
    if begin < latest and not any(tie.human is human and tie.other.is_unborn for tie in draft.ties):
        _end_all(draft, human, draft.draws.day(max(begin, latest - years(7)), latest))


def _last_beginning(draft: FamilyDraft, human: Human) -> date:
    """The last day on which anything of that human begins or ends."""
    days = [human.born]
    spells: list[Belonging | Stay | Tie | Circumstance] = [
        *human.stays,
        *human.circumstances,
        *(item for item in draft.belongings if item.human is human),
        *(tie for tie in draft.ties if tie.human is human or tie.other is human),
    ]
    for spell in spells:
        days += [spell.start, spell.end or spell.start]
    days += [item.since for item in draft.patterns if human.key in (item.parent, item.child)]
    return max(days)


def _end_all(draft: FamilyDraft, human: Human, day: date) -> None:
    human.died = draft.bereaved_on = day
    for belonging in draft.belongings:
        if belonging.human is human and belonging.end is None:
            belonging.end, belonging.reason = day, "died"
    for stay in human.stays:
        stay.end = stay.end or day
    for tie in draft.ties:
        if (tie.human is human or tie.other is human) and tie.kin in ENDED_BY_DEATH and tie.end is None:
            tie.end, tie.ended_by = day, "death"
    human.circumstances = [replace(item, end=item.end or day) for item in human.circumstances]
    draft.patterns = [item for item in draft.patterns if human.key not in (item.parent, item.child)]
    draft.carers = [item for item in draft.carers if item is not human]
