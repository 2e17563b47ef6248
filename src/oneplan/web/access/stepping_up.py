"""Before what is grave, show once more who you are: `@step_up`, inside `@page(…)`.

What was typed is not lost: a form that arrives too late is held, and given back once they have shown it.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from oneplan.web.access import sessions

View = Callable[..., HttpResponse]
# two machines may differ a little; what was shown later than that was shown before the clock was set back
CLOCKS_DIFFER = timedelta(minutes=1)


def is_fresh(request: HttpRequest) -> bool:
    """Did they show who they are within the last minutes, not only by the session's cookie?"""
    since = timezone.now() - sessions.proved_at(request)
    return -CLOCKS_DIFFER < since < timedelta(seconds=settings.STEP_UP_SECONDS)


def step_up(view: View) -> View:
    """Let in whoever showed who they are a moment ago; lead everybody else to do so, and back."""

    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_fresh(request):
            return view(request, *args, **kwargs)
        return redirect(f"{reverse('confirm')}?{urlencode({'next': _way_back(request)})}")

    run.steps_up = True  # type: ignore[attr-defined]
    return run


def _way_back(request: HttpRequest) -> str:
    from oneplan.web.site import held, once

    if request.method != "POST":
        return request.get_full_path()
    read = once.read_token(request.POST.get(once.FIELD, ""))
    if read is None or read[1] != request.user.pk:
        return "/"
    return reverse("held-form", args=[held.hold(request, token=read[0], account_id=read[1]).token])
