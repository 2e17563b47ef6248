"""The file of anchors: lines in order, lines that came late, lines somebody altered."""

from pathlib import Path
from typing import Any

import pytest

from oneplan.web.access import chain
from oneplan.web.access.anchors import Anchors

CHAIN = chain.CHANGES


@pytest.fixture
def write(settings: Any, tmp_path: Path) -> Any:
    settings.AUDIT_ANCHORS = tmp_path

    def write_lines(*lines: tuple[int, str], altered: tuple[int, ...] = (), more: str = "") -> None:
        path = chain.anchor_file(CHAIN)
        said = [
            f"{number} {digest} {'0' * 64 if number in altered else chain.keyed_digest(f'{CHAIN} {number} {digest}')}"
            for number, digest in lines
        ]
        path.write_text("\n".join(said) + "\n" + more)

    return write_lines


def test_without_a_file_there_is_nothing(settings: Any, tmp_path: Path) -> None:
    settings.AUDIT_ANCHORS = tmp_path / "none"
    found = Anchors(CHAIN)
    assert (found.newest, found.faults, found.of(1)) == (0, [], None)


def test_each_row_finds_its_own(write: Any) -> None:
    write((1, "a"), (2, "b"), (4, "d"))
    found = Anchors(CHAIN)
    assert [found.of(number) for number in (1, 2, 3, 4, 5)] == ["a", "b", None, "d", None]
    assert (found.newest, found.faults) == (4, [])


def test_a_row_with_number_zero_is_in_order_too(write: Any) -> None:
    write((0, "z"), (1, "a"))
    found = Anchors(CHAIN)
    assert [found.of(0), found.of(1)] == ["z", "a"]
    assert found._late == {}


def test_what_came_late_counts_and_the_last_of_it_most(write: Any) -> None:
    """Two processes write at once: a lower number may stand behind a higher one."""
    write((1, "a"), (3, "c"), (2, "b"), (3, "newer"), (4, "d"))
    found = Anchors(CHAIN)
    assert [found.of(number) for number in (1, 2, 3, 4)] == ["a", "b", "newer", "d"]
    assert found.newest == 4


def test_an_altered_line_is_named_and_counts_no_more(write: Any) -> None:
    write((1, "a"), (2, "b"), (3, "c"), altered=(2,))
    found = Anchors(CHAIN)
    assert found.faults == ["anchor 2: its line was altered"]
    assert [found.of(number) for number in (1, 2, 3)] == ["a", None, "c"]


def test_an_altered_line_that_came_late_says_nothing_either(write: Any) -> None:
    write((1, "a"), (3, "c"), (2, "b"), altered=(2,))
    found = Anchors(CHAIN)
    assert found.of(2) is None


def test_a_line_that_is_no_line_is_a_fault(write: Any) -> None:
    write((1, "a"), more="half a li\n\n")
    found = Anchors(CHAIN)
    assert found.faults == ["anchor 0: its line was altered"]
    assert found.of(1) == "a"
