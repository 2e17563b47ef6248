"""Nobody has to know an address by heart: every page is led to from another one."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from oneplan.web.access.models import Account
from tests.pages.rows import NotAPage, Shown
from tests.pages.table import ROWS

_LEADS = re.compile(r'(?:href|action|formaction|hx-post)="([^"#?]+)[^"]*"')
# Reached by being sent there, or by a machine.
BY_THEMSELVES = {
    "home", "sign-in", "request-received", "person-merge", "confirm", "forgotten-asked", "partner-link", "second-step",
    "single-sign-on-back", "way-in", "feed-confirm", "asked-whom", "list-link", "list-link-person", "list-link-file",
}  # fmt: skip


def _led_to(html: str) -> Iterator[str]:
    for address in _LEADS.findall(html):
        try:
            yield str(resolve(address).url_name)
        except Resolver404:
            continue


def _client(rich: Any, who: str) -> Client:
    client = Client(SERVER_NAME="localhost")  # where passkeys work without HTTPS
    if who != "nobody":
        found = rich.cast.others[who] if who in rich.cast.others else getattr(rich.cast, who)
        client.force_login(found if isinstance(found, Account) else Account.objects.get(worker=found))
    return client


@pytest.mark.slow
def test_every_page_is_led_to_from_another(rich: Any) -> None:
    clients: dict[str, Client] = {}
    led_to: set[str] = set()
    for row in (row for rows in ROWS.values() for row in rows if isinstance(row, Shown)):
        client = clients.setdefault(row.who, _client(rich, row.who))
        html = client.get(row.address(rich), follow=True).content.decode()
        led_to |= set(_led_to(html)) - {row.name}
    everything = {row.name for rows in ROWS.values() for row in rows if not isinstance(row, NotAPage)}
    assert everything - led_to - BY_THEMSELVES == set()
