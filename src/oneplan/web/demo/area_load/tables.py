"""Rows gathered by table and written in one go by the quickest way each database has.

Ids are given out here, so that rows can point at each other before any is written. Constraints of the database
hold for these rows as for any.
"""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, TypeAlias
from uuid import UUID, uuid4

from django.db import connection, models
from django.db.models import Max

Convert = Callable[[Any], Any]
AnyField: TypeAlias = "models.Field[Any, Any]"
Ways: TypeAlias = "Sequence[tuple[type[AnyField], Convert]]"


class Table:
    """The rows of one model waiting to be written; a column not named gets its default.

    Values are brought into the database's own shape as they come, once; this is the inner loop of a load.
    """

    def __init__(self, model: type[models.Model]) -> None:
        self._model = model
        self.last = self._last_id()
        self.rows: list[list[Any]] = []
        fields = [f for f in model._meta.concrete_fields if not f.primary_key]
        ways = _FOR_POSTGRESQL if connection.vendor == "postgresql" else _FOR_SQLITE
        self._place = {field.attname: (place, _way(field, ways)) for place, field in enumerate(fields, start=1)}
        self._empty_row = [None, *(_empty(field, ways) for field in fields)]
        self._threads = [place for place, field in enumerate(fields, start=1) if isinstance(field, models.UUIDField)]
        self._is_postgresql = connection.vendor == "postgresql"
        # one after the other, so that a million of them do not scatter over the index
        self._next_thread = uuid4().int & ~0xFFFFFFFFFFFF

    def add(self, **values: Any) -> int:
        """Keep one row; return its id."""
        self.last += 1
        row = self._empty_row.copy()
        row[0] = self.last
        for place in self._threads:
            self._next_thread += 1
            row[place] = UUID(int=self._next_thread) if self._is_postgresql else f"{self._next_thread:032x}"
        for name, value in values.items():
            place, way = self._place[name]
            row[place] = value if way is None or value is None else way(value)
        self.rows.append(row)
        return self.last

    def _last_id(self) -> int:
        return self._model._default_manager.aggregate(last=Max("pk"))["last"] or 0


def write(model: type[models.Model], rows: list[list[Any]]) -> None:
    """Write rows as a Table gathered them."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    columns = [str(field.column) for field in (model._meta.pk, *fields)]
    way = _copy if connection.vendor == "postgresql" else _insert
    way(model._meta.db_table, columns, rows)


def set_sequences(models_written: Sequence[type[models.Model]]) -> None:
    """Tell PostgreSQL which ids were given out, so that the next action's row gets a free one."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for model in models_written:
            table, column = model._meta.db_table, model._meta.pk.column
            newest = f'SELECT COALESCE(MAX("{column}"), 1) FROM "{table}"'  # noqa: S608  names of our own tables
            cursor.execute(f"SELECT setval(pg_get_serial_sequence(%s, %s), ({newest}))", [f'"{table}"', column])


def _empty(field: "AnyField", ways: "Ways") -> Any:
    if isinstance(field, models.UUIDField):
        return None  # every row gets its own
    value = field.get_default() if field.has_default() else _nothing(field)
    way = _way(field, ways)
    return value if way is None or value is None else way(value)


def _nothing(field: "AnyField") -> str | None:
    return "" if isinstance(field, models.CharField | models.TextField) and not field.null else None


def _way(field: "AnyField", ways: "Ways") -> Convert | None:
    return next((way for kind, way in ways if isinstance(field, kind)), None)


@lru_cache(maxsize=4096)
def _sqlite_moment(value: datetime) -> str:
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ")


_FOR_SQLITE: "Ways" = [
    (models.DateTimeField, _sqlite_moment),
    (models.DateField, date.isoformat),
    (models.TimeField, str),
    (models.JSONField, json.dumps),
    (models.DecimalField, str),
    (models.CharField, str),
]
_FOR_POSTGRESQL: "Ways" = [(models.JSONField, json.dumps), (models.CharField, str)]


def _insert(table: str, columns: list[str], rows: list[list[Any]]) -> None:
    places = ", ".join(["%s"] * len(columns))
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({places})', rows)  # noqa: S608  our own names


def _copy(table: str, columns: list[str], rows: list[list[Any]]) -> None:
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row(row)
