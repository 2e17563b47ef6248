"""Whose row of a partner's file it is, where the case record knows: from some of them it is kept."""

from collections import defaultdict
from collections.abc import Mapping

from django.db.models import QuerySet

from oneplan.engine.feeds.reading.dialect import folded
from oneplan.engine.runs import seeing
from oneplan.engine.runs.loads import Opened
from oneplan.web.access.policy import NotAllowed
from oneplan.web.agencies.models import Worker
from oneplan.web.data import known
from oneplan.web.data.models import Load
from oneplan.web.data.reads import asking
from oneplan.web.data.reads.rows import RowLines
from oneplan.web.people.models import Family, Person, PersonName
from oneplan.web.sharing.reads import shut

KEPT_FILE = "Not every row of this file is for you. Ask another data manager to give it back."
KEPT = "This row is about somebody of a family whose record is kept from you. Ask another data manager."


def require_not_kept_from(worker: Worker, lines: RowLines) -> None:
    """Raise `NotAllowed` where the row is about a family that is the worker's own, or close to them.

    Whom a row is about is told by a number that the case record knows, else by family name and day of birth.
    """
    said = _said(lines)
    numbers = [person for column in known.SCHEMES for person in known.people_by(column, said[column])]
    theirs = Family.objects.filter(shut.tied_to(worker))
    if _is_called(theirs, said) or (numbers and theirs.filter(memberships__person__in=numbers).exists()):
        raise NotAllowed(KEPT)


def rows_kept_from(worker: Worker, load: Load, opened: Opened) -> set[int]:
    """Of a file that answers lists, the rows of people whose record is kept from the worker, by our reference.

    To stand in such a file is to be helped: of other files that is not so.
    """
    if not load.feed.is_asked:
        return set()
    theirs = {each.reference for each in Person.objects.filter(pk__in=asking.kept_people(worker))}
    return {number for number, reference, _ in seeing.answers(opened) if reference.upper() in theirs}


def _said(lines: RowLines) -> Mapping[str, set[str]]:
    """What stands in each of our columns, as it came and as it counts."""
    said: dict[str, set[str]] = defaultdict(set)
    for each in lines.cells:
        said[each.cell.column.name] |= {text for text in (each.cell.received, each.cell.value) if text}
    return said


def _is_called(families: QuerySet[Family], said: Mapping[str, set[str]]) -> bool:
    """Whether somebody of these families has the name and the day of birth that stand in the row."""
    names = {folded(name) for name in said["family_name"]}
    if not names or not said["born_on"]:
        return False
    rows = PersonName.objects.filter(person__memberships__family__in=families).select_related("person")
    return any(
        folded(row.family_name) in names and f"{row.person.born_from:%-d %B %Y}" in said["born_on"]
        for row in rows
        if row.person.born_from is not None
    )
