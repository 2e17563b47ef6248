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


@pytest.fixture
def installations(tmp_path: Path) -> Iterator[Callable[[str], Installation]]:
    """Makes installations by name, each with the tables and nothing in them."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "ONEPLAN"))}
    given, made = os.environ.get("DATABASE_URL", ""), []
    is_server = connection.vendor == "postgresql"

    def make(name: str) -> Installation:
        own = kept | {"ONEPLAN_HOME": str(tmp_path / name), "DJANGO_SETTINGS_MODULE": "oneplan.web.site.settings"}
        own.pop("DATABASE_URL", None)
        if is_server:
            database = f"{name}_{os.getpid()}"
            _on_server(given, f'CREATE DATABASE "{database}"')
            made.append(database)
            own["DATABASE_URL"] = given.replace("/postgres?", f"/{database}?")
        found = Installation(tmp_path / name, own)
        if not is_server and migrated().is_file():
            found.home.mkdir()
            shutil.copy(migrated(), found.home / "oneplan.sqlite3")
        found.oneplan("manage", "migrate", "-v0")
        return found

    yield make
    for database in made:
        _on_server(given, f'DROP DATABASE "{database}" WITH (FORCE)')


def _on_server(address: str, command: str) -> None:
    with psycopg.connect(address.replace("postgres://", "postgresql://"), autocommit=True) as server:
        server.execute(sql.SQL(command))
