"""Which homes are one place with another, however their addresses were written."""

import re
from collections.abc import Iterable

from oneplan.rulebook.rights.others import bare
from oneplan.web.people.models import Home

_WITHIN = re.compile(r"(flat|apartment|unit|room) \w+")  # says where in a house, never which house
_WORD = re.compile(r"[^\W_]+")


def with_the_same(homes: Iterable[Home], *, among: Iterable[Home]) -> set[int]:
    """The numbers of these homes, and of whatever other record is of a place of theirs.

    One that says less of an address, or more, is of the same place where no other postcode stands with it.
    """
    mine = list(homes)
    whole = {_whole(each) for each in mine} - {""}
    parts = [(_words(each), _postcode(each)) for each in mine]
    return {each.pk for each in mine} | {
        each.pk for each in among if _whole(each) in whole or _is_at_one_of(parts, _words(each), _postcode(each))
    }


def without_a_plain_label(home: Home) -> Home:
    """For looking into texts: “Home” or “Refuge” as a label tells of no place, and stands in every other text."""
    if len(_WORD.findall(home.label)) < 2 and not any(letter.isdigit() for letter in home.label):
        home.label = ""
    return home


def _is_at_one_of(parts: list[tuple[str, str]], words: str, postcode: str) -> bool:
    for address, other in parts:
        shorter, longer = sorted((address, words), key=len)
        says_which = shorter.count(" ") > 2 and not _WITHIN.fullmatch(shorter.strip())
        if says_which and shorter in longer and len({postcode, other} - {""}) < 2:
            return True
    return False


def _whole(home: Home) -> str:
    return bare("".join(home.parts_of_address))


def _words(home: Home) -> str:
    """Its address word by word, a space at both ends."""
    return f" {' '.join(_WORD.findall(home.parts_of_address[0].lower()))} "


def _postcode(home: Home) -> str:
    return bare(home.parts_of_address[1])
