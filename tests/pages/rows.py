"""What a row of the table of pages says: an address, who opens it, with what."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

Args = Callable[[Any], list[Any]]


@dataclass(frozen=True)
class Shown:
    """A page; `wrong`: its form, sent empty, comes back with what is wrong, and that page is looked at too."""

    name: str
    who: str
    args: Args = lambda _: []
    query: str = ""
    wrong: bool = False
    also: str = ""  # tells two rows of one address apart

    @property
    def title(self) -> str:
        return f"{self.name}-{self.also}" if self.also else self.name

    def address(self, rich: Any) -> str:
        return reverse(self.name, args=self.args(rich)) + asked(self.query, of=rich)


def asked(query: str, *, of: Any) -> str:
    """A query with the numbers of the people and services it names."""
    return query.format(parent=of.cast.parent.pk, school=of.cast.green.agency_id)


@dataclass(frozen=True)
class Pressed:
    """No page of its own: where its form stands, and what it leads to, which is looked at."""

    name: str
    who: str
    stands_on: str
    on_args: Args
    args: Args


@dataclass(frozen=True)
class NotAPage:
    """A file, or an answer for machines."""

    name: str
    why: str


Row = Shown | Pressed | NotAPage


def _family(rich: Any) -> list[Any]:
    return [rich.cast.family.pk]


def _gone(rich: Any) -> list[Any]:
    return [rich.gone_family.pk]


def _of(name: str) -> Args:
    return lambda rich: [getattr(rich, name).pk]


def _child(rich: Any) -> list[Any]:
    return [rich.cast.child.pk]


def _parent(rich: Any) -> list[Any]:
    return [rich.cast.parent.pk]


def _home(rich: Any) -> list[Any]:
    return [rich.cast.home.pk]


def _in_family(name: str) -> Args:
    return lambda rich: [rich.cast.family.pk, getattr(rich, name).pk]


def _secret(name: str) -> Args:
    return lambda rich: [getattr(rich, name)]


def _made_up(_rich: Any) -> list[Any]:
    return ["made-up"]
