"""Naming a service can tell what somebody needs: each sort of service, and what its name gives away."""

import pytest

from oneplan.rulebook.sharing.categories import NAME_TELLS, Category

TELL = {
    Category.HEALTH: {"health", "mental_health", "substance"},
    Category.SCHOOL: {"school", "education"},
    Category.HOUSING: {"housing"},
    Category.MONEY: {"employment"},
    Category.POLICE: {"police", "youth_justice"},
    Category.SOCIAL_CARE: {"social_care", "adult_care", "court"},
    Category.DOMESTIC_ABUSE: {"domestic_abuse"},
}


@pytest.mark.parametrize("category", Category)
def test_these_names_give_it_away_and_no_others(category: Category) -> None:
    assert {sector for sector, told in NAME_TELLS.items() if told is category} == TELL.get(category, set())
