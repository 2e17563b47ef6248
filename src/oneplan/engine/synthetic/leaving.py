"""Children who have grown up or live with the other parent: university, a place of one's own, leaving care."""

from dataclasses import replace
from datetime import date, timedelta

from oneplan.engine.synthetic.births import years
from oneplan.engine.synthetic.drafts import FamilyDraft, Human, Living, Stay
from oneplan.engine.synthetic.homes import new_home
from oneplan.engine.synthetic.people import Circumstance
from oneplan.engine.synthetic.rates import rate, shares

OF_AGE = years(18)


def grow_up(draft: FamilyDraft) -> None:
    """Decide for every grown child of this family alone where they are now; then who has two homes."""
    for human in draft.children:
        if human.families == 1 and not human.is_unborn and human.born + OF_AGE + timedelta(days=120) < draft.today:
            _grow_up(draft, human)
    _two_parents_homes(draft)


def _grow_up(draft: FamilyDraft, human: Human) -> None:
    living = next((item for item in draft.livings if item.human is human), None)
    if living is None:
        return
    begin, latest = max(human.born + OF_AGE, living.start + timedelta(days=30)), draft.today - timedelta(days=10)
    if begin >= latest:
        return
    fate = draft.draws.weighted(shares("adult_child"))
    day = draft.draws.day(begin, min(latest, begin + years(5)))
    if fate == "own_place":
        _own_place(draft, human, living, day)
    elif fate == "university":
        _university(draft, human, day)
    elif fate == "care_leaver":
        _care_leaver(draft, human, living)
    elif fate == "custody":
        living.end = day
        _note(human, "in_custody", "In custody", day, None)


def _own_place(draft: FamilyDraft, human: Human, living: Living, day: date) -> None:
    living.end = day
    belonging = next(item for item in draft.belongings if item.human is human)
    belonging.end, belonging.reason = day, "moved to a place of their own"
    if draft.draws.chance(0.6):
        human.stays.append(Stay(new_home(draft), day, None))


def _university(draft: FamilyDraft, human: Human, day: date) -> None:
    """Home is still home; in term time there is another address. Three years, beginning in September."""
    begin = date(day.year, 9, 20)
    begin = begin if begin < draft.today else date(day.year - 1, 9, 20)
    if begin < human.born + years(17.8):
        return
    end = begin + years(2.75)
    last = end if end < draft.today else None
    home = new_home(draft, out_of_area="university_towns", tenure="private tenant")
    human.stays.append(Stay(home, begin, last, share="term_time"))
    _note(human, "at_university", "Away at university in term time", begin, last)


def _care_leaver(draft: FamilyDraft, human: Human, living: Living) -> None:
    birthday = human.born + OF_AGE
    begin = draft.draws.day(
        max(living.start + timedelta(days=20), human.born + years(13)), birthday - timedelta(days=60)
    )
    if begin <= living.start or begin >= birthday:
        return
    living.end = begin
    _note(human, "looked_after", "Looked after by the council", begin, birthday)
    _note(human, "care_leaver", "Care leaver, has a personal adviser", birthday, None)
    if draft.draws.chance(0.7):
        human.stays.append(Stay(new_home(draft, tenure="council tenant"), birthday, None))


def _two_parents_homes(draft: FamilyDraft) -> None:
    """Some children of parents who live apart have a second home, or live with the other parent."""
    draws = draft.draws
    for parent in draft.elsewhere:
        if not parent.stays or parent.families > 1:
            continue
        children = [item for item in _children_here(draft, parent) if item.human.families == 1]
        if draws.chance(rate("part_week_elsewhere")):
            for living in children:
                begin = max(living.start, parent.stays[-1].start)
                living.human.stays.append(Stay(parent.stays[-1].home, begin, None, share="part_week"))
                _see_as(draft, parent, living.human)
        elif children and len(draft.children) > 1 and draws.chance(rate("lives_with_other_parent") * 2):
            living = draws.pick(children)
            begin = max(living.start, parent.stays[-1].start) + timedelta(days=30)
            if begin < draft.today:
                living.end = begin
                living.human.stays.append(Stay(parent.stays[-1].home, begin, None))


def _children_here(draft: FamilyDraft, parent: Human) -> list[Living]:
    """Children of that parent who live in the family's home today and are under age."""
    theirs = {id(tie.other) for tie in draft.ties if tie.kin == "parent" and tie.human is parent}
    under_age = draft.today - OF_AGE
    return [
        item
        for item in draft.livings
        if id(item.human) in theirs and item.end is None and not item.human.is_unborn and item.human.born > under_age
    ]


def _see_as(draft: FamilyDraft, parent: Human, human: Human) -> None:
    for nth, item in enumerate(draft.patterns):
        if item.parent == parent.key and item.child == human.key:
            draft.patterns[nth] = replace(item, pattern="shared_care")


def _note(human: Human, kind: str, words: str, start: date, end: date | None) -> None:
    human.circumstances.append(Circumstance(human.key, kind, words, start, end, "day"))
