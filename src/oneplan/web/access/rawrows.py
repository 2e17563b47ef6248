"""Rows of a chain as they lie in the database, without objects: what is read must be just what was written."""

import json
from collections.abc import Callable
from datetime import UTC
from typing import Any

from django.db import connection
from django.utils.dateparse import parse_datetime

from oneplan.web.access import chain as chains

PAGE = 5000
_decode = json.JSONDecoder().raw_decode
Row = tuple[int, list[Any], str]  # its number, what it says, its digest

_TEXT = {
    "sqlite": {"at": 'CAST("at" AS TEXT)', "json": 'CAST("{}" AS TEXT)'},
    "postgresql": {
        "at": """to_char("at" AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')""",
        "json": '"{}"::text',
    },
}
_JSON = {chains.CHANGES: "payload", chains.VIEWS: "seen"}


def rows_after(chain: str, number: int | None) -> list[Row]:
    """The next page of rows, from the first one when no number is given."""
    where, given = ('WHERE "number" > %s', [number]) if number is not None else ("", [])
    with connection.cursor() as cursor:
        cursor.execute(f'{_select(chain)} {where} ORDER BY "number" LIMIT {PAGE}', given)
        rows = cursor.fetchall()
    moment = _moment_of_sqlite if connection.vendor == "sqlite" else _moment_of_postgresql
    return [_row(row, moment) for row in rows]


def _select(chain: str) -> str:
    how = _TEXT[connection.vendor]
    columns = [_column(name, how) for name in (*chains.FIELDS[chain], "digest")]
    return f'SELECT {", ".join(columns)} FROM "{chains.MODELS[chain]._meta.db_table}"'  # noqa: S608 - our own names


def _column(name: str, how: dict[str, str]) -> str:
    if name == "at":
        return how["at"]
    return how["json"].format(name) if name in _JSON.values() else f'"{name}"'


def _row(row: tuple[Any, ...], moment: Callable[[Any], Any]) -> Row:
    number, at, *values, kept, digest = row
    return number, [moment(at), *values, _said(kept)], digest


def _said(kept: Any) -> Any:
    """What Django's field would read: no JSON stays the text it is."""
    if not isinstance(kept, str):
        return kept
    try:
        said, end = _decode(kept)
        return said if end == len(kept) else json.loads(kept)
    except ValueError:
        try:
            return json.loads(kept)  # spaces before it
        except ValueError:
            return kept


def _moment_of_sqlite(text: Any) -> Any:
    """What `isoformat` says of the same moment in UTC; anything written unlike Django writes it goes the long way."""
    if (
        isinstance(text, str)
        and text[10:11] == " "
        and (len(text) == 19 or (len(text) == 26 and text[-7:] != ".000000"))
    ):
        return f"{text[:10]}T{text[11:]}+00:00"
    try:
        read = parse_datetime(text)
    except (TypeError, ValueError):
        return text
    return read.replace(tzinfo=read.tzinfo or UTC).astimezone(UTC).isoformat() if read else text


def _moment_of_postgresql(text: Any) -> Any:
    if not isinstance(text, str):
        return text
    return f"{text[:10]}T{text[11:].removesuffix('.000000')}+00:00"
