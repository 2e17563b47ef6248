"""A record kept to named workers: everybody else is refused each of its pages, the team and the front door too."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.access.states import STATES
from tests.access.test_strangers import ASKED, Strangers, asking_as, refuse

SHUT = next(each for each in STATES if each.name == "same team, but kept to named workers")


@pytest.fixture(scope="module")
def shut_out(standing_scene: Any) -> Iterator[Strangers]:
    yield from asking_as(SHUT, standing_scene)


@pytest.mark.slow
@pytest.mark.requirement("R195")
@pytest.mark.parametrize("name", ASKED)
def test_who_is_not_named_is_refused_and_writes_nothing(name: str, shut_out: Strangers, db: None) -> None:
    refuse(name, shut_out, state=SHUT)
