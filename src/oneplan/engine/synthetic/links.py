"""Families that hang together with an earlier one: a father in both, a daughter's new family, two homes."""

from dataclasses import replace
from datetime import date, timedelta

from oneplan.engine.synthetic.births import Birth, Window, births, years
from oneplan.engine.synthetic.drafts import FamilyDraft, Human, Stay
from oneplan.engine.synthetic.humans import adult, written_again
from oneplan.engine.synthetic.kin import tie_grandmother, young_family
from oneplan.engine.synthetic.parents import Couple, bring_up, couple_up, main_carer, see_each_other
from oneplan.engine.synthetic.rates import rate
from oneplan.engine.synthetic.shapes import lone, settle_main


def shared_father(draft: FamilyDraft, *, first: FamilyDraft) -> None:
    """The father of children in the first family is also the father of children here."""
    father = first.elsewhere[0]
    found = births(draft, window=Window(father.born + years(17.5), father.born + years(58)))
    found = [birth for birth in found if birth.day < father.born + years(60)] or found[:1]
    main = draft.admit(main_carer(draft, sex="female", births=found))
    if father.families == 1 and draft.draws.chance(0.45):
        return _father_moved_in(draft, main, father, found)
    if draft.draws.chance(rate("recorded_twice")):
        father = written_again(draft, father)
    draft.shape = "lone_mother"
    children = bring_up(draft, Couple(main, father, found), with_name_of=main)
    since = min(found[0].known, draft.today - timedelta(days=1))
    draft.belong(father, role="parent_elsewhere", start=since)
    draft.elsewhere.append(father)
    see_each_other(draft, parent=father, children=children)
    settle_main(draft, main, role="expectant_parent" if found[0].is_unborn else "parent_or_carer")
    return None


def two_homes(draft: FamilyDraft, *, first: FamilyDraft) -> None:
    """The father brings the children up in his own home for part of the week and is helped there too."""
    father, mother = draft.admit(first.elsewhere[0]), first.carers[0]
    since = next(item.start for item in first.belongings if item.human is father and item.role == "parent_elsewhere")
    since = min(since, draft.today - timedelta(days=3))
    home = father.stays[-1].home
    shared = [tie.other for tie in first.ties if tie.kin == "parent" and tie.human is father]
    for human in shared:
        begin = max(since, human.born) if not human.is_unborn else draft.today - timedelta(days=1)
        draft.belong(human, role="child", start=begin)
        draft.children.append(human)
        human.stays.append(Stay(home, begin, None, share="part_week"))
    first.patterns = [
        replace(item, pattern="shared_care") if item.parent == father.key else item for item in first.patterns
    ]
    draft.belong(mother, role="parent_elsewhere", start=since)
    draft.belong(father, role="parent_or_carer", start=since)
    draft.elsewhere.append(mother)
    draft.carers.append(father)
    # No livings of its own: father and children have their stays in his home already.
    draft.shape, draft.community = "lone_father", father.community
    see_each_other(draft, parent=mother, children=shared, pattern="shared_care")


def new_family(draft: FamilyDraft, *, first: FamilyDraft) -> None:
    """The eldest daughter of the first family has a child and begins a family of her own."""
    daughter = first.children[0]
    draft.community = daughter.community
    oldest = min(daughter.born + years(21), draft.today + timedelta(days=150))
    found = births(draft, window=Window(daughter.born + years(15.6), oldest), most=2)
    draft.admit(daughter)
    young_family(draft, main=daughter, births=found)
    left = found[0].known - timedelta(days=draft.draws.whole(-60, 120))
    left = max(left, daughter.born + years(16))
    if left < draft.today - timedelta(days=5) and draft.draws.chance(0.65):
        _leave(first, daughter, left)
        for living in draft.livings:
            living.start = max(living.start, left)
        draft.livings = [item for item in draft.livings if item.end is None or item.start < item.end]
        return
    first.livings += [living for living in draft.livings if living.human is not daughter]
    draft.livings.clear()


def shared_grandmother(draft: FamilyDraft, *, first: FamilyDraft) -> None:
    """The grandmother who helps in the first family helps her other daughter too."""
    grandmother, sister = first.grandmother, first.carers[0]
    if grandmother is None:
        raise LookupError("the first family of the cluster must have a grandmother nearby")
    born = max(sister.born + timedelta(days=draft.draws.whole(-1400, 2200)), grandmother.born + years(17.2))
    born = min(born, grandmother.born + years(44), draft.today - years(19))
    draft.community = sister.community
    born = max(born, grandmother.born + years(16.5))
    main = draft.admit(adult(draft, sex="female", born=born, community=sister.community))
    found = births(draft, window=Window(main.born + years(16.6), main.born + years(43)))
    found = [birth for birth in found if birth.day < main.born + years(46)]
    lone(draft, main=main, births=found)
    if draft.draws.chance(rate("recorded_twice")):
        grandmother = written_again(draft, grandmother)
    tie_grandmother(draft, grandmother, start=min(found[0].known, draft.today - timedelta(days=1)))


def _father_moved_in(draft: FamilyDraft, main: Human, father: Human, found: list[Birth]) -> None:
    """He lives here now; the family moved into the home he left for."""
    stay = father.stays[-1]
    since = max(stay.start, min(found[0].known - timedelta(days=300), draft.today - timedelta(days=2)))
    draft.home, draft.shape = stay.home, "couple"
    start = max(min(found[0].known - timedelta(days=300), since), main.born + years(16), father.born + years(16))
    couple_up(draft, main=main, other=father, start=min(start, found[0].known))
    bring_up(draft, Couple(main, father, found), with_name_of=father, since=since)
    draft.belong(father, role="parent_or_carer", start=since)
    settle_main(draft, main, role="parent_or_carer")
    draft.carers.append(father)


def _leave(first: FamilyDraft, human: Human, day: date) -> None:
    for belonging in first.belongings:
        if belonging.human is human and belonging.start < day:
            belonging.end, belonging.reason = day, "began a family of her own"
    for living in first.livings:
        if living.human is human and living.start < day:
            living.end = day
