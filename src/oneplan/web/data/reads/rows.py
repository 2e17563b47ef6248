"""One file's rows as pages show them: the engine's findings, and the corrections that stand over them."""

from dataclasses import dataclass

from oneplan.engine.runs import loads as engine_loads
from oneplan.engine.runs import seeing
from oneplan.engine.runs.loads import Opened
from oneplan.engine.runs.seeing import Cell, NotThere, WholeRow
from oneplan.web.data import taking, working
from oneplan.web.data.models import Correction, Load

PAGE = 40


@dataclass(frozen=True)
class CellLine:
    """A cell, and the correction in force of what stands in it."""

    cell: Cell
    correction: Correction | None


@dataclass(frozen=True)
class RowLines:
    row: WholeRow
    cells: list[CellLine]


def opened(load: Load) -> Opened:
    """Raises `NotThere` where the file was not checked, or what was found is kept no longer."""
    if not load.artefact:
        raise NotThere
    try:
        return engine_loads.opened(working.store(), load.artefact, name=load.feed.name)
    except FileNotFoundError as gone:
        raise NotThere from gone


def opened_or_none(load: Load) -> Opened | None:
    try:
        return opened(load)
    except NotThere:
        return None


def is_checked_anew(load: Load) -> bool:
    """Whether something was corrected since it was checked, so that what was found is about to change."""
    return load.state == Load.State.CHECKED and working.to_check().filter(pk=load.pk).exists()


def row(load: Load, number: int) -> RowLines:
    """Raises `NotThere`."""
    found = seeing.whole(opened(load), number)
    rows = [each for each in taking.in_force(load.feed) if each.record in {None, found.record}]
    ordered = sorted(rows, key=lambda each: (each.record is not None, each.pk))
    standing = {(each.column, each.received): each for each in ordered}
    return RowLines(found, [CellLine(each, standing.get((each.column.name, each.tidied))) for each in found.cells])
