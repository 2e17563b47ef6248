"""The commands outsiders script against: from a file to published facts, with exit codes and JSON."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from oneplan.cli import main
from oneplan.web.access.models import Account
from oneplan.web.data import working
from oneplan.web.data.actions import runs
from oneplan.web.data.models import Feed, Run
from tests import feeds as scene
from tests.engine.feeds import locking
from tests.engine.feeds.attendance import GOOD, PROFILE, but

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R309")]


class Shell:
    """Runs commands as the data manager and keeps what was said."""

    def __init__(self, folder: Path, account: str, said: Any) -> None:
        self.folder, self.account, self.said = folder, account, said

    def __call__(self, *words: str) -> tuple[int, str]:
        code = main([*words, "--as", self.account])
        told = self.said.readouterr()
        return code, told.out + told.err

    def json(self, *words: str) -> Any:
        return json.loads(self(*words, "--json")[1])

    def file(self, name: str, content: bytes) -> str:
        (self.folder / name).write_bytes(content)
        return str(self.folder / name)


@pytest.fixture
def shell(cast: Any, now: datetime, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    scene.agreed(cast, at=now)
    account = Account.objects.get(worker=scene.data_manager(cast))
    (tmp_path / "attendance.yaml").write_text(yaml.safe_dump(PROFILE), encoding="utf-8")
    return Shell(tmp_path, account.name, capsys)


@pytest.fixture
def added(shell: Shell) -> Shell:
    agreement = "School data for Family Help"
    code, said = shell("feeds", "add", str(shell.folder / "attendance.yaml"), "--agreement", agreement, "--every", "30")
    assert (code, Feed.objects.get().name) == (0, "attendance"), said
    return shell


def test_from_a_file_to_published_facts(added: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = added("feeds", "load", added.file("a.csv", scene.text(GOOD, but(UPN=""))), "--profile", "attendance")
    assert (code, said.strip()) == (1, "attendance:1  2 rows = 1 taken + 0 taken and mended + 1 not taken")
    code, said = added("run", "start")
    assert (code, said.splitlines()[-1]) == (0, "Run 1: its figures hold. attendance 0 → 1")
    assert main(["run", "list", "--json"]) == 0
    (line,) = json.loads(capsys.readouterr().out)
    assert (line["run"], line["holds"]) == (1, True)
    assert main(["feeds", "status"]) == 0
    assert "attendance: on time." in capsys.readouterr().out


def test_the_profile_may_be_named_by_its_file(added: Shell) -> None:
    profile = str(added.folder / "attendance.yaml")
    said = added.json("feeds", "load", added.file("a.csv", scene.text(GOOD)), "--profile", profile)
    assert said == {"load": "attendance:1", "received": 1, "accepted": 1, "repaired": 0, "set_aside": 0}


def test_the_same_file_again_is_no_fault(added: Shell) -> None:
    path = added.file("a.csv", scene.text(GOOD))
    added("feeds", "load", path, "--profile", "attendance")
    assert added.json("feeds", "load", path, "--profile", "attendance") == {
        "load": "attendance:1", "came_before": True,
    }  # fmt: skip


def test_a_withdrawn_file_is_gone_from_the_next_run(added: Shell) -> None:
    for name, missed in (("a.csv", "4"), ("b.csv", "5")):
        added("feeds", "load", added.file(name, scene.text(but(Auth=missed))), "--profile", "attendance")
    assert added("feeds", "withdraw", "attendance:2", "--why", "another council's")[0] == 0
    added("run", "start")
    assert added.json("feeds", "withdraw", "attendance:1", "--why", "too") == {"load": "attendance:1"}
    code, said = added("run", "start")
    assert (code, "waiting for somebody to look at it. attendance 1 → 0" in said) == (1, True)
    assert added("run", "publish", "2")[0] == 0
    assert (added("run", "publish", "2")[0], added("run", "resume", "2")[0]) == (2, 2)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("feeds", "load", "{file}", "--profile", "police"),
            "There is no feed called “police”. There are: attendance.",
        ),
        (("feeds", "load", "{file}.no", "--profile", "attendance"), "No such file"),
        (("feeds", "load", "{empty}", "--profile", "attendance"), "This file is empty (0 bytes)"),
        (("feeds", "withdraw", "attendance:9", "--why", "x"), "Write feed and number"),
        (("run", "publish", "7"), "There is no run 7"),
    ],
)
def test_what_cannot_be_says_why_and_changes_nothing(added: Shell, words: tuple[str, ...], said: str) -> None:
    given = {"file": added.file("a.csv", scene.text(GOOD)), "empty": added.file("empty.csv", b"")}
    code, told = added(*(word.format(**given) for word in words))
    assert (code, said in told) == (2, True), told
    assert Run.objects.count() == 0


def test_who_may_not_is_refused(added: Shell, cast: Any) -> None:
    added.account = Account.objects.get(worker=cast.maya).name
    code, said = added("run", "start")
    assert (code, "Your role does not include this" in said, Run.objects.count()) == (2, True, 0)
    added.account = "nobody"
    assert "There is no worker's account called nobody" in added("run", "start")[1]


def test_a_run_that_was_stopped_is_resumed(added: Shell, cast: Any, now: datetime) -> None:
    added("feeds", "load", added.file("a.csv", scene.text(GOOD)), "--profile", "attendance")
    by = scene.data_manager(cast)
    runs.stop(run=runs.ask(by=by, at=now), by=by, at=now)
    code, said = added("run", "resume", "1")
    assert (code, "its figures hold" in said) == (0, True)
    assert added("run", "stop", "1")[0] == 2
    assert working.once_over() == 0


@pytest.mark.requirement("R302")
def test_a_file_holds_the_password_of_a_locked_one(added: Shell) -> None:
    words = ["feeds", "load", added.file("a.zip", locking.in_zip(scene.text(GOOD))), "--profile", "attendance"]
    code, said = added(*words)
    assert (code, "name it: --password-file PW" in said) == (2, True), said
    code, said = added(*words, "--password-file", str(added.folder / "none"))
    assert (code, "none" in said) == (2, True), said
    code, said = added(*words, "--password-file", added.file("pw", b"wrong\n"))
    assert (code, "does not open this file" in said) == (2, True), said
    code, said = added(*words, "--password-file", added.file("pw", f"{locking.PASSWORD}\n".encode()))
    assert (code, said.strip()) == (0, "attendance:1  1 rows = 1 taken + 0 taken and mended + 0 not taken")
