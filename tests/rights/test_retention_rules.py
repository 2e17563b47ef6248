"""How long it is kept: the shipped figures, the area's own over them, and how a field is scrubbed."""

from datetime import date

import pytest

from oneplan.rulebook.retention import periods
from oneplan.rulebook.retention.periods import Figure
from oneplan.rulebook.retention.scrub import Way, scrubbed

DAY = date(2026, 6, 1)


def test_the_later_of_both_days_counts() -> None:
    figure = periods.in_force("family_record", on=DAY)
    assert periods.goes_on(figure, event=date(2020, 2, 29)) == date(2026, 2, 28)
    assert periods.goes_on(figure, event=date(2020, 2, 29), youngest_born=date(2015, 5, 5)) == date(2040, 5, 5)
    assert periods.goes_on(figure, event=date(2050, 1, 1), youngest_born=date(2015, 5, 5)) == date(2056, 1, 1)


def test_the_areas_figure_holds_from_its_day() -> None:
    own = [Figure("family_record", date(2026, 7, 1), years=10), Figure("messages", date(2020, 1, 1), days=3)]
    assert periods.in_force("family_record", on=DAY, areas_own=own).years == 6
    assert periods.in_force("family_record", on=date(2026, 7, 1), areas_own=own).years == 10


def test_what_is_never_removed_has_no_day() -> None:
    assert periods.goes_on(periods.in_force("the_chain", on=DAY), event=date(1900, 1, 1)) is None


@pytest.mark.parametrize(
    ("way", "value", "is_end", "left"),
    [
        (Way.BLANK, "Grace", False, ""),
        (Way.DIGEST, "Grace", False, "digest of Grace"),
        (Way.DIGEST, "", False, ""),
        (Way.YEAR, date(2017, 5, 20), False, date(2017, 1, 1)),
        (Way.YEAR, date(2017, 5, 20), True, date(2017, 12, 31)),
        (Way.YEAR, None, False, ""),
        (Way.KEEP, "female", False, "female"),
    ],
)
def test_what_is_left_of_a_value(way: Way, value: object, is_end: bool, left: object) -> None:
    found = scrubbed(value, way=way, empty="", digest=lambda text: f"digest of {text}", is_end=is_end)
    assert found == left
