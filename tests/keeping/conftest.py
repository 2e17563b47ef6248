"""Keys of one test are its own, and so are whole installations."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from tests.isolation import migrated


@pytest.fixture
def own_keys(settings: Any, tmp_path: Path) -> Path:
    settings.SEAL_KEYS, settings.FORM_KEY = [], ""
    settings.SEAL_FOLDER = tmp_path / "keys"
    return tmp_path / "keys"


@dataclass
class Installation:
    """One of its own, on the database this run is about; commands run in processes of their own."""

    home: Path
    env: dict[str, str]

    def oneplan(self, *command: str, ends_with: int = 0) -> Any:
        return self._run("oneplan.cli", *command, ends_with=ends_with)

    def stage(self, *what: str, ends_with: int = 0) -> Any:
        return self._run("tests.keeping.stage", *what, ends_with=ends_with)

    def start(self, *command: str) -> "subprocess.Popen[str]":
        return subprocess.Popen([sys.executable, "-m", *command], env=self.env, stdout=subprocess.PIPE, text=True)

    def _run(self, *command: str, ends_with: int = 0) -> Any:
        done = subprocess.run(
            [sys.executable, "-m", *command], env=self.env, capture_output=True, text=True, check=False
        )
        assert done.returncode == ends_with, done.stdout + done.stderr
        return json.loads(done.stdout) if done.stdout.startswith("{") else done.stdout + done.stderr


@pytest.fixture(scope="session")
def migrated_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database of the server with the tables and nothing in them, of which copies are made; empty on SQLite."""
    if connection.vendor == "sqlite":
        yield ""
        return
    name, given = f"migrated_{os.getpid()}", os.environ["DATABASE_URL"]
    _on_server(given, f'CREATE DATABASE "{name}"')
    address = {"DATABASE_URL": given.replace("/postgres?", f"/{name}?")}
    Installation(tmp_path_factory.mktemp("migrated"), _surroundings(tmp_path_factory.mktemp("home")) | address).oneplan(
        "manage", "migrate", "-v0"
    )
    yield name
    _on_server(given, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def installations(tmp_path: Path, migrated_server: str) -> Iterator[Callable[[str], Installation]]:
    """Makes installations by name, each with the tables and nothing in them."""
    given, made = os.environ.get("DATABASE_URL", ""), []

    def make(name: str) -> Installation:
        found = Installation(tmp_path / name, _surroundings(tmp_path / name))
        if migrated_server:
            database = f"{name}_{os.getpid()}"
            _on_server(given, f'CREATE DATABASE "{database}" TEMPLATE "{migrated_server}"')
            made.append(database)
            found.env["DATABASE_URL"] = given.replace("/postgres?", f"/{database}?")
        elif migrated().is_file():
            found.home.mkdir()
            shutil.copy(migrated(), found.home / "oneplan.sqlite3")
        else:
            found.oneplan("manage", "migrate", "-v0")
        return found

    yield make
    for database in made:
        _on_server(given, f'DROP DATABASE "{database}" WITH (FORCE)')


def _surroundings(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "ONEPLAN"))}
    kept.pop("DATABASE_URL", None)
    return kept | {"ONEPLAN_HOME": str(home), "DJANGO_SETTINGS_MODULE": "oneplan.web.site.settings"}


def _on_server(address: str, command: str) -> None:
    with psycopg.connect(address.replace("postgres://", "postgresql://"), autocommit=True) as server:
        server.execute(sql.SQL(command))
