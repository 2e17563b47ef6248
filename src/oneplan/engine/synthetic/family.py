"""One invented family with everything that is on record about it, and the truth beside it."""

from dataclasses import dataclass
from typing import Literal

from oneplan.engine.synthetic.histories import Contact, Episode, Request
from oneplan.engine.synthetic.people import (
    Caring,
    Circumstance,
    ContactPattern,
    ContactRestriction,
    Home,
    Membership,
    Person,
    Relationship,
    Residence,
    SafeContactRule,
    SchoolSpell,
    VisitWarning,
)
from oneplan.engine.synthetic.truth import Truth

LinkKind = Literal["shared_father", "new_family", "two_homes", "shared_grandmother"]


@dataclass(frozen=True, slots=True)
class Link:
    """Why this family hangs together with an earlier one; the other may lie outside the slice asked for."""

    kind: LinkKind
    family: int


@dataclass(frozen=True, slots=True)
class SyntheticFamily:
    index: int
    name: str
    link: Link | None
    people: tuple[Person, ...]
    homes: tuple[Home, ...]
    memberships: tuple[Membership, ...]
    residences: tuple[Residence, ...]
    relationships: tuple[Relationship, ...]
    contact_patterns: tuple[ContactPattern, ...]
    restrictions: tuple[ContactRestriction, ...]
    safe_contact: tuple[SafeContactRule, ...]
    visit_warnings: tuple[VisitWarning, ...]
    caring: tuple[Caring, ...]
    school_spells: tuple[SchoolSpell, ...]
    circumstances: tuple[Circumstance, ...]
    requests: tuple[Request, ...]
    episodes: tuple[Episode, ...]
    contacts: tuple[Contact, ...]
    truth: Truth
