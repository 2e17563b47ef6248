"""Keys of one test are its own."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def own_keys(settings: Any, tmp_path: Path) -> Path:
    settings.SEAL_KEYS, settings.FORM_KEY = [], ""
    settings.SEAL_FOLDER = tmp_path / "keys"
    return tmp_path / "keys"
