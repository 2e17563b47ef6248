"""A feed with files that came, and runs of it."""

import csv
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pyarrow.parquet as pq

from oneplan.engine.feeds.checking.corrections import Correction
from oneplan.engine.runs import files, run
from oneplan.engine.runs.artefacts import Store
from oneplan.engine.runs.loads import Load, Standing
from oneplan.engine.runs.run import Step
from tests.engine.feeds.attendance import HEADER, made


def day(month: int) -> datetime:
    return datetime(2026, month, 1, 7, tzinfo=UTC)


def sent(store: Store, number: int, *rows: tuple[str, ...], header: tuple[str, ...] = HEADER) -> Load:
    """A file of these rows that came on the first day of month `number`."""
    store.folder.mkdir(parents=True, exist_ok=True)
    path = store.folder / f"sent-{number}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])
    return Load(number, files.keep(store.folder, files.pieces(path)).digest, day(number), made())


def feed(*loads: Load, corrections: Sequence[Correction] = ()) -> Standing:
    return Standing(made(), tuple(loads), tuple(corrections))


def ran(store: Store, number: int, *feeds: Standing) -> Any:
    return run.make(store, number=number, feeds=feeds, at=day(9), say=_nothing)


def values(store: Store, told: Any) -> list[float]:
    """What the facts in force of a run say, sorted."""
    rows = [row for path in run.facts(store, told, "facts") for row in pq.read_table(path).to_pylist()]
    return sorted(row["value"] for row in rows if row["known_until"] is None)


def _nothing(_step: Step) -> None:
    pass
