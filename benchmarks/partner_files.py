"""How long does a partner's file take: read, and a verdict for each row? As a ratio to DuckDB merely reading it.

    make bench ONLY=partner_files          (ROWS=100000,1000000,10000000 to change; TIMES=3)

Invented attendance by term, with names in quotes and one number in a thousand wrong. The floor is the same file read by
DuckDB into a table, in the same process and run. The aim: read, checked and judged within three times the floor; the
report to the partner is measured apart.
"""

import os
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import duckdb

from oneplan.engine.feeds import profiles, report
from oneplan.engine.feeds.checking.check import check
from oneplan.engine.feeds.reading import delimited
from oneplan.engine.feeds.types.upn import LETTERS

ROWS = [int(number) for number in os.environ.get("ROWS", "100000,1000000").split(",")]
TIMES = int(os.environ.get("TIMES", "3"))
TERMS = ("Autumn", "Spring", "Summer")
HEADER = "UPN,Forename,Surname,DOB,Sex,Postcode,LAESTAB,Academic year,Term,Possible,Authorised,Unauthorised"
COLUMNS = dict(
    zip(
        ("upn", "given_names", "family_name", "born_on", "sex", "postcode", "school", "academic_year", "term",
         "possible", "authorised", "unauthorised"),
        HEADER.split(","),
        strict=True,
    )
)  # fmt: skip
PROFILE = {"feed": "attendance_term", "partner": "Sallowdale", "columns": COLUMNS, "scope": ["academic_year", "term"]}


def main() -> None:
    profile = profiles.made(PROFILE, name="attendance")
    for rows in ROWS:
        with tempfile.TemporaryDirectory(prefix="oneplan-") as made:
            folder = Path(made)
            sent = folder / "sent.csv"
            _write(sent, rows)
            taken: dict[str, list[float]] = {"floor": [], "read": [], "judge": [], "report": []}
            for _ in range(TIMES):
                _timed(taken["floor"], lambda: _merely_read(sent))  # noqa: B023
                found = _timed(taken["read"], lambda: delimited.read(sent, folder / "received.parquet"))  # noqa: B023
                judged = _timed(taken["judge"], lambda: check(found, profile, folder))  # noqa: B023
                _timed(taken["report"], lambda: report.write(found, judged, profile, folder / "back.csv"))  # noqa: B023
            _tell(rows, sent.stat().st_size, {name: median(times) for name, times in taken.items()})


def _timed(kept: list[float], does: Callable[[], Any]) -> Any:
    started = time.perf_counter()
    made = does()
    kept.append(time.perf_counter() - started)
    return made


def _merely_read(sent: Path) -> None:
    with duckdb.connect() as base:
        base.execute("CREATE TABLE sent AS SELECT * FROM read_csv($path)", {"path": str(sent)})


def _tell(rows: int, size: int, took: dict[str, float]) -> None:
    ours = took["read"] + took["judge"]
    print(
        f"{rows:>11,} rows ({size / 1e6:.0f} MB): floor {took['floor']:.2f} s; read {took['read']:.2f} + judged "
        f"{took['judge']:.2f} = {ours:.2f} s, {ours / took['floor']:.1f} × the floor; report {took['report']:.2f} s",
        flush=True,
    )


def _write(path: Path, rows: int) -> None:
    draw = random.Random(1)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(f"{HEADER}\n")
        for n in range(rows):
            pupil, term = divmod(n, 3)
            number = _upn(pupil) if draw.random() > 0.001 else "X999000000000"
            born = f"{pupil % 28 + 1:02d}/{pupil % 12 + 1:02d}/{2009 + pupil % 11}"
            name = f'Kit{pupil % 977},"Ash, {pupil % 3187}"'
            where = f"ZZ{pupil % 99:02d} {pupil % 10}AB,999{2000 + pupil % 300}"
            missed = f"{120 + n % 13},{n % 9},{n % 5}"
            said = (number, name, born, "MF"[pupil % 2], where, "2025/26", TERMS[term], missed)
            file.write(f"{','.join(said)}\n")


def _upn(pupil: int) -> str:
    digits = f"999{pupil // 1000 % 10000:04d}{10 + pupil // 10_000_000 % 90:02d}{pupil % 1000:03d}"
    return LETTERS[sum(place * int(digit) for place, digit in enumerate(digits, 2)) % 23] + digits


if __name__ == "__main__":
    main()
