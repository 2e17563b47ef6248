"""The full data set, made once for the tests of one file; each takes back what it did with it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from tests.pages.rich import make_rich


@pytest.fixture(scope="module")
def standing_scene(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Any]:
    """Making it takes seconds: it stands in one transaction that is never kept."""
    folders = {name: tmp_path_factory.mktemp(name.lower()) for name in FOLDERS}
    own = override_settings(SECOND_STEP_ROLES=frozenset(), **folders)
    with django_db_blocker.unblock(), own, transaction.atomic():
        rich = make_rich(at=timezone.localtime())
        rich.data_folder = folders["DATA_FOLDER"]
        yield rich
        transaction.set_rollback(True)


FOLDERS = ("AUDIT_ANCHORS", "OUTBOX_FOLDER", "PACK_FOLDER", "DATA_FOLDER")


@pytest.fixture
def scene(standing_scene: Any, db: None, settings: Any) -> Any:
    """The full data set; what the test does with it is taken back with `db`, all but files of partners."""
    settings.DATA_FOLDER = standing_scene.data_folder
    return standing_scene
