"""Asking a partner about named people: of which ages what is asked, and why somebody stands on no list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml

from oneplan.rulebook.people.ages import Age

FILE = Path(__file__).parent / "asking.yaml"


class Out(StrEnum):
    """Why somebody of the right age is not asked about.

    Whose record is kept from whoever asks is not among them: a count would tell them that a family of theirs is helped.
    """

    NOT_AGREED = "not_agreed"
    NOT_TOLD = "not_told"
    BIRTH = "birth"
    KNOWN = "known"
    ASKED = "asked"


OUT_WORDS = {
    Out.NOT_AGREED: "their family has not agreed that this partner is asked, and no ground without consent covers it",
    Out.NOT_TOLD: "this partner may not know who they are",
    Out.BIRTH: "their exact day of birth is not known, so no answer could be told apart",
    Out.KNOWN: "it is known already",
    Out.ASKED: "they stand on a list that is open",
}


@dataclass(frozen=True)
class Ages:
    """In whole years, both included. `same` are columns that may be filled in alike for everybody on a list."""

    least: int
    most: int | None = None
    same: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """“from 16 years on”, “from 4 to 18 years”."""
        return f"from {self.least} years on" if self.most is None else f"from {self.least} to {self.most} years"

    def may_be(self, age: Age) -> bool:
        """Whether somebody can be of these ages; of an age that is not known, nobody is taken to be."""
        if age.low is None or age.high is None:
            return False
        return age.high >= self.least and (self.most is None or age.low <= self.most)


@cache
def ages() -> Mapping[str, Ages]:
    """By kind of feed; a kind that is not there cannot be asked for."""
    said = yaml.safe_load(FILE.read_text(encoding="utf-8"))["kinds"]
    return {kind: Ages(each["least"], each.get("most"), tuple(each.get("same", ()))) for kind, each in said.items()}


def is_overdue(wanted_by: date, *, today: date) -> bool:
    return today > wanted_by
