"""How long does one decision take: may this worker do this with this family? The aim is a millisecond in the process.

    make bench ONLY=decision           (TIMES=3000, DATABASES=sqlite to change)

Three things in turn, so that what else the machine does strikes all alike: the whole decision with its one question to
the database, the rule alone, and two floors: the smallest question to the same database, and a look-up in a table.
"""

import gc
import os
import sys
import time
from collections.abc import Callable
from statistics import quantiles
from typing import Any

from benchmarks.places import measure_in_each

TIMES = int(os.environ.get("TIMES", "3000"))
FAMILIES = 2000


def main() -> None:
    measure_in_each("benchmarks.decision")


def measure() -> None:
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from oneplan.rulebook.sharing.policy import TABLE, Permission, Relation, Role, decide
    from oneplan.web.access import policy
    from oneplan.web.people.models import Family

    cast = _cast()
    family, view = cast.family, Permission.FAMILY_VIEW
    held = (Relation.OWN_FAMILY, Relation.AROUND_FAMILY)
    of_number = Family.objects.filter(pk=family.pk).values_list("pk")
    things: dict[str, Callable[[], Any]] = {
        "a look-up in a table": lambda: TABLE[view].get(Role.KEY_WORKER),
        "the smallest question": lambda: of_number.all().first(),
        "the rule alone": lambda: decide(view, role=Role.KEY_WORKER, relations=held),
        "for the key worker": lambda: policy.decision(view, asker=cast.priya, family=family),
        "for a colleague": lambda: policy.decision(view, asker=cast.tom, family=family),
        "for a partner": lambda: policy.decision(view, asker=cast.green, family=family),
        "for a stranger": lambda: policy.decision(view, asker=cast.stan, family=family),
        "for the front door": lambda: policy.decision(view, asker=cast.fay, family=family),
    }
    for decided in list(things.values())[3:]:
        with CaptureQueriesContext(connection) as asked:
            decided()
        assert len(asked) == 1, asked.captured_queries
    _tell(_taken(things))


def _cast() -> Any:
    from django.db import transaction

    from oneplan.web.people.models import Family
    from oneplan.web.site import area
    from tests.cast import LONG_AGO, make_cast

    with transaction.atomic():
        area.load_lists()
        Family.objects.bulk_create(Family(name=f"Family {n}", made_at=LONG_AGO) for n in range(FAMILIES))
        return make_cast()


def _taken(things: dict[str, Callable[[], Any]]) -> dict[str, list[float]]:
    """Microseconds of each thing, each in turn; the quick ones are done a hundred times for one reading."""
    taken: dict[str, list[float]] = {name: [] for name in things}
    many = {name: 100 if number in (0, 2) else 1 for number, name in enumerate(things)}
    for thing in things.values():
        thing()
    gc.collect()
    gc.disable()
    for _ in range(TIMES):
        for name, thing in things.items():
            started = time.perf_counter()
            for _ in range(many[name]):
                thing()
            taken[name].append((time.perf_counter() - started) * 1_000_000 / many[name])
    gc.enable()
    return taken


def _tell(taken: dict[str, list[float]]) -> None:
    cuts = {name: quantiles(times, n=100, method="inclusive") for name, times in taken.items()}
    names = list(cuts)
    look_up, question = cuts[names[0]][49], cuts[names[1]][49]
    print(f"{'':24}{'p50 ms':>10}{'p95 ms':>10}{'p99 ms':>10}{'to a look-up':>14}{'to a question':>14}")
    for name, cut in cuts.items():
        row = [cut[49] / 1000, cut[94] / 1000, cut[98] / 1000]
        print(f"{name:24}" + "".join(f"{each:10.4f}" for each in row), f"{cut[49] / look_up:13.0f}", end="")
        print(f"{cut[49] / question:14.2f}")


if __name__ == "__main__":
    measure() if sys.argv[1:] == ["measure"] else main()
