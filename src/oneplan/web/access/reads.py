"""What the pages of accounts show."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from oneplan.web.access import second_step
from oneplan.web.access.models import Account, PartnerQuestion, SignInTry, TryCount

MOST_TRIES = 100


@dataclass(frozen=True)
class Locked:
    """Somebody or something that may not try again before its time."""

    account: Account | None
    what: str
    until: datetime


def accounts(words: str) -> QuerySet[Account]:
    """Every account whose name, or whose worker's name, has these words in it."""
    rows = Account.objects.select_related("worker__agency", "person").order_by("name")
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(worker__name__icontains=words))
    return rows


def locked(*, at: datetime) -> list[Locked]:
    from oneplan.web.access.tries import LIMITS

    rows = TryCount.objects.filter(locked_until__gt=at).select_related("account__worker").order_by("-locked_until")
    found = []
    for row in rows[:MOST_TRIES]:
        limit = LIMITS.get(row.subject.split(":", maxsplit=1)[0])
        found.append(Locked(row.account, limit.words if limit else "", row.locked_until or at))
    return found


def latest_tries() -> list[SignInTry]:
    return list(SignInTry.objects.select_related("account__worker").order_by("-pk")[:MOST_TRIES])


def standing(account: Account, *, at: datetime) -> dict[str, Any]:
    """What an administrator sees of one account: never a secret, never a code."""
    counts = Account.objects.filter(pk=account.pk).aggregate(sessions=Count("open_sessions"))
    lock = TryCount.objects.filter(account=account, locked_until__gt=at).order_by("-locked_until").first()
    return {
        "app": second_step.app_of(account),
        "number_of_passkeys": account.passkeys.count(),
        "codes_left": second_step.codes_left(account),
        "must": second_step.must_have(account),
        "number_of_sessions": counts["sessions"],
        "locked_until": lock.locked_until if lock else None,
        "link": account.ways_in.filter(used_at=None, ended_at=None, expires_at__gt=at).first(),
    }


def answers_for(worker: Any) -> list[PartnerQuestion]:
    """Answers that came to this worker's questions and were not read yet."""
    rows = PartnerQuestion.objects.filter(asked_by=worker, answered_at__isnull=False, read_at=None)
    return list(rows.select_related("family", "to").order_by("answered_at"))
