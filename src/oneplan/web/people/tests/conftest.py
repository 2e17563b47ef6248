"""What the tests of this room share: sending a form as a browser does, and a clock."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from oneplan.web.agencies.models import Worker
from tests.cast import Cast, filled

Send = Callable[..., Any]


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def written(cast: Cast) -> None:
    """The cast with the spells behind its columns, which the cast itself writes."""


@pytest.fixture
def send(cast: Cast) -> Send:
    """Open a page as somebody (Priya without one), fill its form and send it; returns the answer."""

    def run(address: str, /, *, by: Worker | None = None, **fields: Any) -> Any:
        client = cast.client(by or cast.priya)
        page = client.get(address)
        assert page.status_code == 200, page.content.decode()
        return client.post(address, filled(page.content.decode(), **fields))

    return run


@pytest.fixture
def saved(send: Send) -> Send:
    """As `send`, for a form that must be saved."""

    def run(address: str, /, **fields: Any) -> Any:
        answer = send(address, **fields)
        assert answer.status_code == 302, answer.content.decode()
        return answer

    return run


@pytest.fixture
def refused(send: Send) -> Send:
    """As `send`, for a form that must be refused; returns the page as text."""

    def run(address: str, /, **fields: Any) -> str:
        answer = send(address, **fields)
        assert answer.status_code == 422
        return str(answer.content.decode())

    return run


@pytest.fixture
def read(cast: Cast) -> Callable[..., str]:
    """The text of a page that somebody (Priya without one) may open."""

    def run(address: str, /, *, by: Worker | None = None) -> str:
        answer = cast.client(by or cast.priya).get(address)
        assert answer.status_code == 200, answer.content.decode()
        return str(answer.content.decode())

    return run
