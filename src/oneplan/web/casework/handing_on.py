"""What a worker holds for families, told to whoever hands it on, and how each thing goes to a colleague.

A family is named only to somebody who may open its page; to others it is its number. An entry kept from whoever hands
it on is handed on without its words.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model, Q

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import policy
from oneplan.web.agencies.handing_on import CannotHandOn, Held, Keeper, PassOn, register
from oneplan.web.agencies.models import Worker
from oneplan.web.casework.actions import handed, roles, steps, team
from oneplan.web.casework.actions.plans import CannotChangePlan
from oneplan.web.casework.models import (
    Action,
    ActionOwner,
    Appointment,
    Attendance,
    EpisodeRole,
    Goal,
    TeamMember,
)
from oneplan.web.people.models import Family
from oneplan.web.sharing.reads import private
from oneplan.web.site.spells import ImpossibleSpell

_REFUSALS = (
    CannotChangePlan,
    ImpossibleSpell,
    roles.CannotNameWorker,
    steps.CannotChangeStep,
    team.CannotChangeTeam,
)
_OVER = (Goal.State.REACHED, Goal.State.NOT_REACHED)


@dataclass(frozen=True, slots=True)
class Line:
    pk: int
    family: Family
    what: str  # for whoever may read the family's page
    plainly: str  # for whoever may not
    entry: Model | None = None  # whose words `what` tells, where it may be kept to named workers


def told(lines: Iterable[Line], *, asker: Any) -> list[Held]:
    """Names and words for families the asker may open; numbers for the others, no words of what is kept from them."""
    found = list(lines)
    ids = {line.family.pk for line in found}
    may = policy.families_filter(Permission.FAMILY_VIEW, asker=asker)
    opens = set(Family.objects.filter(may, pk__in=ids).values_list("pk", flat=True)) if ids else set()
    hidden = private.hidden_from(asker, opens)
    return [_held(line, opens=line.family.pk in opens, hidden=hidden) for line in found]


def _held(line: Line, *, opens: bool, hidden: private.Hidden) -> Held:
    if not opens:
        return Held(line.pk, line.plainly, f"family {line.family.reference}")
    is_kept = line.entry is not None and hidden.has(line.entry)
    what = f"{line.plainly}, kept to workers named for it" if is_kept else line.what
    return Held(line.pk, what, f"{line.family} ({line.family.reference})", shows=line.family)


def _roles(worker: Worker, asker: Any, _today: date) -> list[Held]:
    rows = EpisodeRole.objects.known().filter(worker=worker, valid_to=None, episode__closed_on=None)
    rows = rows.select_related("episode__family").order_by("episode__family__name", "kind", "pk")
    words = [(row, EpisodeRole.Kind(row.kind).label.capitalize()) for row in rows]
    return told((Line(row.pk, row.episode.family, word, word) for row, word in words), asker=asker)


def _steps(worker: Worker, asker: Any, _today: date) -> list[Held]:
    rows = ActionOwner.objects.filter(
        worker=worker, action__state=Action.State.OPEN, action__goal__plan__episode__closed_on=None
    )
    rows = rows.select_related("action__goal__plan__episode__family").order_by("action__due_on", "action_id")
    return told(
        (
            Line(
                row.action_id,
                row.action.goal.plan.episode.family,
                row.action.what,
                "An action in the plan",
                row.action.goal,
            )
            for row in rows
        ),
        asker=asker,
    )


def _goals(worker: Worker, asker: Any, _today: date) -> list[Held]:
    rows = Goal.objects.filter(led_by=worker, plan__episode__closed_on=None).exclude(state__in=_OVER)
    rows = rows.select_related("plan__episode__family").order_by("pk")
    lines = (Line(row.pk, row.plan.episode.family, row.title, "A goal in the plan", row) for row in rows)
    return told(lines, asker=asker)


def _places(worker: Worker, asker: Any, today: date) -> list[Held]:
    rows = TeamMember.objects.current(today).filter(worker=worker).select_related("family")
    return told(
        (Line(row.pk, row.family, row.what_for, "A place in the team") for row in rows.order_by("pk")), asker=asker
    )


def _appointments(worker: Worker, asker: Any, _today: date) -> list[Held]:
    mine = Q(accompanied_by=worker) | Q(seen_to_by=worker)
    rows = Appointment.objects.filter(mine, kept=Appointment.Kept.TO_COME).select_related("family")
    return told(
        (Line(row.pk, row.family, f"{row.what}, {row.on:%-d %B}", f"A day on {row.on:%-d %B}", row) for row in rows),
        asker=asker,
    )


def _invitations(worker: Worker, asker: Any, today: date) -> list[Held]:
    rows = Attendance.objects.filter(worker=worker, meeting__held=False, meeting__on__gte=today)
    rows = rows.select_related("meeting__family").order_by("meeting__on", "pk")
    return told(
        (
            Line(
                row.pk,
                row.meeting.family,
                f"{row.meeting.get_kind_display()}, {row.meeting.on:%-d %B}",
                f"A meeting on {row.meeting.on:%-d %B}",
                row.meeting,
            )
            for row in rows
        ),
        asker=asker,
    )


def passing(find: Callable[[int], Any], give: Callable[..., object]) -> PassOn:
    """Find the row, give it on by its action, and say the action's refusal as one of handing on."""

    def pass_on(pk: int, *, worker: Worker, to: Worker | None, why: str, by: Worker, at: datetime) -> None:
        row: Model = find(pk)
        try:
            give(row, worker=worker, to=to, why=why, by=by, at=at)
        except _REFUSALS as refusal:
            raise CannotHandOn(str(refusal)) from refusal

    return pass_on


def _give_role(row: EpisodeRole, *, worker: Worker, to: Worker, **said: Any) -> None:  # noqa: ARG001 - one shape for all
    roles.hand_on(role=row, to=to, **said)


def _give_step(row: Action, **said: Any) -> None:
    steps.hand_on(step=row, **said)


def _give_goal(row: Goal, **said: Any) -> None:
    handed.goal(goal=row, **said)


def _give_place(row: TeamMember, *, worker: Worker, **said: Any) -> None:  # noqa: ARG001 - one shape for all
    team.hand_on(member=row, **said)


def _give_appointment(row: Appointment, *, why: str, **said: Any) -> None:  # noqa: ARG001 - one shape for all
    handed.appointment(appointment=row, **said)


def _give_invitation(row: Attendance, *, why: str, **said: Any) -> None:  # noqa: ARG001 - one shape for all
    handed.invitation(attendance=row, **said)


def _from(model: Any, *along: str) -> Callable[[int], Any]:
    return lambda pk: model._default_manager.select_related(*along).get(pk=pk)


def keep() -> None:
    role = passing(_from(EpisodeRole, "episode__family", "worker"), _give_role)
    step = passing(_from(Action, "goal__plan__episode__family"), _give_step)
    goal = passing(_from(Goal, "plan__episode__family"), _give_goal)
    place = passing(_from(TeamMember, "family", "worker__agency"), _give_place)
    day = passing(_from(Appointment, "family"), _give_appointment)
    meeting = passing(_from(Attendance, "meeting__family"), _give_invitation)
    register(
        Keeper("role", "Families", "family", _roles, role, tells=True),
        Keeper("step", "Actions in plans", "action in a plan", _steps, step, needs_person=False),
        Keeper("goal", "Goals they lead", "goal they lead", _goals, goal, needs_person=False),
        Keeper("place", "Places in teams around families", "place in a team around a family", _places, place,
               needs_person=False),
        Keeper("day", "Days they see to or go along to", "day they see to or go along to", _appointments, day,
               needs_person=False),
        Keeper("meeting", "Meetings to come", "meeting to come", _invitations, meeting, needs_person=False,
               tells=True),
    )  # fmt: skip
