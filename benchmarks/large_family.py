"""Does a family of 40 people and 2,000 timeline entries open as quickly as one of four people and five entries?

    make bench ONLY=large_family

The two pages are asked for in turn, in one process, so that what else the machine does strikes both alike.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from typing import Any

TIMES = 25
PEOPLE, ENTRIES = 40, 2000


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        env = os.environ | {"ONEPLAN_HOME": home, "DJANGO_SETTINGS_MODULE": "oneplan.web.site.settings"}
        env |= {"ONEPLAN_DEBUG": "0", "ONEPLAN_SECOND_STEP_ROLES": "", "ONEPLAN_PAGES_A_MINUTE": "0"}
        for command in (["manage", "migrate", "-v0"], ["manage", "collectstatic", "--noinput", "-v0"]):
            subprocess.run([sys.executable, "-m", "oneplan.cli", *command], env=env, check=True)
        subprocess.run([sys.executable, "-m", "benchmarks.large_family", "measure"], env=env, check=True)


def measure() -> None:
    import django

    django.setup()
    from django.db import transaction

    from oneplan.web.site import area
    from tests.cast import make_cast

    with transaction.atomic():
        area.load_lists()
        cast = make_cast()
        large = _large(cast)
    client = cast.client(cast.priya)
    small_times, large_times = [], []
    for page in ("", "timeline/"):
        for times, family in ((small_times, cast.family), (large_times, large)):
            client.get(f"/families/{family.reference}/{page}")
            times.clear()
        for _ in range(TIMES):
            for times, family in ((small_times, cast.family), (large_times, large)):
                started = time.perf_counter()
                answer = client.get(f"/families/{family.reference}/{page}")
                times.append((time.perf_counter() - started) * 1000)
                assert answer.status_code == 200
        usual, big = statistics.median(small_times), statistics.median(large_times)
        name = page.strip("/") or "family page"
        print(
            f"{name}: usual {usual:.0f} ms, {PEOPLE} people and {ENTRIES} entries {big:.0f} ms, ratio {big / usual:.2f}"
        )


def _large(cast: Any) -> Any:
    from oneplan.web.casework.models import Episode, EpisodeRole
    from oneplan.web.people.models import Family, Membership, Person, Relationship, TimelineEntry
    from tests.cast import LONG_AGO

    family = Family.objects.create(name="Large", made_at=LONG_AGO)
    since: dict[str, Any] = {"valid_from": date(2020, 1, 1), "known_from": LONG_AGO}
    episode = Episode.objects.create(family=family, team=cast.priya.team, opened_on=date(2024, 1, 8), made_at=LONG_AGO)
    EpisodeRole.objects.create(episode=episode, kind="key_worker", worker=cast.priya, decided_by="M", **since)
    born: dict[str, Any] = {"born_precision": "day", "made_at": LONG_AGO}
    people = [
        Person.objects.create(
            given_names=f"Kit{n}", born_from=date(1960 + n, 3, 3), born_to=date(1960 + n, 3, 3), **born
        )
        for n in range(PEOPLE)
    ]
    for n, person in enumerate(people):
        Membership.objects.create(family=family, person=person, role="child" if n > 25 else "parent", **since)
        if n > 25:
            for parent in (people[(n - 26) % 13 * 2], people[(n - 26) % 13 * 2 + 1]):
                Relationship.objects.create(person=parent, other=person, kind="parent", **since)
    entry: dict[str, Any] = {"family": family, "kind": "visit", "headline": "Home visit", "recorded_at": LONG_AGO}
    TimelineEntry.objects.bulk_create(
        TimelineEntry(on=date(2024, 1, 9 + n % 20), text=f"Entry {n}", **entry) for n in range(ENTRIES)
    )
    return family


if __name__ == "__main__":
    measure() if sys.argv[1:] == ["measure"] else main()
