"""Whom the case record knows by a number that partners use: the one feed that OnePlan sends itself."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.utils import timezone

from oneplan.engine.feeds.contract.kinds import OUR_REFERENCE
from oneplan.engine.runs.artefacts import Store, digest
from oneplan.web.data.models import AskedPerson
from oneplan.web.people import identity, numbers
from oneplan.web.people.models import Identifier, Person

SCHEMES = {"upn": "upn", "nhs_number": "nhs"}  # our column, and what the case record calls the number
SCHEMA = pa.schema([("number", pa.string()), ("born", pa.date32()), ("person_id", pa.string())])


def write(store: Store) -> Mapping[str, Path]:
    """Parquet for each column of ours that is such a number, made again only where somebody changed."""
    numbered = {column: _write(store, scheme, _rows(scheme)) for column, scheme in SCHEMES.items()}
    return numbered | {OUR_REFERENCE: _write(store, OUR_REFERENCE, _asked())}


def _write(store: Store, scheme: str, rows: list[tuple[str, Any, str]]) -> Path:

    def make(folder: Path) -> Mapping[str, Any]:
        columns = zip(*rows, strict=True) if rows else ((), (), ())
        arrays = [pa.array(list(column), field.type) for column, field in zip(columns, SCHEMA, strict=True)]
        pq.write_table(pa.table(arrays, schema=SCHEMA), folder / "known.parquet")
        return {"people": len(rows)}

    return store.made("known", of={"scheme": scheme, "rows": digest(rows)}, make=make).folder / "known.parquet"


def _rows(scheme: str) -> list[tuple[str, Any, str]]:
    """A number that stands on the records of two people is certain of neither: somebody has to look at it."""
    found: dict[str, set[Person]] = {}
    for row in Identifier.objects.current(timezone.localdate()).filter(scheme=scheme).select_related("person"):
        found.setdefault(_plain(row.number), set()).add(identity.kept(row.person))
    certain = [(number, people.pop()) for number, people in found.items() if len(people) == 1]
    return sorted((number, each.born_from, each.reference) for number, each in certain if is_exact(each))


def _asked() -> list[tuple[str, Any, str]]:
    """Whoever was ever asked about, by the reference that stood on the list."""
    people = Person.objects.filter(pk__in=AskedPerson.objects.values("person"))
    kept = [(each.reference, identity.kept(each)) for each in people]
    return sorted((ours, each.born_from, each.reference) for ours, each in kept if is_exact(each))


def people_by(column: str, texts: set[str]) -> list[Person]:
    """Everybody known by one of these numbers, under every record that is theirs."""
    scheme = SCHEMES[column]
    plain = {numbers.searched_as(scheme, _plain(each)) for each in texts}
    rows = Identifier.objects.known().filter(scheme=scheme, plain__in=plain).select_related("person")
    records = {pk for row in rows for pk in identity.record_ids(identity.kept(row.person))}
    return list(Person.objects.filter(pk__in=records))


def is_exact(person: Person) -> bool:
    return person.born_from is not None and person.born_from == person.born_to


def _plain(number: str) -> str:
    return "".join(letter for letter in number.upper() if letter.isalnum())
