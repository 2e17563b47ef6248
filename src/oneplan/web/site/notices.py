"""What other rooms have to say on the page of a thing: each registers, and the page asks with `{% beside thing %}`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True)
class Notice:
    title: str
    words: str = ""
    link: str = ""  # an address, with `link_words`
    link_words: str = ""
    is_quiet: bool = False  # only the link


Provider = Callable[[Any, HttpRequest], Iterator[Notice]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    if provider not in _providers:
        _providers.append(provider)


def beside(thing: Any, request: HttpRequest) -> list[Notice]:
    return [notice for provider in _providers for notice in provider(thing, request)]
