"""A chain in parts: where each begins and ends, and that nothing between them is left out."""

from random import Random
from typing import Any

import pytest

from oneplan.web.access import chain, parts
from oneplan.web.access.models import AuditEvent, ChainHead
from oneplan.web.access.parts import Part, in_parts, parts_of, rows_of_whole_part, verify_quickly
from oneplan.web.access.verify import Checked
from tests.audit.tampering import fill

NAME = chain.CHANGES
pytestmark = pytest.mark.django_db


def test_parts_follow_each_other_and_the_last_goes_on() -> None:
    assert parts_of(NAME, rows=10, many=3) == [Part(NAME, 0, 3), Part(NAME, 3, 6), Part(NAME, 6, None)]
    assert parts_of(NAME, rows=10, many=1) == [Part(NAME, 0, None)]


@pytest.fixture
def filled() -> None:
    fill(NAME, 12, Random(2))


@pytest.mark.usefixtures("filled")
class TestWhole:
    def test_each_part_says_how_many_rows_it_has(self) -> None:
        assert [rows_of_whole_part(part) for part in parts_of(NAME, rows=12, many=3)] == [4, 4, 4]

    def test_rows_added_since_belong_to_the_last(self) -> None:
        assert rows_of_whole_part(Part(NAME, 4, None)) == 8
        assert in_parts(NAME, parts_of(NAME, rows=9, many=3), asks=map) == Checked(NAME, 12, ())

    @pytest.mark.parametrize("number", [1, 4, 5, 8, 9, 12])
    def test_an_altered_row_is_found_in_its_part(self, number: int) -> None:
        AuditEvent.objects.filter(number=number).update(event="forged")
        told = [rows_of_whole_part(part) for part in parts_of(NAME, rows=12, many=3)]
        assert [place for place, rows in enumerate(told) if rows is None] == [(number - 1) // 4]

    @pytest.mark.parametrize("number", [1, 4, 5, 12])
    def test_a_missing_row_is_found_wherever_it_stood(self, number: int) -> None:
        AuditEvent.objects.filter(number=number).delete()
        assert None in [rows_of_whole_part(part) for part in parts_of(NAME, rows=12, many=3)]

    def test_a_row_before_the_first_is_found(self) -> None:
        first = AuditEvent.objects.get(number=1)
        first.pk = 0
        first.save(force_insert=True)
        assert rows_of_whole_part(Part(NAME, 0, 4)) is None

    def test_an_altered_anchor_is_found_in_its_part(self) -> None:
        path = chain.anchor_file(NAME)
        lines = path.read_text().splitlines()
        place = next(place for place, line in enumerate(lines) if line.startswith("5 "))
        lines[place] = lines[place][:-1] + ("0" if lines[place][-1] != "0" else "1")
        path.write_text("\n".join(lines) + "\n")
        assert [rows_of_whole_part(part) for part in parts_of(NAME, rows=12, many=3)] == [4, None, 4]

    def test_a_head_that_says_otherwise_is_found(self) -> None:
        ChainHead.objects.filter(chain=NAME).update(number=13)
        assert rows_of_whole_part(Part(NAME, 8, None)) is None

    def test_a_short_chain_and_one_in_a_transaction_are_read_by_one(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def none(*_: Any, **__: Any) -> None:
            raise AssertionError("no processes are begun")

        monkeypatch.setattr(parts, "ProcessPoolExecutor", none)
        assert verify_quickly(NAME) == Checked(NAME, 12, ())
        monkeypatch.setattr(parts, "PARTS_FROM", 1)
        assert verify_quickly(NAME) == Checked(NAME, 12, ())


def test_a_chain_without_rows_is_whole() -> None:
    assert verify_quickly(NAME) == Checked(NAME, 0, ())
