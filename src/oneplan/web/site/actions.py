"""What makes a function an action: keyword-only, one transaction, saved at most once for one form."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction

from oneplan.web.site import once

P = ParamSpec("P")
T = TypeVar("T")


def action(function: Callable[P, T]) -> Callable[P, T]:
    """Run `function` in one transaction that also remembers the form it came from.

    A second sending of the same form raises `once.AlreadySaved` and changes nothing.
    """

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        is_first = once.is_free()
        try:
            with transaction.atomic():
                once.claim()
                return function(*args, **kwargs)
        except BaseException:
            if is_first:
                once.let_go()
            raise

    run.is_action = True  # type: ignore[attr-defined]
    return run
