"""The full data set, the administrators of this room, and an address that is kept safe."""

from datetime import datetime
from typing import Any

import pytest

from oneplan.web.people.models import Home, Residence
from tests.cast import LONG_AGO
from tests.pages.rich import make_rich

SAFE_ADDRESS = "9 Refuge Row"


@pytest.fixture
def rich(db: None, now: datetime) -> Any:
    return make_rich(at=now, has_rights=False, has_data=False)


@pytest.fixture
def refuge(rich: Any) -> Home:
    """Grace and the children live in a refuge; Sam must not know where."""
    home = safe_home()
    Residence.objects.update(home=home)
    return home


def safe_home() -> Home:
    home = Home(label="The refuge", made_at=LONG_AGO).put_at(SAFE_ADDRESS, "ZZ9 9ZZ", is_protected=True)
    home.save()
    return home
