"""A list that the school answers by a link, opened in a browser, and what is done there."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from stdnum.gb import upn

from oneplan.web.agencies.models import Worker
from oneplan.web.data.models import AskedList
from tests import feeds as scene
from tests import lists as made
from tests.cast import Cast

OTHER_UPN = f"{upn.calc_check_digit('999200010002')}999200010002"
ANSWER = {"upn": made.UPN, "school": "9992000", "possible": "130", "authorised": "4", "unauthorised": "2"}


@pytest.fixture
def now() -> datetime:
    """Links are opened by the clock of the wall."""
    return timezone.localtime()


@pytest.fixture
def by(cast: Cast) -> Worker:
    return scene.data_manager(cast)


@pytest.fixture
def asked(cast: Cast, now: datetime) -> AskedList:
    return made.asked(cast, at=now)


@pytest.fixture
def link(asked: AskedList, by: Worker, now: datetime) -> SimpleNamespace:
    return made.link_to(asked, by=by, at=now)


@pytest.fixture
def office(link: SimpleNamespace) -> Client:
    return made.opened(link)


def page(client: Client, address: str) -> str:
    return client.get(address, follow=True).content.decode()


def of(link: SimpleNamespace, line: Any = None) -> str:
    """The page of the one person on the list."""
    return f"{link.address}people/{(line or link.link.asked.people.get()).pk}/"


def handed_in(client: Client, link: SimpleNamespace) -> str:
    return client.post(f"{link.address}hand-in/", follow=True).content.decode()


def sheet(client: Client, link: SimpleNamespace) -> bytes:
    return b"".join(client.get(f"{link.address}sheet/csv/").streaming_content)  # type: ignore[attr-defined]


def sent_back(client: Client, link: SimpleNamespace, content: bytes, name: str = "back.csv") -> Any:
    return client.post(f"{link.address}file/", {"file": SimpleUploadedFile(name, content)}, follow=True)
