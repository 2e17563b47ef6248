"""Kinds of information an agreement may cover. The one place where a code is looked up and refused."""

from collections.abc import Iterable

from oneplan.rulebook.sharing.categories import Category, about

CATEGORIES: dict[str, str] = {each.value: about(each).words[:1].upper() + about(each).words[1:] for each in Category}


class UnknownCategory(Exception):
    """The text is written for the worker."""


def known(codes: Iterable[str]) -> list[str]:
    """Return the codes, each once and in the list's order; raise for one that is not in the list."""
    given = list(codes)
    if unknown := [code for code in given if code not in CATEGORIES]:
        raise UnknownCategory(f"There is no kind of information called “{unknown[0]}”. Choose from the list.")
    return [code for code in CATEGORIES if code in given]
