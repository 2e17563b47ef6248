"""Entries about a person that are kept from somebody; the room of sharing says which."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.db.models import Model

from oneplan.web.people.models import Family

M = TypeVar("M", bound=Model)
Sieve = Callable[[Any, Iterable[Family], Iterable[Model]], list[Model]]
_sieves: list[Sieve] = []


def register(sieve: Sieve) -> None:
    _sieves[:] = [sieve]


def shown(rows: Iterable[M], *, families: Iterable[Family], asker: Any) -> list[M]:
    """Return those of the rows that are not kept from the asker."""
    left: list[Any] = list(rows)
    for sieve in _sieves:
        left = sieve(asker, families, left)
    return left
