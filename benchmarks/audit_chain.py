"""How quickly is a long chain of changes verified? Rows a second, and as a ratio to plainly hashing the same bytes.

    make bench ONLY=audit_chain        (EVENTS=5000000: as many as the aim speaks of)

The events are made by the bulk path, with their anchors, in a database of its own; the floor hashes the very same
texts with the same key from memory, in the same process and run.
"""

import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from typing import Any

EVENTS = int(os.environ.get("EVENTS", "500000"))
BATCH = 10_000
FLOOR_ROWS = 100_000


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="oneplan-audit-") as home:
        env = os.environ | {"ONEPLAN_HOME": home, "DJANGO_SETTINGS_MODULE": "oneplan.web.site.settings"}
        env |= {"ONEPLAN_DEBUG": "0"}
        subprocess.run([sys.executable, "-m", "oneplan.cli", "manage", "migrate", "-v0"], env=env, check=True)
        subprocess.run([sys.executable, "-m", "benchmarks.audit_chain", "measure"], env=env, check=True)


def measure() -> None:
    import django

    django.setup()
    from oneplan.web.access import chain
    from oneplan.web.access.verify import verify

    started = time.perf_counter()
    texts = _fill(EVENTS)
    print(f"{EVENTS:,} events made in {time.perf_counter() - started:.0f} s.", flush=True)
    took, busy = time.perf_counter(), time.process_time()
    checked = verify(chain.CHANGES)
    took, busy = time.perf_counter() - took, time.process_time() - busy
    assert checked.rows == EVENTS, checked
    assert checked.is_whole, checked
    floor = _floor(texts)
    print(f"verified in {took:.1f} s ({busy:.1f} s of processor): {EVENTS / took:,.0f} rows a second")
    print(
        f"floor, hashing alone: {floor:,.0f} rows a second; verifying takes {floor / (EVENTS / took):.1f} times as long"
    )
    print(f"5 million events at that rate: {5_000_000 / (EVENTS / took):.0f} s")


def _fill(count: int) -> list[str]:
    from django.db import transaction

    from oneplan.web.access import chain
    from oneplan.web.access.models import AuditEvent, ChainHead

    texts: list[str] = []
    before, at = chain.START, datetime(2024, 1, 8, 9, tzinfo=UTC)
    for first in range(1, count + 1, BATCH):
        rows = []
        for number in range(first, min(first + BATCH, count + 1)):
            row = _event(number, at + timedelta(seconds=number, microseconds=number % 1_000_000))
            text = chain.link_text(chain.CHANGES, row=row, before=before)
            before = chain.keyed_digest(text)
            rows.append(AuditEvent(**row, digest=before))
            texts += [text] if len(texts) < FLOOR_ROWS else []
        with transaction.atomic():
            AuditEvent.objects.bulk_create(rows)
        for made in rows:
            chain.anchor(chain.CHANGES, number=made.number, digest=made.digest)
    ChainHead.objects.create(chain=chain.CHANGES, number=count, digest=before)
    return texts


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
