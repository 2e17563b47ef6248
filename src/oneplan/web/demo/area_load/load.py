"""Bring the number of invented families up to what was asked for, batch by batch.

Each batch is one transaction with one audit event; a run that was killed goes on where the last batch ended.
"""

from collections.abc import Callable
from datetime import date, datetime

from django.apps import apps
from django.db import connection, transaction

from oneplan.rulebook.sharing.policy import Role
from oneplan.web.access import audit
from oneplan.web.access.models import Account
from oneplan.web.agencies.models import Agency, Worker
from oneplan.web.demo import stories
from oneplan.web.demo.actions.area import account
from oneplan.web.demo.area_load.building import Built, Wanted, built
from oneplan.web.demo.area_load.order import WRITING_ORDER
from oneplan.web.demo.area_load.tables import set_sequences, write
from oneplan.web.demo.area_load.workforce import COUNCIL, SIGNS_IN, workforce_for
from oneplan.web.site.models import AreaListItem

LIST = "synthetic"
Progress = Callable[[int, int], None]


def load_families(*, count: int, at: datetime, today: date, progress: Progress = lambda _done, _of: None) -> int:
    """Load invented families until there are `count`; return how many were added."""
    start = loaded_so_far()
    if start >= count:
        return 0
    _make_room()
    done = start
    workforce = workforce_for(count)
    _let_a_manager_sign_in(at=at)
    for each in built(Wanted(start, count - start, workforce, at, today)):
        done += each.families
        _keep(each, at=at, upto=done)
        progress(done, count)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return done - start


def _let_a_manager_sign_in(*, at: datetime) -> None:
    """The manager of one of the teams that help these families: the others' accounts are of the stories."""
    if not Account.objects.filter(name=SIGNS_IN).exists():
        manages = Worker.objects.filter(agency__name=COUNCIL, role=Role.TEAM_MANAGER).order_by("pk")[0]
        account(name=SIGNS_IN, password=stories.password(), worker=manages, at=at)


def loaded_so_far() -> int:
    row = AreaListItem.objects.filter(list_name=LIST, code="families").first()
    return int(row.name) if row else 0


def _make_room() -> None:
    # the indexes grow past the few megabytes that serve a page
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size=-400000")


@transaction.atomic
def _keep(each: Built, *, at: datetime, upto: int) -> None:
    known = sorted((apps.get_model(label) for label in each.rows), key=WRITING_ORDER.index)
    for model in known:
        write(model, each.rows[model._meta.label])
    set_sequences(known)
    defaults = {"name": str(upto), "valid_from": date(2000, 1, 1)}
    AreaListItem.objects.update_or_create(list_name=LIST, code="families", defaults=defaults)
    council = Agency.objects.get(name=COUNCIL)
    audit.record("families_loaded", about=council, by=None, at=at, families=each.families, upto=upto)
