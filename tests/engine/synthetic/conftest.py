"""One invented area that all these tests read; nobody may change it, and nobody can: it is frozen."""

from datetime import date

import pytest

from oneplan.engine.synthetic import SyntheticFamily, families

TODAY = date(2026, 3, 2)


@pytest.fixture(scope="session")
def today() -> date:
    return TODAY


@pytest.fixture(scope="session")
def area() -> tuple[SyntheticFamily, ...]:
    return tuple(families(count=1500, seed=11, today=TODAY))
