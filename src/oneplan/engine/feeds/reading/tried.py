"""A workbook is opened first by a program of its own, which has so much memory and no more, and may fail alone.

Whatever a file does to the library that reads it, it does there; what was read there is read again, in the same way.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from oneplan.engine.feeds.reading.refusals import CannotOpen

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST = 50_000_000  # cells, rows times columns of all sheets
ROOM = 4 << 30  # bytes it may take
SECONDS = 300
WELL, ITS_READER_SAYS = 0, 10  # how the program ends: with the number of cells, or with a refusal in words
_TOLD = "Save it as .xlsx or as CSV without what stands far out, and send that."
_PROGRAM = f"""
import resource, sys
_, hard = resource.getrlimit(resource.RLIMIT_AS)
room = int(sys.argv[2]) if hard == resource.RLIM_INFINITY else min(int(sys.argv[2]), hard)
resource.setrlimit(resource.RLIMIT_AS, (room, room))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
from python_calamine import CalamineError, CalamineWorkbook
cells, kept = 0, []
try:
    with CalamineWorkbook.from_path(sys.argv[1]) as book:
        for name in book.sheet_names:
            kept.append(book.get_sheet_by_name(name))
            row, column = kept[-1].end or (-1, -1)
            cells += (row + 1) * (column + 1)
            if cells > int(sys.argv[3]):
                break
            kept.append(kept[-1].to_python(skip_empty_area=False))
except (CalamineError, OSError):
    sys.exit({ITS_READER_SAYS})
print(cells)
"""


class Opening:
    """A workbook that is being opened by a program of its own."""

    def __init__(self, running: subprocess.Popen[str]) -> None:
        self._running = running

    def conclude(self) -> None:
        """Raises `CannotOpen` for one that would fill the memory; what else is wrong with it, its reader says."""
        try:
            said, _ = self._running.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired as error:
            raise CannotOpen(f"It takes more than {SECONDS} seconds to open this workbook. {_TOLD}") from error
        if self._running.returncode not in (WELL, ITS_READER_SAYS):
            raise CannotOpen(f"A sheet of this workbook reaches so far that it fills the memory. {_TOLD}")
        if self._running.returncode == WELL and int(said) > MOST:
            raise CannotOpen(f"The sheets of this workbook have room for {int(said):,} cells. {_TOLD}")


@contextmanager
def opening(path: Path) -> Iterator[Opening]:
    """Begin to open it. Whoever leaves the block ends the program."""
    asked = [sys.executable, "-I", "-c", _PROGRAM, str(path.absolute()), str(ROOM), str(MOST)]
    with subprocess.Popen(
        asked, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as running:
        try:
            yield Opening(running)
        finally:
            running.kill()


def is_ole(path: Path) -> bool:
    """The older kind (.xls), and whatever a password locks."""
    with path.open("rb") as file:
        return file.read(len(OLE)) == OLE
