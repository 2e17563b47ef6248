"""The background worker: sends what waits in the outbox and clears away what has served its turn.

It may be killed at any moment: each message is one transaction, and sending the same one again is recognised.
"""

import logging
import signal
import threading
from datetime import datetime, timedelta
from pathlib import Path
from types import FrameType

from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from oneplan.web.access import refusals, sessions, tries
from oneplan.web.access.actions import passwords
from oneplan.web.site import chores, outbox, running
from oneplan.web.site.models import HeldForm, SubmittedForm

PAUSE_SECONDS = 1.0
KEPT_DAYS = 7
log = logging.getLogger(__name__)


def run(*, pause: float = PAUSE_SECONDS) -> None:
    """Work until SIGTERM or Ctrl-C; a database that is away for a moment is waited for."""
    stopped = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopped.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    with running.running(Path(settings.HOME)):
        _work(stopped, pause=pause)


def _work(stopped: threading.Event, *, pause: float) -> None:
    while not stopped.is_set():
        close_old_connections()
        try:
            sent = once_over(at=timezone.now())
        except DatabaseError:
            log.exception("The database did not answer; trying again in a moment.")
            sent = 0
        if not sent:
            stopped.wait(pause)


def once_over(*, at: datetime) -> int:
    """Do what is due now; return how many messages went."""
    chores.run_due(at=at)
    passwords.answer_asked(at=at, address=settings.ADDRESS)
    sent = outbox.send_waiting(at=at)
    clear_away(at=at)
    return sent


def clear_away(*, at: datetime) -> None:
    """Forget tokens of forms saved, and held forms, of more than a week ago, and what signing in leaves behind."""
    long_ago = at - timedelta(days=KEPT_DAYS)
    SubmittedForm.objects.filter(sent_at__lt=long_ago).delete()
    HeldForm.objects.filter(held_at__lt=long_ago).delete()
    passwords.clear_away(at=at)
    sessions.clear_away(at=at)
    tries.clear_away(at=at)
    refusals.clear_away(at=at)
