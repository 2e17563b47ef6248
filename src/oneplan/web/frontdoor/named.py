"""Read who is in a family as somebody wrote it, a line for each: “James Bell, 7, son”.

Nothing is refused: what cannot be read as an age, a date or a kinship stays as words.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from oneplan.rulebook.people.ages import born_when_aged, born_when_under, full_years
from oneplan.rulebook.people.dates import DateNotUnderstood, Precision, RoughDate, read

GROWN_UP = 18
_FEMALE = {"mother", "mum", "mam", "mummy", "daughter", "girl", "sister", "grandmother", "gran", "nan", "nana",
           "grandma", "aunt", "auntie", "stepmother", "stepmum", "wife", "niece", "granddaughter"}  # fmt: skip
_MALE = {"father", "dad", "daddy", "son", "boy", "brother", "grandfather", "grandad", "granddad", "grandpa", "uncle",
         "stepfather", "stepdad", "husband", "nephew", "grandson"}  # fmt: skip
_CHILD = {"son", "daughter", "boy", "girl", "child", "baby", "twin", "toddler", "stepson", "stepdaughter", "grandson",
          "granddaughter", "unborn", "niece", "nephew"}  # fmt: skip
_PARENT = {"mother", "mum", "mam", "mummy", "father", "dad", "daddy", "parent", "carer", "stepmother", "stepmum",
           "stepfather", "stepdad", "guardian", "wife", "husband", "partner"}  # fmt: skip
_CO_PARENT = {"grandmother", "gran", "nan", "nana", "grandma", "grandfather", "grandad", "granddad", "grandpa",
              "grandparent", "aunt", "auntie", "uncle"}  # fmt: skip
_NETWORK = {"friend", "neighbour", "godmother", "godfather"}
_MOTHER, _FATHER, _OFFSPRING = {"mother", "mum", "mam", "mummy"}, {"father", "dad", "daddy"}, {"son", "daughter"}
_UNKNOWN = {"?", "age not known", "not known", "unknown", "age unknown"}


@dataclass(frozen=True)
class Named:
    """Somebody as a request named them, read as far as it can be."""

    given_names: str
    family_name: str
    words: str = ""  # who they are, as said
    born: RoughDate | None = None
    due_on: date | None = None
    sex: str = "unknown"
    role: str = "other"

    @property
    def name(self) -> str:
        return f"{self.given_names} {self.family_name}".strip()


def lines_of(text: str) -> list[str]:
    return [line for line in (" ".join(raw.split()).strip(" ,;") for raw in text.splitlines()) if line]


def read_all(lines: Iterable[str], *, on: date) -> list[Named]:
    """Read every line; somebody with no family name takes that of whoever was named before them."""
    found: list[Named] = []
    for line in lines:
        named = read_line(line, on=on)
        if not named.family_name and found and named.role != "network":
            named = replace(named, family_name=found[-1].family_name)
        found.append(named)
    return found


def parents_of(said: Sequence[Named]) -> list[tuple[int, int]]:
    """Which of those named is a parent of which, as places in the list, where it was said in one plain word.

    “mother” above “son” is his mother. With two mothers nobody can tell, and “Leo's dad” or “stepson” say more
    than one word can: those are left to whoever meets the family.
    """
    words = [each.words.lower() for each in said]
    plain = [[place for place, word in enumerate(words) if word in group] for group in (_MOTHER, _FATHER)]
    parents = [found[0] for found in plain if len(found) == 1]
    return [(parent, child) for child, word in enumerate(words) if word in _OFFSPRING for parent in parents]


def read_line(line: str, *, on: date) -> Named:
    """`on` is the day it was said: an age of seven was true that day."""
    parts = [part.strip() for part in re.split(r"[,;]", line) if part.strip()]
    given, family = _names(parts[0]) if parts else ("", "")
    born, due_on, words = None, None, []
    for part in parts[1:]:
        if due := _due(part):
            due_on = due
        elif born is None and (age := _birth(part, on=on)):
            born = age
        elif part.lower() not in _UNKNOWN:
            words.append(part)
    said = ", ".join(words)
    born = None if due_on else born
    role = _role(_word_set(said), born=born, due_on=due_on, on=on)
    return Named(given, family, said, born, due_on, _sex(_word_set(said)), role)


def _names(text: str) -> tuple[str, str]:
    given, _, family = text.rpartition(" ")
    return (given, family) if given else (family, "")


def _birth(part: str, *, on: date) -> RoughDate | None:
    text = part.lower().removeprefix("born ").removeprefix("age ").removeprefix("aged ").strip()
    if found := re.fullmatch(r"(?:about |nearly |almost )?(\d{1,3})(?: ?(?:years?|yrs?|y)(?: old)?)?", text):
        return _about(*born_when_aged(int(found[1]), on=on))
    if found := re.fullmatch(r"(?:about )?(\d{1,2}) ?(?:months?|mths?|weeks?)(?: old)?", text):
        return _about(*born_when_under(2 if "m" in text and int(found[1]) >= 12 else 1, on=on))
    if found := re.fullmatch(r"under (\d{1,2})", text):
        return _about(*born_when_under(int(found[1]), on=on))
    if re.fullmatch(r"newborn", text):
        return _about(*born_when_under(1, on=on))
    try:
        return read(text)
    except DateNotUnderstood:
        return None


def _about(earliest: date, latest: date) -> RoughDate:
    return RoughDate(earliest, latest, Precision.ABOUT)


def _due(part: str) -> date | None:
    if not part.lower().startswith("due "):
        return None
    try:
        return read(part[4:]).earliest
    except DateNotUnderstood:
        return None


def _word_set(said: str) -> set[str]:
    return set(re.findall(r"[a-z]+", said.lower()))


def _sex(words: set[str]) -> str:
    if words & _FEMALE:
        return "female"
    return "male" if words & _MALE else "unknown"


def _role(words: set[str], *, born: RoughDate | None, due_on: date | None, on: date) -> str:
    if words & _NETWORK:
        return "network"
    if due_on or words & _CHILD:
        return "child"
    if words & {"pregnant", "expecting", "expectant"}:
        return "expectant"
    if words & _PARENT:
        return "elsewhere" if words & {"elsewhere", "separately", "ex", "absent"} else "parent"
    if words & _CO_PARENT:
        return "co_parent"
    if born is None:
        return "other"
    return "child" if full_years(born.latest, on) < GROWN_UP else "parent"
