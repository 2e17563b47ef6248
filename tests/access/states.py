"""The ways one asker can stand to the family: each sets the scene, and says which relations the policy then sees."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from oneplan.rulebook.sharing.consent import Answer
from oneplan.rulebook.sharing.policy import Relation, Role
from oneplan.web.access.models import Account
from oneplan.web.agencies.models import Agency, Cover, Worker
from oneplan.web.casework.models import TeamMember
from oneplan.web.people.models import ContactRestriction, Membership, Person
from oneplan.web.sharing.models import ConsentAnswer, EmergencyOpening, GuardedRecord, StaffTie
from tests.cast import LONG_AGO

Set = Callable[[Any, Worker, datetime], None]


@dataclass(frozen=True)
class State:
    """`set` puts one worker into it; `also` changes the family for everybody; `family` is how a member stands."""

    name: str
    relations: frozenset[Relation] = frozenset()
    is_shut: bool = False
    is_own: bool = False  # their own family, or too close to them
    set: Set = lambda _rich, _worker, _now: None
    also: Callable[[Any, datetime], None] = lambda _rich, _now: None
    agreed: bool = True  # a partner's agency has everybody's yes
    member: str = "member"  # how the asking member of a family stands: member, left, barred, other


def _cover(rich: Any, worker: Worker, now: datetime) -> None:
    Cover.objects.create(worker=rich.cast.priya, covered_by=worker, valid_from=now.date(), known_from=now)


def _team(rich: Any, worker: Worker, _now: datetime) -> None:
    worker.team = rich.cast.episode.team
    worker.save(update_fields=["team"])


def _around(rich: Any, worker: Worker, _now: datetime) -> None:
    TeamMember.objects.create(
        family=rich.cast.family, worker=worker, agency=worker.agency, what_for="Leo", valid_from=date(2024, 1, 8),
        known_from=LONG_AGO,
    )  # fmt: skip


def _was_around(rich: Any, worker: Worker, now: datetime) -> None:
    _around(rich, worker, now)
    TeamMember.objects.filter(worker=worker).update(valid_to=now.date())


def _emergency(rich: Any, worker: Worker, now: datetime) -> None:
    EmergencyOpening.objects.create(
        family=rich.cast.family, worker=worker, reason="Leo is missing", opened_at=now - timedelta(hours=1),
        until=now + timedelta(hours=3), review_by=now.date(),
    )  # fmt: skip


def _over(rich: Any, worker: Worker, now: datetime) -> None:
    _emergency(rich, worker, now)
    EmergencyOpening.objects.filter(worker=worker).update(until=now - timedelta(minutes=1))


def _tied(rich: Any, worker: Worker, now: datetime) -> None:
    _team(rich, worker, now)
    StaffTie.objects.create(family=rich.cast.family, worker=worker, set_by=rich.cast.maya, set_at=now)


def _guard(rich: Any, now: datetime) -> None:
    row = GuardedRecord.objects.create(family=rich.cast.family, reason="Known", set_by=rich.cast.maya, set_at=now)
    row.workers.add(rich.cast.priya)


def _both(*steps: Set) -> Set:
    def all_of(rich: Any, worker: Worker, now: datetime) -> None:
        for step in steps:
            step(rich, worker, now)

    return all_of


OWN, TEAM, AROUND = Relation.OWN_FAMILY, Relation.OWN_TEAM, Relation.AROUND_FAMILY
EMERGENCY, MEMBER = Relation.EMERGENCY, Relation.FAMILY_MEMBER
STATES = (
    State("nothing to do with them", member="other"),
    State("covers for their worker", frozenset({OWN, MEMBER}), set=_cover),
    State("same team", frozenset({TEAM, MEMBER}), set=_team),
    State("around, agreed", frozenset({AROUND, MEMBER}), set=_around),
    State("around, never asked", frozenset({AROUND}), set=_around, agreed=False, member="left"),
    State("around, taken back", frozenset({AROUND}), set=_around, agreed=False, member="barred"),
    State("was around until today", set=_was_around, member="left"),
    State("in an emergency", frozenset({EMERGENCY, MEMBER}), set=_emergency, agreed=False),
    State("an emergency that is over", set=_over, member="other"),
    State("own, but kept to named workers", frozenset({OWN, MEMBER}), is_shut=True, set=_cover, also=_guard),
    State("same team, but kept to named workers", frozenset({TEAM, MEMBER}), is_shut=True, set=_team, also=_guard),
    State("kept to others, in an emergency", frozenset({OWN, EMERGENCY, MEMBER}), is_shut=True,
          set=_both(_cover, _emergency), also=_guard),
    State("around, but kept to named workers", frozenset({AROUND, MEMBER}), is_shut=True, set=_around, also=_guard),
    State("their own relatives", frozenset({TEAM, MEMBER}), is_shut=True, is_own=True, set=_tied),
)  # fmt: skip


def ask_as(state: State, rich: Any, *, now: datetime) -> dict[Role, Account]:
    """An account for every role, each in this state."""
    state.also(rich, now)
    agency = Agency.objects.create(name="An agency of its own", sector="voluntary")
    found: dict[Role, Account] = {
        role: _worker(role, state, rich, agency, now) for role in Role if role is not Role.FAMILY_MEMBER
    }
    found[Role.FAMILY_MEMBER] = _member(state, rich, now)
    _agree(state, rich, agency, now)
    return found


def _worker(role: Role, state: State, rich: Any, agency: Agency, now: datetime) -> Account:
    worker = Worker.objects.create(name=f"Role {role.value}", job_title="asks", role=role, agency=agency)
    state.set(rich, worker, now)
    return Account.objects.make(name=f"role-{role.value}", password=None, worker=worker)


def _member(state: State, rich: Any, now: datetime) -> Account:
    if state.member == "other":
        stranger = Person.objects.create(given_names="Nobody", family_name="Here", made_at=now)
        return Account.objects.make(name="role-member", password=None, person=stranger)
    if state.member == "left":
        rows = Membership.objects.filter(family=rich.cast.family, person=rich.cast.parent, known_until=None)
        rows.update(valid_to=now.date())
    if state.member == "barred":
        ContactRestriction.objects.create(
            child=rich.cast.baby, barred=rich.cast.parent, kind="order", known_from=LONG_AGO
        )
    return rich.cast.parent_account  # type: ignore[no-any-return]


def _agree(state: State, rich: Any, agency: Agency, now: datetime) -> None:
    answers = [Answer.YES] if state.agreed else []
    if "taken back" in state.name:
        answers = [Answer.YES, Answer.WITHDRAWN]
    people = [row.person for row in Membership.objects.known().filter(family=rich.cast.family).select_related("person")]
    for answer in answers:
        for person in people:
            for category in ("basics", "plan", "meetings", "needs"):
                ConsentAnswer.objects.create(
                    family=rich.cast.family, person=person, given_by=person, purpose="share", answer=answer,
                    agency=agency, category=category, on=now.date(), recorded_at=now,
                )  # fmt: skip
