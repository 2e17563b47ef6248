"""The tables of the whole record written to a folder: Parquet, JSON lines where wanted, and what they are."""

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import pyarrow as pa
import pyarrow.parquet as pq
from django.db import connection, transaction

from oneplan.engine.export import folder
from oneplan.engine.export.package import SAYS
from oneplan.engine.export.write import ABOUT
from oneplan.web.agencies.models import Worker
from oneplan.web.rights.taking_out import Table, Taking, tables

_ARROW = {
    "text": pa.string(), "yes_no": pa.bool_(), "whole": pa.int64(), "figure": pa.float64(), "day": pa.date32(),
    "moment": pa.timestamp("us", tz="UTC"),
}  # fmt: skip
_KEEP = (
    "The case record as tables, with what people wrote in their own words. Whoever has it answers for it: keep it "
    "encrypted, tell nobody else, and remove it when what it was taken out for is done. Moments are in UTC."
)


@dataclass(frozen=True)
class TakenOut:
    rows: Mapping[str, int]
    left_out: Mapping[str, int]
    digest: str


def write(
    *, to: Path, by: Worker, told: Collection[int], title: str, is_lines_too: bool, tell: Callable[[str], None]
) -> TakenOut:
    """Write every table, of the families in `told`, as the record stood at one moment.

    Raises `CannotExport`; then nothing is there.
    """
    with folder.whole(to) as work:
        rows: dict[str, int] = {}
        with one_moment():
            taking = Taking(by, frozenset(told))
            for each in tables():
                rows[each.name] = _table(each, taking, work, is_lines_too=is_lines_too)
                tell(f"  {rows[each.name]:>10,}  {each.name}")
        about = json.dumps(_about(rows, title=title), ensure_ascii=False, indent=1)
        (work / ABOUT).write_text(about, encoding="utf-8")
        return TakenOut(rows, dict(taking.left_out), folder.digest(work))


@contextmanager
def one_moment() -> Iterator[None]:
    """What is read stands as it stood when the first row was read, while others go on saving."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


def _table(table: Table, taking: Taking, work: Path, *, is_lines_too: bool) -> int:
    schema = pa.schema([pa.field(each.name, _ARROW[each.type]) for each in table.columns])
    total = 0
    with ExitStack() as open_:
        parquet = open_.enter_context(pq.ParquetWriter(work / f"{table.name}.parquet", schema, compression="snappy"))
        lines = open_.enter_context(_lines(work, table)) if is_lines_too else None
        for some in taking.rows(table):
            parquet.write_table(pa.Table.from_pylist(list(some), schema=schema))
            if lines:
                lines.writelines(json.dumps(each, ensure_ascii=False, default=str) + "\n" for each in some)
            total += len(some)
    return total


def _lines(work: Path, table: Table) -> TextIO:
    (work / "lines").mkdir(exist_ok=True)
    return (work / "lines" / f"{table.name}.jsonl").open("w", encoding="utf-8")


def _about(rows: Mapping[str, int], *, title: str) -> Mapping[str, Any]:
    """A Frictionless data package, as beside the star (engine/export/package.py)."""
    return {
        "name": "oneplan-record",
        "title": title,
        "description": _KEEP,
        "resources": [_resource(each, rows[each.name]) for each in tables()],
    }


def _resource(table: Table, rows: int) -> Mapping[str, Any]:
    fields = [{"name": each.name, "type": SAYS[each.type], "description": each.words} for each in table.columns]
    keys = [
        {"fields": each.name, "reference": {"resource": each.to, "fields": "id"}} for each in table.columns if each.to
    ]
    schema = {"fields": fields, "primaryKey": table.model._meta.pk.attname} | ({"foreignKeys": keys} if keys else {})
    path = f"{table.name}.parquet"
    return {"name": table.name, "path": path, "format": "parquet", "title": table.words, "rows": rows, "schema": schema}
