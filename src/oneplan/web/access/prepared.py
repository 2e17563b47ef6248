"""The one question of a decision, put into SQL once a day and then asked with other numbers.

Django takes several milliseconds to write the question, the database a fraction of one to answer it. So the question
is written for two made-up askers and families; wherever they differ, the SQL has a place for a number. What does not
fit that pattern in every place is written anew each time: nothing is guessed.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.db.models import Case, ForeignKey, Model, Q, Value, When
from django.utils import timezone

Filter = Callable[[Any], Q]
Place = Callable[[Any, Model], Any]
MADE_UP = (7_100_000_000_000_000, 8_200_000_000_000_000)
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:")  # as SQLite keeps it


class _AsksMore(Exception):
    """A filter that asks the database while it is written cannot be prepared."""


@dataclass(frozen=True)
class Question:
    """The SQL and, place by place, what belongs there: a number of the asker or the family, a moment, or a constant."""

    sql: str
    places: tuple[Place, ...]


def answers(filters: Sequence[Filter], *, asker: Any, family: Model) -> tuple[Any, ...]:
    """Ask which of the filters hold for one family; nothing when there is no such family."""
    question = _prepared(_shape(asker, family), tuple(filters), timezone.localdate())
    if question is None:
        return _written([where(asker) for where in filters], family).first() or ()
    with connection.cursor() as cursor:
        cursor.execute(question.sql, [place(asker, family) for place in question.places])
        return cursor.fetchone() or ()


def _written(wanted: list[Q], family: Model) -> Any:
    flags = [Case(When(where, then=Value(value=True)), default=Value(value=False)) for where in wanted]
    return type(family)._default_manager.filter(pk=family.pk).order_by().values_list(*flags)


@dataclass(frozen=True)
class _Shape:
    """What the text of the question may depend on: the kinds of things, which of their numbers are there, the role."""

    asker: type[Model]
    family: type[Model]
    numbers: tuple[str, ...]
    also: tuple[tuple[str, str], ...]
    database: str


def _shape(asker: Any, family: Model) -> _Shape:
    kind = asker.__class__  # the account on a request is a proxy of one
    numbers, words = _fields(kind)
    there = tuple(name for name in numbers if getattr(asker, name) is not None)
    also = tuple((name, getattr(asker, name)) for name in words)
    return _Shape(kind, type(family), there, also, connection.vendor)


@lru_cache(maxsize=8)
def _fields(kind: type[Model]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    fields = kind._meta.concrete_fields
    numbers = tuple(field.attname for field in fields if field.primary_key or isinstance(field, ForeignKey))
    return numbers, tuple(field.attname for field in fields if field.attname == "role")


@lru_cache(maxsize=512)
def _prepared(shape: _Shape, filters: tuple[Filter, ...], today: date) -> Question | None:  # noqa: ARG001 - see below
    """`today` stands in the SQL's constants: tomorrow the question is written anew."""
    try:
        with connection.execute_wrapper(_refuse):
            one, other = (_text(shape, filters, start) for start in MADE_UP)
    except (_AsksMore, ObjectDoesNotExist):
        return None
    if one.sql != other.sql or len(one.values) != len(other.values):
        return None
    places = tuple(_places(shape, one, other))
    return Question(one.sql, places) if None not in places else None  # type: ignore[arg-type]


def forget() -> None:
    """Write every question anew: the code that writes the filters is another than before."""
    _prepared.cache_clear()


@dataclass(frozen=True)
class _Text:
    """One writing: the SQL, what stands in its places, and the moments between which it was written."""

    sql: str
    values: tuple[Any, ...]
    since: Any
    until: Any


def _text(shape: _Shape, filters: tuple[Filter, ...], start: int) -> _Text:
    """Write the question for made-up numbers; whatever else a filter reads of the asker would be asked for: refused."""
    known = {name: start + number for number, name in enumerate(shape.numbers, 1)} | dict(shape.also)
    in_order = [field.attname for field in shape.asker._meta.concrete_fields if field.attname in known]
    asker = shape.asker.from_db(connection.alias, in_order, [known[name] for name in in_order])
    since = _now()
    sql, values = _written([where(asker) for where in filters], shape.family(pk=start)).query.sql_with_params()
    return _Text(sql, tuple(values), since, _now())


def _places(shape: _Shape, one: _Text, other: _Text) -> Iterator[Place | None]:
    """What belongs in each place, seen from what stood there for both made-up ones; None where that is not clear."""
    for pair in zip(one.values, other.values, strict=True):
        numbers = [each - start if isinstance(each, int) else -1 for each, start in zip(pair, MADE_UP, strict=True)]
        is_now = [_is_within(each, text) for each, text in zip(pair, (one, other), strict=True)]
        if numbers[0] == numbers[1] and 0 <= numbers[0] <= len(shape.numbers):
            yield _number(shape, numbers[0], kind=type(pair[0]))
        elif all(is_now):
            yield lambda _asker, _family: _now()
        else:
            yield _constant(pair[0]) if pair[0] == pair[1] and not _is_moment(pair[0]) else None


def _number(shape: _Shape, place: int, *, kind: type) -> Place:
    if place == 0:
        return lambda _asker, family: kind(family.pk)
    name = shape.numbers[place - 1]
    return lambda asker, _family: kind(getattr(asker, name))


def _constant(value: Any) -> Place:
    return lambda _asker, _family: value


def _now() -> Any:
    return connection.ops.adapt_datetimefield_value(timezone.now())


def _is_within(value: Any, text: _Text) -> bool:
    return _is_moment(value) and type(value) is type(text.since) and bool(text.since <= value <= text.until)


def _is_moment(value: Any) -> bool:
    return isinstance(value, datetime) or (isinstance(value, str) and bool(MOMENT.match(value)))


def _refuse(*_: Any) -> Any:
    raise _AsksMore
