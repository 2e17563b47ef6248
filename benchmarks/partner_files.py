"""How long does a partner's file take: read, and a verdict for each row? As a ratio to DuckDB merely reading it.

    make bench ONLY=partner_files          (ROWS=100000,1000000,10000000 to change; TIMES=3; PEER=0 without pandas)

Invented attendance by term. The floor is the same file read by DuckDB into a table, in the same run; the peer the same
checks in pandas. The aims: read, checked and judged within three times the floor, writing the verdicts apart, and five
times as quick as pandas. The last lines are the growth as a drawing for the documents.
"""

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import duckdb

from benchmarks import attendance
from oneplan.engine.feeds import report
from oneplan.engine.feeds.checking.check import Checked, check
from oneplan.engine.feeds.reading import delimited
from oneplan.engine.sql import to_file
from tools import environment

ROWS = [int(number) for number in os.environ.get("ROWS", "100000,1000000").split(",")]
TIMES = int(os.environ.get("TIMES", "3"))
PEER = os.environ.get("PEER", "1") == "1"
MOST_FOR_PEER = 1_000_000  # beyond, pandas asks for more memory than a laptop has
PARTS = ("floor", "read", "judged", "written", "report", "pandas")


@dataclass
class Taken:
    """Seconds of each part, as often as measured."""

    times: dict[str, list[float]] = field(default_factory=lambda: {part: [] for part in PARTS})

    def part(self, name: str, does: Callable[[], Any]) -> Any:
        started = time.perf_counter()
        made = does()
        self.times[name].append(time.perf_counter() - started)
        return made

    def of(self, name: str) -> float:
        return median(self.times[name]) if self.times[name] else float("nan")

    @property
    def verdicts(self) -> float:
        """Read, checked and judged; the verdict file is written within `check`, so what that takes goes off."""
        return self.of("read") + self.of("judged") - self.of("written")


def main() -> None:
    taken = {rows: _measured(rows) for rows in ROWS}
    _draw(taken)


def _measured(rows: int) -> Taken:
    taken = Taken()
    with tempfile.TemporaryDirectory(prefix="oneplan-") as made:
        folder = Path(made)
        sent = folder / "sent.csv"
        attendance.write(sent, rows)
        for _ in range(TIMES):
            taken.part("floor", lambda: _merely_read(sent))
            found = taken.part("read", lambda: delimited.read(sent, folder / "received.parquet"))
            judged = taken.part("judged", lambda: check(found, attendance.PROFILE, folder))  # noqa: B023
            _write_again(taken, judged, folder / "again.parquet")
            taken.part("report", lambda: report.write(found, judged, attendance.PROFILE, folder / "back.csv"))  # noqa: B023
            if PEER and rows <= MOST_FOR_PEER:
                taken.times["pandas"].append(_by_pandas(sent, judged))
        _tell(rows, sent.stat().st_size, taken)
    return taken


def _merely_read(sent: Path) -> None:
    with duckdb.connect() as base:
        base.execute("CREATE TABLE sent AS SELECT * FROM read_csv($path)", {"path": str(sent)})


def _write_again(taken: Taken, judged: Checked, path: Path) -> None:
    with duckdb.connect() as base:
        base.read_parquet(str(judged.rows)).create("judged")
        taken.part("written", lambda: base.execute(to_file("SELECT * FROM judged", path)))


def _by_pandas(sent: Path, judged: Checked) -> float:
    """Seconds; a peer that says otherwise of a row is no peer."""
    python = environment.throw_away("peers", lock="peers.txt")
    said = subprocess.run(
        [python, Path(__file__).with_name("peer_pandas.py"), sent], check=True, capture_output=True, text=True
    )
    told = json.loads(said.stdout)
    ours = {"accepted": judged.accepted, "repaired": judged.repaired, "set_aside": judged.set_aside}
    if {name: count for name, count in ours.items() if count} != told["verdicts"]:
        raise SystemExit(f"pandas says {told['verdicts']}, we say {ours}")
    return float(told["seconds"])


def _tell(rows: int, size: int, taken: Taken) -> None:
    floor, ours = taken.of("floor"), taken.verdicts
    print(
        f"{rows:>11,} rows ({size / 1e6:.0f} MB): floor {floor:.2f} s; read {taken.of('read'):.2f} + judged "
        f"{taken.of('judged'):.2f}, of which {taken.of('written'):.2f} writing; verdicts {ours:.2f} s, "
        f"{ours / floor:.1f} × the floor; report {taken.of('report'):.2f} s; pandas {taken.of('pandas'):.2f} s, "
        f"{taken.of('pandas') / ours:.1f} × ours",
        flush=True,
    )


def _draw(taken: dict[int, Taken]) -> None:
    named = ", ".join(f'"{rows:,}"'.replace(",", " ") for rows in taken)
    lines = [
        "xychart-beta",
        f'  x-axis "rows" [{named}]',
        '  y-axis "microseconds a row"',
        *(f"  line [{', '.join(f'{1e6 * each(one) / rows:.2f}' for rows, one in taken.items())}]" for each in _DRAWN),
    ]
    print("\n".join(lines))


_DRAWN: tuple[Callable[[Taken], float], ...] = (lambda one: one.verdicts, lambda one: one.of("floor"))


if __name__ == "__main__":
    main()
