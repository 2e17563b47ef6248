"""Workbooks that are not XML are opened by a program of their own first, which alone ends when memory is full."""

from pathlib import Path

import pytest

from oneplan.engine.feeds import reading
from oneplan.engine.feeds.reading import tried
from tests.books_by_hand import xlsb

TABLE = {(0, 0): "Name", (0, 1): "Town", (1, 0): "Kit", (1, 1): "Leeds"}


def read(path: Path) -> reading.Received:
    return reading.read(path, path.with_suffix(".parquet"))


def test_a_binary_workbook_is_read(tmp_path: Path) -> None:
    found = read(xlsb(tmp_path / "sent.xlsb", TABLE))
    assert (found.header, found.rows) == (("Name", "Town"), 1)


def test_one_with_a_cell_far_out_is_refused(tmp_path: Path) -> None:
    with pytest.raises(reading.CannotOpen, match="reaches so far that it fills the memory"):
        read(xlsb(tmp_path / "sent.xlsb", {**TABLE, (1_048_575, 16_383): "far"}))


def test_one_with_more_room_than_a_list_can_need_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tried, "MOST", 3)
    with pytest.raises(reading.CannotOpen, match="room for 4 cells"):
        read(xlsb(tmp_path / "sent.xlsb", TABLE))


def test_what_only_begins_like_an_old_workbook_is_left_to_its_reader(tmp_path: Path) -> None:
    (tmp_path / "sent.xls").write_bytes(tried.OLE + bytes(600))
    with pytest.raises(reading.CannotOpen, match="cannot be opened as a workbook"):
        read(tmp_path / "sent.xls")
