"""`oneplan demo load`: what it says, and when it refuses."""

import pytest

from oneplan import cli
from oneplan.web.access.models import Account
from oneplan.web.demo import stories
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_it_says_why_it_refuses(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["demo", "load"]) == 1
    assert "did not make" in capsys.readouterr().err


@pytest.mark.slow
def test_it_loads_and_says_so(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stories, "families", lambda _folder: [])
    assert cli.main(["demo", "load"]) == 0
    said = capsys.readouterr().out
    assert "of 4: area" in said
    assert "The demo area is loaded" in said
    assert set(Account.objects.values_list("name", flat=True)) >= {"priya", "fay", "adam"}
