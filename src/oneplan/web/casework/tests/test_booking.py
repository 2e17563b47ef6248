"""What stands above the form when a day with a family is booked."""

from datetime import datetime

import pytest
from django.urls import reverse

from oneplan.web.people.actions import details, safety
from tests.cast import Cast


@pytest.mark.requirement("R019")
def test_warnings_shifts_and_wishes_stand_above_a_booking(cast: Cast, now: datetime) -> None:
    safety.warn_visitors(family=cast.family, words="A dog: ring first", by=cast.priya, at=now)
    details.add(person=cast.parent, kind="work", words="Nights until Thursday", by=cast.priya, at=now)
    details.add(person=cast.father, kind="preference", words="Home visits only", by=cast.priya, at=now)
    details.add(person=cast.child, kind="school", words="Year three, Oak class", by=cast.priya, at=now)
    html = cast.client(cast.priya).get(reverse("appointment-new", args=[cast.family.pk])).content.decode()
    for words in ("Before you book", "A dog: ring first", "Grace: Nights until Thursday", "Sam: Home visits only"):
        assert words in html
    assert "Oak class" not in html


def test_nothing_is_said_when_nothing_is_known(cast: Cast) -> None:
    html = cast.client(cast.priya).get(reverse("appointment-new", args=[cast.family.pk])).content.decode()
    assert "Before you book" not in html
