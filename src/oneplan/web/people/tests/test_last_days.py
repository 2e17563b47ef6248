"""The last day that a roughly known date can be."""

from datetime import timedelta

import pytest

from oneplan.rulebook.people.dates import last_day, read


@pytest.mark.requirement("R014")
@pytest.mark.parametrize("said", ["3 May 2012", "May 2012", "winter 2012", "2012", "about 2012"])
def test_it_is_the_last_day_of_what_was_said(said: str) -> None:
    rough = read(said)
    assert last_day(rough.earliest, rough.precision) == rough.latest
    assert last_day(rough.earliest, "unknown") == rough.earliest
    assert rough.latest - rough.earliest <= timedelta(days=3 * 366)
