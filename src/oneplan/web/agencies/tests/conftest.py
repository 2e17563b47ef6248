"""The agencies' own scene: the cast, an administrator, a second agency, a day."""

from dataclasses import dataclass
from datetime import date, datetime

import pytest

from oneplan.web.agencies.models import Agency, Worker
from tests.cast import Cast


@dataclass
class Scene:
    cast: Cast
    admin: Worker
    council: Agency
    school: Agency
    health: Agency
    today: date
    now: datetime


@pytest.fixture
def scene(cast: Cast, now: datetime) -> Scene:
    return Scene(
        cast=cast,
        admin=cast.others["administrator"],
        council=cast.priya.agency,
        school=cast.green.agency,
        health=Agency.objects.create(name="Sallowdale health visiting", sector="health"),
        today=now.date(),
        now=now,
    )
