"""Every page names its permission: `@page(Permission.X)` on each view, checked by a test that walks all URLs."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.apps import apps
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from oneplan.rulebook.sharing.policy import PERMISSION_WORDS, Permission, Role, relations_allowing
from oneplan.web.access import policy, viewlog
from oneplan.web.access.policy import NotAllowed

View = Callable[..., HttpResponse]
PublicView = TypeVar("PublicView", bound=Callable[..., HttpResponseBase])


def page(permission: Permission, *, needs_no_token: bool = False) -> Callable[[View], View]:
    """Let only accounts whose role has `permission` in; the view itself decides about the one family it shows."""

    def wrap(view: View) -> View:
        @wraps(view)
        def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not relations_allowing(permission, Role(request.user.role)):
                raise NotAllowed(f"Your role does not include this: {PERMISSION_WORDS[permission]}.")
            try:
                return view(request, *args, **kwargs)
            except Http404:
                _refuse_as_a_strangers(permission, request)
                raise

        run.permission = permission  # type: ignore[attr-defined]
        run.needs_no_token = needs_no_token  # type: ignore[attr-defined]
        return run

    return wrap


def _refuse_as_a_strangers(permission: Permission, request: HttpRequest) -> None:
    """What is not there answers as what is somebody else's, with as much work: numbers cannot be tried out.

    Whoever was shown a family already, or may see every family, learns that it is not there.
    """
    if not viewlog.shows_something():
        family = apps.get_model("people", "Family")
        policy.require(permission, by=request.asker, about=family(pk=0))  # type: ignore[attr-defined]


def public(view: PublicView) -> PublicView:
    """Mark a page that anybody may open: signing in, health, the accessibility statement."""
    view.is_public = view.needs_no_token = True  # type: ignore[attr-defined]
    return view


def before_second_step(view: PublicView) -> PublicView:
    """Mark a page that is open to somebody who must still set up, or show, their second step."""
    view.before_second_step = True  # type: ignore[attr-defined]
    return view
