"""A form takes a file only where its page says so, and only from who may use that page.

Any other file that is sent along is refused before a byte of it is kept, whatever it calls itself.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.urls import Resolver404, resolve

from oneplan.rulebook.sharing.policy import Role, relations_allowing

V = TypeVar("V", bound=Callable[..., Any])


class FileSentAlong(SuspiciousOperation):
    """Logged as suspicious; the page says what to do instead."""


def takes_a_file(view: V) -> V:
    """Mark a page whose form takes a file; put it above `@page(…)`, whose permission is asked before a byte is read."""
    view.takes_a_file = True  # type: ignore[attr-defined]
    return view


class OnlyWhereAsked(TemporaryFileUploadHandler):
    """Writes the file piece by piece to a temporary one, which goes with the request."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        if not _is_wanted(self.request):
            raise FileSentAlong("A file was sent along with a form that takes none.")
        super().new_file(*args, **kwargs)


def _is_wanted(request: Any) -> bool:
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return False
    user = getattr(request, "user", None)
    if not getattr(view, "takes_a_file", False) or user is None or not user.is_authenticated:
        return False
    return bool(relations_allowing(view.permission, Role(user.role)))  # type: ignore[attr-defined]
