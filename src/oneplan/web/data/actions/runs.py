"""Runs are asked for, made, looked at and published; the pointer moves in one transaction, or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db.models import Max

from oneplan.rulebook.feeds.differences import Difference
from oneplan.web.access import audit
from oneplan.web.agencies.models import Worker
from oneplan.web.data import taking
from oneplan.web.data.actions import Cannot, require
from oneplan.web.data.models import Load, Published, Run
from oneplan.web.site.actions import action


@action
def ask(*, by: Worker | None, at: datetime) -> Run:
    """Ask for a run; by nobody: it is the nightly one. What it takes is settled when it starts."""
    require(by=by)
    if (waiting := Run.objects.filter(state=Run.State.WAITING).first()) is not None:
        raise Cannot(f"Run {waiting.number} is waiting to start already, and takes everything that is here by then.")
    number = (Run.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    run = Run.objects.create(number=number, takes={}, asked_at=at, asked_by=by)
    audit.record("run_asked", about=run, by=by, at=at)
    return run


@action
def start(*, run: Run, takes: Mapping[str, Any], by: Worker | None, at: datetime) -> Run:
    """Begin it; `takes` says which files, profiles and corrections. One that was resumed keeps what it took."""
    require(by=by)
    run = Run.objects.select_for_update().get(pk=run.pk)
    if run.state != Run.State.WAITING:
        return run
    if not run.takes:
        run.takes, run.started_at = dict(takes), at
    run.state = Run.State.RUNNING
    run.save()
    audit.record("run_started", about=run, by=by, at=at)
    return run


@action
def tell(*, run: Run, done: int, total: int, doing: str, by: Worker | None, at: datetime) -> bool:  # noqa: ARG001 - every action has it
    """Keep how far it is; return whether somebody asked it to stop."""
    require(by=by)
    Run.objects.filter(pk=run.pk).update(done=done, total=total, doing=doing[:200])
    return bool(Run.objects.values_list("is_to_stop", flat=True).get(pk=run.pk))


@action
def finish(
    *, run: Run, changes: Sequence[Difference], checks: Mapping[int, Mapping[str, Any]], by: Worker | None, at: datetime
) -> Run:
    """It is made: published at once, or held where something changed so much that a person looks at it first.

    `checks` has, by the number of a file's row, what the check in this run counted.
    """
    require(by=by)
    run = Run.objects.select_for_update().get(pk=run.pk)
    if run.state != Run.State.RUNNING:
        return run
    if gone := taking.withdrawn(run.takes):
        return _fail(run, _took(gone), by=by, at=at)
    run.differences = [asdict(each) for each in changes]
    run.state, run.ended_at, run.doing, run.done = Run.State.HELD, at, "", run.total
    run.save()
    for pk, counts in checks.items():
        Load.objects.filter(pk=pk, state=Load.State.CHECKED).update(**counts, checked_at=run.started_at)
    audit.record("run_made", about=run, by=by, at=at)
    if not any(each.is_held for each in changes):
        _point(run, by=by, at=at)
    return run


@action
def publish(*, run: Run, by: Worker, at: datetime) -> Run:
    """Its figures hold from now on; an earlier run can be published again."""
    require(by=by)
    run = Run.objects.select_for_update().get(pk=run.pk)
    if run.state not in {Run.State.HELD, Run.State.PUBLISHED}:
        raise Cannot(f"Run {run.number} is {run.get_state_display()}. Only a run that was made can be published.")
    if gone := taking.withdrawn(run.takes):
        raise Cannot(_took(gone))
    if Published.objects.filter(run=run).exists():
        raise Cannot(f"The figures of run {run.number} hold already. Nothing was changed.")
    _point(run, by=by, at=at)
    return run


@action
def stop(*, run: Run, by: Worker, at: datetime) -> Run:
    """Ask it to stop after what it does just now; what it made so far is found again when it is resumed."""
    require(by=by)
    run = Run.objects.select_for_update().get(pk=run.pk)
    if run.state == Run.State.WAITING:
        run.state, run.ended_at = Run.State.STOPPED, at
    elif run.state == Run.State.RUNNING:
        run.is_to_stop = True
    else:
        raise Cannot(f"Run {run.number} is {run.get_state_display()}: there is nothing to stop.")
    run.save()
    audit.record("run_stop_asked", about=run, by=by, at=at)
    return run


@action
def break_off(*, run: Run, reason: str, by: Worker | None, at: datetime) -> Run:
    """It stopped because somebody asked (no reason), or because something failed."""
    require(by=by)
    run = Run.objects.select_for_update().get(pk=run.pk)
    return _fail(run, reason, by=by, at=at) if run.state == Run.State.RUNNING else run


@action
def resume(*, run: Run, by: Worker, at: datetime) -> Run:
    """Go on where it stopped, with what it took then."""
    require(by=by)
    run = Run.objects.select_for_update().get(pk=run.pk)
    if run.state not in {Run.State.STOPPED, Run.State.FAILED}:
        raise Cannot(f"Run {run.number} is {run.get_state_display()}: there is nothing to resume.")
    if gone := taking.withdrawn(run.takes):
        raise Cannot(_took(gone))
    if Run.objects.filter(state=Run.State.WAITING).exists():
        raise Cannot("Another run is waiting to start. Stop that one first, or let it go before.")
    run.state, run.reason, run.ended_at = Run.State.WAITING, "", None
    run.save()
    audit.record("run_resumed", about=run, by=by, at=at)
    return run


def _fail(run: Run, reason: str, *, by: Worker | None, at: datetime) -> Run:
    run.state, run.reason = (Run.State.FAILED if reason else Run.State.STOPPED), reason
    run.ended_at, run.is_to_stop, run.doing = at, False, ""
    run.save()
    audit.record("run_broken_off", about=run, by=by, at=at, failed=bool(reason))
    return run


def _took(gone: Sequence[Load]) -> str:
    named = ", ".join(f"file {each.number} of {each.feed}" for each in gone)
    return f"It took {named}, which is withdrawn since. Start another run: it is made without."


def _point(run: Run, *, by: Worker | None, at: datetime) -> None:
    run.state, run.published_at, run.published_by = Run.State.PUBLISHED, at, by
    run.save()
    Published.objects.update_or_create(id=1, defaults={"run": run, "at": at})
    audit.record("run_published", about=run, by=by, at=at)
