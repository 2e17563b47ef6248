"""How much of a family's record somebody sees, decided once for a page.

Those who work with the family see what is kept. A partner around it sees what each person agreed that their agency
may see, or what a ground without consent covers, and always what they promised themselves.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.db.models import Model
from django.utils import timezone

from oneplan.rulebook.sharing.categories import NAME_TELLS, Category
from oneplan.rulebook.sharing.days import told_by
from oneplan.rulebook.sharing.policy import Decision, Permission
from oneplan.web.access import policy
from oneplan.web.agencies.models import Agency
from oneplan.web.casework.models import (
    Action,
    Appointment,
    Attendance,
    Goal,
    GoalReading,
    GoalVersion,
    LinkedPlan,
    Meeting,
    Need,
    Referral,
    TeamMember,
)
from oneplan.web.people import identity
from oneplan.web.people.models import Family, Person
from oneplan.web.people.reads import members_on
from oneplan.web.sharing.reads import private
from oneplan.web.sharing.reads import standing as stands
from oneplan.web.site import lists

T = TypeVar("T")
_ALL = Decision.yes("You work with this family.")
_OWN = Decision.yes("It is your own part.")
_PRIVATE = Decision.no("This entry is kept to workers named for it.")
_GOAL_SAYS = ("title", "why", "measure", "baseline_words", "target_words", "good_enough", "state_words")


@dataclass(frozen=True)
class Sight:
    """`notes`: notes, timeline, own words, details of people. `standing`: of a partner; None sees what is kept."""

    notes: bool
    needs: bool
    agency: Agency | None = None
    worker_id: int | None = None
    standing: stands.Standing | None = None
    whole: tuple[Person, ...] = ()
    same: Mapping[int, int] = field(default_factory=dict)
    hidden: private.Hidden = field(default_factory=private.Hidden)

    @property
    def is_partner(self) -> bool:
        return self.standing is not None

    def decide(self, category: Category, people: Iterable[Person | int] = ()) -> Decision:
        """Decide about an item of this kind about these people; without people it is about the whole family."""
        if self.standing is None:
            return _ALL
        ids = {self._kept(each if isinstance(each, int) else each.pk) for each in people}
        return self.standing.may_learn(category, ids or [person.pk for person in self.whole])

    def sees(self, category: Category, people: Iterable[Person | int] = ()) -> bool:
        return self.decide(category, people).allowed

    def shows(self, thing: Model) -> bool:
        """False for an entry that is kept private from this asker."""
        return not self.hidden.has(thing)

    def goal(self, goal: Goal) -> Decision:
        if self.hidden.has(goal):
            return _PRIVATE
        tells = Category(goal.tells) if goal.tells else told_by(*(getattr(goal, name) for name in _GOAL_SAYS))
        return self._besides(Category.PLAN, tells, goal.people.all())

    def readings(self, goal: Goal) -> list[GoalReading]:
        """Of a goal that is seen, those whose words may be told as well."""
        return self._sayable(goal, goal.readings.all(), lambda row: (row.words, row.source))

    def versions(self, goal: Goal) -> list[GoalVersion]:
        """What it said before, newest first, where those words may be told as well."""
        rows = goal.versions.select_related("replaced_by").order_by("-version")
        return self._sayable(goal, rows, lambda row: (row.why, *map(str, row.fields.values())))

    def _sayable(self, goal: Goal, rows: Iterable[T], words: Callable[[T], Iterable[str]]) -> list[T]:
        if self.standing is None:
            return list(rows)
        people = list(goal.people.all())
        return [row for row in rows if self._besides(Category.PLAN, told_by(*words(row)), people).allowed]

    def action(self, action: Action) -> Decision:
        """An action is seen with its goal, and by whoever does it, unless the goal is kept from them by name; its own
        words can tell more than the goal's."""
        if self.hidden.has(action.goal):
            return _PRIVATE
        if self.is_own(action):
            return _OWN
        decided = self.goal(action.goal)
        if not decided.allowed:
            return decided
        return self._besides(Category.PLAN, told_by(action.what), action.goal.people.all())

    def is_own(self, action: Action) -> bool:
        owners = [(owner.worker_id, owner.agency_id) for owner in action.owners.all()]
        return any(self._is_us(worker, agency) for worker, agency in owners)

    def meeting(self, meeting: Meeting) -> Decision:
        """A meeting is seen by whoever is invited, and by those who may know of the family's meetings."""
        if self.hidden.has(meeting):
            return _PRIVATE
        rows: list[Attendance] = list(meeting.attendances.all())
        if self.standing is None or any(self._is_us(row.worker_id, row.agency_id) for row in rows):
            return _OWN
        return self.decide(Category.MEETINGS, [row.person_id for row in rows if row.person_id])

    def appointment(self, row: Appointment) -> Decision:
        if self.hidden.has(row):
            return _PRIVATE
        if self.standing is not None and self.worker_id in (row.seen_to_by_id, row.accompanied_by_id):
            return _OWN
        tells = Category(row.tells) if row.tells else told_by(row.what, row.place)
        return self._besides(Category.MEETINGS, tells, row.people.all())

    def warning(self, words: str) -> Decision:
        """What a visitor must know; words can tell more than that somebody must take care."""
        return self._besides(Category.BASICS, told_by(words), ())

    def referral(self, row: Referral) -> Decision:
        if self.hidden.has(row):
            return _PRIVATE
        return self._named(row.agency, [place.person for place in row.people.all()])

    def linked(self, row: LinkedPlan) -> Decision:
        if self.hidden.has(row):
            return _PRIVATE
        return self._named(row.agency, ()) if row.agency else self.decide(Category.PLAN)

    def team_member(self, row: TeamMember) -> Decision:
        if row.person_id:
            return self.decide(Category.MEETINGS, [row.person_id])
        return self._named(row.agency or (row.worker.agency if row.worker else None), ())

    def need(self, row: Need) -> Decision:
        """A need is of two kinds at once: a need, and what it is about."""
        if self.hidden.has(row):
            return _PRIVATE
        people = [row.person_id] if row.person_id else []
        decided = self.decide(Category.NEEDS, people)
        marked = lists.marks_of("need", row.code).get("category")
        return self.decide(Category(marked), people) if decided.allowed and marked else decided

    def _besides(self, first: Category, tells: Category, people: Iterable[Person | int]) -> Decision:
        """Both kinds, where words give away more than the first; MEETINGS stands for words that give away nothing."""
        decided = self.decide(first, people)
        return self.decide(tells, people) if decided.allowed and tells not in (first, Category.MEETINGS) else decided

    def _named(self, agency: Agency | None, people: Iterable[Person | int]) -> Decision:
        """May they know that this agency is there for these people?"""
        if self.standing is None or (agency and self.agency and agency.pk == self.agency.pk):
            return _OWN
        meets = self.decide(Category.MEETINGS, people)
        tells = NAME_TELLS.get(agency.sector) if agency else None
        return self.decide(tells, people) if meets.allowed and tells else meets

    def _is_us(self, worker: int | None, agency: int | None) -> bool:
        return (worker is not None and worker == self.worker_id) or (
            agency is not None and self.agency is not None and agency == self.agency.pk
        )

    def _kept(self, pk: int) -> int:
        return self.same.get(pk, pk)


ALL = Sight(notes=True, needs=True)


def sight_of(asker: Any, family: Family, *, on: date | None = None) -> Sight:
    """Decide what is shown: who may write notes may read them; who decides on requests sees needs too."""
    notes = policy.decision(Permission.NOTE_ADD, asker=asker, family=family).allowed
    needs = notes or policy.decision(Permission.REQUEST_DECIDE, asker=asker, family=family).allowed
    agency, hidden = getattr(asker, "agency", None), private.hidden_from(asker, [family])
    if agency is None or notes or policy.decision(Permission.FAMILY_WORK, asker=asker, family=family).allowed:
        return Sight(notes, needs, hidden=hidden)
    day = on or timezone.localdate()
    members = members_on(family, day=day)
    return Sight(
        notes,
        needs,
        agency=agency,
        worker_id=asker.pk,
        standing=stands.of(family, agency=agency, on=day, members=members),
        whole=tuple(stands.whole_family(family, on=day, members=members)),
        same=identity.records_of([row.person.pk for row in members]),
        hidden=hidden,
    )


def working_with(worker: Any, families: Iterable[Family | int]) -> Sight:
    """Of somebody who works with all of these: everything but the entries kept from them by name."""
    return Sight(notes=True, needs=True, hidden=private.hidden_from(worker, families))


def require(decision: Decision) -> None:
    """Raise NotAllowed with the reason in words for a partner."""
    if not decision.allowed:
        raise policy.NotAllowed(f"{decision.reason} Ask the family's key worker.")


def require_shown(asker: Any, thing: Model) -> None:
    """Raise NotAllowed where the entry is kept private from the asker."""
    if private.is_hidden(asker, thing):
        require(_PRIVATE)
