"""Every page names its permission: `@page(Permission.X)` on each view, checked by a test that walks all URLs."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from oneplan.rulebook.sharing.policy import PERMISSION_WORDS, Permission, Role, relations_allowing
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
            return view(request, *args, **kwargs)

        run.permission = permission  # type: ignore[attr-defined]
        run.needs_no_token = needs_no_token  # type: ignore[attr-defined]
        return run

    return wrap


def public(view: PublicView) -> PublicView:
    """Mark a page that anybody may open: signing in, health, the accessibility statement."""
    view.is_public = view.needs_no_token = True  # type: ignore[attr-defined]
    return view


def before_second_step(view: PublicView) -> PublicView:
    """Mark a page that is open to somebody who must still set up, or show, their second step."""
    view.before_second_step = True  # type: ignore[attr-defined]
    return view
