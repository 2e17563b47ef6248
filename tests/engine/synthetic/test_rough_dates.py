"""A roughly known date holds the true one, and says how it was told."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplan.engine.synthetic import SyntheticFamily
from oneplan.engine.synthetic.rough_dates import Precision, roughly

TOLD = date(2024, 2, 29)


@pytest.mark.parametrize(
    ("born", "precision", "earliest", "latest", "stated"),
    [
        (date(2015, 5, 4), "day", date(2015, 5, 4), date(2015, 5, 4), ""),
        (date(2015, 2, 4), "month", date(2015, 2, 1), date(2015, 2, 28), "February 2015"),
        (date(2012, 4, 9), "season", date(2012, 3, 1), date(2012, 5, 31), "spring 2012"),
        (date(2012, 12, 9), "season", date(2012, 12, 1), date(2012, 12, 31), "December 2012"),
        (date(1990, 7, 1), "year", date(1990, 1, 1), date(1990, 12, 31), "1990"),
        (date(2017, 6, 1), "about", date(2017, 3, 1), TOLD, "under 7"),
        (date(1990, 7, 1), "about", date(1988, 2, 28), date(1994, 2, 28), "about 33"),
        (date(1990, 7, 1), "unknown", None, None, "not known"),
    ],
)
def test_ways_to_know_a_birth_date(
    born: date, precision: Precision, earliest: date | None, latest: date | None, stated: str
) -> None:
    known = roughly(born, precision=precision, told_on=TOLD)
    assert (known.earliest, known.latest, known.precision, known.stated) == (
        earliest,
        latest,
        "month" if stated == "December 2012" else precision,
        stated,
    )


@given(
    born=st.dates(date(1930, 1, 1), date(2026, 1, 1)),
    age=st.integers(0, 36_000),
    precision=st.sampled_from(["day", "month", "season", "year", "about"]),
)
def test_the_true_day_always_lies_within(born: date, age: int, precision: Precision) -> None:
    told_on = min(born + timedelta(days=age), date(2026, 3, 2))
    known = roughly(born, precision=precision, told_on=told_on)
    assert known.earliest is not None
    assert known.latest is not None
    assert known.earliest <= born <= known.latest <= max(told_on, born)


def test_the_record_never_contradicts_the_truth(area: tuple[SyntheticFamily, ...]) -> None:
    for family in area:
        born = {person.record: person.born_on for person in family.truth.people}
        died = {person.record: person.died_on for person in family.truth.people}
        for person in family.people:
            day, last = born[person.key], died[person.key]
            if person.birth.earliest is not None and person.birth.latest is not None:
                assert day is not None
                assert person.birth.earliest <= day <= person.birth.latest
            assert (person.death is None) == (last is None)
            if person.death is not None and person.death.earliest is not None and person.death.latest is not None:
                assert last is not None
                assert person.death.earliest <= last <= person.death.latest


def test_other_dates_do_not_give_a_roughly_known_birth_away(area: tuple[SyntheticFamily, ...]) -> None:
    """A child who is only said to be 'under seven' joined the family on no exact day either."""
    found = 0
    for family in area:
        born = {person.record: person.born_on for person in family.truth.people}
        rough = {p.key for p in family.people if p.birth.precision not in ("day", "unknown")}
        begun = [(row.person, row.start, row.precision) for row in family.memberships]
        begun += [(stay.person, stay.start, stay.precision) for stay in family.residences]
        for person, start, precision in begun:
            assert person not in rough or precision != "day" or start != born[person], family.index
            found += person in rough
    assert found
