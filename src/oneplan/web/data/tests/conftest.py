"""A feed of attendance, and the data manager who works with it."""

from datetime import datetime
from typing import Any

import pytest

from oneplan.web.data.models import Feed
from tests import feeds as scene


@pytest.fixture
def by(cast: Any) -> Any:
    return scene.data_manager(cast)


@pytest.fixture
def feed(cast: Any, now: datetime) -> Feed:
    return scene.feed(cast, at=now)
