"""`oneplan record`, and what any command says before the database is prepared."""

import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from oneplan.cli import main
from oneplan.web.rights.actions import record_exports
from tests.cast import Cast


def test_what_was_asked_for_is_listed_and_not_taken_out_before_it_is_agreed(
    cast: Cast, now: datetime, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["record", "list"]) == 0
    assert "Nobody has asked" in capsys.readouterr().out
    row = record_exports.ask(why="the move", by=cast.others["data_manager"], at=now)
    assert main(["record", "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["state"] == "asked"
    assert main(["record", "export", str(row.pk), "--out", str(tmp_path / "r"), "--as", "data_manager"]) == 2
    assert "Only what was agreed" in capsys.readouterr().err


def test_before_the_database_is_prepared_a_command_says_how(tmp_path: Path) -> None:
    without = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    env = without | {"ONEPLAN_HOME": str(tmp_path), "ONEPLAN_DEBUG": "1"}
    command = [sys.executable, "-c", "from oneplan.cli import main; raise SystemExit(main(['record', 'list']))"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.strip() == "The database is not ready for this version. Prepare it first: oneplan upgrade"
