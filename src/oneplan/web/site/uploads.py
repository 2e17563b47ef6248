"""A form takes a file only where its page says so, and only from who may use that page.

Any other file that is sent along is refused before a byte of it is kept, whatever it calls itself.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.urls import Resolver404, resolve

from oneplan.rulebook.sharing.policy import Role, relations_allowing

V = TypeVar("V", bound=Callable[..., Any])


class FileSentAlong(SuspiciousOperation):
    """Logged as suspicious; the page says what to do instead."""


def takes_a_file(view: V) -> V:
    """Mark a page whose form takes a file; put it above `@page(…)`, whose permission is asked before a byte is read."""
    view.takes_a_file = True  # type: ignore[attr-defined]
    return view


def takes_a_file_when(is_wanted: Callable[..., bool], *, most: int) -> Callable[[V], V]:
    """Mark a page without an account whose form takes a file of at most so many bytes.

    `is_wanted` is asked with the request and what stands in the address, before a byte is read.
    """

    def mark(view: V) -> V:
        view.takes_a_file_when, view.takes_at_most = is_wanted, most  # type: ignore[attr-defined]
        return view

    return mark


def is_too_big(request: Any, *, most: int) -> bool:
    said = str(request.META.get("CONTENT_LENGTH") or "0")
    return not said.isdigit() or int(said) > most


class OnlyWhereAsked(TemporaryFileUploadHandler):
    """Writes the file piece by piece to a temporary one, which goes with the request."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        if not _is_wanted(self.request):
            raise FileSentAlong("A file was sent along with a form that takes none.")
        if _is_too_big(self.request):
            raise SkipFile
        super().new_file(*args, **kwargs)


def _is_too_big(request: Any) -> bool:
    """The page says so itself: it finds no file."""
    most = getattr(resolve(request.path_info).func, "takes_at_most", None)
    return most is not None and is_too_big(request, most=most)


def _is_wanted(request: Any) -> bool:
    try:
        found = resolve(request.path_info)
    except Resolver404:
        return False
    view = found.func
    if by_link := getattr(view, "takes_a_file_when", None):
        return bool(by_link(request, *found.args, **found.kwargs))
    user = getattr(request, "user", None)
    if not getattr(view, "takes_a_file", False) or user is None or not user.is_authenticated:
        return False
    return bool(relations_allowing(view.permission, Role(user.role)))  # type: ignore[attr-defined]
