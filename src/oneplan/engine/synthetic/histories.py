"""What happened with a family: requests, decisions, episodes, contacts, plans, reviews, closures.

Positions point into the tuple of the same owner: `Episode.request` into the family's requests,
`Action.goal` into the episode's goals. Worker and team numbers are positions the loader maps to real ones.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from oneplan.engine.synthetic.quick_init import quick_init

Outcome = Literal["support_offered", "advice_given", "passed_to_social_care", "family_declined"]
ContactKind = Literal[
    "triage_call", "home_visit", "phone", "text", "meeting", "outing", "no_answer", "call_after_closing"
]
GoalStatus = Literal["open", "met", "partly_met", "not_met", "set_aside"]
ActionStatus = Literal["open", "done", "not_done"]
OwnerKind = Literal["parent", "child", "relative", "parent_elsewhere", "key_worker", "partner"]
ReviewResult = Literal["better", "same", "worse"]


@quick_init
@dataclass(frozen=True, slots=True)
class Need:
    """`person` is None when the need is the whole family's."""

    code: str
    person: int | None


@quick_init
@dataclass(frozen=True, slots=True)
class FoundNeed:
    code: str
    person: int | None
    found_on: date
    came_to_light: str


@quick_init
@dataclass(frozen=True, slots=True)
class Decision:
    decided_on: date
    level: str
    outcome: Outcome
    reason: str


@quick_init
@dataclass(frozen=True, slots=True)
class Request:
    log_number: str
    received_on: date
    referrer_sector: str
    referrer_name: str
    referrer_part: str | None
    reason_code: str
    reason: str
    wanted: str
    needs: tuple[Need, ...]
    decision: Decision | None  # None: still to be decided


@quick_init
@dataclass(frozen=True, slots=True)
class Contact:
    """`episode` is None for calls before an episode opens and after it closes."""

    on: date
    kind: ContactKind
    minutes: int
    seen: tuple[int, ...]
    note: str
    episode: int | None
    worker: int


@quick_init
@dataclass(frozen=True, slots=True)
class KeyWorkerSpell:
    key_worker: int
    start: date
    end: date | None


@quick_init
@dataclass(frozen=True, slots=True)
class LeadProfessionalSpell:
    """`sector` is "key_worker" when the key worker leads; else `name` is somebody of that sector."""

    sector: str
    name: str | None
    start: date
    end: date | None


@quick_init
@dataclass(frozen=True, slots=True)
class LevelSpell:
    level: str
    start: date
    end: date | None
    reason: str


@quick_init
@dataclass(frozen=True, slots=True)
class Goal:
    need: str
    person: int | None
    text: str
    unit: str
    baseline: int
    current: int
    target: int
    status: GoalStatus
    agreed_on: date
    settled_on: date | None
    is_in_focus: bool


@quick_init
@dataclass(frozen=True, slots=True)
class Action:
    goal: int
    owner: OwnerKind
    person: int | None  # when the owner is one of the family
    sector: str | None  # when the owner is a partner
    text: str
    agreed_on: date
    due_on: date
    settled_on: date | None
    status: ActionStatus


@quick_init
@dataclass(frozen=True, slots=True)
class Review:
    held_on: date
    is_meeting: bool
    present: tuple[int, ...]
    sectors: tuple[str, ...]
    result: ReviewResult
    words: str
    next_due_on: date | None


@quick_init
@dataclass(frozen=True, slots=True)
class TeamMember:
    """One of the team around the family: a person of the family, or somebody from a sector."""

    person: int | None
    sector: str | None
    name: str | None
    part: str
    start: date
    end: date | None


@quick_init
@dataclass(frozen=True, slots=True)
class ExitSupport:
    sector: str
    text: str


@quick_init
@dataclass(frozen=True, slots=True)
class Closure:
    closed_on: date
    reason: str
    words: str
    family_words: str | None
    exit_plan: tuple[ExitSupport, ...]


@quick_init
@dataclass(frozen=True, slots=True)
class Episode:
    request: int
    team: int
    opened_on: date
    closed_on: date | None
    key_workers: tuple[KeyWorkerSpell, ...]
    lead_professionals: tuple[LeadProfessionalSpell, ...]
    levels: tuple[LevelSpell, ...]
    needs_found: tuple[FoundNeed, ...]
    goals: tuple[Goal, ...]
    actions: tuple[Action, ...]
    reviews: tuple[Review, ...]
    team_around: tuple[TeamMember, ...]
    closure: Closure | None
