"""What of a service's files a person reads before it is given in somebody's copy."""

import pytest

from oneplan.rulebook.rights.partners_files import ABOUT_THEM_ALONE, why_leave_out
from oneplan.rulebook.sharing.categories import Category

SCHOOL = ["possible", "school"]


@pytest.mark.parametrize(
    ("category", "attributes", "reads_it_alone", "is_kept_safe", "words"),
    [
        ("police", ["incident_kind"], True, False, "who reported"),
        ("domestic_abuse", ["risk"], True, False, "who reported"),
        ("social_care", ["care_kind"], False, False, "in their name"),
        ("health", ["review"], False, False, "in their name"),
        ("school", SCHOOL, True, True, "address is kept safe"),
        ("social_care", ["help_organisation"], True, True, "address is kept safe"),
    ],
)
def test_what_may_harm_is_read_first(
    category: str, attributes: list[str], reads_it_alone: bool, is_kept_safe: bool, words: str
) -> None:
    said = why_leave_out(
        category=category, attributes=attributes, reads_it_alone=reads_it_alone, is_kept_safe=is_kept_safe
    )  # fmt: skip
    assert words in said
    assert len(said) <= 200, "a pack's entry keeps that much"


@pytest.mark.parametrize("category", ["school", "money", "housing", "social_care", "health"])
def test_one_s_own_is_given(category: str) -> None:
    said = why_leave_out(category=category, attributes=["value"], reads_it_alone=True, is_kept_safe=True)
    assert said == ""


def test_a_school_is_given_where_nobody_is_kept_safe() -> None:
    said = why_leave_out(category="school", attributes=SCHOOL, reads_it_alone=False, is_kept_safe=False)
    assert said == ""


def test_every_kind_of_information_it_speaks_of_is_one() -> None:
    assert set(Category) >= ABOUT_THEM_ALONE
