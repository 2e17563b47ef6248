"""How quickly is a long chain of changes verified? Rows a second, and as a ratio to plainly hashing the same bytes.

    make bench ONLY=audit_chain        (EVENTS=5000000: as many as the aim speaks of; DATABASES=sqlite for one of them)
    python -m benchmarks.audit_chain --events 5000000

A valid chain is written by the quickest way there is, with its anchors, in a database of its own of each kind; the
floor hashes the very same texts with the same key from memory, in the same process and run.
"""

import os
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from benchmarks.places import measure_in_each

EVENTS = int(os.environ.get("EVENTS", "500000"))
BATCH = 20_000
FLOOR_ROWS = 100_000


def main() -> None:
    given = sys.argv[sys.argv.index("--events") + 1] if "--events" in sys.argv else str(EVENTS)
    measure_in_each("benchmarks.audit_chain", given={"EVENTS": given})


def measure() -> None:
    import django

    django.setup()
    from oneplan.web.access import chain, parts
    from oneplan.web.access.verify import verify

    started = time.perf_counter()
    texts = _fill(EVENTS)
    print(f"{EVENTS:,} events made in {time.perf_counter() - started:.0f} s.", flush=True)
    took, busy = time.perf_counter(), time.process_time()
    checked = verify(chain.CHANGES)
    took, busy = time.perf_counter() - took, time.process_time() - busy
    assert checked.rows == EVENTS, checked
    assert checked.is_whole, checked
    together = time.perf_counter()
    assert parts.verify_quickly(chain.CHANGES) == checked
    together = time.perf_counter() - together
    floor = _floor(texts)
    print(f"verified by all {os.cpu_count()} processors in {together:.1f} s: {EVENTS / together:,.0f} rows a second")
    print(f"verified by one in {took:.1f} s ({busy:.1f} s of processor): {EVENTS / took:,.0f} rows a second")
    print(
        f"floor, hashing alone: {floor:,.0f} rows a second; verifying takes {floor / (EVENTS / took):.1f} times as long"
    )
    print(f"5 million events at that rate: {5_000_000 / (EVENTS / took):.0f} s by the clock, ", end="")
    print(f"{5_000_000 / (EVENTS / busy):.0f} s of processor time")


def _fill(count: int) -> list[str]:
    """Write the chain; return the texts of its first rows, for the floor."""
    from django.db import transaction

    from oneplan.web.access import chain
    from oneplan.web.access.models import ChainHead

    texts: list[str] = []
    before, linked = chain.START, _linked(count, texts)
    path = chain.anchor_file(chain.CHANGES)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as anchors:
        while rows := list(islice(linked, BATCH)):
            with transaction.atomic():
                _write(rows)
            anchors.writelines(anchor for _, anchor in rows)
            before = rows[-1][0][-1]
    ChainHead.objects.create(chain=chain.CHANGES, number=count, digest=before)
    return texts


def _linked(count: int, texts: list[str]) -> Iterator[tuple[list[Any], str]]:
    """Each row, ready for the database, and the line of its anchor."""
    from django.db import connection

    from oneplan.web.access import chain
    from oneplan.web.access.models import AuditEvent

    keyed, before, at = chain.digester(), chain.START, datetime(2024, 1, 8, 9, tzinfo=UTC)
    fields = [(each.attname, each) for each in AuditEvent._meta.concrete_fields]
    for number in range(1, count + 1):
        row = _event(number, at + timedelta(seconds=number, microseconds=number % 1_000_000))
        text = chain.link_text(chain.CHANGES, row=row, before=before)
        before = keyed(text)
        if number <= FLOOR_ROWS:
            texts.append(text)
        row["digest"] = before
        values = [field.get_db_prep_save(row[name], connection) for name, field in fields]
        yield values, f"{number} {before} {keyed(f'{chain.CHANGES} {number} {before}')}\n"


def _write(rows: list[tuple[list[Any], str]]) -> None:
    """COPY on PostgreSQL, one prepared statement for many rows on SQLite."""
    from django.db import connection

    from oneplan.web.access.models import AuditEvent

    columns = [each.column for each in AuditEvent._meta.concrete_fields]
    table, names = AuditEvent._meta.db_table, ", ".join(f'"{each}"' for each in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
                for values, _ in rows:
                    copy.write_row(values)
        else:
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(
                f'INSERT INTO "{table}" ({names}) VALUES ({places})',  # noqa: S608 - our own names
                [values for values, _ in rows],
            )


def _event(number: int, at: datetime) -> dict[str, Any]:
    return {
        "number": number,
        "at": at,
        "event": ("note_added", "number_kept", "home_noted", "moved_in")[number % 4],
        "by_worker": number % 211,
        "by_account": number % 211,
        "about_type": "casework.note",
        "about_id": str(number),
        "family_id": number % 5003,
        "payload": {"person": number % 9001, "text": f"{number:032x}", "kind": "visit"},
    }


def _floor(texts: list[str]) -> float:
    from oneplan.web.access import chain

    keyed = chain.digester()
    started = time.perf_counter()
    for text in texts:
        keyed(text)
    return len(texts) / (time.perf_counter() - started)


if __name__ == "__main__":
    measure() if sys.argv[1:] == ["measure"] else main()
