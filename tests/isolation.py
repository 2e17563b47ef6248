"""What keeps tests apart from the world and from each other: no network, their own database file, their own folders."""

import hashlib
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import django
import pytest
from django.conf import settings
from hypothesis import HealthCheck
from hypothesis import settings as drawing

# Playwright's own loop runs in the test's thread, which Django would take for asynchronous code
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
# sites that tests start as processes: only the tests of the second step ask for it
os.environ["ONEPLAN_SECOND_STEP_ROLES"] = ""
# tests open more pages in a minute than anybody reads, here and at sites they start
os.environ["ONEPLAN_PAGES_A_MINUTE"] = "0"
settings.PAGES_A_MINUTE = 0

# how long a case takes says how busy the machine is, nothing of what holds
drawing.register_profile("oneplan", deadline=None, suppress_health_check=[HealthCheck.too_slow])
drawing.load_profile("oneplan")

LOOPBACK = {"127.0.0.1", "::1", "localhost", "0.0.0.0"}  # noqa: S104
ROOT = Path(__file__).parent.parent
IN_MEMORY = Path("/dev/shm")  # noqa: S108
_connect = socket.socket.connect


class ReachedForTheNetwork(Exception):
    pass


def _connect_at_home(self: socket.socket, address: Any) -> None:
    if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOOPBACK:
        raise ReachedForTheNetwork(f"A test tried to reach {address}. Tests stay on this machine.")
    _connect(self, address)


socket.socket.connect = _connect_at_home  # type: ignore[method-assign,assignment]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request: pytest.FixtureRequest) -> Iterator[None]:
    """Put SQLite's test database in a file: the live server's threads each open their own connection."""
    from django.db import connection

    if connection.vendor != "sqlite":
        request.getfixturevalue("django_db_modify_db_settings_parallel_suffix")
        yield
        return
    folder = Path(tempfile.mkdtemp(prefix="oneplan-tests-", dir=IN_MEMORY if os.access(IN_MEMORY, os.W_OK) else None))
    connection.settings_dict["TEST"]["NAME"] = str(folder / "test.sqlite3")
    if migrated().is_file() and not request.config.getoption("nomigrations"):
        shutil.copy(migrated(), folder / "test.sqlite3")
    yield
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb: bool) -> bool:
    """Let Django start from the copy of the migrated database, if there is one."""
    from django.db import connection

    return django_db_keepdb or connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> None:
    """Keep the migrated, empty database of these migrations: making it takes longer than many tests."""
    from django.db import connection

    if connection.vendor != "sqlite" or migrated().is_file() or request.config.getoption("nomigrations"):
        return
    draft = migrated().with_suffix(f".{os.getpid()}")
    draft.parent.mkdir(exist_ok=True)
    for old in draft.parent.glob("test-database-*.sqlite3"):
        old.unlink(missing_ok=True)
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(draft)])
    draft.rename(migrated())


@cache
def migrated() -> Path:
    total = hashlib.sha256(django.__version__.encode())
    for path in sorted(ROOT.glob("src/oneplan/web/*/migrations/*.py")):
        total.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return ROOT / ".setup" / f"test-database-{total.hexdigest()[:16]}.sqlite3"


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, settings: Any) -> None:
    """Anchors and letters of one test are not those of the next, nor of the installation one works with."""
    settings.AUDIT_ANCHORS = tmp_path / "anchors"
    settings.OUTBOX_FOLDER = tmp_path / "outbox"


@pytest.fixture(autouse=True)
def no_second_step(settings: Any) -> None:
    """Nobody must have a second step; the tests of it say who must."""
    settings.SECOND_STEP_ROLES = frozenset()
