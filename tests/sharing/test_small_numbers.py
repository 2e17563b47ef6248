"""Counts without names: a few are a span, and two days on which the same is told do not tell whom they differ by."""

from collections import defaultdict
from itertools import pairwise

import pytest

from oneplan.rulebook.sharing import small_numbers
from oneplan.rulebook.sharing.small_numbers import counted_as, is_small, told, told_again

pytestmark = pytest.mark.requirement("R330", "R340")
MOST = 400


@pytest.fixture(params=[(5, 5), (6, 5), (7, 5), (10, 5), (5, 10), (8, 4), (3, 3)], ids=str)
def figures(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> tuple[int, int]:
    """The smallest that is told and the step, as an area may choose them."""
    smallest, step = request.param
    monkeypatch.setattr(small_numbers, "_figures", lambda: {"smallest_told": smallest, "rounded_to": step})
    return smallest, step


@pytest.mark.parametrize(
    ("number", "once", "again", "counted"),
    [
        (0, "0", "0", 0), (1, "1 to 4", "1 to 4", 4), (4, "1 to 4", "1 to 4", 4), (5, "5", "about 5", 5),
        (7, "7", "about 5", 5), (8, "8", "about 10", 10), (1_702, "1,702", "about 1,700", 1_700),
    ],
)  # fmt: skip
def test_as_it_is_read(number: int, once: str, again: str, counted: int) -> None:
    assert (told(number), told_again(number), counted_as(number)) == (once, again, counted)


@pytest.mark.parametrize(
    ("number", "counted"), [(0.0, 0), (0.49, 0), (0.5, 4), (4.49, 4), (4.5, 5), (7.49, 5), (7.5, 10), (12.5, 15)]
)
def test_what_was_reckoned_is_rounded_to_a_whole_number_first(number: float, counted: int) -> None:
    assert counted_as(number) == counted


def behind() -> dict[str, list[int]]:
    """By what is read, the counts that it may stand for."""
    found = defaultdict(list)
    for number in range(MOST):
        found[told_again(number)].append(number)
    return {words: numbers for words, numbers in found.items() if numbers[-1] < MOST - 1}


def test_none_is_told_apart_from_a_few_and_nothing_else_stands_for_itself_alone(figures: tuple[int, int]) -> None:
    found = behind()
    assert found.pop("0") == [0]
    assert min(map(len, found.values())) >= 2
    assert all(is_small(numbers[-1]) == words.startswith("1 to") for words, numbers in found.items())


def test_from_two_days_nobody_reads_how_many_came(figures: tuple[int, int]) -> None:
    """Whatever is read on both days, at least three counts of those who came fit to it."""
    groups = [numbers for words, numbers in behind().items() if words != "0"]
    for before in groups:
        for after in groups:
            came = {later - earlier for earlier in before for later in after if later >= earlier}
            assert not came or len(came) >= min(3, len(before)), (before, after)


def test_what_is_reckoned_from_tells_no_more_than_what_is_read(figures: tuple[int, int]) -> None:
    for words, numbers in behind().items():
        assert len({counted_as(number) for number in numbers}) == 1, words


def test_it_is_near_and_never_falls_as_the_count_rises(figures: tuple[int, int]) -> None:
    smallest, step = figures
    counted = [counted_as(number) for number in range(MOST)]
    assert all(earlier <= later for earlier, later in pairwise(counted))
    assert all(abs(counted[number] - number) <= max(step, smallest - 1) for number in range(MOST))
    assert all(each % step == 0 for each in counted[smallest:])


def test_the_figures_say_that_nobody_verified_them() -> None:
    found = small_numbers._figures()
    assert (found["smallest_told"], found["rounded_to"], found["verified"]) == (5, 5, False)
