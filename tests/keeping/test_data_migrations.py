"""Migrations that move data do so, and back again, on both databases."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from cryptography.fernet import Fernet
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from oneplan.web.access.models import Account
from oneplan.web.site import sealed
from tests.cast import Cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
Migrate = Callable[[str, str], Any]


@pytest.fixture
def migrate() -> Iterator[Migrate]:
    """Bring one app to a migration and give the models as they are there; afterwards everything is up to date again."""

    def to(app: str, name: str) -> Any:
        executor = MigrationExecutor(connection)
        executor.migrate([(app, name)])
        return MigrationExecutor(connection).loader.project_state([(app, name)]).apps

    yield to
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def test_held_forms_move_onto_the_ring_and_back(
    cast: Cast, own_keys: Path, settings: Any, now: datetime, migrate: Migrate
) -> None:
    settings.FORM_KEY = Fernet.generate_key().decode()
    account = Account.objects.get(worker=cast.priya).pk
    before = migrate("site", "0001_initial").get_model("site", "HeldForm")
    token = Fernet(settings.FORM_KEY).encrypt(b'{"text": ["typed"]}')
    row = before.objects.create(token=uuid4(), account_id=account, path="/", held_at=now, sealed=token)

    after = migrate("site", "0002_sealed").get_model("site", "HeldForm")
    assert after.objects.get(pk=row.pk).typed == '{"text": ["typed"]}'
    with connection.cursor() as cursor:
        cursor.execute("SELECT typed FROM site_heldform")
        assert cursor.fetchone()[0].startswith(f"{sealed.MARK}:")

    again = migrate("site", "0001_initial").get_model("site", "HeldForm")
    assert Fernet(settings.FORM_KEY).decrypt(bytes(again.objects.get(pk=row.pk).sealed)) == b'{"text": ["typed"]}'
