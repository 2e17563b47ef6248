"""Names, languages and faiths by rough community: `communities.yaml`, ready for drawing."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from oneplan.engine.synthetic.draws import Draws, Weighted
from oneplan.engine.synthetic.people import Sex
from oneplan.engine.synthetic.reading import table

BORN_WITH_YOUNG_NAMES = 2001
WHITE_AND = {"caribbean": "MWBC", "african": "MWBA", "asian": "MWAS"}
WOMENS_ENDINGS = {"ski": "ska", "cki": "cka"}


@dataclass(frozen=True, slots=True, eq=False)
class Community:
    name: str
    ethnicity: str
    origin: str
    family_size: str
    surname: str
    interpreter: float
    composed: float
    languages: Weighted[str]
    faiths: Weighted[str]
    women: tuple[str, ...]
    men: tuple[str, ...]
    girls: tuple[str, ...]
    boys: tuple[str, ...]
    families: tuple[str, ...]
    second_names: tuple[str, ...]
    nicknames: dict[str, str]


@cache
def communities() -> Weighted[Community]:
    return Weighted({_community(name, row): float(row["weight"]) for name, row in table("communities").items()})


@cache
def composed_surnames() -> tuple[str, ...]:
    parts = table("surnames")
    return tuple(stem + end for stem in parts["stems"] for end in parts["endings"] if stem[-1] != end[0])


def given_name(draws: Draws, *, community: Community, sex: Sex, year: int) -> str:
    """Common names are drawn more often: the square pulls towards the head of the list."""
    young = year >= BORN_WITH_YOUNG_NAMES
    if sex == "female":
        names = community.girls if young else community.women
    else:
        names = community.boys if young else community.men
    return names[int(draws.random() ** 1.6 * len(names))]


def surname(draws: Draws, *, community: Community, sex: Sex) -> str:
    if community.composed and draws.chance(community.composed):
        return draws.pick(composed_surnames())
    if community.surname == "women_own" and sex == "female" and draws.chance(0.6):
        return draws.pick(community.second_names)
    name = community.families[int(draws.random() ** 1.6 * len(community.families))]
    return as_borne(name, community=community, sex=sex)


def as_borne(name: str, *, community: Community, sex: Sex) -> str:
    """The form of a surname that a woman or a man of the community bears."""
    if sex != "female":
        return _mans_form(name, community.surname)
    if community.surname == "ova" and not name.endswith("ova"):
        return name + "ova"
    if community.surname == "ska" and name[-3:] in WOMENS_ENDINGS:
        return name[:-3] + WOMENS_ENDINGS[name[-3:]]
    return name


def childs_surname(parent_surname: str, *, parent_given: str | None, community: Community, sex: Sex) -> str:
    """What a child takes from the parent whose name it bears; the father's given name among Somali families."""
    if community.surname == "patronymic" and parent_given:
        return parent_given
    return as_borne(parent_surname, community=community, sex=sex)


def childs_ethnicity(mother: Community, *, other: Community | None) -> str:
    if other is None or mother.origin == other.origin:
        return mother.ethnicity
    if mother.origin != "white" and other.origin != "white":
        return "MOTH"
    return WHITE_AND.get(other.origin if mother.origin == "white" else mother.origin, "MOTH")


def _mans_form(name: str, rule: str) -> str:
    if rule == "ova" and name.endswith("ova"):
        return name[:-3]
    if rule == "ska" and name.endswith(("ska", "cka")):
        return name[:-1] + "i"
    return name


def _community(name: str, row: dict[str, Any]) -> Community:
    return Community(
        name=name,
        ethnicity=row["ethnicity"],
        origin=row["origin"],
        family_size=row["family_size"],
        surname=row["surname"],
        interpreter=row["interpreter"],
        composed=row["composed"],
        languages=Weighted(row["languages"]),
        faiths=Weighted(row["faiths"]),
        women=tuple(row["women"]),
        men=tuple(row["men"]),
        girls=tuple(row["girls"]),
        boys=tuple(row["boys"]),
        families=tuple(row["families"]),
        second_names=tuple(row.get("second_names", ())),
        nicknames=row.get("nicknames", {}),
    )
