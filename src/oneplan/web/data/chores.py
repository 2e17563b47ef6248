"""What the background worker does for this room: alarms, the nightly run, artefacts that are not kept."""

from datetime import datetime, timedelta

from django.utils import timezone

from oneplan.engine.export import zipped
from oneplan.web.data import working
from oneplan.web.data.actions import Cannot, alarms, list_answers, runs
from oneplan.web.data.models import Correction, Load, Run
from oneplan.web.data.reads import handed
from oneplan.web.site import chores

NIGHT = range(1, 5)  # hours of the clock
FULL_DAY = timedelta(hours=20)


def raise_alarms(at: datetime) -> None:
    alarms.raise_due(by=None, at=at)


def run_at_night(at: datetime) -> None:
    """Ask for a run where something came or was corrected since the last one began."""
    if timezone.localtime(at).hour not in NIGHT or not _is_something_new(at):
        return
    try:
        runs.ask(by=None, at=at)
    except Cannot:  # one waits already
        return


def forget_unasked(at: datetime) -> None:
    """Remove what partners typed of people of whom nobody asks any more."""
    if gone := handed.unasked(day=timezone.localdate(at), at=at):
        list_answers.forget(answers=gone, by=None, at=at)


def clear_away(_at: datetime) -> None:
    """Remove what no run and no page needs any more."""
    working.forget()
    zipped.clear_away()


def keep() -> None:
    chores.register("feeds that are not well", raise_alarms, every=timedelta(hours=1))
    chores.register("the nightly run", run_at_night, every=timedelta(minutes=10))
    chores.register("half-done answers of which nobody asks any more", forget_unasked, every=timedelta(hours=1))
    chores.register("what no run needs any more", clear_away, every=timedelta(hours=6))


def _is_something_new(at: datetime) -> bool:
    last = Run.objects.exclude(started_at=None).order_by("-started_at").first()
    if last is None:
        return Load.objects.filter(state=Load.State.CHECKED).exists()
    if at - last.asked_at < FULL_DAY and last.state != Run.State.FAILED:
        return False
    since = last.started_at
    changed = Load.objects.filter(checked_at__gt=since) | Load.objects.filter(withdrawn_at__gt=since)
    corrected = Correction.objects.filter(made_at__gt=since) | Correction.objects.filter(withdrawn_at__gt=since)
    return changed.exists() or corrected.exists()
