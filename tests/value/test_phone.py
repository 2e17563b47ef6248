"""Pictures for a phone are drawn as wide as they are shown, in letters that need no glasses."""

import re

import pytest

from oneplan.engine.value import flow
from oneplan.engine.value.flow_narrow import narrow
from oneplan.engine.value.phone import PHONE
from oneplan.web.value.reads import drawn
from oneplan.web.value.reads.drawn import Picture
from tests.value.test_flow import RESULT

pytestmark = pytest.mark.requirement("R341", "R343")
SMALLEST = 14.0


@pytest.fixture(scope="module")
def matters() -> Picture:
    found = drawn.matters(RESULT)
    assert found is not None
    return found


def test_letters_are_large_enough_at_the_width_it_is_shown(matters: Picture) -> None:
    for svg in (narrow(flow.of(RESULT)), drawn.by_year(RESULT).narrow, matters.narrow):
        assert f'width="{PHONE:.0f}"' in svg.partition(">")[0]
        sizes = [float(each) for each in re.findall(r'font-size="([\d.]+)"', svg)]
        assert len(sizes) > 5
        assert min(sizes) >= SMALLEST


def test_fewer_bars_stand_on_a_phone_and_it_says_how_many_more_there_are(matters: Picture) -> None:
    wide, phone = (int(re.findall(r"(\d+) more inputs", svg)[0]) for svg in (matters.wide, matters.narrow))
    assert phone - wide == 6
