"""Tables of an Access database as mdbtools gives them: CSV from a process of its own, whatever happens to it."""

import csv
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from oneplan.engine.feeds.reading.refusals import CannotOpen

NAME = "mdbtools"
PATIENCE = 120  # seconds for a list or a count
_TOOLS = ("mdb-tables", "mdb-export", "mdb-count")
_DAY = "\x1f"  # before a date, so that it is told from a text that looks like one
_MIDNIGHT = "T00:00:00"
EXPORT = ("-b", "strip", "-B", "-D", f"{_DAY}%Y-%m-%d", "-T", f"{_DAY}%Y-%m-%dT%H:%M:%S")
CANNOT = (
    "This database cannot be read by mdbtools ({}). If it has a password, take that away; else ask for CSV or Excel."
)


def is_there() -> bool:
    return all(shutil.which(tool) for tool in _TOOLS)


def tables(path: Path) -> Iterator[tuple[str, tuple[str, ...], Callable[[], Iterator[list[str | None]]], int]]:
    """Name, header, rows and number of rows of each table. Raises `CannotOpen`."""
    sent = str(path.resolve())
    for name in _said("mdb-tables", "-1", "-t", "table", sent).splitlines():
        if name:
            header = next(_lines(sent, name), [])
            count = _said("mdb-count", sent, name).strip()
            yield name, tuple(header), partial(_rows, sent, name), int(count) if count.isdigit() else -1


def _said(*words: str) -> str:
    try:
        done = subprocess.run(words, capture_output=True, check=True, timeout=PATIENCE, env=_env())
    except (subprocess.SubprocessError, OSError) as error:
        raise CannotOpen(CANNOT.format(f"{words[0]} failed")) from error
    return done.stdout.decode("utf-8", errors="replace")


def _rows(sent: str, name: str) -> Iterator[list[str | None]]:
    lines = _lines(sent, name)
    next(lines, None)
    for line in lines:
        yield [_text(value) for value in line]


def _lines(sent: str, name: str) -> Iterator[list[str]]:
    """The lines of a table's CSV, its header first. Who takes no more of them ends the process."""
    words = ("mdb-export", *EXPORT, "--", sent, name)
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8", errors="replace",
        env=_env(),
    ) as export:  # fmt: skip
        try:
            yield from csv.reader(export.stdout or (), strict=True)
        except csv.Error as error:
            raise CannotOpen(CANNOT.format(f"table “{name}”: {error}")) from error
        finally:
            export.kill()
        if export.wait() not in (0, -9):
            raise CannotOpen(CANNOT.format(f"table “{name}”"))


def _text(value: str) -> str | None:
    return value.removeprefix(_DAY).removesuffix(_MIDNIGHT) or None if value.startswith(_DAY) else value or None


def _env() -> dict[str, str]:
    """None of our settings are a reader's business."""
    passed = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    return passed | {"LC_ALL": "C.UTF-8"}
