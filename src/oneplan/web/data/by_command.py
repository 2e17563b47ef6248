"""What the commands do: the same actions as the pages, as the data manager whose account is named."""

import argparse
import json
import signal
import sys
import threading
from datetime import date, datetime
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from oneplan.engine.feeds import profiles
from oneplan.engine.feeds.profiles import CannotRead
from oneplan.engine.feeds.reading import CannotOpen, Locked, locked
from oneplan.engine.runs import files
from oneplan.engine.runs.files import TooBig
from oneplan.engine.runs.loads import COUNTS
from oneplan.web.access.models import Account
from oneplan.web.access.policy import NotAllowed
from oneplan.web.agencies.models import Agency, SharingAgreement, Worker
from oneplan.web.data import receiving, working
from oneplan.web.data.actions import Cannot, feeds, loads, runs
from oneplan.web.data.actions.feeds import FeedWords
from oneplan.web.data.actions.loads import CameBefore
from oneplan.web.data.models import Feed, Load, Run
from oneplan.web.data.reads import health, listing
from oneplan.web.data.receiving import IsLocked
from oneplan.web.site import running

WELL, SOME, REFUSED = 0, 1, 2
PAUSE_SECONDS = 1.0
_REFUSALS = (Cannot, CannotOpen, CannotRead, NotAllowed, TooBig, OSError)


def run(name: str, asked: argparse.Namespace) -> int:
    try:
        return int(_DOES[name](asked))
    except _REFUSALS as refusal:
        sys.stderr.write(f"{refusal}\n")
        return REFUSED


def add(asked: argparse.Namespace) -> int:
    by, at = worker(asked.account), timezone.now()
    profile = profiles.load(asked.profile)
    began = asked.began or timezone.localdate(at)
    says = FeedWords(
        asked.title or f"{profile.kind.words.capitalize()}, {profile.partner}", _agency(profile.partner),
        _agreement(asked.agreement, on=timezone.localdate(at)), by, _deputy(asked.deputy), asked.every, began,
    )  # fmt: skip
    feed = feeds.add(name=asked.profile.stem, says=says, profile=profile.said, by=by, at=at)
    say(asked, f"“{feed}” is a feed now: load its files with --profile {feed.name}.", {"feed": feed.name})
    return WELL


def load(asked: argparse.Namespace) -> int:
    by = worker(asked.account)
    feed = _feed(asked.profile)
    content, store, password = files.pieces(asked.file), working.store().folder, locked.password_in(asked.password_file)
    try:
        row = receiving.take_in(
            feed, content, store=store, name=asked.file.name, way=Load.Way.COMMAND, by=by, at=timezone.now(),
            password=password,
        )  # fmt: skip
    except IsLocked as refusal:
        raise Locked(was_tried=refusal.was_tried) from None
    except CameBefore as before:
        say(asked, str(before), {"load": f"{feed.name}:{before.load.number}", "came_before": True})
        return WELL
    row = working.check(Load.objects.select_related("feed__agreement", "file", "profile__feed").get(pk=row.pk))
    if row.state == Load.State.REFUSED:
        raise Cannot(row.reason)
    counts = {name: getattr(row, name) for name in COUNTS}
    say(asked, f"{feed.name}:{row.number}  {_sum(row)}", {"load": f"{feed.name}:{row.number}", **counts})
    return SOME if row.set_aside else WELL


def withdraw(asked: argparse.Namespace) -> int:
    by = worker(asked.account)
    name, _, number = asked.load.partition(":")
    row = Load.objects.filter(feed__name=name, number=int(number) if number.isdigit() else 0).first()
    if row is None:
        raise Cannot(f"There is no file “{asked.load}”. Write feed and number, like attendance:3.")
    loads.withdraw(load=row, why=asked.why, by=by, at=timezone.now())
    say(asked, f"{asked.load} is withdrawn. Start a run to have figures without it.", {"load": asked.load})
    return WELL


def status(asked: argparse.Namespace) -> int:
    lines = health.lines(today=timezone.localdate())
    if asked.json:
        _json([each.plain for each in lines])
    else:
        _words("\n".join(f"{each.feed.name}: {each.words}. {each.health.reason}" for each in lines) or "No feed yet.")
    return WELL if all(each.is_well for each in lines) else SOME


def list_runs(asked: argparse.Namespace) -> int:
    rows = listing.runs()
    if asked.json:
        _json([each.plain for each in rows])
    else:
        _words("\n".join(each.line for each in rows) or "No run yet. Start one: oneplan run start --as NAME")
    return WELL


def start(asked: argparse.Namespace) -> int:
    return _made(asked, runs.ask(by=worker(asked.account), at=timezone.now()))


def resume(asked: argparse.Namespace) -> int:
    return _made(asked, runs.resume(run=_run(asked.number), by=worker(asked.account), at=timezone.now()))


def _made(asked: argparse.Namespace, row: Run) -> int:
    said: set[tuple[int, str]] = set()

    def tell(done: int, total: int, words: str) -> None:
        if not asked.json and (done, words) not in said:
            said.add((done, words))
            _words(f"  {done + 1} of {total}: {words}")

    while row.state in {Run.State.WAITING, Run.State.RUNNING}:
        if not working.once_over(tell=tell):
            threading.Event().wait(PAUSE_SECONDS)
        row.refresh_from_db()
    if row.state in {Run.State.FAILED, Run.State.STOPPED}:
        raise Cannot(f"Run {row.number} is {row.get_state_display()}. {row.reason}".strip())
    say(asked, listing.run(row).line, listing.run(row).plain)
    return SOME if row.state == Run.State.HELD else WELL


def stop(asked: argparse.Namespace) -> int:
    runs.stop(run=_run(asked.number), by=worker(asked.account), at=timezone.now())
    say(asked, f"Run {asked.number} stops.", {"run": asked.number})
    return WELL


def publish(asked: argparse.Namespace) -> int:
    row = runs.publish(run=_run(asked.number), by=worker(asked.account), at=timezone.now())
    say(asked, f"The figures of run {row.number} hold now.", {"run": row.number})
    return WELL


def work(_asked: argparse.Namespace) -> int:
    """Do what waits until SIGTERM or Ctrl-C; a database that is away for a moment is waited for."""
    stopped = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        stopped.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    with running.running(Path(settings.HOME)):
        while not stopped.is_set():
            if not _worked(stopped):
                stopped.wait(PAUSE_SECONDS)
    return WELL


def _worked(stopped: threading.Event) -> int:
    close_old_connections()
    try:
        return working.once_over(is_stopped=stopped.is_set)
    except DatabaseError:
        working.log.exception("The database did not answer; trying again in a moment.")
        return 0


_DOES = {
    "add": add, "load": load, "withdraw": withdraw, "status": status, "list_runs": list_runs, "start": start,
    "resume": resume, "stop": stop, "publish": publish, "work": work,
}  # fmt: skip


def worker(account: str) -> Worker:
    row = Account.objects.filter(name=account.lower(), is_active=True).select_related("worker").first()
    if row is None or row.worker is None:
        raise Cannot(f"There is no worker's account called {account}. Say who does it: --as NAME")
    found: Worker = row.worker
    return found


def _feed(name: str) -> Feed:
    wanted = Path(name).stem if name.endswith((".yaml", ".yml")) else name
    found = Feed.objects.filter(name=wanted).first()
    if found is None:
        there = ", ".join(Feed.objects.order_by("name").values_list("name", flat=True)) or "none yet"
        raise Cannot(f"There is no feed called “{wanted}”. There are: {there}. Begin one: oneplan feeds add PROFILE")
    return found


def _agency(name: str) -> Agency:
    found = Agency.objects.filter(name__iexact=name).first()
    if found is None:
        raise Cannot(f"No agency is called “{name}”. Add it on the page of agencies, or mend “partner” in the profile.")
    return found


def _agreement(title: str, *, on: date) -> SharingAgreement:
    found: SharingAgreement | None = SharingAgreement.objects.current(on).filter(title__iexact=title).first()
    if found is None:
        raise Cannot(f"No agreement called “{title}” holds today. Look at the page of agreements.")
    return found


def _deputy(name: str) -> Worker | None:
    if not name:
        return None
    found = Worker.objects.filter(name__iexact=name, is_active=True).first()
    if found is None:
        raise Cannot(f"No colleague is called “{name}”.")
    return found


def _run(number: int) -> Run:
    found = Run.objects.filter(number=number).first()
    if found is None:
        raise Cannot(f"There is no run {number}. See which there are: oneplan run list")
    return found


def _sum(row: Load) -> str:
    return (
        f"{row.received:,} rows = {row.accepted:,} taken + {row.repaired:,} taken and mended"
        f" + {row.set_aside:,} not taken"
    )


def say(asked: argparse.Namespace, words: str, plain: Any) -> None:
    if asked.json:
        _json(plain)
    else:
        _words(words)


def _json(plain: Any) -> None:
    _words(json.dumps(plain, ensure_ascii=False, default=_plain))


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _words(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()
