"""Who is asking, refusals in plain words, and the log of what was shown."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import auth, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from oneplan.web.access import audit, refusals, second_step, sessions, viewlog
from oneplan.web.access.models import RefusedPage
from oneplan.web.access.pace import Pace
from oneplan.web.access.policy import NotAllowed

Next = Callable[[HttpRequest], HttpResponse]
WORTH_KEEPING = 12  # characters; a day or a choice is made again faster than copied
NEVER_SHOWN = ("token", "password", "code", "credential")
CLOCK_SLIP = -60  # seconds: a session that begins in the future was not begun by this clock
NOTHING_SHOWN = frozenset({301, 302, 303, 400, 403, 404, 429, 500})


class WorkerMiddleware:
    """Puts the signed-in worker on the request, and the account into the audit trail."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # no report of an error repeats what somebody typed
        request.sensitive_post_parameters = "__ALL__"  # type: ignore[attr-defined]
        _sign_out_if_over(request)
        user = request.user
        request.worker = user.worker if user.is_authenticated else None  # type: ignore[attr-defined]
        request.member = user.person if user.is_authenticated else None  # type: ignore[attr-defined]
        # who the policy is asked about: the worker, or the family member's account
        request.asker = request.worker or (user if user.is_authenticated else None)  # type: ignore[attr-defined]
        if user.is_authenticated:
            _stay_signed_in(request)
        mark = audit.acting_account.set(user.pk if user.is_authenticated else None)
        try:
            response = self.get_response(request)
        finally:
            audit.acting_account.reset(mark)
        # a page about a family, or one with a code, does not stay behind on a tablet that others use
        response.headers.setdefault("Cache-Control", "no-store")
        return response


def _stay_signed_in(request: HttpRequest) -> None:
    """The hour of a session runs from the last page, not from signing in; written at most every five minutes."""
    now = int(time.time()) // 300
    if request.session.get("seen") != now:
        request.session["seen"] = now
        sessions.seen(request)


def _sign_out_if_over(request: HttpRequest) -> None:
    """The account was switched off, its worker left, its password changed, or the council must be asked again."""
    was_signed_in = auth.SESSION_KEY in request.session
    if was_signed_in and not request.user.is_authenticated:
        auth.logout(request)
        messages.info(request, "You are signed out. If you did not do that yourself, ask your administrator.")
    elif was_signed_in:
        by_council = request.session.get(sessions.HOW) == "single"
        age = time.time() - int(request.session.get(sessions.BEGAN_AT, 0))
        if by_council and not CLOCK_SLIP <= age <= settings.OIDC_SESSION_SECONDS:
            auth.logout(request)
            messages.info(request, "It has been a while: please sign in by the council again.")
        elif not CLOCK_SLIP <= age <= settings.SESSION_LONGEST_SECONDS:
            auth.logout(request)
            messages.info(request, "You have been signed in for a long time: please sign in again.")


class PaceMiddleware:
    """Whoever asks for more pages than anybody reads waits for the next minute; the first such page is kept."""

    def __init__(self, get_response: Next) -> None:
        self.get_response, self.pace = get_response, Pace()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Callable[..., HttpResponse], _args: object, _kwargs: object
    ) -> HttpResponse | None:
        user = request.user
        over = self.pace.over(user.pk, most=settings.PAGES_A_MINUTE) if user.is_authenticated else 0
        if not over:
            return None
        if over == 1:
            refusals.keep(request, kind=RefusedPage.Kind.TOO_FAST)
        answer = render(request, "access/too_fast.html", status=429)
        answer["Retry-After"] = "60"
        return answer


class SecondStepMiddleware:
    """Whoever must have a second step and has not shown it can do nothing but set it up, show it, or sign out."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], _args: object, _kwargs: object
    ) -> HttpResponse | None:
        user = request.user
        if not user.is_authenticated or request.session.get(sessions.SECOND_STEP) or not second_step.must_have(user):
            return None
        if getattr(view, "is_public", False) or getattr(view, "before_second_step", False):
            return None
        if second_step.has(user):
            go_to = request.get_full_path() if request.method == "GET" else "/"
            return redirect(f"{reverse('confirm')}?{urlencode({'next': go_to})}")
        return redirect("second-step")


class RefusalMiddleware:
    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotAllowed):
            refusals.keep(request, kind=RefusedPage.Kind.NOT_ALLOWED, family_id=exception.family_id)
            return render(request, "site/not_allowed.html", _refused(request, exception), status=403)
        if isinstance(exception, Http404):
            return render(request, "site/not_found.html", {"reason": str(exception), "frame": None}, status=404)
        return None


def _refused(request: HttpRequest, refusal: NotAllowed) -> dict[str, object]:
    """The reason, and for a page about a family the way to ask why, or in in an emergency."""
    match = request.resolver_match
    family = match.kwargs.get("pk") if match and str(match.route).startswith("families/<family:pk>/") else None
    worker = getattr(request, "worker", None)
    return {
        "reason": str(refusal),
        "frame": None,  # nothing of a record stands around a page that shows none of it
        "about_family": family if worker is not None else None,
        "is_start": worker is None and match is not None and match.url_name == "our-plan",
        "reader_is_worker": worker is not None,
        "typed": _worth_keeping(request) if request.user.is_authenticated else [],
    }


def _worth_keeping(request: HttpRequest) -> list[str]:
    """What somebody wrote into a form that is refused now: nothing of it is saved, so it is given back to copy."""
    texts = (text for name, text in request.POST.items() if not any(part in name for part in NEVER_SHOWN))
    return [text for text in texts if isinstance(text, str) and len(text.strip()) >= WORTH_KEEPING]


class ViewLogMiddleware:
    """Writes what the page showed before the answer leaves; a page that cannot be logged is not shown."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with viewlog.collecting() as seen:
            response = self.get_response(request)
        # a form shown again with its faults (422) or beside somebody else's version (409) shows people too
        if seen.entries and response.status_code not in NOTHING_SHOWN:
            viewlog.flush(seen, request=request)
        return response
