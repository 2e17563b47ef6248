"""Makes up one human being at a time: name, community, sex, age."""

from datetime import date, timedelta

from oneplan.engine.synthetic.births import Birth, years
from oneplan.engine.synthetic.communities import (
    Community,
    childs_ethnicity,
    childs_surname,
    communities,
    given_name,
    surname,
)
from oneplan.engine.synthetic.drafts import FamilyDraft, Human
from oneplan.engine.synthetic.draws import Draws
from oneplan.engine.synthetic.people import Sex
from oneplan.engine.synthetic.rates import rate

YOUNGEST_PARENT = 16.0
OLDEST_MOTHER = 46.0
OLDEST_FATHER = 62.0


def opposite(sex: Sex) -> Sex:
    return "male" if sex == "female" else "female"


def adult(
    draft: FamilyDraft, *, sex: Sex, born: date, community: Community | None = None, family_name: str | None = None
) -> Human:
    draws, community = draft.draws, community or draft.community
    own_name = surname(draws, community=community, sex=sex)
    given = given_name(draws, community=community, sex=sex, year=born.year)
    return _human(draft, sex=sex, born=born, community=community, given=given, family_name=family_name or own_name)


def partners_community(draws: Draws, *, of: Community) -> Community:
    return draws.weighted(communities()) if draws.chance(rate("mixed_couple")) else of


def other_parent_born(draws: Draws, *, parent: Human, sex: Sex, first: date, last: date) -> date:
    """A birth date that makes a plausible other parent of children born from `first` to `last`."""
    older_by = draws.gauss(2.3, 4.2) if sex == "male" else -draws.gauss(2.3, 4.2)
    oldest = OLDEST_MOTHER if sex == "female" else OLDEST_FATHER
    latest, earliest = first - years(YOUNGEST_PARENT + 0.1), last - years(oldest)
    return min(max(parent.born - timedelta(days=int(older_by * 365)), earliest), latest)


def child(
    draft: FamilyDraft, *, mother: Human | None, father: Human | None, named_after: Human, birth: Birth, sex: Sex
) -> Human:
    draws, community = draft.draws, named_after.community
    other = father if named_after is mother else mother
    given = None if birth.is_unborn else given_name(draws, community=community, sex=sex, year=birth.day.year)
    father_given = father.given if father is not None else None
    human = _human(
        draft,
        sex="unknown" if birth.is_unborn else sex,
        born=birth.day,
        community=community,
        given=given,
        family_name=childs_surname(named_after.family_name, parent_given=father_given, community=community, sex=sex),
    )
    human.ethnicity = childs_ethnicity(community, other=other.community if other is not None else None)
    human.is_child, human.is_unborn = True, birth.is_unborn
    is_baby = (draft.today - birth.day).days < 500
    human.due = birth.due if birth.is_unborn or birth.is_early or is_baby else None
    return human


def written_again(draft: FamilyDraft, human: Human) -> Human:
    """The same human being, put on record a second time by somebody who did not search first."""
    twice = _human(
        draft,
        sex=human.sex,
        born=human.born,
        community=human.community,
        given=human.given,
        family_name=human.family_name,
    )
    twice.truly, twice.ethnicity, twice.lives_elsewhere = human.truly, human.ethnicity, True
    if human.given in human.community.nicknames and draft.draws.chance(0.5):
        twice.given = human.community.nicknames[human.given]
    else:
        twice.family_name = _slip(draft.draws, human.family_name)
    return twice


def _slip(draws: Draws, name: str) -> str:
    """A name as it is misheard or mistyped: two letters swapped, one doubled or one lost."""
    at = draws.whole(1, max(1, len(name) - 2))
    ways = (
        name[:at] + name[at + 1 : at + 2] + name[at] + name[at + 2 :],
        name[: at + 1] + name[at] + name[at + 1 :],
        name[:at] + name[at + 1 :],
    )
    return draws.pick(ways)


def _human(
    draft: FamilyDraft, *, sex: Sex, born: date, community: Community, given: str | None, family_name: str
) -> Human:
    key = draft.next_key()
    return Human(
        key=key,
        truly=key,
        sex=sex,
        born=born,
        community=community,
        given=given,
        family_name=family_name,
        ethnicity=community.ethnicity,
        is_child=False,
    )
