"""Entries about a person that are kept from somebody; the room of sharing says which."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.db.models import Model

M = TypeVar("M", bound=Model)
Sieve = Callable[[Any, Iterable[Model]], list[Model]]
_sieves: list[Sieve] = []


def register(sieve: Sieve) -> None:
    _sieves[:] = [sieve]


def is_kept_from(asker: Any, row: Model) -> bool:
    return not shown([row], asker=asker)


def shown(rows: Iterable[M], *, asker: Any) -> list[M]:
    """Return those of the rows that are not kept from the asker, in whichever family that was said."""
    left: list[Any] = list(rows)
    for sieve in _sieves:
        left = sieve(asker, left)
    return left
