"""Shapes in which more than parents and children count: grandparents, guardians, young parents, adults alone."""

from datetime import date, timedelta

from oneplan.engine.synthetic.births import Birth, Window, births, years
from oneplan.engine.synthetic.drafts import FamilyDraft, Human, Stay
from oneplan.engine.synthetic.homes import new_home
from oneplan.engine.synthetic.humans import adult, opposite
from oneplan.engine.synthetic.parents import Couple, bring_up, couple_up, main_carer, other_parent, see_each_other
from oneplan.engine.synthetic.people import Kin, Sex
from oneplan.engine.synthetic.shapes import lone, lone_mother, together


def three_generations(draft: FamilyDraft) -> None:
    """A mother and her children in her own mother's home."""
    lone_mother(draft)
    grandmother_joins(draft, at_home=True)
    draft.shape = "three_generations"


def grandmother_joins(draft: FamilyDraft, *, at_home: bool) -> Human:
    """The main carer's mother brings the children up with them, in the same home or from nearby."""
    main, draws = draft.carers[0], draft.draws
    born = main.born - years(17.5 + draws.random() ** 1.3 * 20)
    grandmother = adult(draft, sex="female", born=born, community=main.community)
    start = draft.children[0].born if not draft.children[0].is_unborn else draft.belongings[-1].start
    tie_grandmother(draft, grandmother, start=min(start, draft.today - timedelta(days=1)))
    if at_home:
        draft.live(grandmother, start=min(living.start for living in draft.livings))
        if draws.chance(0.4):
            _grandfather(draft, grandmother)
    else:
        grandmother.stays.append(
            Stay(new_home(draft), draft.today - years(6 + 20 * draws.random()), None, precision="about")
        )
    draft.grandmother = grandmother
    return grandmother


def tie_grandmother(draft: FamilyDraft, grandmother: Human, *, start: date) -> None:
    main = draft.carers[0]
    draft.belong(grandmother, role="other", start=start)
    draft.tie(grandmother, kin="parent", to=main, start=main.born)
    for human in draft.children:
        begin = max(start, human.born) if not human.is_unborn else draft.today - timedelta(days=1)
        draft.tie(grandmother, kin="grandparent", to=human, start=begin)
        if not human.is_unborn:
            draft.tie(grandmother, kin="co_parent", to=human, start=begin)


def _grandfather(draft: FamilyDraft, grandmother: Human) -> None:
    main = draft.carers[0]
    born = min(grandmother.born - timedelta(days=int(draft.draws.gauss(800, 900))), main.born - years(17))
    family_name = main.former_family_name or main.family_name
    grandfather = adult(draft, sex="male", born=born, community=main.community, family_name=family_name)
    start = min(living.start for living in draft.livings)
    draft.belong(grandfather, role="other", start=start)
    draft.live(grandfather, start=start)
    draft.tie(grandfather, kin="parent", to=main, start=main.born)
    couple_up(draft, main=grandmother, other=grandfather, start=main.born - timedelta(days=400))


def grandparents(draft: FamilyDraft) -> None:
    """Grandparents who bring the children up in place of the parents."""
    draws = draft.draws
    found = _births_before_now(draft)
    mother = main_carer(draft, sex="female", births=found)
    is_named = draws.chance(0.5)
    father = other_parent(draft, main=mother, first=found[0].day, last=found[-1].day) if is_named else None
    born = mother.born - years(17.5 + draws.random() * 15)
    main = draft.admit(adult(draft, sex="female", born=born, community=mother.community))
    since = _moved_in(draft, last=found[-1].day)
    bring_up(draft, Couple(mother, father, found), with_name_of=mother, since=since)
    draft.tie(main, kin="parent", to=mother, start=mother.born)
    for parent in (mother, father):
        if parent is not None:
            _parent_away(draft, parent, since=since)
    _take_in(draft, main, kin="grandparent", since=since)
    if draws.chance(0.45):
        born = min(born - timedelta(days=700), mother.born - years(18))
        husband = adult(draft, sex="male", born=born, community=mother.community, family_name=mother.family_name)
        couple_up(draft, main=main, other=husband, start=mother.born - timedelta(days=500))
        draft.tie(husband, kin="parent", to=mother, start=mother.born)
        _take_in(draft, husband, kin="grandparent", since=since)
    draft.shape = "grandparents"


def guardians(draft: FamilyDraft) -> None:
    """One or two relatives or friends of the parents, with an order sought or granted."""
    draws = draft.draws
    found = _births_before_now(draft)[:4]
    parent = main_carer(draft, sex="female", births=found)
    since = _moved_in(draft, last=found[-1].day)
    sex: Sex = "female" if draws.chance(0.7) else "male"
    main = draft.admit(adult(draft, sex=sex, born=since - years(25 + draws.random() * 22), community=parent.community))
    bring_up(draft, Couple(parent, None, found), with_name_of=parent, since=since)
    _parent_away(draft, parent, since=since)
    kin: Kin = "aunt_or_uncle" if draws.chance(0.7) else "friend"
    _take_in(draft, main, kin=kin, since=since)
    if draws.chance(0.5):
        other_sex = opposite(sex) if draws.chance(0.8) else sex
        born = main.born + timedelta(days=draws.whole(-1500, 1500))
        other = adult(draft, sex=other_sex, born=born, community=main.community)
        start = max(since - years(3), main.born + years(18), born + years(18))
        couple_up(draft, main=main, other=other, start=start)
        _take_in(draft, other, kin=kin, since=since)
    draft.shape = "guardians"


def young_parent(draft: FamilyDraft) -> None:
    """A mother under twenty at her first birth."""
    window = Window(draft.today - years(6), draft.today + timedelta(days=120))
    found = births(draft, window=window, most=2)
    main = draft.admit(main_carer(draft, sex="female", births=found, youngest=15.4, oldest=19.5))
    young_family(draft, main=main, births=found)


def young_family(draft: FamilyDraft, *, main: Human, births: list[Birth]) -> None:
    if draft.draws.chance(0.3):
        together(draft, main=main, births=births)
    else:
        lone(draft, main=main, births=births)
    draft.shape = "young_parent"


def childless(draft: FamilyDraft) -> None:
    """An adult, or two, with nobody under age at home."""
    draws = draft.draws
    sex: Sex = "female" if draws.chance(0.5) else "male"
    begin = draft.first_request - timedelta(days=draws.whole(300, 5000))
    main = draft.admit(adult(draft, sex=sex, born=begin - years(19 + draws.random() * 40)))
    if draws.chance(0.35):
        other = adult(draft, sex=opposite(sex), born=main.born + timedelta(days=draws.whole(-1400, 1000)))
        start = max(begin, other.born + years(18))
        couple_up(draft, main=main, other=other, start=start)
        draft.belong(other, role="other", start=start)
        draft.live(other, start=start)
        draft.carers.append(other)
    draft.belong(main, role="other", start=begin)
    draft.live(main, start=begin)
    draft.carers.insert(0, main)
    draft.shape = "childless"


def friend_nearby(draft: FamilyDraft) -> None:
    """Somebody who counts for the family without belonging to it."""
    draws, main = draft.draws, draft.carers[0]
    born = main.born + timedelta(days=draws.whole(-4000, 2500))
    start = max(draft.today - years(1 + 6 * draws.random()), main.born + years(16), born + years(18))
    if start < draft.today:
        friend = draft.admit(adult(draft, sex="female" if draws.chance(0.7) else "male", born=born))
        friend.lives_elsewhere = True
        draft.tie(friend, kin="friend", to=main, start=start, detail=draws.pick(("friend", "neighbour", "volunteer")))


def _births_before_now(draft: FamilyDraft) -> list[Birth]:
    latest = draft.today - timedelta(days=120)
    return [birth for birth in births(draft, window=Window(None, latest)) if birth.day <= latest]


def _moved_in(draft: FamilyDraft, *, last: date) -> date:
    begin, latest = last + timedelta(days=20), draft.today - timedelta(days=60)
    return draft.draws.day(begin, min(max(draft.first_request, begin), latest) if begin < latest else begin)


def _parent_away(draft: FamilyDraft, parent: Human, *, since: date) -> None:
    parent.lives_elsewhere = True
    draft.belong(parent, role="parent_elsewhere", start=since)
    draft.elsewhere.append(parent)
    if draft.draws.chance(0.4):
        parent.stays.append(Stay(new_home(draft), since, None))
    see_each_other(draft, parent=parent, children=draft.children)


def _take_in(draft: FamilyDraft, carer: Human, *, kin: Kin, since: date) -> None:
    """Carer and children live together from `since`; an order is sought and often granted."""
    draws = draft.draws
    draft.belong(carer, role="parent_or_carer", start=since)
    draft.live(carer, start=since)
    draft.carers.append(carer)
    is_first = draft.carers[0] is carer
    is_asked = draws.chance(0.8) if is_first else any(tie.kin == "guardian" for tie in draft.ties)
    granted = since + timedelta(days=draws.whole(120, 420))
    for human in draft.children:
        draft.tie(carer, kin=kin, to=human, start=since)
        if not is_asked:
            continue
        sought = draft.tie(carer, kin="guardian", to=human, start=since + timedelta(days=20), detail="order sought")
        if granted < draft.today:
            sought.end, sought.ended_by = granted, "order_granted"
            draft.tie(carer, kin="guardian", to=human, start=granted, detail="order granted")
