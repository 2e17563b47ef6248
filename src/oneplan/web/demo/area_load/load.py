"""Bring the number of invented families up to what was asked for, batch by batch.

Each batch is one transaction with one audit event; a run that was killed goes on where the last batch ended.
"""

from collections.abc import Callable
from datetime import date, datetime
from itertools import islice

from django.db import connection, transaction

from oneplan.engine.synthetic import area
from oneplan.engine.synthetic.family import SyntheticFamily
from oneplan.web.access import audit
from oneplan.web.agencies.models import Agency
from oneplan.web.demo.area_load.batch import Batch
from oneplan.web.demo.area_load.people_rows import add_family
from oneplan.web.demo.area_load.work_rows import add_history
from oneplan.web.demo.area_load.workforce import COUNCIL, workforce_for
from oneplan.web.site.models import AreaListItem

BATCH = 800  # a multiple of the generator's block, so that families sharing people fall into one batch
SEED = 1
LIST = "synthetic"
Progress = Callable[[int, int], None]


def load_families(*, count: int, at: datetime, today: date, progress: Progress = lambda _done, _of: None) -> int:
    """Load invented families until there are `count`; return how many were added."""
    start = loaded_so_far()
    if start >= count:
        return 0
    batch = Batch(workforce_for(count, on=today), at=at, today=today)
    families = area.families(count=count - start, seed=SEED, today=today, start=start)
    done = start
    while chunk := list(islice(families, BATCH)):
        _load(batch, chunk, upto=done + len(chunk))
        done += len(chunk)
        progress(done, count)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return done - start


def loaded_so_far() -> int:
    row = AreaListItem.objects.filter(list_name=LIST, code="families").first()
    return int(row.name) if row else 0


@transaction.atomic
def _load(batch: Batch, chunk: list[SyntheticFamily], *, upto: int) -> None:
    for family in chunk:
        pk = add_family(batch, family)
        add_history(batch, family, pk=pk)
    batch.write()
    defaults = {"name": str(upto), "valid_from": date(2000, 1, 1)}
    AreaListItem.objects.update_or_create(list_name=LIST, code="families", defaults=defaults)
    council = Agency.objects.get(name=COUNCIL)
    audit.record("families_loaded", about=council, by=None, at=batch.at, families=len(chunk), upto=upto)
