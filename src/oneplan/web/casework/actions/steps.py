"""Actions of the plan ("steps" in code and addresses): who does what until when, ticked, dropped, handed over."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone

from oneplan.rulebook.sharing.barred import Place
from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy
from oneplan.web.agencies import standing
from oneplan.web.agencies.models import Worker
from oneplan.web.casework import timeline
from oneplan.web.casework.actions import plans
from oneplan.web.casework.models import Action, ActionOwner, Goal
from oneplan.web.casework.reads import parties
from oneplan.web.casework.reads.barred import Barred, for_family
from oneplan.web.casework.reads.parties import Party
from oneplan.web.people.models import Family, Person
from oneplan.web.site.actions import action

State = Action.State
HANDED_OVER = "handover"  # the timeline's kind: who did it before stays readable there


class CannotChangeStep(Exception):
    """The text is written for the worker."""


@action
def add(
    *,
    goal: Goal,
    what: str,
    owners: Sequence[Party],
    by: Worker,
    at: datetime,
    due_on: date | None = None,
    on: date | None = None,
) -> Action:
    """Add an action; somebody of the family, a worker or an agency answers for it."""
    family = goal.plan.episode.family
    policy.require(Permission.PLAN_CHANGE, by=by, about=family)
    plans.require_open(goal.plan)
    if not what.strip():
        raise CannotChangeStep("Say what is to be done, so that whoever does it knows.")
    day = on or timezone.localdate(at)
    _check_owners(owners, family=family, day=day)
    step = Action.objects.create(goal=goal, what=what.strip(), due_on=due_on, made_at=at, made_by=by)
    _own(step, owners)
    timeline.add(
        family=family, on=day, kind="action", headline=f"New action: {step.what}"[:200], by=by, at=at, thing=step,
        aside=f"{_names(owners)} · for “{goal.title}”"[:300], people=_persons(owners),
    )  # fmt: skip
    audit.record("action_added", about=step, by=by, at=at, family=family, owners=[audit.row(o) for o in owners])
    return step


@action
def done(*, step: Action, by: Worker, at: datetime, on: date | None = None, how_it_went: str = "") -> Action:
    """Tick it."""
    return _finish(step, State.DONE, permission=Permission.PLAN_CHANGE, by=by, at=at, on=on, words=how_it_went)


@action
def drop(*, step: Action, why: str, by: Worker, at: datetime, on: date | None = None) -> Action:
    """Say that it is no longer needed, and why."""
    if not why.strip():
        raise CannotChangeStep("Say why it is no longer needed: whoever was to do it will ask.")
    return _finish(step, State.DROPPED, permission=Permission.PLAN_CHANGE, by=by, at=at, on=on, words=why)


@action
def report(*, step: Action, state: str, words: str, by: Worker, at: datetime, on: date | None = None) -> Action:
    """Say how it went (`state` done, or open while it goes on); a partner for their own actions only."""
    family = step.goal.plan.episode.family
    policy.require(Permission.ACTION_REPORT, by=by, about=family)
    if not may_report(step, by=by, family=family):
        raise policy.NotAllowed("You can report on the actions that you or your own agency took on; this one is not.")
    if state == State.DONE:
        return _finish(step, State.DONE, permission=Permission.ACTION_REPORT, by=by, at=at, on=on, words=words)
    if state != State.OPEN:
        raise CannotChangeStep("Choose: it is done, or it still goes on.")
    if not words.strip():
        raise CannotChangeStep("Say how far it is, so that everybody round the table knows.")
    step = _hold(step, State.OPEN)
    step.how_it_went, step.version = words.strip(), step.version + 1
    step.save(update_fields=["how_it_went", "version"])
    _tell(step, "Report on an action", by=by, at=at, on=on)
    audit.record("action_reported", about=step, by=by, at=at, family=family, words=audit.digest(words))
    return step


@action
def reopen(*, step: Action, by: Worker, at: datetime, on: date | None = None) -> Action:
    """Take a tick back."""
    family = step.goal.plan.episode.family
    policy.require(Permission.PLAN_CHANGE, by=by, about=family)
    plans.require_open(step.goal.plan)
    step = Action.objects.select_for_update(of=("self",)).select_related("goal__plan__episode__family").get(pk=step.pk)
    if step.state == State.OPEN:
        raise CannotChangeStep("This action is not ticked. Nothing was changed.")
    step.state, step.done_on, step.version = State.OPEN, None, step.version + 1
    step.save(update_fields=["state", "done_on", "version"])
    _tell(step, "Action to do after all", by=by, at=at, on=on)
    audit.record("action_reopened", about=step, by=by, at=at, family=family)
    return step


@action
def hand_over(
    *, step: Action, to: Sequence[Party], by: Worker, at: datetime, words: str = "", on: date | None = None
) -> Action:
    """Give the action to somebody else, most often from worker to family; who did it before stays on the timeline."""
    family = step.goal.plan.episode.family
    policy.require(Permission.PLAN_CHANGE, by=by, about=family)
    return _hand_over(step, to, by=by, at=at, words=words, on=on)


@action
def hand_on(*, step: Action, worker: Worker, to: Worker | None, why: str, by: Worker, at: datetime) -> Action:
    """A leaver's part goes to a colleague, or to the agency until one is named; whoever shares it stays."""
    standing.require_manages(by=by, worker=worker)
    follower: Party = to or worker.agency
    others: list[Party] = [each for each in owners_of(step) if each not in (worker, follower)]
    return _hand_over(step, [*others, follower], by=by, at=at, words=why, on=None)


def _hand_over(step: Action, to: Sequence[Party], *, by: Worker, at: datetime, words: str, on: date | None) -> Action:
    family = step.goal.plan.episode.family
    plans.require_open(step.goal.plan)
    day = on or timezone.localdate(at)
    step = _hold(step, State.OPEN)
    _check_owners(to, family=family, day=day)
    before = owners_of(step)
    if {parties.key(each) for each in before} == {parties.key(each) for each in to}:
        raise CannotChangeStep(f"{_names(to)} does this already. Choose who does it from now on.")
    step.owners.all().delete()
    _own(step, to)
    Action.objects.filter(pk=step.pk).update(version=step.version + 1)
    timeline.add(
        family=family, on=day, kind=HANDED_OVER, headline=f"{_names(to)} now: {step.what}"[:200], by=by, at=at,
        thing=step, aside=f"before: {_names(before)}"[:300], text=words.strip(), people=_persons([*to, *before]),
    )  # fmt: skip
    audit.record(
        "action_handed_over", about=step, by=by, at=at, family=family,
        before=[audit.row(each) for each in before], after=[audit.row(each) for each in to],
    )  # fmt: skip
    return step


def owners_of(step: Action) -> list[Party]:
    rows = step.owners.select_related("person", "worker__agency", "agency").order_by("pk")
    return [owner for row in rows if (owner := row.person or row.worker or row.agency)]


def is_owned_by(step: Action, worker: Worker) -> bool:
    """By the worker or by their agency (also through a colleague of the same agency)."""
    return any(
        owner == worker or owner == worker.agency or (isinstance(owner, Worker) and owner.agency_id == worker.agency_id)
        for owner in owners_of(step)
    )


def may_report(step: Action, *, by: Worker, family: Family) -> bool:
    """Those who work on the plan; somebody around the family on what they or their agency took on."""
    if policy.decision(Permission.PLAN_CHANGE, asker=by, family=family).allowed:
        return True
    return is_owned_by(step, by) and policy.decision(Permission.ACTION_REPORT, asker=by, family=family).allowed


def _finish(
    step: Action, state: State, *, permission: Permission, by: Worker, at: datetime, on: date | None, words: str
) -> Action:
    family = step.goal.plan.episode.family
    policy.require(permission, by=by, about=family)
    today = timezone.localdate(at)
    day = on or today
    if day > today:
        raise CannotChangeStep(f"{day:%-d %B %Y} is still to come. Tick it when it is done.")
    step = _hold(step, State.OPEN)
    step.state, step.done_on, step.version = state, day, step.version + 1
    step.how_it_went = words.strip() or step.how_it_went
    step.save(update_fields=["state", "done_on", "how_it_went", "version"])
    _tell(step, "Done" if state == State.DONE else "No longer needed", by=by, at=at, on=day)
    audit.record("action_finished", about=step, by=by, at=at, family=family, state=str(state))
    return step


def _hold(step: Action, needed: State) -> Action:
    plans.require_open(step.goal.plan)
    rows = Action.objects.select_for_update(of=("self",)).select_related("goal__plan__episode__family")
    fresh = rows.get(pk=step.pk)
    if fresh.state != needed:
        on = f" on {fresh.done_on:%-d %B %Y}" if fresh.done_on else ""
        raise CannotChangeStep(f"This action was marked “{fresh.get_state_display()}”{on}. Nothing was changed.")
    return fresh


def _tell(step: Action, said: str, *, by: Worker, at: datetime, on: date | None) -> None:
    owners = owners_of(step)
    timeline.add(
        family=step.goal.plan.episode.family, on=on or timezone.localdate(at), kind="action",
        headline=f"{said}: {step.what}"[:200], by=by, at=at, thing=step, aside=_names(owners)[:300],
        text=step.how_it_went, tone="ok" if said == "Done" else "plain", people=_persons(owners),
    )  # fmt: skip


def _check_owners(owners: Sequence[Party], *, family: Family, day: date) -> None:
    if not owners:
        raise CannotChangeStep("Say who does it: somebody of the family, a worker or an agency. One name at least.")
    barred = for_family(family, day=day)
    for person in _persons(owners):
        _check_person(person, family=family, barred=barred, day=day)


def _check_person(person: Person, *, family: Family, barred: Barred, day: date) -> None:
    if refusal := barred.refusal(person, place=Place.ACTION):
        raise CannotChangeStep(refusal)
    is_near = parties.is_member(family, person) or family.team_members.current(day).filter(person=person).exists()
    if not is_near:
        raise CannotChangeStep(
            f"{person.name} is neither in the family nor in the team around it. Add them there first."
        )


def _own(step: Action, owners: Sequence[Party]) -> None:
    ActionOwner.objects.bulk_create(ActionOwner(action=step, **fields) for fields in parties.split(owners))


def _persons(owners: Sequence[Party]) -> list[Person]:
    return [owner for owner in owners if isinstance(owner, Person)]


def _names(owners: Sequence[Party]) -> str:
    names = [owner.name if isinstance(owner, Worker) else parties.name(owner) for owner in owners]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
