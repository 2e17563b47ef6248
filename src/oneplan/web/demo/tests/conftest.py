"""The whole demo area, loaded once for the tests that only look at it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings

from oneplan.web.demo import loader

NOW = datetime.now(tz=ZoneInfo(settings.TIME_ZONE))


@pytest.fixture(scope="module")
def demo(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[loader.Summary]:
    """All eight families; nothing of it outlives the module."""
    anchors = tmp_path_factory.mktemp("anchors")
    with django_db_blocker.unblock(), override_settings(AUDIT_ANCHORS=anchors), transaction.atomic():
        yield loader.load(at=NOW)
        transaction.set_rollback(True)
