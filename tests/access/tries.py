"""Every way to ask for something: each address with its own ids and with others', questions, forms, broken requests."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from django.test import Client
from django.urls import NoReverseMatch, reverse

from oneplan.web.access.models import Account
from oneplan.web.casework.models import Goal, Note
from oneplan.web.people.models import Family, Home, Person
from oneplan.web.site import once
from tests.access.canaries import Canary, Planted
from tests.pages.rows import NotAPage, asked
from tests.pages.table import ROWS, every_pattern

QUESTIONS = (
    "", "?page=2&show=changes&kind=note&on=1+May+2024&known=1+May+2024&before=0",
    "?person=1&worker=1&q=a&show=all&next=/find/&family=F-1&record=1&record=2&with=1&change=1",
)  # fmt: skip
SEARCHES = ("find", "my-families", "colleagues", "agencies", "account-find", "accounts", "requests", "records-compare")
JUNK = {
    "text": "x", "words": "x", "reason": "x", "why": "x", "says": "x", "what": "x", "title": "x", "on": "31 February",
    "to": "1", "person": "1", "people": "1", "family": "1", "home": "1", "worker": "999999", "version": "0", "q": "a",
}  # fmt: skip
ELSE = {"HTTP_HX_REQUEST": "true", "HTTP_ACCEPT": "application/json", "HTTP_REFERER": "http://testserver/find/"}
BROKEN = (
    "/families/F-0/", "/families/F-99999999999999999999/", "/nowhere/", "/people/P-1/..%2f", "/%00", "/held/x/",
    "/packs/1.docx", "/static/../settings.py", "/families/F-1/diagram.svg?on=%FF",
)  # fmt: skip
_TAKES_A_NUMBER = {"family", "person", "int"}


@dataclass(frozen=True)
class Try:
    method: str
    address: str
    fields: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    with_token: bool = True

    def send(self, client: Client, account: Account | None) -> Any:
        if self.method == "GET":
            return client.get(self.address, headers=self.headers)
        if self.method != "POST":
            return client.generic(self.method, self.address)
        token = {once.FIELD: once.new_token(account_id=account.pk)} if account is not None and self.with_token else {}
        return client.post(self.address, self.fields | token)

    @property
    def words(self) -> str:
        return f"{self.method} {self.address}"


def every(rich: Any, planted: Planted) -> Iterator[Try]:
    """In an order that stays, so that a share of them is a fair one."""
    addresses = sorted(_addresses(rich, planted))
    for address in addresses:
        yield from (Try("GET", address + more) for more in QUESTIONS if not (more and "?" in address))
        yield Try("GET", address, headers={name[5:]: value for name, value in ELSE.items()})
        yield Try("POST", address)
        yield Try("POST", address, JUNK)
        yield Try("POST", address, JUNK, with_token=False)
        yield Try("OPTIONS", address)
    yield from (Try("GET", address) for address in sorted(set(_guesses()) - set(addresses)))
    yield from _searches(planted.canaries)
    yield from _broken()


def _addresses(rich: Any, planted: Planted) -> set[str]:
    """Each row of the table of pages, and the same address for what was planted."""
    found = set()
    for row in (row for rows in ROWS.values() for row in rows):
        if isinstance(row, NotAPage):
            continue
        for view in (rich, *planted.others):
            found.add(reverse(row.name, args=row.args(view)) + asked(getattr(row, "query", ""), of=rich))
    for name in ("family-diagram-svg", "family-diagram-png"):
        found |= {reverse(name, args=[view.cast.family.pk]) for view in (rich, *planted.others)}
    packs = [
        reverse("pack-file", args=[view.pack.pk, kind]) for view in (rich, *planted.others) for kind in ("pdf", "json")
    ]
    return found | set(packs) | {reverse("held-form", args=["5d8f0f3e-0000-4000-8000-00000000c0de"])}


def _guesses() -> Iterator[str]:
    """Numbers tried one after the other on every address that takes them."""
    numbers = sorted({1, 2, 3, *_newest(Family), *_newest(Person), *_newest(Note), *_newest(Home), *_newest(Goal)})
    for name, pattern in every_pattern().items():
        kinds = [type(each).__name__.lower() for each in pattern.pattern.converters.values()]
        wanted = ["".join(part for part in _TAKES_A_NUMBER if kind.startswith(part)) for kind in kinds]
        if not kinds or not all(wanted):
            continue
        pairs = zip(numbers, reversed(numbers), strict=True)
        for tried in ((each,) for each in numbers) if len(kinds) == 1 else pairs:
            try:
                yield reverse(name, args=tried)
            except NoReverseMatch:
                break


def _newest(model: Any) -> list[int]:
    return list(model._default_manager.order_by("-pk").values_list("pk", flat=True)[:4])


def _searches(canaries: list[Canary]) -> Iterator[Try]:
    """The beginning of each word, which somebody may know or guess: what is found must not tell the rest."""
    for name, canary in product(SEARCHES, canaries):
        yield Try("GET", f"{reverse(name)}?q={canary.word[:4]}")
        yield Try("GET", f"{reverse(name)}?q={canary.word[: len(canary.word) * 3 // 4]}")


def _broken() -> Iterator[Try]:
    for address in BROKEN:
        yield Try("GET", address)
        yield Try("POST", address, JUNK)
        yield Try("DELETE", address)
