"""Agencies and workers around a family at first and on the last day of help, in families whose story is written out."""

from datetime import date, timedelta

import pytest

from oneplan.rulebook.value.around import CANNOT_TELL, Around, Ended, Place, around, said
from oneplan.rulebook.value.measures import least_days, settled_days

pytestmark = pytest.mark.requirement("R346")
BEGAN, ENDED = date(2025, 3, 3), date(2025, 12, 1)
FIRST, LAST = BEGAN + timedelta(settled_days()), ENDED - timedelta(1)
KEY_WORKER = Place("council", "priya", BEGAN, ENDED)
MORROW = timedelta(1)


def family(*places: Place, began: date = BEGAN, ended: date = ENDED) -> Ended:
    return Ended(began, ended, places)


def test_fewer_are_left_when_the_key_worker_goes() -> None:
    """Five workers of four agencies at first; the school and the nurse at the end, besides the key worker."""
    school, nurse = Place("school", "bell", None, None), Place("health", "amis", BEGAN, None)
    gone = [
        Place("police", "stone", BEGAN, date(2025, 9, 1)),
        Place("health", "okoye", date(2025, 4, 1), date(2025, 6, 1)),
    ]
    found = around([family(KEY_WORKER, school, nurse, *gone), family(KEY_WORKER)])
    assert found == Around(2, 0, agencies=((4 + 1) / 2, (3 + 1) / 2), workers=((5 + 1) / 2, (3 + 1) / 2))


def test_one_is_one_however_often_they_are_named() -> None:
    again = Place("council", "priya", None, None)
    other = Place("council", "stan", BEGAN, None)
    assert around([family(KEY_WORKER, again, other)]) == Around(1, 0, (1.0, 1.0), (2.0, 2.0))


def test_an_agency_of_which_nobody_is_named_is_an_agency_and_no_worker() -> None:
    assert around([family(KEY_WORKER, Place("health", "", None, None))]) == Around(1, 0, (2.0, 2.0), (1.0, 1.0))


@pytest.mark.parametrize(
    ("start", "end", "at_first", "at_last"),
    [
        (FIRST, None, 1, 1), (FIRST + MORROW, None, 0, 1), (None, FIRST, 0, 0), (None, FIRST + MORROW, 1, 0),
        (LAST, None, 0, 1), (ENDED, None, 0, 0), (None, LAST, 1, 0), (None, ENDED, 1, 1), (None, None, 1, 1),
    ],
)  # fmt: skip
def test_the_days_are_one_when_it_is_known_who_is_there_and_the_last_of_help(
    start: date | None, end: date | None, at_first: int, at_last: int
) -> None:
    found = around([family(KEY_WORKER, Place("police", "stone", start, end))])
    assert found.workers == (1 + at_first, 1 + at_last)


def test_short_help_and_a_record_that_names_nobody_are_left_out() -> None:
    """Nobody written down is not nobody there."""
    short = family(KEY_WORKER, ended=BEGAN + timedelta(least_days() - 1))
    long_enough = family(KEY_WORKER, ended=BEGAN + timedelta(least_days()))
    nobody = [
        family(),
        family(Place("police", "stone", LAST, None)),
        family(Place("police", "stone", None, FIRST + MORROW)),
    ]
    assert around([short, *nobody, long_enough]) == Around(1, 4, (1.0, 1.0), (1.0, 1.0))
    assert around([short]) == Around(0, 1)
    assert around([]) == Around(0, 0)


class TestInWords:
    def test_it_says_what_it_cannot_tell(self) -> None:
        assert said(Around(63, 12, (4.24, 2.9), (5.06, 3.0))) == (
            "4.2 agencies and 5.1 workers at first, 2.9 and 3.0 on the last day of help, on average of 63 families "
            f"whose help ended in the year (12 more are not known well enough); {CANNOT_TELL}"
        )

    def test_a_few_left_out_are_not_counted_exactly_and_none_not_at_all(self) -> None:
        assert "(1 to 4 more are" in said(Around(5, 2, (2.0, 1.0), (2.0, 1.0)))
        assert "more are" not in said(Around(5, 0, (2.0, 1.0), (2.0, 1.0)))

    def test_of_a_few_families_nothing_is_told(self) -> None:
        for families in (0, 4):
            assert said(Around(families, 3, (2.0, 1.0), (2.0, 1.0))) == (
                "fewer than 5 families whose help ended in the year are known well enough, so nothing is told"
            )

    def test_only_where_fewer_agencies_are_left_of_enough_families_something_was_reached(self) -> None:
        fewer, more = (2.5, 1.5), (1.5, 2.5)
        assert Around(5, 0, fewer, more).are_fewer
        assert not Around(4, 0, fewer, fewer).are_fewer
        assert not Around(5, 0, more, fewer).are_fewer
