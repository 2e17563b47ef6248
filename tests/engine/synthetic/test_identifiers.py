"""Numbers, addresses and telephones pass every check and can belong to nobody."""

import re
from collections import Counter
from datetime import date

import pytest
from stdnum.exceptions import InvalidComponent
from stdnum.gb import nhs as nhs_check
from stdnum.gb import upn as upn_check

from oneplan.engine.synthetic import SyntheticFamily, families
from oneplan.engine.synthetic.identifiers import NHS_RANGE, SLOTS_A_FAMILY, nhs_number, postcode, slot, upn
from oneplan.engine.synthetic.people import Person

Area = tuple[SyntheticFamily, ...]


@pytest.fixture(scope="module")
def people(area: Area) -> list[Person]:
    return list({person.key: person for family in area for person in family.people}.values())


def test_nhs_numbers_are_valid_test_numbers_given_once(people: list[Person]) -> None:
    numbers = [person.nhs_number for person in people if person.nhs_number]
    assert len(numbers) > len(people) / 3
    assert all(number.startswith("999") and nhs_check.is_valid(number) for number in numbers)
    assert len(set(numbers)) == len(numbers)


def test_upns_carry_the_right_letter_and_an_authority_that_does_not_exist(people: list[Person]) -> None:
    numbers = [person.upn for person in people if person.upn]
    assert len(numbers) > len(people) / 5
    for number in numbers:
        assert re.fullmatch(r"[A-Z]999[0-9]{9}", number)
        assert upn_check.calc_check_digit(number[1:]) == number[0]
        with pytest.raises(InvalidComponent):  # nothing but the authority is wrong with it
            upn_check.validate(number)
    assert len(set(numbers)) == len(numbers)


def test_only_children_of_school_age_have_a_upn(area: Area, today: date) -> None:
    for family in area:
        born = {person.record: person.born_on for person in family.truth.people}
        for person in family.people:
            born_on = born[person.key]
            if person.upn:
                assert born_on is not None
                assert (today - born_on).days > 4.5 * 365


def test_the_test_range_is_used_up_without_repeating() -> None:
    """Every slot leads to a number of its own, until there are none left."""
    numbers = [nhs_number(own, seed=1) for own in range(0, NHS_RANGE, 97)]
    given = [number for number in numbers if number is not None]
    assert len(set(given)) == len(given)
    assert 0.90 < len(given) / len(numbers) < 0.92  # one in eleven has no check digit
    assert nhs_number(NHS_RANGE, seed=1) is None


def test_the_area_of_55000_families_has_slots_for_all() -> None:
    assert 55_000 * SLOTS_A_FAMILY < NHS_RANGE
    assert slot(54_999 * 100 + 15, keys_a_family=100) == 55_000 * SLOTS_A_FAMILY - 1
    assert slot(16, keys_a_family=100) is None


def test_families_beyond_the_range_go_without(today: date) -> None:
    far = next(families(count=1, seed=1, today=today, start=70_000))
    assert not any(person.nhs_number for person in far.people)


def test_upns_do_not_repeat_over_far_slots() -> None:
    numbers = [upn(own, seed=1, issued=date(2020, 9, 1)) for own in range(0, 3_000_000, 501)]
    assert len(set(numbers)) == len(numbers)


def test_postcodes_cannot_be_real(area: Area) -> None:
    """No postcode area is called ZZ; ZZ99, which the NHS uses for 'no fixed abode', is left alone."""
    codes = {home.postcode for family in area for home in family.homes}
    assert len(codes) > 1000
    for code in codes:
        assert re.fullmatch(r"ZZ[1-6][0-9] [0-9][ABD-HJLNP-UW-Z]{2}", code), code


def test_a_street_has_one_postcode(area: Area) -> None:
    codes: dict[tuple[str, str], set[str]] = {}
    for family in area:
        for home in family.homes:
            street = re.sub(r"^(Flat \d+, )?\d+ ", "", home.line)
            codes.setdefault((home.area or home.town, street), set()).add(home.postcode)
    several = [found for found in codes.values() if len(found) > 1]
    assert len(several) < len(codes) / 10
    assert postcode(10, street=0) == "ZZ10 0AA"


def test_telephones_lie_in_the_ranges_kept_for_drama(people: list[Person]) -> None:
    mobiles = [person.mobile for person in people if person.mobile]
    landlines = [person.landline for person in people if person.landline]
    assert mobiles
    assert landlines
    assert all(re.fullmatch(r"07700 900[0-9]{3}", number) for number in mobiles)
    assert all(re.fullmatch(r"0114 496 0[0-9]{3}", number) for number in landlines)


def test_letters_by_mail_reach_nobody(people: list[Person]) -> None:
    addresses = [person.email for person in people if person.email]
    assert addresses
    assert all(re.fullmatch(r"[a-z.\-]+\.[0-9]+@example\.org", address) for address in addresses)
    assert len(set(addresses)) == len(addresses)


def test_references_are_given_once_for_each_system(people: list[Person]) -> None:
    references = [(item.system, item.value) for person in people for item in person.references]
    assert {system for system, _ in references} == {
        "social care",
        "housing",
        "police",
        "youth justice",
        "health visiting",
    }
    assert max(Counter(references).values()) == 1


def test_schools_stand_under_an_authority_that_does_not_exist(area: Area) -> None:
    codes = {spell.establishment for family in area for spell in family.school_spells}
    assert codes
    assert all(re.fullmatch(r"999/[0-9]{4}", code) for code in codes)
