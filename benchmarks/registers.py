"""How much slower is a page because everything seen and changed is kept? The aim is a tenth at most.

    make bench ONLY=registers          (TIMES=60, DATABASES=sqlite to change)

The same pages are asked for in one process with the registers on and off, in turn, and in changing order. Off is a
patch of this measurement: OnePlan itself cannot be told not to keep what was seen. By the clock the disk counts too:
what was seen is safe on it before the page leaves (SQLite here as in the service, PostgreSQL here without waiting for
the disk). By the processor it is OnePlan's own work alone, whatever else the machine does.
"""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from statistics import median, quantiles
from typing import Any
from unittest import mock

from benchmarks.places import measure_in_each

TIMES = int(os.environ.get("TIMES", "60"))
NOTES, FAMILIES = 300, 40
Reading = tuple[float, float]  # by the clock, by the processor


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
    heads = ("clock off", "clock on", "p95 off", "p95 on", "slower by", "cpu off", "cpu on", "slower by")
    print(f"{'milliseconds':14}" + "".join(f"{head:>11}" for head in heads))
    slower = [_tell(name, *_in_turn(lambda at=address: client.get(at), good=200)) for name, address in pages.items()]  # type: ignore[misc]
    slower.append(_tell("save a note", *_in_turn(lambda: _save(client, f"{family}notes/new/"), good=302)))
    for number, by in enumerate(("the clock", "the processor")):
        told = [each[number] for each in slower]
        print(f"by {by} half of the pages are slower by less than {median(told):.1f} %, the most by {max(told):.1f} %")


def _save(client: Any, address: str) -> Any:
    """Only the saving is counted, not the form that is asked for before."""
    from tests.cast import filled

    form = client.get(address).content.decode()
    started = _now()
    answer = client.post(address, filled(form, text=f"Quick note {time.perf_counter()}"))
    answer.started = started
    return answer


def _now() -> Reading:
    return time.perf_counter() * 1000, time.process_time() * 1000


def _in_turn(ask: Any, *, good: int) -> tuple[list[Reading], list[Reading]]:
    """Milliseconds, by the clock and by the processor, with the registers off and on."""
    off: list[Reading] = []
    on: list[Reading] = []
    for number in range(TIMES + 3):
        for is_on in (True, False) if number % 2 else (False, True):
            with _registers_off() if not is_on else nullcontext():
                started = _now()
                answer = ask()
                ended = _now()
            assert answer.status_code == good, answer.status_code
            began = getattr(answer, "started", started)
            if number >= 3:  # what is kept in memory between pages is there by then
                (on if is_on else off).append((ended[0] - began[0], ended[1] - began[1]))
    return off, on


@contextmanager
def _registers_off() -> Iterator[None]:
    from oneplan.web.access import chain, viewlog

    with mock.patch.object(viewlog, "flush"), mock.patch.object(chain, "add"):
        yield


def _tell(name: str, off: list[Reading], on: list[Reading]) -> tuple[float, float]:
    clock = [[each[0] for each in readings] for readings in (off, on)]
    cpu = [[each[1] for each in readings] for readings in (off, on)]
    high = [quantiles(times, n=20, method="inclusive")[18] for times in clock]
    told = [median(times) for times in clock], high, [median(times) for times in cpu]
    slower = [(pair[1] / pair[0] - 1) * 100 for pair in (told[0], told[2])]
    print(f"{name:14}" + "".join(f"{each:11.1f}" for each in (*told[0], *told[1])), end="")
    print(f"{slower[0]:9.1f} %{told[2][0]:11.1f}{told[2][1]:11.1f}{slower[1]:9.1f} %", flush=True)
    return slower[0], slower[1]


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
