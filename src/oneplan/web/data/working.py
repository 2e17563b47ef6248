"""The long work with partners' files: checking what waits, making the run that was asked for.

One process at a time does it. It may be killed at any moment: what was checked is kept file by file, and a run that was
running goes on with what it took.
"""

import fcntl
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from oneplan.engine.feeds import reading
from oneplan.engine.feeds.profiles import CannotRead
from oneplan.engine.runs import files
from oneplan.engine.runs import loads as engine_loads
from oneplan.engine.runs import run as engine_run
from oneplan.engine.runs.artefacts import Store
from oneplan.engine.runs.loads import COUNTS
from oneplan.engine.runs.run import Step, Stopped
from oneplan.rulebook.feeds import differences
from oneplan.rulebook.feeds.figures import figures
from oneplan.web.data import answers, dropping, known, taking
from oneplan.web.data.actions import loads, runs
from oneplan.web.data.models import Correction, Load, Published, ReceivedFile, Run

log = logging.getLogger(__name__)
REFUSALS = (reading.NothingInIt, reading.NoTable, reading.CannotOpen, CannotRead)
KEPT_RUNS = 30
GONE = "The file itself is kept no longer, and it was never read this way. Ask the partner to send it again."
OURS = (
    "OnePlan could not read this file, and that is a fault of OnePlan. Nothing of it counts; the other files are not "
    "touched. Tell whoever keeps OnePlan: the log of the server says more."
)
OURS_RUN = "A fault of OnePlan. Tell whoever keeps it: the log of the server says more. Then resume the run."
Clock = Callable[[], datetime]
Tell = Callable[[int, int, str], None]


class _Ending(Exception):
    """This process ends; the run stays as running, and the next process goes on with it."""


def _nothing(_done: int, _total: int, _words: str) -> None:
    pass


def store() -> Store:
    return Store(Path(settings.DATA_FOLDER))


@contextmanager
def alone() -> Iterator[bool]:
    """Whether nobody else does this work now."""
    folder = store().folder
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".working.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def once_over(*, clock: Clock = timezone.now, tell: Tell = _nothing, is_stopped: Callable[[], bool] = bool) -> int:
    """Do everything that waits; return how many files and runs were worked on. Somebody else at it: none.

    `is_stopped` says that this process is to end: a run it makes goes on with the next one.
    """
    with alone() as is_ours:
        return _work(clock, tell, is_stopped) if is_ours else 0


def _work(clock: Clock, tell: Tell, is_stopped: Callable[[], bool]) -> int:
    dropping.pick_up(store().folder, clock=clock)
    waiting = list(to_check())
    for load in waiting:
        if is_stopped():
            return 0
        check(load, clock=clock)
    run = Run.objects.filter(state__in=[Run.State.RUNNING, Run.State.WAITING]).order_by("state", "number").first()
    if run is not None:
        make(run, clock=clock, tell=tell, is_stopped=is_stopped)
    return len(waiting) + (run is not None)


def to_check() -> QuerySet[Load]:
    """Files that wait, and those of which something was corrected since they were checked."""
    since = Q(made_at__gt=OuterRef("checked_at")) | Q(withdrawn_at__gt=OuterRef("checked_at"))
    corrected = Exists(Correction.objects.filter(since, feed=OuterRef("feed")))
    rows = Load.objects.filter(Q(state=Load.State.WAITING) | Q(corrected, state=Load.State.CHECKED))
    return rows.select_related("feed__agreement", "file", "profile__feed", "link").order_by("received_at", "pk")


def check(load: Load, *, clock: Clock = timezone.now) -> Load:
    """Read and check one file; a file that cannot be used is refused with the reason, and the next one's turn comes."""
    began = clock()
    try:
        taken = taking.load(load, covers=taking.covers(load))
        made, _ = engine_loads.checked(store(), taken, taking.correcting(taking.in_force(load.feed)))
        _require_on_it(load, made.key)
    except REFUSALS as refusal:
        reason = str(refusal)
    except FileNotFoundError:
        reason = GONE
    except OSError as failure:
        reason = _said(failure)
    except Exception:
        log.exception("File %s of %s could not be checked", load.number, load.feed.name)
        reason = OURS
    else:
        return loads.check(load=load, artefact=made.key, counts=_counts(made.told), by=None, at=began)
    return loads.refuse(load=load, reason=reason, by=None, at=began)


def _require_on_it(load: Load, key: str) -> None:
    """Raise `CannotRead` where a file that came by a partner's link tells of somebody who is not on its list."""
    if load.link_id and (strange := answers.not_on_it(load, engine_loads.opened(store(), key, name=load.feed.name))):
        raise CannotRead(f"{answers.NOT_ON_IT} It is so in row {strange[0]} of the file.")


def make(run: Run, *, clock: Clock, tell: Tell = _nothing, is_stopped: Callable[[], bool] = bool) -> Run:
    """Make a run that waits, or that a killed process left running."""
    run = runs.start(run=run, takes=taking.now(), by=None, at=clock())

    def say(step: Step) -> None:
        tell(step.done, step.total, step.words)
        if is_stopped():
            raise _Ending
        if runs.tell(run=run, done=step.done, total=step.total, doing=step.words, by=None, at=clock()):
            raise Stopped

    try:
        told = engine_run.make(
            store(),
            number=run.label,
            feeds=taking.standing(run.takes),
            at=clock(),
            known=known.write(store()),
            say=say,
        )
    except _Ending:
        return run
    except Stopped:
        return runs.break_off(run=run, reason="", by=None, at=clock())
    except (*REFUSALS, OSError) as failure:
        log.exception("Run %s failed", run.number)
        return runs.break_off(run=run, reason=_said(failure), by=None, at=clock())
    except Exception:
        log.exception("Run %s failed", run.number)
        return runs.break_off(run=run, reason=OURS_RUN, by=None, at=clock())
    return runs.finish(run=run, changes=_differences(told), checks=_checks(run, told), by=None, at=clock())


def _said(failure: Exception) -> str:
    if isinstance(failure, OSError):
        return f"The data folder could not be written or read: {failure.strerror}. Make room, then resume the run."
    return str(failure)


def _differences(told: Any) -> list[differences.Difference]:
    row = Published.objects.select_related("run").first()
    before = _manifest(row.run.label) if row else {"feeds": []}
    return list(differences.between(_months(before), _months(told), by=figures()))


def _manifest(label: str) -> Any:
    """What a run made; of one whose folder is gone nothing can be compared."""
    try:
        return engine_run.manifest(store(), label)
    except FileNotFoundError:
        return {"feeds": []}


def _months(told: Any) -> dict[str, dict[str, int]]:
    return {each["feed"]: each["months"] for each in told["feeds"]}


def _checks(run: Run, told: Any) -> dict[int, dict[str, Any]]:
    """By the number of a file's row: what its check counted, and where it lies."""
    rows = [pk for feed in run.takes["feeds"] for pk, _, _ in feed["loads"]]
    told_of = [each for feed in told["feeds"] for each in feed["files"]]
    return {pk: {"artefact": each["checked"], **_counts(each)} for pk, each in zip(rows, told_of, strict=True)}


def _counts(told: Any) -> dict[str, int]:
    return {name: told[name] for name in COUNTS}


def forget() -> int:
    """Remove artefacts that belong to no kept run and no file, and files of which nothing is written down; return how
    many went. Somebody at work: none."""
    with alone() as is_ours:
        if not is_ours or Run.objects.filter(state=Run.State.RUNNING).exists():
            return 0
        place = store()
        known = set(ReceivedFile.objects.filter(removed_at=None).values_list("digest", flat=True))
        strange = files.forget_unknown(place.folder, known=known)
        return place.forget(but=_needed(place)) + place.sweep() + strange


def _needed(place: Store) -> set[str]:
    """Keys of the newest runs, of the one whose figures hold, and of every file."""
    labels = {each.label for each in Run.objects.order_by("-number")[:KEPT_RUNS]}
    labels |= {each.run.label for each in Published.objects.select_related("run")}
    checks = set(Load.objects.exclude(artefact="").values_list("artefact", flat=True))
    keys: set[str] = set()
    for label in labels:
        try:
            told = engine_run.manifest(place, label)
        except FileNotFoundError:
            continue
        keys |= {each["facts"] for each in told["feeds"] if each["facts"]}
        checks |= {each["checked"] for feed in told["feeds"] for each in feed["files"]}
    return keys | checks | engine_loads.keys_under(place, checks)
