"""People, homes and families of the invented area, as the area's record holds them.

Keys are whole numbers, unique over the whole area; the same key in two families is the same record.
Spells are half-open: `end` is the first day on which the thing is no longer so, None while it lasts.
"""

from dataclasses import dataclass
from datetime import date, time
from typing import Literal

from oneplan.engine.synthetic.quick_init import quick_init
from oneplan.engine.synthetic.rough_dates import Precision, RoughDate

Sex = Literal["female", "male", "unknown"]
Role = Literal["child", "parent_or_carer", "expectant_parent", "parent_elsewhere", "other"]
Share = Literal["main", "part_week", "term_time", "holidays"]
Kin = Literal[
    "parent",
    "step_parent",
    "guardian",
    "grandparent",
    "co_parent",
    "aunt_or_uncle",
    "sibling",
    "twin",
    "married",
    "partners",
    "friend",
]
Ending = Literal["separated", "divorced", "death", "order_granted"]
Pattern = Literal["none", "supervised", "now_and_then", "every_week", "shared_care", "not_known"]


@quick_init
@dataclass(frozen=True, slots=True)
class Reference:
    """What another system calls the person."""

    system: str
    value: str


@quick_init
@dataclass(frozen=True, slots=True)
class Person:
    key: int
    given: str | None  # None before birth: shown as "unborn baby of ..."
    family_name: str
    known_as: str | None
    former_family_name: str | None
    sex: Sex
    birth: RoughDate
    due_on: date | None
    death: RoughDate | None
    ethnicity: str  # DfE code
    language: str
    interpreter: str | None  # language an interpreter is needed for
    faith: str | None
    nhs_number: str | None
    upn: str | None
    references: tuple[Reference, ...]
    mobile: str | None
    landline: str | None
    email: str | None


@quick_init
@dataclass(frozen=True, slots=True)
class Home:
    key: int
    line: str
    area: str
    town: str
    postcode: str
    tenure: str
    landlord: str | None
    team: int | None  # index of the team that covers the area; None outside it


@quick_init
@dataclass(frozen=True, slots=True)
class Membership:
    person: int
    role: Role
    start: date
    end: date | None
    precision: Precision
    reason: str | None  # why it ended


@quick_init
@dataclass(frozen=True, slots=True)
class Residence:
    person: int
    home: int
    start: date
    end: date | None
    precision: Precision
    share: Share


@quick_init
@dataclass(frozen=True, slots=True)
class Relationship:
    """`person` is the parent, guardian, grandparent ... of `other`; the rest go both ways."""

    kin: Kin
    person: int
    other: int
    start: date
    end: date | None
    precision: Precision
    ended_by: Ending | None
    detail: str


@quick_init
@dataclass(frozen=True, slots=True)
class ContactPattern:
    """How often a parent who lives elsewhere sees a child."""

    parent: int
    child: int
    pattern: Pattern
    since: date
    has_met_worker: bool


@quick_init
@dataclass(frozen=True, slots=True)
class ContactRestriction:
    barred: int
    child: int
    kind: str
    words: str
    start: date
    end: date | None
    is_breach_feared: bool


@quick_init
@dataclass(frozen=True, slots=True)
class SafeContactRule:
    person: int
    channel: Literal["phone", "text", "post", "email"]
    is_allowed: bool
    not_before: time | None
    not_after: time | None
    words: str


@quick_init
@dataclass(frozen=True, slots=True)
class VisitWarning:
    home: int
    kind: str
    words: str
    start: date
    end: date | None


@quick_init
@dataclass(frozen=True, slots=True)
class Caring:
    carer: int
    cared_for: int
    words: str
    start: date
    end: date | None


@quick_init
@dataclass(frozen=True, slots=True)
class SchoolSpell:
    child: int
    school: str
    establishment: str
    kind: Literal["nursery", "primary", "secondary", "special", "college"]
    start: date
    end: date | None


@quick_init
@dataclass(frozen=True, slots=True)
class Circumstance:
    """Something dated about one person: a diagnosis, being away, a status."""

    person: int
    kind: str
    words: str
    start: date
    end: date | None
    precision: Precision
