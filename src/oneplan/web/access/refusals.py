"""Pages refused to somebody signed in: each kept as evidence, with who asked and what for; never what stood there."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from oneplan.web.access.models import RefusedPage

KEPT_DAYS = 365


def keep(request: HttpRequest, *, kind: RefusedPage.Kind, family_id: int | None = None) -> None:
    """Keep one refusal; those of nobody signed in are a redirect to the way in, and are not counted."""
    if not request.user.is_authenticated:
        return
    match = request.resolver_match
    numbers = [str(value) for value in match.kwargs.values()] if match else []
    RefusedPage.objects.create(
        at=timezone.now(),
        kind=kind,
        account=request.user,
        page=((match.url_name if match else None) or "")[:60],
        thing_id=numbers[0][:40] if numbers else "",
        family_id=family_id if family_id is not None else _family_of(match),
    )


def clear_away(*, at: Any) -> None:
    RefusedPage.objects.filter(at__lt=at - timedelta(days=KEPT_DAYS)).delete()


def _family_of(match: Any) -> int | None:
    """The number in a family's own address, whether there is such a family or not."""
    if match is None or not str(match.route).startswith("families/<family:pk>/"):
        return None
    pk = match.kwargs.get("pk")
    return pk if isinstance(pk, int) else None
