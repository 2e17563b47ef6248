"""A family whose help ended long ago, and the folders of this room."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.cast import Cast
from tests.pages.rich import make_rich


@pytest.fixture(autouse=True)
def _packs_apart(settings: Any, tmp_path: Path) -> None:
    settings.PACK_FOLDER = tmp_path / "packs"


@pytest.fixture
def rich(db: None, now: datetime) -> Any:
    return make_rich(at=now)


@pytest.fixture
def admin(cast: Cast) -> Any:
    return cast.others["administrator"]


@pytest.fixture
def data_manager(cast: Cast) -> Any:
    return cast.others["data_manager"]


LONG_PAST = date(1990, 1, 1)
