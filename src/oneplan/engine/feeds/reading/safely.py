"""Nothing that was sent is opened here before it was opened elsewhere, and looked at for cells far out."""

import zipfile
from pathlib import Path

from oneplan.engine.feeds.reading import tried
from oneplan.engine.feeds.reading.extent import FREE, MOST, refuse_far
from oneplan.engine.feeds.reading.refusals import CannotOpen

_NO_WORKBOOK = "It is no workbook, or it broke on the way. Save it as .xlsx or as CSV, and try again."


def refuse_unsafe(path: Path, *, most: int = MOST, free: int = FREE, tags: int | None = None) -> None:
    """Raises `CannotOpen` for a workbook that would fill the memory, and for what is none.

    The look, which says the cell, goes on while the workbook is opened elsewhere. Its limits: `extent.refuse_far`.
    """
    is_ole = tried.is_ole(path)
    if not is_ole and not zipfile.is_zipfile(path):
        raise CannotOpen(_NO_WORKBOOK)
    with tried.opening(path) as elsewhere:
        if not is_ole:
            refuse_far(path, most=most, free=free, tags=tags)
        elsewhere.conclude()
