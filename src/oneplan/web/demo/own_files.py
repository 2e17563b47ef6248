"""Partners' files about the demo area's own invented families, and what helping them costs: figures to reckon with.

The files tell of four years, of everybody who was loaded and of three times as many others, with whom they
are compared. What help changed is put into the files, at the shares that engine/synthetic/feeds/rows say.
"""

import shutil
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from oneplan.engine.synthetic.feeds import make
from oneplan.rulebook.sharing.policy import Role
from oneplan.web.access.models import AuditEvent
from oneplan.web.agencies.models import Worker
from oneplan.web.demo.area_load.building import SEED
from oneplan.web.demo.area_load.load import loaded_so_far
from oneplan.web.demo.partner_files import CannotLoadFiles
from oneplan.web.value.actions import costs as actions
from oneplan.web.value.models import Grade, KeyPost, OtherCost
from oneplan.web.value.reads.costs import costs

FOLDER = "invented"  # below the data folder
YEARS, OTHERS, PEOPLE_A_FAMILY = 4, 3, 5
CASELOAD, WORKERS_A_MANAGER = 12, 8  # families a worker has at a time, where the record does not say
SOURCE = "Invented for the demo area"
Say = Callable[[str], Any]


def made(*, at: datetime, say: Say, only: tuple[str, ...] = ()) -> Path:
    """The folder of the files; those that are there already stay as they are. `only` names kinds of feeds.

    Raises `CannotLoadFiles`.
    """
    families = loaded_so_far()
    if not families:
        raise CannotLoadFiles(
            "The demo area has its eight stories alone, too few for figures. Load more families first: "
            "oneplan demo load --families 3000"
        )
    folder = Path(settings.DATA_FOLDER) / FOLDER
    if (folder / make.MANIFEST).exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)  # what a stopped command left
    people = families * PEOPLE_A_FAMILY * (1 + OTHERS)
    wanted = make.Wanted(people, SEED, _loaded_on(at), years=YEARS, helped=families, only=only)
    make.make(folder, wanted, say=lambda words: say(f"  {words}"))
    return folder


def _loaded_on(at: datetime) -> date:
    """The day for which the families were made, so that the files are about the same people."""
    first = AuditEvent.objects.filter(event="families_loaded").order_by("number").first()
    return timezone.localdate(first.at if first else at)


def write_costs(*, at: datetime) -> bool:
    """What a year of key working costs here, unless somebody wrote something down; whether it was written."""
    day = timezone.localdate(at)
    if Grade.objects.known().exists() or KeyPost.objects.known().exists():
        return False
    effort = costs(day).effort
    posts = max(1, round(effort.families * effort.weeks / 52 / (effort.caseload or CASELOAD)))
    by = Worker.objects.filter(role=Role.DATA_MANAGER, is_active=True).order_by("pk")[0]
    for line in _lines(posts, effort.families, day):
        actions.write(line=line, by=by, at=at)
    return True


def _lines(posts: int, families: int, day: date) -> list[Grade | KeyPost | OtherCost]:
    from_health = round(Decimal(posts) / 5, 1)
    managers = round(Decimal(posts) / WORKERS_A_MANAGER, 1)
    return [
        Grade(name="Key worker", yearly=Decimal(41500), source=SOURCE, valid_from=day),
        Grade(name="Team manager", yearly=Decimal(54200), source=SOURCE, valid_from=day),
        _posts("Key workers", "Key worker", posts - from_health, "council", day),
        _posts("Key workers whom health pays", "Key worker", from_health, "NHS", day),
        _posts("Their managers", "Team manager", managers, "council", day),
        _other("Small things families need", "council", "cash", families * 120, day),
        _other("Volunteers who visit", "voluntary sector", "in_kind", families * 60, day),
    ]


def _posts(words: str, grade: str, full_time: Decimal, funder: str, day: date) -> KeyPost:
    return KeyPost(
        words=words, grade=grade, full_time=full_time, on_key_working=1, funder=funder, source=SOURCE, valid_from=day
    )


def _other(words: str, payer: str, kind: str, yearly: int, day: date) -> OtherCost:
    return OtherCost(words=words, payer=payer, kind=kind, yearly=Decimal(yearly), source=SOURCE, valid_from=day)
