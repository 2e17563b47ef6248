"""Workbooks that are not XML (.xls, .xlsb) are opened first by a program of their own, which may fail alone."""

import subprocess
import sys
import zipfile
from pathlib import Path

from oneplan.engine.feeds.reading.refusals import CannotOpen

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST = 50_000_000  # cells, rows times columns of all sheets
ROOM = 4 << 30  # bytes it may take
SECONDS = 300
_TOLD = "Save it as .xlsx or as CSV without what stands far out, and send that."
_PROGRAM = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]), int(sys.argv[2])))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
from python_calamine import CalamineWorkbook
cells = 0
with CalamineWorkbook.from_path(sys.argv[1]) as book:
    for name in book.sheet_names:
        row, column = book.get_sheet_by_name(name).end or (0, 0)
        cells += (row + 1) * (column + 1)
print(cells)
"""


def refuse_unopenable(path: Path) -> None:
    """Raises `CannotOpen` for one that is binary and would fill the memory; what else is wrong, its reader says."""
    asked = [sys.executable, "-I", "-c", _PROGRAM, str(path.absolute()), str(ROOM)]
    try:
        found = subprocess.run(asked, capture_output=True, text=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise CannotOpen(f"It takes more than {SECONDS} seconds to open this workbook. {_TOLD}") from error
    if found.returncode < 0:
        raise CannotOpen(f"A sheet of this workbook reaches so far that it fills the memory. {_TOLD}")
    if found.returncode == 0 and int(found.stdout) > MOST:
        raise CannotOpen(f"The sheets of this workbook have room for {int(found.stdout):,} cells. {_TOLD}")


def is_binary(path: Path) -> bool:
    with path.open("rb") as file:
        if file.read(len(OLE)) == OLE:
            return True
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as packed:
        return any(name.casefold().endswith("workbook.bin") for name in packed.namelist())
