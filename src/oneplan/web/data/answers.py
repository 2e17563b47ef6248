"""Who on a list is answered: somebody of whom a row was taken, in a file that came after the list was asked."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.conf import settings

from oneplan.engine.feeds import profiles
from oneplan.engine.feeds.checking.steps import SET_ASIDE
from oneplan.engine.feeds.contract.kinds import OUR_REFERENCE, Kind, kinds
from oneplan.engine.runs import loads as engine_loads
from oneplan.engine.runs import seeing
from oneplan.engine.runs.artefacts import Store
from oneplan.engine.runs.loads import Opened
from oneplan.web.data import agreeing, known
from oneplan.web.data.models import AskedList, AskedPerson, Feed, Load
from oneplan.web.people import identity

Row = Mapping[str, Any]
NOT_ON_IT = (
    "Nothing of this file was taken: it has a row about somebody who is not on this list, or whose reference or day of "
    "birth was changed. Leave those two columns as they are, take the other rows out, and hand it in again."
)


def settle(feed: Feed) -> None:
    """Part of an action: say of everybody on the open lists of a feed whether they are answered now, and where."""
    for asked in feed.asked_lists.filter(closed_at=None) if feed.is_asked else ():
        found, unread = _found(asked)
        for line in asked.people.select_related("person"):
            answer = found.get(identity.kept(line.person).pk)
            if answer is None and line.load_id in unread:
                continue
            before = (line.load_id, line.row)
            line.load, line.row = answer or (None, None)
            if (line.load_id, line.row) != before:
                line.save(update_fields=["load", "row"])


def _found(asked: AskedList) -> tuple[dict[int, tuple[Load, int]], set[int]]:
    """By person, the newest file and row that answers for them; and files that cannot be read now."""
    kind, said = kinds()[asked.feed.kind], _same(asked)
    people = {identity.kept(line.person) for line in asked.people.select_related("person")}
    records = AskedPerson.objects.filter(asked=asked).select_related("person")
    ours = {line.person.reference: identity.kept(line.person) for line in records}
    found: dict[int, tuple[Load, int]] = {}
    unread: set[int] = set()
    stand = asked.feed.loads.filter(state=Load.State.CHECKED, received_at__gte=asked.asked_at)
    for load in stand.order_by("number"):
        if (taken := _taken(load)) is None:
            unread.add(load.pk)
        for row in taken or ():
            person = ours.get(str(row.get(OUR_REFERENCE) or "").upper()) or _by_number(row, kind)
            is_theirs = person in people and row.get(kind.born) == person.born_from
            if person and is_theirs and all(row.get(name) == value for name, value in said.items()):
                found[person.pk] = (load, int(row["row"]))
    return found, unread


def not_on_it(load: Load, opened: Opened) -> list[int]:
    """Rows of a file handed in by a link that would count, and are of nobody who stands on its list.

    Whoever has a link answers of those who are asked about; nothing comes in by it of anybody else.
    """
    if load.link is None:
        return []
    people = load.link.asked.people.select_related("person")
    theirs = {(each.person.reference, identity.kept(each.person).born_from) for each in people}
    return [number for number, ours, born in seeing.taken(opened) if (ours.upper(), born) not in theirs]


def _same(asked: AskedList) -> dict[str, Any]:
    """What was filled in alike for everybody, as the check understands it."""
    mapped = profiles.made(agreeing.newest(asked.feed).said, name=asked.feed.name).mapped
    typed = {each.column.name: each.column.type.plain(asked.same.get(each.column.name, ""), each.options)
             for each in mapped}  # fmt: skip
    return {name: value for name, value in typed.items() if value is not None}


def _taken(load: Load) -> list[Row] | None:
    store = Store(Path(settings.DATA_FOLDER))
    try:
        path = engine_loads.opened(store, load.artefact, name=load.feed.name).checked.rows
    except FileNotFoundError:  # brought back without the data folder: the next run makes it again
        return None
    rows: list[Row] = pq.read_table(path, filters=pc.field("verdict") != SET_ASIDE).to_pylist()
    return rows


def _by_number(row: Row, kind: Kind) -> Any:
    """Whom the case record knows by the partner's number, where our reference was left out of the row."""
    if row.get(OUR_REFERENCE) or kind.number not in known.SCHEMES:
        return None
    people = {identity.kept(each) for each in known.people_by(kind.number, {str(row.get(kind.number) or "")})}
    return people.pop() if len(people) == 1 else None
