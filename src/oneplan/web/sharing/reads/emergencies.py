"""What was opened in an emergency, for the manager who looks at it."""

from collections import Counter
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import policy, words
from oneplan.web.access.models import Account, ViewBatch
from oneplan.web.sharing.models import EmergencyOpening


def facts(row: EmergencyOpening) -> list[tuple[str, str]]:
    """Each with its heading."""
    opened, until = timezone.localtime(row.opened_at), timezone.localtime(row.until)
    return [
        ("Who", f"{row.worker.name}, {row.worker.job_title}, {row.worker.agency}"),
        ("Open", f"{opened:%-d %B %Y}, {opened:%-H.%M}, until {until:%-H.%M}"),
        ("Their reason", row.reason),
        ("Pages they opened in that time", "; ".join(pages_opened(row)) or "none"),
    ]


def pages_opened(row: EmergencyOpening) -> list[str]:
    """In the order they were opened first: “the plan”, “a note (3 times)”."""
    accounts = Account.objects.filter(worker=row.worker).values("pk")
    seen = ViewBatch.objects.filter(
        family_id=row.family_id, account_id__in=accounts, at__gte=row.opened_at, at__lt=row.until
    )
    counted = Counter(words.page(name) for name in seen.order_by("number").values_list("page", flat=True))
    return [said if number == 1 else f"{said} ({number} times)" for said, number in counted.items()]


def way_to_the_register(row: EmergencyOpening, *, asker: Any) -> tuple[str, str]:
    """For whoever may read the register of this family: what this worker opened on these days."""
    if not policy.decision(Permission.REGISTER_VIEW, asker=asker, family=row.family).allowed:
        return "", ""
    days = [f"{timezone.localtime(at):%-d %B %Y}" for at in (row.opened_at, row.until)]
    asked = urlencode({"show": "looks", "worker": str(row.worker_id), "since": days[0], "until": days[1]})
    return f"{reverse('register', args=[row.family_id])}?{asked}", "Line by line, in the register"
