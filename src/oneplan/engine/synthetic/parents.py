"""Two parents and their children: coming together, living apart, and where the other parent is now."""

from dataclasses import dataclass
from datetime import date, timedelta

from oneplan.engine.synthetic.births import Birth, first_birth_age, years
from oneplan.engine.synthetic.communities import as_borne
from oneplan.engine.synthetic.drafts import FamilyDraft, Human, Stay, Tie
from oneplan.engine.synthetic.homes import new_home
from oneplan.engine.synthetic.humans import (
    YOUNGEST_PARENT,
    adult,
    child,
    opposite,
    other_parent_born,
    partners_community,
)
from oneplan.engine.synthetic.people import ContactPattern, Pattern, Sex
from oneplan.engine.synthetic.rates import rate

CONCEIVED_BEFORE = timedelta(days=285)
OLD_ENOUGH = years(YOUNGEST_PARENT)
PATTERNS: tuple[Pattern, ...] = ("none", "none", "now_and_then", "now_and_then", "every_week", "not_known")


@dataclass(slots=True)
class Couple:
    """What is settled about two people before their children are added."""

    main: Human
    other: Human | None  # None: the other parent was never named
    births: list[Birth]


def main_carer(
    draft: FamilyDraft, *, sex: Sex, births: list[Birth], youngest: float = 0.0, oldest: float = 99.0
) -> Human:
    span = (births[-1].day - births[0].day).days
    age = first_birth_age(draft.draws, span_days=span, number=len(births))
    age = min(max(age + (2.5 if sex == "male" else 0.0), youngest), oldest)
    return adult(draft, sex=sex, born=births[0].day - years(age))


def other_parent(draft: FamilyDraft, *, main: Human, first: date, last: date) -> Human:
    """The other parent of children born from `first` to `last`."""
    sex = opposite(main.sex)
    born = other_parent_born(draft.draws, parent=main, sex=sex, first=first, last=last)
    return adult(draft, sex=sex, born=born, community=partners_community(draft.draws, of=main.community))


def bring_up(draft: FamilyDraft, couple: Couple, *, with_name_of: Human, since: date | None = None) -> list[Human]:
    """Add the children of a couple, who live with the family from birth or from `since`."""
    mother, father = couple.main, couple.other
    if mother.sex == "male":
        mother, father = father, mother  # type: ignore[assignment]
    found: list[Human] = []
    for birth in couple.births:
        born_together: list[Human] = []
        must_be_girl = "young_parent_child" in draft.must_have and not draft.children and not found
        sex: Sex = "male" if not must_be_girl and draft.draws.chance(rate("boys")) else "female"
        for _ in range(birth.babies):
            human = child(draft, mother=mother, father=father, named_after=with_name_of, birth=birth, sex=sex)
            if not birth.is_identical:
                sex = "male" if draft.draws.chance(rate("boys")) else "female"
            known = min(birth.known, draft.today)
            begin = known if since is None else max(known, since)
            draft.belong(human, role="child", start=begin)
            draft.live(human, start=begin)
            for parent in (couple.main, couple.other):
                if parent is not None:
                    draft.tie(parent, kin="parent", to=human, start=known)
            for twin in born_together:
                detail = "identical" if birth.is_identical else "not identical" if sex != human.sex else "not known"
                draft.tie(twin, kin="twin", to=human, start=known, detail=detail)
            born_together.append(human)
        found += born_together
    draft.children += found
    return found


def come_together(
    draft: FamilyDraft, *, main: Human, other: Human, births: list[Birth], after: date | None = None
) -> date:
    """The day the two became a couple: before the first child, and with both old enough."""
    before = births[0].day - CONCEIVED_BEFORE
    start = before - timedelta(days=int(draft.draws.random() ** 2 * 2400) + 30)
    floor = max(main.born, other.born) + OLD_ENOUGH
    start = max(start, floor, after or floor)
    return min(start, births[0].known, draft.today - timedelta(days=2))


def couple_up(
    draft: FamilyDraft, *, main: Human, other: Human, start: date, end: date | None = None, is_together: bool = True
) -> Tie:
    draws = draft.draws
    is_married = is_together and draws.chance(rate("married"))
    tie = draft.tie(main, kin="married" if is_married else "partners", to=other, start=start, end=end)
    tie.detail = "" if is_married else "living together" if is_together else "living apart"
    if end is not None:
        tie.ended_by = "divorced" if is_married and draws.chance(0.6) else "separated"
    if (draft.today - start).days > 1500 and start.day != 1:
        tie.precision, tie.start = "month", start.replace(day=1)
    woman, man = (main, other) if main.sex == "female" else (other, main)
    if is_married and man.community.name == "white_british" and woman.families < 2 and draws.chance(0.7):
        woman.former_family_name = woman.family_name
        woman.family_name = as_borne(man.family_name, community=man.community, sex="female")
    return tie


@dataclass(slots=True)
class Parting:
    """The latest day by which two people had parted, and what is known of it."""

    until: date
    after: date | None = None  # the day an earlier couple had ended
    home_known: bool | None = None  # None: left to chance


def live_apart(draft: FamilyDraft, other: Human, *, main: Human, births: list[Birth], parting: Parting) -> None:
    """The other parent lives elsewhere today: either has left, or never lived here."""
    draws, first, last = draft.draws, births[0], births[-1]
    is_certain = parting.home_known is not None
    known = parting.home_known if parting.home_known is not None else draws.chance(rate("father_home_known"))
    until = min(max(parting.until, last.day - timedelta(days=200)), draft.today - timedelta(days=1))
    leaves_from = min(last.day + timedelta(days=-200 if draws.chance(0.2) else 30), until)
    start = come_together(draft, main=main, other=other, births=births, after=parting.after)
    left = draws.day(max(leaves_from, start + timedelta(days=21)), until)
    never = not is_certain and draws.chance(rate("never_together"))
    if never or first.is_unborn or left <= start or left > draft.today or left <= first.known:
        begin = min(first.known, draft.today - timedelta(days=1))
        if start < begin:
            end = min(max(begin, start + timedelta(days=40)), draft.today)
            couple_up(draft, main=main, other=other, start=start, end=end, is_together=False)
        _away(draft, other, since=begin, home_known=known)
        return
    couple_up(draft, main=main, other=other, start=start, end=left)
    draft.belong(other, role="parent_or_carer", start=start, end=left, reason="separated")
    draft.live(other, start=start, end=left)
    _away(draft, other, since=left, home_known=known)


def _away(draft: FamilyDraft, other: Human, *, since: date, home_known: bool) -> None:
    draft.belong(other, role="parent_elsewhere", start=since)
    other.lives_elsewhere = True
    draft.elsewhere.append(other)
    if home_known:
        other.stays.append(Stay(new_home(draft), since, None))


def see_each_other(draft: FamilyDraft, *, parent: Human, children: list[Human], pattern: Pattern | None = None) -> None:
    """How often the parent who lives elsewhere sees each child."""
    met = draft.draws.chance(0.35)
    for human in children:
        if not human.is_unborn:
            kind: Pattern = draft.draws.pick(PATTERNS) if pattern is None else pattern
            since = max(human.born, draft.first_request)
            draft.patterns.append(ContactPattern(parent.key, human.key, kind, since, met))
