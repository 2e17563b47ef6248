"""What other rooms have to say on a page: each registers.

Beside a thing the page asks with `{% beside thing %}`; for the frame of every page `layout` asks.
"""

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


@dataclass(frozen=True)
class Frame:
    """What stands in the frame of a page about one family's record."""

    why: str = ""  # the address of “Why can I see this?”
    title: str = ""  # above the page, as long as it is so
    words: str = ""


FrameProvider = Callable[[HttpRequest], "Frame | None"]
_frames: list[FrameProvider] = []
Provider = Callable[[Any, HttpRequest], Iterator[Notice]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    if provider not in _providers:
        _providers.append(provider)


def beside(thing: Any, request: HttpRequest) -> list[Notice]:
    return [notice for provider in _providers for notice in provider(thing, request)]


def register_frame(provider: FrameProvider) -> None:
    _frames[:] = [provider]


def frame(request: HttpRequest) -> Frame | None:
    return next((found for provider in _frames if (found := provider(request)) is not None), None)
