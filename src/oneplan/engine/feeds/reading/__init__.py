"""Any file becomes one shape: a table of texts as they were received, each row with the number it had in its file."""

import csv
import zipfile
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from oneplan.engine.feeds.reading import columnar, database, delimited, locked, nested, packed, workbook
from oneplan.engine.feeds.reading.dialect import NoTable
from oneplan.engine.feeds.reading.refusals import CannotOpen, Locked
from oneplan.engine.feeds.reading.rows import Received
from oneplan.engine.feeds.reading.survey import NothingInIt

__all__ = ["CannotOpen", "Locked", "NoTable", "NothingInIt", "Received", "read"]
csv.field_size_limit(1 << 30)  # letters of one value: more than a file may have


def read(path: Path, into: Path, *, wanted: Collection[str] = (), password: str = "") -> Received:
    """Read a file by what is in it, never by its name, and write its rows to `into` (Parquet).

    `wanted` are names of columns that tell the header, folded by `dialect.folded`; `password` opens a locked file.
    Raises `NothingInIt`, `NoTable`, `CannotOpen`, of which `Locked` is one; their text is for a data manager.
    """
    if not packed.is_one(path):
        return _unlocked(path, into, wanted=wanted, password=password)
    unpacked = into.with_name(f"{into.name}.unpacked")
    try:
        name = packed.unpack(path, unpacked, password=password)
        if packed.is_one(unpacked):
            raise CannotOpen("This zip has another zip in it. Unpack it, and take in the file that is in that one.")
        found = _unlocked(unpacked, into, wanted=wanted, password=password)
        return replace(found, how=f"“{name}” out of a zip: {found.how}")
    finally:
        unpacked.unlink(missing_ok=True)


def _unlocked(path: Path, into: Path, *, wanted: Collection[str], password: str) -> Received:
    if not locked.is_locked(path):
        return _read(path, into, wanted=wanted)
    unlocked = into.with_name(f"{into.name}.unlocked")
    try:
        locked.unlock(path, unlocked, password=password)
        return _read(unlocked, into, wanted=wanted)
    finally:
        unlocked.unlink(missing_ok=True)


def _read(path: Path, into: Path, *, wanted: Collection[str]) -> Received:
    if columnar.is_one(path):
        return columnar.read(path, into, wanted=wanted)
    if database.is_one(path):
        return database.read(path, into, wanted=wanted)
    if _is_workbook(path):
        return workbook.read(path, into, wanted=wanted)
    reads = nested.read if nested.is_one(path) else delimited.read
    return reads(path, into, wanted=wanted)


def _is_workbook(path: Path) -> bool:
    with path.open("rb") as file:
        begins = file.read(8)
    return begins == locked.OLE or (begins.startswith(b"PK") and zipfile.is_zipfile(path))
