"""How long does a workbook take: read, and a verdict for each row? As a ratio to calamine merely reading it.

    make bench ONLY=partner_books          (BOOK_ROWS=200000 to change; TIMES=3)

Invented attendance by term in an Excel file. The floor is the library alone, giving the cells to Python, in the same
run. The aim: four times the floor.
"""

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook

from benchmarks import attendance
from oneplan.engine.feeds.checking.check import check
from oneplan.engine.feeds.reading import workbook

ROWS = int(os.environ.get("BOOK_ROWS", "200000"))
TIMES = int(os.environ.get("TIMES", "3"))


def main() -> None:
    floors, takes = [], []
    with tempfile.TemporaryDirectory(prefix="oneplan-") as made:
        folder = Path(made)
        sent = folder / "sent.xlsx"
        _write(sent)
        for _ in range(TIMES):
            floors.append(_timed(lambda: CalamineWorkbook.from_path(sent).get_sheet_by_index(0).to_python()))
            takes.append(_timed(lambda: check(_read(sent, folder), attendance.PROFILE, folder)))
    floor, ours = median(floors), median(takes)
    print(f"{ROWS:,} rows of Excel: calamine alone {floor:.2f} s; with verdicts {ours:.2f} s, {ours / floor:.1f} ×")


def _read(sent: Path, folder: Path) -> Any:
    return workbook.read(sent, folder / "received.parquet")


def _timed(does: Callable[[], Any]) -> float:
    started = time.perf_counter()
    does()
    return time.perf_counter() - started


def _write(path: Path) -> None:
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Attendance")
        sheet.write_row(0, 0, attendance.HEADER)
        for place, row in enumerate(attendance.rows(ROWS), 1):
            sheet.write_row(place, 0, [int(each) if each.isdigit() and len(each) < 4 else each for each in row])


if __name__ == "__main__":
    main()
