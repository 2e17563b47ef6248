"""How long does a whole area's partner data take, from files to facts? As a ratio to DuckDB merely reading the rows.

    make bench ONLY=partner_area           (PEOPLE=250000 to change)

Invented files of 26 feeds in every shape, as `oneplan synthetic feeds` writes them. First month: everything but the
last file of each feed that sends more than one. Second month: those come too, and what was made stands. The aims: 30
files with 2 million rows in 15 minutes, the second month in 5. The floor is DuckDB reading the same rows as plain text
into a table, in the same process and run.
"""

import json
import os
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from oneplan.engine.feeds import profiles
from oneplan.engine.runs import files, run
from oneplan.engine.runs.artefacts import Store
from oneplan.engine.runs.loads import Load, Standing
from oneplan.engine.synthetic.feeds import make

PEOPLE = int(os.environ.get("PEOPLE", "250000"))
TODAY = date(2026, 11, 2)
FIRST_MINUTES, SECOND_MINUTES = 15, 5


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="oneplan-") as made:
        folder = Path(made)
        took = _timed(lambda: make.make(folder / "area", make.Wanted(PEOPLE, 1, TODAY), say=lambda _words: None))
        told = json.loads((folder / "area" / "feeds.json").read_text(encoding="utf-8"))["feeds"]
        count = sum(len(each["files"]) for each in told)
        rows = sum(file["rows"] for each in told for file in each["files"])
        print(f"{PEOPLE:,} people: {count} files, {rows:,} rows, written in {took:.0f} s", flush=True)
        floor = _merely_read(folder / "area", folder)
        store = Store(folder / "store")
        feeds = [_standing(store, folder / "area", each) for each in told]
        first = _timed(lambda: _run(store, 1, [_without_last(each) for each in feeds]))
        second = _timed(lambda: _run(store, 2, feeds))
        _tell("first month", first, floor, FIRST_MINUTES)
        _tell("second month", second, floor, SECOND_MINUTES)


def _timed(does: Callable[[], Any]) -> float:
    started = time.perf_counter()
    does()
    return time.perf_counter() - started


def _merely_read(area: Path, folder: Path) -> float:
    """Seconds; that the rows are written as plain text first is not counted."""
    with duckdb.connect() as base:
        for path in sorted((area / "truth" / "rows").glob("*.parquet")):
            told = base.read_parquet(str(path)).project("* EXCLUDE (faults)")
            told.write_csv(str(folder / f"{path.stem}.csv"))
    with duckdb.connect() as base:
        started = time.perf_counter()
        for path in sorted(folder.glob("*.csv")):
            base.execute("CREATE OR REPLACE TABLE sent AS SELECT * FROM read_csv($path)", {"path": str(path)})
        return time.perf_counter() - started


def _standing(store: Store, area: Path, told: Mapping[str, Any]) -> Standing:
    profile = profiles.load(area / told["profile"])
    loads = [
        Load(
            number,
            files.keep(store.folder, files.pieces(area / each["path"])).digest,
            datetime.combine(TODAY + timedelta(days=number), datetime.min.time(), UTC),
            profile,
        )
        for number, each in enumerate(told["files"], 1)
    ]
    return Standing(profile, tuple(loads))


def _without_last(feed: Standing) -> Standing:
    return Standing(feed.profile, feed.loads[:-1] if len(feed.loads) > 1 else feed.loads)


def _run(store: Store, number: int, feeds: Sequence[Standing]) -> None:
    run.make(store, number=number, feeds=feeds, at=datetime.now(UTC), say=lambda _step: None)


def _tell(what: str, took: float, floor: float, minutes: int) -> None:
    print(
        f"{what}: {took:.1f} s of {minutes} minutes; DuckDB merely reads all rows in {floor:.2f} s, "
        f"{took / floor:.0f} times as fast",
        flush=True,
    )


if __name__ == "__main__":
    main()
