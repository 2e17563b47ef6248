"""What the walks through the families share."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest


@pytest.fixture
def told_anew(demo_site: str, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Iterator[str]:
    """The stories as they were loaded: what this test saves is taken back when it ends."""
    homes = list(tmp_path_factory.getbasetemp().glob("demo[0-9]*/home/oneplan.sqlite3"))
    assert len(homes) == 1, "one demo site for each process"
    before = tmp_path / "before.sqlite3"
    _copy(homes[0], before)
    yield demo_site
    _copy(before, homes[0])


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source, timeout=30)) as old, closing(sqlite3.connect(target, timeout=30)) as new:
        old.backup(new)
