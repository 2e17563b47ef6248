"""The same seed and index give the same family, whatever else was asked for."""

import subprocess
import sys
from datetime import date
from itertools import islice

import pytest

from oneplan.engine.synthetic import SyntheticFamily, families

PRINT_SOME = """
from datetime import date
from oneplan.engine.synthetic import families
for family in families(count=12, seed=5, today=date(2026, 3, 2)):
    print(repr(family))
"""


def test_twice_the_same(today: date) -> None:
    once = list(families(count=60, seed=3, today=today))
    assert once == list(families(count=60, seed=3, today=today))


def test_another_seed_gives_another_area(today: date) -> None:
    one, other = (list(families(count=20, seed=seed, today=today)) for seed in (3, 4))
    assert all(here != there for here, there in zip(one, other, strict=True))


@pytest.mark.parametrize("count", [1, 2, 7, 8, 9, 50, 123])
def test_a_shorter_list_is_the_beginning_of_a_longer_one(
    area: tuple[SyntheticFamily, ...], today: date, count: int
) -> None:
    assert tuple(families(count=count, seed=11, today=today)) == area[:count]


@pytest.mark.parametrize("start", [1, 5, 8, 13, 100, 1001])
def test_a_slice_from_the_middle_is_the_same(area: tuple[SyntheticFamily, ...], today: date, start: int) -> None:
    assert tuple(families(count=30, seed=11, today=today, start=start)) == area[start : start + 30]


def test_every_start_within_a_cluster(area: tuple[SyntheticFamily, ...], today: date) -> None:
    """Starting at the second, third or fourth of a cluster gives the people it shares with the first unchanged."""
    linked = [family.index for family in area if family.link is not None][:40]
    assert linked
    for index in linked:
        assert next(families(count=1, seed=11, today=today, start=index)) == area[index]


def test_indexes_run_without_a_gap(area: tuple[SyntheticFamily, ...]) -> None:
    assert [family.index for family in area] == list(range(len(area)))


def test_nothing_is_asked_for(today: date) -> None:
    assert list(families(count=0, seed=1, today=today)) == []
    assert list(families(count=0, seed=1, today=today, start=500)) == []


def test_it_streams(today: date) -> None:
    """The first families of a whole nation come at once."""
    assert len(list(islice(families(count=10**9, seed=1, today=today), 5))) == 5


def test_far_out_families_need_nothing_before_them(today: date) -> None:
    assert next(families(count=1, seed=1, today=today, start=10**6)).index == 10**6


@pytest.mark.slow
def test_the_same_in_another_process() -> None:
    """Python shuffles the order of sets of text from process to process; the area must not notice."""
    told = {
        subprocess.run(
            [sys.executable, "-c", PRINT_SOME],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "src"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1
    assert b"SyntheticFamily" in told.pop()
