"""Build the rows of many families, batch by batch: here, or in a process of its own beside the one that writes."""

import multiprocessing
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

from oneplan.engine.synthetic import area
from oneplan.web.demo.area_load.batch import Batch, Workforce

BATCH = 800  # a multiple of the generator's block, so that families sharing people fall into one batch
SEED = 1
WORTH_A_PROCESS = 2 * BATCH


@dataclass(frozen=True)
class Wanted:
    start: int
    count: int
    workforce: Workforce
    at: datetime
    today: date


class Built(NamedTuple):
    """How many families, and their rows by the label of the model."""

    families: int
    rows: dict[str, list[list[Any]]]


def built(wanted: Wanted) -> Iterator[Built]:
    return beside(wanted) if wanted.count >= WORTH_A_PROCESS else here(wanted)


def here(wanted: Wanted) -> Iterator[Built]:
    from oneplan.web.demo.area_load.people_rows import add_family
    from oneplan.web.demo.area_load.work_rows import add_history

    batch = Batch(wanted.workforce, at=wanted.at, today=wanted.today)
    families = area.families(count=wanted.count, seed=SEED, today=wanted.today, start=wanted.start)
    while chunk := list(islice(families, BATCH)):
        for family in chunk:
            add_history(batch, family, pk=add_family(batch, family))
        yield Built(len(chunk), batch.take())


def beside(wanted: Wanted) -> Iterator[Built]:
    """The same from a second process, so that building and writing each have a core."""
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe(duplex=False)
    process = spawn.Process(target=_send_all, args=(wanted, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        while (sent := ours.recv()) is not None:
            yield sent
    finally:
        process.terminate()
        process.join()


def _send_all(wanted: Wanted, to: Connection) -> None:
    import django

    django.setup()
    for each in here(wanted):
        to.send(each)
    to.send(None)
