"""A calculation, and the commissioner who works on it."""

from datetime import datetime
from typing import Any

import pytest

from oneplan.web.agencies.models import Worker
from oneplan.web.value.models import Calculation, FundingAgreement
from tests import worth


@pytest.fixture
def by(cast: Any) -> Worker:
    return worth.commissioner(cast)


@pytest.fixture
def calculation(by: Worker, now: datetime) -> Calculation:
    return worth.begun(by=by, at=now)


@pytest.fixture
def agreement(calculation: Calculation, by: Worker, now: datetime) -> FundingAgreement:
    return worth.agreed(calculation, by=by, at=now, begins_on=now.date())
