"""Whose row of a partner's file it is, where the case record knows: from some of them it is kept."""

from oneplan.engine.feeds.contract.kinds import kinds
from oneplan.web.access.policy import NotAllowed
from oneplan.web.agencies.models import Worker
from oneplan.web.data import known
from oneplan.web.data.models import Load
from oneplan.web.data.reads.rows import RowLines
from oneplan.web.people.models import Family, Person
from oneplan.web.sharing.reads import shut

KEPT = "This row is about somebody of a family whose record is kept from you. Ask another data manager."


def require_not_kept_from(worker: Worker, load: Load, lines: RowLines) -> None:
    """Raise `NotAllowed` where the row is about a family that is the worker's own, or close to them."""
    people = _people(load, lines)
    if people and Family.objects.filter(shut.tied_to(worker), memberships__person__in=people).exists():
        raise NotAllowed(KEPT)


def _people(load: Load, lines: RowLines) -> list[Person]:
    """Everybody whose number stands in the row, as it came or as it counts."""
    column = kinds()[load.feed.kind].number
    cells = [each.cell for each in lines.cells if each.cell.column.name == column]
    return known.people_by(column, {text for cell in cells for text in (cell.received, cell.value) if text})
