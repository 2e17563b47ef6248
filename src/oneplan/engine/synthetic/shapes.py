"""The shapes families come in, one builder each, for families brought up by their own parents."""

from datetime import date, timedelta

from oneplan.engine.synthetic.births import ANY_TIME, Birth, Window, births, years
from oneplan.engine.synthetic.drafts import FamilyDraft, Human
from oneplan.engine.synthetic.parents import (
    Couple,
    Parting,
    bring_up,
    come_together,
    couple_up,
    live_apart,
    main_carer,
    other_parent,
    see_each_other,
)
from oneplan.engine.synthetic.people import Role, Sex
from oneplan.engine.synthetic.rates import rate, shares


def lone_mother(draft: FamilyDraft) -> None:
    found = births(draft, window=first_birth_window(draft))
    main = draft.admit(main_carer(draft, sex="female", births=found))
    lone(draft, main=main, births=found)


def lone_father(draft: FamilyDraft) -> None:
    found = [birth for birth in births(draft) if not birth.is_unborn]
    found = found or [_born_already(draft)]
    main = draft.admit(main_carer(draft, sex="male", births=found))
    draft.shape = "lone_father"
    other = other_parent(draft, main=main, first=found[0].day, last=found[-1].day)
    _lone_with(draft, [Couple(main, other, found)])
    settle_main(draft, main, role="parent_or_carer")


def lone(draft: FamilyDraft, *, main: Human, births: list[Birth]) -> None:
    """A parent on her own; the children have one to three other parents, who live elsewhere."""
    draft.shape = "lone_mother" if main.sex == "female" else "lone_father"
    _lone_with(draft, _couples(draft, main=main, births=births))
    settle_main(draft, main, role=_role_of_parent(draft))


def couple(draft: FamilyDraft) -> None:
    found = births(draft)
    main = draft.admit(main_carer(draft, sex="female", births=found))
    together(draft, main=main, births=found)
    if draft.draws.chance(rate("couple_separates")) and not found[-1].is_unborn:
        _separate(draft)


def expecting(draft: FamilyDraft) -> None:
    """A first child is on the way."""
    today = draft.today
    found = births(draft, window=Window(today + timedelta(days=8), today + timedelta(days=190)), most=1)
    main = draft.admit(main_carer(draft, sex="female", births=found))
    if draft.draws.chance(0.4):
        lone(draft, main=main, births=found)
    else:
        together(draft, main=main, births=found)
    draft.shape = "expecting"


def together(draft: FamilyDraft, *, main: Human, births: list[Birth]) -> None:
    """Both parents at home."""
    other = other_parent(draft, main=main, first=births[0].day, last=births[-1].day)
    draft.shape = "couple"
    start = come_together(draft, main=main, other=other, births=births)
    tie = couple_up(draft, main=main, other=other, start=start)
    named = other if tie.kin == "married" or draft.draws.chance(0.75) else main
    bring_up(draft, Couple(main, other, births), with_name_of=named)
    role = _role_of_parent(draft)
    since = start if role == "parent_or_carer" else births[0].known
    draft.belong(other, role=role, start=since)
    draft.live(other, start=since)
    settle_main(draft, main, role=role)
    draft.carers.append(other)


def step(draft: FamilyDraft) -> None:
    """A parent, children of an earlier couple, and a new partner; sometimes a child of both."""
    draws = draft.draws
    found = births(draft, window=first_birth_window(draft))
    sex: Sex = "male" if draws.chance(0.13) and not draft.must_have and not found[-1].is_unborn else "female"
    main = draft.admit(main_carer(draft, sex=sex, births=found))
    joint = found[-1:] if len(found) > 1 and draws.chance(rate("joint_child")) else []
    earlier = found[: len(found) - len(joint)]
    if earlier[-1].is_unborn:
        return lone(draft, main=main, births=found)
    limit = joint[0].day - timedelta(days=330) if joint else draft.today - timedelta(days=60)
    if earlier[-1].day + timedelta(days=90) >= limit:
        return lone(draft, main=main, births=found)
    _lone_with(draft, _couples(draft, main=main, births=earlier), until=limit - timedelta(days=60))
    _new_partner(draft, main, joint=joint, limit=limit)
    settle_main(draft, main, role="parent_or_carer")
    return None


def first_birth_window(draft: FamilyDraft) -> Window:
    """A family out of which a young parent comes must have had its first child long enough ago."""
    if "young_parent_child" not in draft.must_have:
        return ANY_TIME
    return Window(draft.today - years(23.5), draft.today - years(17.2))


def settle_main(draft: FamilyDraft, main: Human, *, role: Role) -> None:
    """The main carer belongs and lives here since the first of the others did."""
    start = min(belonging.start for belonging in draft.belongings)
    draft.belong(main, role=role, start=start)
    draft.live(main, start=start)
    draft.carers.insert(0, main)


def _born_already(draft: FamilyDraft) -> Birth:
    day = draft.first_request - timedelta(days=draft.draws.whole(400, 4000))
    return Birth(day, day, babies=1, is_identical=False, is_unborn=False, is_early=False)


def _role_of_parent(draft: FamilyDraft) -> Role:
    return "expectant_parent" if all(human.is_unborn for human in draft.children) else "parent_or_carer"


def _couples(draft: FamilyDraft, *, main: Human, births: list[Birth]) -> list[Couple]:
    """Share the births out among the other parents, eldest first."""
    draws = draft.draws
    number = min(draws.weighted(shares("fathers")), len(births))
    cuts = sorted(draws.some(range(1, len(births)), number - 1))
    groups = [births[begin:end] for begin, end in zip([0, *cuts], [*cuts, len(births)], strict=True)]
    found = []
    for nth, group in enumerate(groups):
        is_named = (nth == 0 and "father" in draft.must_have) or draws.chance(rate("father_named"))
        other = other_parent(draft, main=main, first=group[0].day, last=group[-1].day) if is_named else None
        found.append(Couple(main, other, group))
    return found


def _lone_with(draft: FamilyDraft, couples: list[Couple], *, until: date | None = None) -> None:
    """Add the children of each couple and send the other parent off before the next couple begins."""
    after: date | None = None
    for nth, couple in enumerate(couples):
        following = couples[nth + 1].births[0].day - timedelta(days=280) if nth + 1 < len(couples) else until
        limit = following or draft.today - timedelta(days=draft.draws.whole(20, 900))
        other = couple.other
        named = other if other is not None and draft.draws.chance(0.45) else couple.main
        children = bring_up(draft, couple, with_name_of=named)
        if other is None:
            continue
        parting = Parting(limit, after, home_known=True if nth == 0 and "father" in draft.must_have else None)
        live_apart(draft, other, main=couple.main, births=couple.births, parting=parting)
        see_each_other(draft, parent=other, children=children)
        after = limit


def _new_partner(draft: FamilyDraft, main: Human, *, joint: list[Birth], limit: date) -> None:
    draws, earlier = draft.draws, list(draft.children)
    draft.shape = "step"
    left = [belonging.start for belonging in draft.belongings if belonging.role == "parent_elsewhere"]
    free = max([*left, earlier[-1].born + timedelta(days=40)])
    joined = draws.day(min(free, limit) + timedelta(days=20), limit)
    a_child = joint[0].day if joint else joined + timedelta(days=400)
    partner = other_parent(draft, main=main, first=a_child, last=a_child)
    tie = couple_up(draft, main=main, other=partner, start=joined)
    belonging = draft.belong(partner, role="parent_or_carer", start=joined)
    draft.live(partner, start=joined)
    for human in earlier:
        draft.tie(partner, kin="step_parent", to=human, start=max(joined, human.born))
    if joint:
        bring_up(draft, Couple(main, partner, joint), with_name_of=partner)
    elif draws.chance(rate("step_left_again")) and (draft.today - joined).days > 300:
        left_on = draws.day(joined + timedelta(days=150), draft.today - timedelta(days=10))
        tie.end, tie.ended_by, draft.shape = (
            left_on,
            "separated",
            "lone_mother" if main.sex == "female" else "lone_father",
        )
        belonging.end, belonging.reason, draft.livings[-1].end = left_on, "separated", left_on
        for step_tie in draft.ties:
            if step_tie.kin == "step_parent":
                step_tie.end, step_tie.ended_by = left_on, "separated"
        return
    draft.carers.append(partner)


def _separate(draft: FamilyDraft) -> None:
    """A couple that parted while the service knew it."""
    other = draft.carers[1]
    begin = max(draft.first_request, draft.children[-1].born + timedelta(days=30))
    if (draft.today - begin).days < 30:
        return
    left = draft.draws.day(begin, draft.today - timedelta(days=5))
    tie = next(tie for tie in draft.ties if tie.kin in ("married", "partners"))
    tie.end, tie.ended_by = left, "separated"
    belonging = next(item for item in draft.belongings if item.human is other)
    belonging.end, belonging.reason = left, "separated"
    next(living for living in draft.livings if living.human is other).end = left
    draft.belong(other, role="parent_elsewhere", start=left)
    draft.carers.remove(other)
    draft.elsewhere.append(other)
    other.lives_elsewhere = True
    draft.shape = "lone_mother"
    see_each_other(draft, parent=other, children=draft.children)
