"""The full data set and the administrators of this room."""

from datetime import datetime
from typing import Any

import pytest

from tests.pages.rich import make_rich


@pytest.fixture
def rich(db: None, now: datetime) -> Any:
    return make_rich(at=now, has_rights=False, has_data=False)
