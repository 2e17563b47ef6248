"""How the cost is to be shared, as a model's file says it.

funding:
  reserve: 5 %                    # of the cost, put on top and held jointly until outcomes are shown
  cap: 100 %                      # what anybody puts in at most, as a share of what it gets back
  caps: {Police: "£40,000"}       # for one agency: a share, or pounds
  ability: {Council: 310000000}   # what each can carry, like its budget; 0 where it is to put nothing in
"""

from collections.abc import Mapping
from typing import Any

from oneplan.rulebook.value.model import ZERO, Cap, Terms
from oneplan.rulebook.value.reading import Reading
from oneplan.rulebook.value.schema import names
from oneplan.rulebook.value.written import pounds, share

_KEYS = names("funding")


def terms(reading: Reading, said: Mapping[str, Any]) -> Terms:
    """What is wrong with them is kept by the reading; nothing is said where there are none."""
    given = reading.mapping(said.get("funding", {}), "funding")
    reading.known(given, _KEYS, "funding")
    ability = reading.mapping(given.get("ability", {}), "funding.ability")
    caps = reading.mapping(given.get("caps", {}), "funding.caps")
    return Terms(
        {str(each): reading.number(ability, each, pounds, "funding.ability", ZERO) for each in ability},
        _cap(reading, given["cap"], "funding.cap") if "cap" in given else None,
        {str(each): _cap(reading, caps[each], f"funding.caps.{each}") for each in caps},
        reading.number(given, "reserve", share, "funding", ZERO),
    )


def _cap(reading: Reading, said: Any, at: str) -> Cap:
    """A share where it has a percent sign, else pounds."""
    if str(said).strip().endswith("%"):
        return Cap(share=reading.value(said, share, at))
    return Cap(pounds=reading.value(said, pounds, at))
