"""The tables of an export written to a folder, whole or not at all."""

import hashlib
import json
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from oneplan.engine.export import package, views
from oneplan.engine.export.declared import Audience, Table
from oneplan.engine.export.keys import key
from oneplan.engine.export.published import Published
from oneplan.engine.runs.artefacts import to_disk
from oneplan.engine.sql import text

ABOUT = "datapackage.json"
FOR_ITS_OWNER = 0o700
# what a spreadsheet would take for a formula is the text it is; numbers stay numbers
_FORMULA = "regexp_matches({0}, '^[=+@\\t\\r-]') AND try_cast({0} AS DOUBLE) IS NULL"


class CannotExport(Exception):
    """The text says what, why and what to do."""


@dataclass(frozen=True)
class Exported:
    """How many rows each table has, and a digest of every file that was written."""

    rows: Mapping[str, int]
    digest: str


def make(
    published: Sequence[Published],
    audience: Audience,
    *,
    to: Path,
    title: str,
    secret: str,
    without: Collection[str] = (),
    is_csv_too: bool = False,
) -> Exported:
    """Write the tables beside the folder `to` and rename them to it. Raises `CannotExport`; then nothing is there.

    `to` must be empty or not there. Nothing is told of the people `without`. `secret` makes the pseudonyms.
    """
    work = _beside(to)
    try:
        with duckdb.connect() as base:
            base.execute(f"SET temp_directory = {text(work / '.spilt')}")  # what does not fit into memory
            views.make(base, published, audience, key=key(audience, secret=secret), without=without)
            rows = {each.name: _table(base, each, work, is_csv_too=is_csv_too) for each in audience.tables}
        about = package.of(audience, title=title, rows=rows)
        (work / ABOUT).write_text(json.dumps(about, ensure_ascii=False, indent=1), encoding="utf-8")
        digest = _digest(work)
        for each in (*work.rglob("*"), work):
            to_disk(each)
        _moved(work, to)
    except (duckdb.Error, OSError) as failure:
        raise CannotExport(
            f"The tables could not be written: {_first_line(failure)} Nothing was put there."
        ) from failure
    finally:
        if work.exists():
            shutil.rmtree(work)
    return Exported(rows, digest)


def refuse_full(to: Path) -> None:
    """Raises `CannotExport` where `to` is no place for an export."""
    if not to.absolute().parent.is_dir():
        raise CannotExport(f"There is no folder {to.absolute().parent}. Make it first, or name another place.")
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise CannotExport(f"There is something in {to} already. Name a folder that is empty or not there yet.")


def _beside(to: Path) -> Path:
    refuse_full(to)
    work = to.absolute().parent / f".{to.absolute().name}.unfinished"
    try:
        work.mkdir(mode=FOR_ITS_OWNER)
    except FileExistsError:
        raise CannotExport(
            f"{work} is there: another export to this place is being written, or was killed. If none is, remove it."
        ) from None
    except OSError as failure:
        raise CannotExport(f"Nothing can be written beside {to}: {failure.strerror}. Name another place.") from failure
    return work


def _moved(work: Path, to: Path) -> None:
    """An empty folder that is there gives way; one that got something meanwhile does not."""
    refuse_full(to)
    work.rename(to)
    to_disk(to.absolute().parent)


def _table(base: duckdb.DuckDBPyConnection, table: Table, folder: Path, *, is_csv_too: bool) -> int:
    select = views.select(table)
    path = folder / f"{table.name}.parquet"
    ((rows,),) = base.execute(f"COPY ({select}) TO {text(path)} (FORMAT parquet, COMPRESSION snappy)").fetchall()
    if is_csv_too:
        (folder / "csv").mkdir(exist_ok=True)
        shown = f"SELECT {', '.join(_shown(table))} FROM read_parquet({text(path)})"
        base.execute(f"COPY ({shown}) TO {text(folder / 'csv' / f'{table.name}.csv')} (FORMAT csv, HEADER)")
    return int(rows)


def _shown(table: Table) -> Iterator[str]:
    for each in table.columns:
        if each.type == "text":
            yield f"CASE WHEN {_FORMULA.format(each.name)} THEN '''' || {each.name} ELSE {each.name} END AS {each.name}"
        else:
            yield each.name


def _digest(folder: Path) -> str:
    told = hashlib.sha256()
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        with path.open("rb") as file:
            content = hashlib.file_digest(file, "sha256")
        told.update(f"{path.relative_to(folder)} {content.hexdigest()}\n".encode())
    return told.hexdigest()


def _first_line(failure: Exception) -> str:
    said = failure.strerror if isinstance(failure, OSError) and failure.strerror else str(failure).partition("\n")[0]
    return said.rstrip(".") + "."
