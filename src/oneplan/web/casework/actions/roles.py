"""One key worker for the family, and, as a separate role, the lead professional: named, changed, ended on days."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission, Role
from oneplan.web.access import audit, policy
from oneplan.web.agencies import standing
from oneplan.web.agencies.models import Worker
from oneplan.web.casework import hearing_back, timeline
from oneplan.web.casework.actions.days import in_future, outside, said
from oneplan.web.casework.models import Episode, EpisodeRole
from oneplan.web.site import outbox, spells
from oneplan.web.site.actions import action
from oneplan.web.site.models import OutboxMessage

Kind = EpisodeRole.Kind
WHO_MAY_BE_KEY_WORKER = frozenset({Role.KEY_WORKER, Role.PARTNER, Role.TEAM_MANAGER})


class CannotNameWorker(Exception):
    """The text is written for the worker."""


@action
def name(
    *,
    episode: Episode,
    worker: Worker,
    on: date,
    by: Worker,
    at: datetime,
    kind: EpisodeRole.Kind = Kind.KEY_WORKER,
    instead_of: EpisodeRole | None = None,
    why: str = "",
    decided_by: str = "",
    answers_for: str = "",
    objection: str = "",
) -> EpisodeRole:
    """Name who holds the role from `on`.

    `instead_of` is who holds it as far as the caller knows; a change by somebody else meanwhile is refused.
    """
    policy.require(Permission.WORKER_ALLOCATE, by=by, about=episode.family)
    role = EpisodeRole(
        episode=episode,
        kind=kind,
        worker=worker,
        valid_from=on,
        decided_by=decided_by or by.name,
        why=why,
        answers_for=answers_for,
        objection=objection,
    )
    return _name(role, instead_of=instead_of, by=by, at=at)


@action
def hand_on(*, role: EpisodeRole, to: Worker, why: str, by: Worker, at: datetime) -> EpisodeRole:
    """Give what a leaver carries to a colleague; what the role answers for, and any objection, go along."""
    standing.require_manages(by=by, worker=role.worker)
    following = EpisodeRole(
        episode=role.episode,
        kind=role.kind,
        worker=to,
        valid_from=timezone.localdate(at),
        decided_by=by.name,
        why=why,
        answers_for=role.answers_for,
        objection=role.objection,
    )
    return _name(following, instead_of=role, by=by, at=at)


def _name(role: EpisodeRole, *, instead_of: EpisodeRole | None, by: Worker, at: datetime) -> EpisodeRole:
    worker, kind, why = role.worker, Kind(role.kind), role.why
    on = role.valid_from or timezone.localdate(at)
    episode = Episode.objects.select_for_update(of=("self",)).select_related("family").get(pk=role.episode.pk)
    role.episode = episode
    _check(episode=episode, worker=worker, kind=kind, on=on, at=at)
    before = current(episode, kind=kind)
    _check_holder(before, instead_of=instead_of, worker=worker, kind=kind, on=on)
    _make_way(before, next_one=worker, on=on, why=why, by=by, at=at)
    _begin(role, by=by, at=at)
    _join_team(episode, worker=worker, kind=kind)
    _tell(role, before=before, by=by, at=at)
    _keep_trace(role, before=before, by=by, at=at)
    return role


@action
def end(*, role: EpisodeRole, on: date, why: str, by: Worker, at: datetime) -> EpisodeRole:
    """The role is empty from `on`; for a lead professional who is no longer needed, or a worker who leaves."""
    policy.require(Permission.WORKER_ALLOCATE, by=by, about=role.episode.family)
    if not why.strip():
        raise CannotNameWorker(f"Say why {role.worker.name} stops, so that the family can be told.")
    if role.valid_from and on <= role.valid_from:
        raise CannotNameWorker(
            f"{role.worker.name} cannot stop on {said(on)}: they started on {said(role.valid_from)}. Check the day."
        )
    for fault in in_future(on, at=at, what="A last day"):
        raise CannotNameWorker(fault)
    try:
        ended = spells.end(role, on=on, by=by, at=at)
    except spells.ImpossibleSpell as refusal:
        raise CannotNameWorker(str(refusal)) from refusal
    title = Kind(role.kind).label
    timeline.add(
        family=role.episode.family,
        on=on,
        kind="role",
        headline=f"{role.worker.name} is no longer {title}",
        text=why,
        thing=ended,
        by=by,
        at=at,
    )
    audit.record("worker_role_ended", about=ended, by=by, at=at, family=role.episode.family, why=audit.digest(why))
    return ended


def current(episode: Episode, *, kind: EpisodeRole.Kind = Kind.KEY_WORKER) -> EpisodeRole | None:
    held = EpisodeRole.objects.known().filter(episode=episode, kind=kind, valid_to=None)
    return held.select_related("worker", "worker__team", "worker__agency").first()


def _check(*, episode: Episode, worker: Worker, kind: EpisodeRole.Kind, on: date, at: datetime) -> None:
    if not episode.is_open:
        raise CannotNameWorker("We have said goodbye to this family. Start help again first, then name a worker.")
    if not worker.is_active:
        raise CannotNameWorker(f"{worker.name} no longer works here. Choose somebody else.")
    if kind == Kind.KEY_WORKER and worker.role not in WHO_MAY_BE_KEY_WORKER:
        raise CannotNameWorker(f"{worker} cannot be a key worker: the role does not work with families.")
    what = f"The {kind.label}'s start"
    for fault in (*outside(on, episode=episode, what=what), *in_future(on, at=at, what=what)):
        raise CannotNameWorker(fault)


def _check_holder(
    before: EpisodeRole | None,
    *,
    instead_of: EpisodeRole | None,
    worker: Worker,
    kind: EpisodeRole.Kind,
    on: date,
) -> None:
    if before is None:
        if instead_of is not None:
            raise CannotNameWorker(
                f"{instead_of.worker.name} is no longer {kind.label}: somebody changed this meanwhile. "
                "Look again, then choose."
            )
        return
    if before.worker_id == worker.pk:
        raise CannotNameWorker(f"{worker.name} is the {kind.label} already.")
    if instead_of is None or before.thread != instead_of.thread:
        raise _two_at_once(before.worker.name, kind=kind)
    if before.valid_from and on < before.valid_from:
        raise CannotNameWorker(
            f"{before.worker.name} started on {said(before.valid_from)}; a change cannot come before that day."
        )


def _two_at_once(holder: str, *, kind: EpisodeRole.Kind) -> CannotNameWorker:
    return CannotNameWorker(
        f"A family has one {kind.label} at a time, and {holder} has just been named. "
        "Look again: if it should be somebody else, change it from there."
    )


def _make_way(before: EpisodeRole | None, *, next_one: Worker, on: date, why: str, by: Worker, at: datetime) -> None:
    if before is None:
        return
    if not why.strip():
        raise CannotNameWorker(f"Say why {next_one.name} takes over from {before.worker.name}: the family will ask.")
    try:
        if before.valid_from == on:  # named and changed on one day: it never came to work
            spells.strike(before, reason=why[:300], at=at)
        else:
            spells.end(before, on=on, by=by, at=at)
    except spells.ImpossibleSpell as refusal:
        raise CannotNameWorker(str(refusal)) from refusal


def _begin(role: EpisodeRole, *, by: Worker, at: datetime) -> None:
    try:
        with transaction.atomic():
            spells.begin(role, by=by, at=at)
    except IntegrityError:
        raise _two_at_once("a colleague", kind=Kind(role.kind)) from None


def _join_team(episode: Episode, *, worker: Worker, kind: EpisodeRole.Kind) -> None:
    if kind == Kind.KEY_WORKER and episode.team_id is None and worker.team_id is not None:
        Episode.objects.filter(pk=episode.pk).update(team=worker.team_id)


def _tell(role: EpisodeRole, *, before: EpisodeRole | None, by: Worker, at: datetime) -> None:
    family, worker, title = role.episode.family, role.worker, Kind(role.kind).label
    timeline.add(
        family=family,
        on=role.valid_from or role.episode.opened_on,
        kind="role",
        headline=f"{worker.name} is their {title}",
        aside=f"instead of {before.worker.name}" if before else worker.job_title,
        text=role.why,
        decided_by=role.decided_by,
        thing=role,
        by=by,
        at=at,
    )
    words = f"You are now the {title} of {family} ({family.reference})."
    _say(worker, text=f"{words} {role.why}".strip(), role=role, at=at)
    if before is not None:
        _say(
            before.worker, text=f"{worker.name} is now the {title} of {family} ({family.reference}).", role=role, at=at
        )
    if role.kind == Kind.KEY_WORKER:
        hearing_back.tell_everybody_who_asked(
            role.episode,
            text="The family has a key worker.",
            details=f"It is {worker.name}, {worker.phone}.",
            at=at,
        )


def _keep_trace(role: EpisodeRole, *, before: EpisodeRole | None, by: Worker, at: datetime) -> None:
    audit.record(
        "worker_named",
        about=role,
        by=by,
        at=at,
        family=role.episode.family,
        role=role.kind,
        worker=role.worker_id,
        before=before.worker_id if before else None,
        why=audit.digest(role.why),
    )


def _say(worker: Worker, *, text: str, role: EpisodeRole, at: datetime) -> None:
    outbox.put(
        kind="role",
        channel=OutboxMessage.Channel.INSIDE,
        to=worker,
        family=role.episode.family,
        text=text,
        at=at,
    )
