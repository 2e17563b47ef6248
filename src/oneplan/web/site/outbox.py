"""What must go out is a row in the action's own transaction; the background worker sends it.

A crash between sending and noting it makes the worker send again under the same id, which every way of
sending must recognise: so nothing is lost and nothing arrives twice.
"""

import json
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from oneplan.web.site.models import OutboxMessage

# Why a message may not go now: a time to wait for, or a sentence of refusal.
SafetyCheck = Callable[[OutboxMessage, datetime], "datetime | str | None"]
_checks: list[SafetyCheck] = []
MOST_ATTEMPTS = 8


class CannotDeliver(Exception):
    """A way of sending did not work this time."""


def obey(check: SafetyCheck) -> None:
    """Let a room say when a message to a person is not safe."""
    if check not in _checks:
        _checks.append(check)


def put(*, kind: str, text: str, at: datetime, channel: str, to: Any, family: Any = None) -> OutboxMessage:
    """Keep a message to a person or a worker, inside the caller's transaction."""
    is_person = to._meta.label_lower == "people.person"
    return OutboxMessage.objects.create(
        kind=kind,
        channel=channel,
        text=text,
        made_at=at,
        not_before=at,
        to_person=to if is_person else None,
        to_worker=None if is_person else to,
        about_family=family,
    )


def send_waiting(*, at: datetime, most: int = 50) -> int:
    """Send what is due, one message a transaction; return how many went."""
    due = OutboxMessage.objects.filter(state=OutboxMessage.State.WAITING, not_before__lte=at)
    ids = list(due.order_by("not_before").values_list("pk", flat=True)[:most])
    return sum(_send(pk, at=at) for pk in ids)


@transaction.atomic
def _send(pk: UUID, *, at: datetime) -> bool:
    message = (
        OutboxMessage.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(pk=pk, state=OutboxMessage.State.WAITING)
        .first()
    )
    if message is None:
        return False
    for check in _checks:
        if stop := check(message, at):
            return _hold_back(message, stop)
    try:
        deliver(message)
    except (CannotDeliver, OSError) as fault:
        return _try_later(message, fault, at=at)
    message.state, message.sent_at = OutboxMessage.State.SENT, at
    message.attempts += 1
    message.save(update_fields=["state", "sent_at", "attempts"])
    return True


def _hold_back(message: OutboxMessage, stop: datetime | str) -> bool:
    if isinstance(stop, datetime):
        message.not_before, message.state_reason = stop, "waiting for a safe time"
    else:
        message.state, message.state_reason = OutboxMessage.State.REFUSED, stop[:300]
    message.save(update_fields=["state", "state_reason", "not_before"])
    return False


def _try_later(message: OutboxMessage, fault: Exception, *, at: datetime) -> bool:
    message.attempts += 1
    message.state_reason = str(fault)[:300]
    message.not_before = at + timedelta(minutes=2**message.attempts)
    if message.attempts >= MOST_ATTEMPTS:
        message.state = OutboxMessage.State.FAILED
    message.save(update_fields=["attempts", "state", "state_reason", "not_before"])
    return False


def deliver(message: OutboxMessage) -> None:
    """Put the message, as a file named by its id, into the folder the area's own sender empties."""
    folder = Path(settings.OUTBOX_FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{message.pk}.json"
    if path.exists():
        return
    draft = folder / f".{message.pk}.{os.getpid()}"
    with draft.open("w") as out:
        json.dump(_letter(message), out)
        out.flush()
        os.fsync(out.fileno())
    draft.rename(path)


def _letter(message: OutboxMessage) -> dict[str, str]:
    return {
        "id": str(message.pk),
        "kind": message.kind,
        "channel": message.channel,
        "to": f"worker {message.to_worker_id}" if message.to_worker_id else f"person {message.to_person_id}",
        "text": message.text,
    }
