"""SQLite: copied by its online backup, while others read and write."""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings

from oneplan.web.site.backup.manifest import CannotRestore, Table

FILE = "database.sqlite3"
PAGES = 8192
Say = Callable[[str], None]


def live_file() -> Path:
    return Path(str(settings.DATABASES["default"]["NAME"]))


def dump(into: Path, *, say: Say) -> None:
    """Copy the database as it stands now: one read transaction holds that moment, writers go on beside it."""

    def progress(_status: int, remaining: int, total: int) -> None:
        say(f"  database: {100 * (total - remaining) // max(total, 1)} %")

    with closing(sqlite3.connect(live_file(), isolation_level=None)) as source:
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        with closing(sqlite3.connect(into / FILE)) as target:
            (into / FILE).chmod(0o600)
            source.backup(target, pages=PAGES, progress=progress)
            target.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing beside it


class Reading:
    """A database file that nobody writes to, read for its manifest."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)

    def close(self) -> None:
        self._db.close()

    def tables(self) -> list[str]:
        rows = self._db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        return sorted(name for (name,) in rows)

    def schema(self) -> str:
        rows = self._db.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name")
        return hashlib.sha256(repr(rows.fetchall()).encode()).hexdigest()

    def table(self, name: str) -> Table:
        columns = sorted(row[1] for row in self._db.execute(f'PRAGMA table_info("{name}")'))
        listed = ", ".join(f'"{column}"' for column in columns)
        rows, total = 0, 0
        for row in self._db.execute(f'SELECT {listed} FROM "{name}"'):  # noqa: S608 - our own tables
            rows += 1
            total += int.from_bytes(hashlib.sha256(repr(row).encode()).digest())
        return Table(rows, f"{total % (1 << 256):064x}")

    def ask(self, question: str) -> Iterator[tuple[Any, ...]]:
        yield from self._db.execute(question)


def check_whole(path: Path) -> None:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        said = database.execute("PRAGMA quick_check").fetchone()[0]
    if said != "ok":
        raise CannotRestore(f"The database of the backup is damaged: {said}. Nothing was changed.")
