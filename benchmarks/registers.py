"""How much slower is a page because everything seen and changed is kept? The aim is a tenth at most.

    make bench ONLY=registers          (TIMES=60, DATABASES=sqlite to change)

The same pages are asked for in one process with the registers on and off, in turn, and in changing order. Off is a
patch of this measurement: OnePlan itself cannot be told not to keep what was seen.
"""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median, quantiles
from typing import Any
from unittest import mock

from benchmarks.places import measure_in_each

TIMES = int(os.environ.get("TIMES", "60"))
NOTES, FAMILIES = 300, 40


def main() -> None:
    measure_in_each("benchmarks.registers")


def measure() -> None:
    import django

    django.setup()
    cast = _area()
    client = cast.client(cast.priya)
    family = f"/families/{cast.family.reference}/"
    pages = {
        "my day": "/my-day/",
        "my families": "/my-families/",
        "family": family,
        "timeline": f"{family}timeline/",
        "plan": f"{family}plan/",
        "people": f"{family}people/",
        "person": f"/people/{cast.child.reference}/",
        "find by name": "/find/?q=okafor",
        "note form": f"{family}notes/new/",
    }
    print(f"{'':16}{'off p50 ms':>12}{'on p50 ms':>12}{'off p95 ms':>12}{'on p95 ms':>12}{'slower by':>12}")
    everything: list[float] = []
    for name, address in pages.items():
        off, on = _in_turn(lambda address=address: client.get(address), good=200)  # type: ignore[misc]
        everything.append(_tell(name, off, on))
    off, on = _in_turn(lambda: _save(client, f"{family}notes/new/"), good=302)
    everything.append(_tell("save a note", off, on))
    print(f"half of the pages are slower by less than {median(everything):.1f} %, the most by {max(everything):.1f} %")


def _save(client: Any, address: str) -> Any:
    from tests.cast import filled

    form = client.get(address).content.decode()
    _save.started = time.perf_counter()  # type: ignore[attr-defined]
    return client.post(address, filled(form, text=f"Quick note {time.perf_counter()}"))


def _in_turn(ask: Any, *, good: int) -> tuple[list[float], list[float]]:
    """Milliseconds with the registers off and on."""
    off: list[float] = []
    on: list[float] = []
    for number in range(TIMES + 3):
        for is_on in (True, False) if number % 2 else (False, True):
            with _registers_off() if not is_on else _as_it_is():
                _save.started = started = time.perf_counter()  # type: ignore[attr-defined]
                answer = ask()
                took = (time.perf_counter() - max(started, _save.started)) * 1000  # type: ignore[attr-defined]
            assert answer.status_code == good, answer.status_code
            if number >= 3:  # what is kept in memory between pages is there by then
                (on if is_on else off).append(took)
    return off, on


@contextmanager
def _as_it_is() -> Iterator[None]:
    yield


@contextmanager
def _registers_off() -> Iterator[None]:
    from oneplan.web.access import chain, viewlog

    with mock.patch.object(viewlog, "flush"), mock.patch.object(chain, "add"):
        yield


def _tell(name: str, off: list[float], on: list[float]) -> float:
    slower = (median(on) / median(off) - 1) * 100
    high = [quantiles(times, n=20, method="inclusive")[18] for times in (off, on)]
    print(f"{name:16}{median(off):12.1f}{median(on):12.1f}{high[0]:12.1f}{high[1]:12.1f}{slower:10.1f} %", flush=True)
    return slower


def _area() -> Any:
    """The cast with a timeline of some years, and other families of the same worker."""
    from django.db import transaction

    from oneplan.web.site import area
    from tests.cast import make_cast
    from tests.queries.test_rows import entries, families

    with transaction.atomic():
        area.load_lists()
        cast = make_cast()
        entries(cast, NOTES)
        families(cast, FAMILIES)
    return cast


if __name__ == "__main__":
    measure() if sys.argv[1:] == ["measure"] else main()
