"""Kinds of information an agreement may cover. The one place where a code is looked up and refused."""

from collections.abc import Iterable

CATEGORIES: dict[str, str] = {
    "basics": "Names, ages, who belongs to the family",
    "plan": "The plan: goals and who does what",
    "meetings": "Meetings and what was said there",
    "story": "What happened, as workers wrote it down",
    "needs": "Needs and how they came to light",
    "health": "Health",
    "school": "School and learning",
    "money": "Money, debt and benefits",
    "housing": "Home and housing",
    "identity": "Language, faith, where somebody comes from",
    "police": "What the police know",
    "social_care": "What children's social care knows",
    "domestic_abuse": "Domestic abuse",
    "address": "Where somebody lives",
}


class UnknownCategory(Exception):
    """The text is written for the worker."""


def known(codes: Iterable[str]) -> list[str]:
    """Return the codes, each once and in the list's order; raise for one that is not in the list."""
    given = list(codes)
    if unknown := [code for code in given if code not in CATEGORIES]:
        raise UnknownCategory(f"There is no kind of information called “{unknown[0]}”. Choose from the list.")
    return [code for code in CATEGORIES if code in given]
