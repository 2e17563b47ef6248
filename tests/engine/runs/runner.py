"""`python -m tests.engine.runs.runner FOLDER`: makes the runs that a test then kills."""

import sys
from pathlib import Path

from oneplan.engine.runs.artefacts import Store
from oneplan.engine.runs.loads import Load, Standing
from tests.engine.feeds.attendance import GOOD, but
from tests.engine.runs.area import feed, ran, sent

RUNS = 4


def feeds(store: Store) -> list[Standing]:
    """What each run takes, from the first to the last."""
    loads: list[Load] = []
    found = []
    for number in range(1, RUNS + 1):
        loads.append(sent(store, number, *(but(Auth=str(number), UPN=upn) for upn in (GOOD[0], "E201000012001"))))
        found.append(feed(*loads))
    return found


if __name__ == "__main__":
    place = Store(Path(sys.argv[1]))
    for at, each in enumerate(feeds(place), 1):
        ran(place, at, each)
        sys.stdout.write(f"{at}\n")
        sys.stdout.flush()
