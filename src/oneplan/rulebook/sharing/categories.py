"""Kinds of information about a family, each of which somebody may share or keep back."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml


class Category(StrEnum):
    BASICS = "basics"
    PLAN = "plan"
    MEETINGS = "meetings"
    NEEDS = "needs"
    STORY = "story"
    SCHOOL = "school"
    HEALTH = "health"
    HOUSING = "housing"
    MONEY = "money"
    IDENTITY = "identity"
    SOCIAL_CARE = "social_care"
    POLICE = "police"
    DOMESTIC_ABUSE = "domestic_abuse"
    ADDRESS = "address"


# Naming a service can tell more than its work: what sort of information the name of one gives away, by its sector.
NAME_TELLS = {
    "health": Category.HEALTH,
    "mental_health": Category.HEALTH,
    "substance": Category.HEALTH,
    "school": Category.SCHOOL,
    "education": Category.SCHOOL,
    "housing": Category.HOUSING,
    "employment": Category.MONEY,
    "police": Category.POLICE,
    "youth_justice": Category.POLICE,
    "social_care": Category.SOCIAL_CARE,
    "adult_care": Category.SOCIAL_CARE,
    "court": Category.SOCIAL_CARE,
    "domestic_abuse": Category.DOMESTIC_ABUSE,
}


@dataclass(frozen=True, slots=True)
class About:
    """`words` for workers, `plain` for the family.

    `special`: shared only where it was named, never by a yes to everything. `under_agreement`: the agencies need a
    written sharing agreement that covers it as well. `named_only`: within an agency, just for people named.
    """

    words: str
    plain: str
    special: bool = False
    under_agreement: bool = False
    named_only: bool = False


@cache
def about(category: Category) -> About:
    return _all()[category]


@cache
def _all() -> dict[Category, About]:
    kept = yaml.safe_load((Path(__file__).parent / "categories.yaml").read_text())
    newest = max(kept["values"], key=lambda row: row["from"])
    return {Category(code): About(**row) for code, row in newest["categories"].items()}
