"""Figures leave by command: outsiders script against what it says and how it ends."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from oneplan.cli import main
from oneplan.web.access.models import Account
from oneplan.web.data.models import Export
from tests import feeds as scene
from tests.engine.feeds.attendance import GOOD

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R320", "R321")]


@pytest.fixture
def by(cast: Any, now: datetime) -> Any:
    """A data manager, with figures that hold."""
    worker = scene.data_manager(cast)
    scene.came(scene.feed(cast, at=now), scene.text(GOOD), by=worker, at=now)
    assert scene.ran(worker, now).state == "published"
    return worker


def asked(by: Any, *words: str) -> list[str]:
    return ["export", *words, "--as", Account.objects.get(worker=by).name]


def test_it_says_what_it_wrote_and_lists_it(by: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = ("--out", str(tmp_path / "out"), "--audience", "analysts", "--why", "needs", "--csv", "--json")
    assert main(asked(by, "star", *said)) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["state"], told["rows"]["dim_person"]) == ("made", 1)
    assert (tmp_path / "out" / "csv" / "dim_person.csv").exists()
    assert main(["export", "list"]) == 0
    assert told["digest"] in capsys.readouterr().out


@pytest.mark.sqlite_only
def test_tables_of_the_database_need_postgresql_and_it_says_what_to_do_instead(
    by: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(asked(by, "database", "--audience", "analysts", "--why", "needs")) == 2
    said = capsys.readouterr().err
    assert "need PostgreSQL" in said
    assert "oneplan export star" in said
    assert not Export.objects.exists()


@pytest.mark.postgresql_only
def test_tables_of_the_database_are_written_and_who_reads_them_is_said(
    by: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    said = ("database", "--audience", "analysts", "--why", "Power BI")
    assert main(asked(by, *said)) == 0
    told = capsys.readouterr().out
    assert "1  figures.dim_person\n" in told
    assert "No role reads it yet" in told
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE power_bi")
        cursor.execute("INSERT INTO figures.reader VALUES ('power_bi', 'analysts')")
    assert main(asked(by, *said, "--json")) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["state"], found["rows"]["dim_person"], found["readers"]) == ("made", 1, ["power_bi"])


def test_a_refusal_ends_with_2_and_says_why(by: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = ("--out", str(tmp_path / "no" / "out"), "--audience", "analysts", "--why", "needs")
    assert main(asked(by, "star", *said)) == 2
    assert "There is no folder" in capsys.readouterr().err
