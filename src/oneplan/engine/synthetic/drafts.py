"""People and families while they are being made up: what may still change before it is written down."""

from dataclasses import dataclass, field
from datetime import date

from oneplan.engine.synthetic.communities import Community
from oneplan.engine.synthetic.draws import Draws
from oneplan.engine.synthetic.family import Link
from oneplan.engine.synthetic.people import Circumstance, ContactPattern, Ending, Home, Kin, Person, Role, Sex, Share
from oneplan.engine.synthetic.rough_dates import Precision
from oneplan.engine.synthetic.timetable import Stage

KEYS_A_FAMILY = 100


@dataclass(slots=True, eq=False)
class Stay:
    home: Home
    start: date
    end: date | None
    precision: Precision = "day"
    share: Share = "main"


@dataclass(slots=True, eq=False)
class Human:
    key: int
    truly: int  # key of the first record of the same human being
    sex: Sex
    born: date  # the due date while unborn
    community: Community
    given: str | None
    family_name: str
    ethnicity: str
    is_child: bool
    is_unborn: bool = False
    lives_elsewhere: bool = False
    former_family_name: str | None = None
    due: date | None = None
    died: date | None = None
    stays: list[Stay] = field(default_factory=list)
    circumstances: list[Circumstance] = field(default_factory=list)
    families: int = 0  # how many drafts the human belongs to
    record: Person | None = None


@dataclass(slots=True, eq=False)
class Belonging:
    human: Human
    role: Role
    start: date
    end: date | None = None
    precision: Precision = "day"
    reason: str | None = None


@dataclass(slots=True, eq=False)
class Tie:
    kin: Kin
    human: Human
    other: Human
    start: date
    end: date | None = None
    precision: Precision = "day"
    ended_by: Ending | None = None
    detail: str = ""


@dataclass(slots=True, eq=False)
class Living:
    """Somebody lives in the family's own home, wherever that is at the time."""

    human: Human
    start: date
    end: date | None = None


@dataclass(slots=True, eq=False)
class FamilyDraft:
    index: int
    draws: Draws
    today: date
    community: Community
    stages: list[Stage]
    shape: str = ""
    link: Link | None = None
    must_have: frozenset[str] = frozenset()
    humans: list[Human] = field(default_factory=list)
    belongings: list[Belonging] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    livings: list[Living] = field(default_factory=list)
    patterns: list[ContactPattern] = field(default_factory=list)
    children: list[Human] = field(default_factory=list)
    carers: list[Human] = field(default_factory=list)  # who brings the children up, main carer first
    elsewhere: list[Human] = field(default_factory=list)
    grandmother: Human | None = None
    bereaved_on: date | None = None
    home: Home | None = None  # a home the family moved into, not its own first one
    barred: frozenset[int] = frozenset()  # keys of people barred from contact with a child
    homes_made: int = 0
    records_made: int = 0

    @property
    def first_request(self) -> date:
        return self.stages[0].received

    def next_key(self) -> int:
        key = self.index * KEYS_A_FAMILY + self.records_made
        self.records_made += 1
        return key

    def admit(self, human: Human) -> Human:
        """Put a human on this family's list, once."""
        if human not in self.humans:
            self.humans.append(human)
            human.families += 1
        return human

    def belong(
        self, human: Human, *, role: Role, start: date, end: date | None = None, reason: str | None = None
    ) -> Belonging:
        belonging = Belonging(self.admit(human), role, start, end, reason=reason)
        self.belongings.append(belonging)
        return belonging

    def tie(self, human: Human, *, kin: Kin, to: Human, start: date, end: date | None = None, detail: str = "") -> Tie:
        tie = Tie(kin, human, to, start, end, detail=detail)
        self.ties.append(tie)
        return tie

    def live(self, human: Human, *, start: date, end: date | None = None) -> None:
        self.livings.append(Living(human, start, end))
