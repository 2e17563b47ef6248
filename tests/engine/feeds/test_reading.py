"""Text files of every dialect and encoding: each row found with its number, and every line accounted for."""

import csv
import io
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplan.engine.feeds.reading import delimited
from oneplan.engine.feeds.reading.dialect import NoTable
from oneplan.engine.feeds.reading.rows import Received
from oneplan.engine.feeds.reading.survey import NothingInIt, survey

Rows = list[tuple[str | int | None, ...]]


def read(folder: Path, content: bytes, **also: set[str]) -> tuple[Received, Rows]:
    (folder / "sent.csv").write_bytes(content)
    found = delimited.read(folder / "sent.csv", folder / "rows.parquet", wanted=also.get("wanted", set()))
    with duckdb.connect() as base:
        return found, base.execute(f"{found.select} ORDER BY row").fetchall()


def test_a_plain_file(tmp_path: Path) -> None:
    found, rows = read(tmp_path, b'Name,Born\nKit,1/2/2014\n"Ash, Jo",\n')
    assert found.header == ("Name", "Born")
    assert rows == [(2, "Kit", "1/2/2014"), (3, "Ash, Jo", None)]
    assert found.how == "text with commas, UTF-8, header in row 1"


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("cp1252", "Windows-1252"), ("utf-16", "UTF-16")],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_dialect(tmp_path: Path, encoding: str, said: str, ends: str, delimiter: str) -> None:
    lines = [["Name", "Town", "Born"], ["Zoë", "Köln", "1/2/2014"], ["Siân", "Caerdydd", "3/4/2015"]]
    found, rows = read(tmp_path, (ends.join(delimiter.join(line) for line in lines) + ends).encode(encoding))
    assert found.header == ("Name", "Town", "Born")
    assert rows == [(2, "Zoë", "Köln", "1/2/2014"), (3, "Siân", "Caerdydd", "3/4/2015")]
    assert said in found.how


def test_two_encodings_in_one_file(tmp_path: Path) -> None:
    found, rows = read(tmp_path, "Name,Town\nZoë,Leeds\n".encode() + "Siân,Hull\n".encode("cp1252"))
    assert rows == [(2, "Zoë", "Leeds"), (3, "Siân", "Hull")]
    assert "mixed" in found.how


def test_what_is_no_row_is_named_and_numbers_stay_right(tmp_path: Path) -> None:
    found, rows = read(tmp_path, b"List for May,,\nName,Born,Sex\nKit,1,F\n\nJo,2\nAl,3,M,x\nMo,4,M\n")
    assert rows == [(3, "Kit", "1", "F"), (7, "Mo", "4", "M")]
    assert [(each.row, each.text, each.reason) for each in found.broken] == [
        (5, "Jo,2", "fewer columns than the header has"),
        (6, "Al,3,M,x", "more columns than the header has"),
    ]
    assert (found.header_row, found.blank) == (2, 1)


def test_a_value_over_several_lines_is_one_row(tmp_path: Path) -> None:
    found, rows = read(tmp_path, b'Name,Note\nKit,"first\nsecond"\nJo,plain\n')
    assert rows == [(2, "Kit", "first\nsecond"), (3, "Jo", "plain")]
    assert not found.broken


def test_a_quote_that_never_closes_costs_its_own_line_alone(tmp_path: Path) -> None:
    lines = ["Name,Note", 'Kit,"open', *(f"Jo {n},plain" for n in range(200))]
    found, rows = read(tmp_path, "\n".join(lines).encode())
    assert [(each.row, each.reason) for each in found.broken] == [(2, "a quote that is never closed")]
    assert len(rows) == 200
    assert rows[-1] == (202, "Jo 199", "plain")


def test_the_header_is_found_by_the_names_a_profile_wants(tmp_path: Path) -> None:
    sent = b"Sallowdale schools,made by Kit,May\nTotal,12,3\nUPN,DOB,Sex\nA1,1/1/2014,F\n"
    found, rows = read(tmp_path, sent, wanted={"upn", "dob"})
    assert (found.header_row, found.header, len(rows)) == (3, ("UPN", "DOB", "Sex"), 1)


@pytest.mark.parametrize("content", [b"", b"\n\n \r\n"])
def test_an_empty_file_says_so(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "sent.csv").write_bytes(content)
    with pytest.raises(NothingInIt, match=r"^This file "):
        survey(tmp_path / "sent.csv")


def test_numbers_alone_are_no_table(tmp_path: Path) -> None:
    with pytest.raises(NoTable, match="right sheet or file"):
        read(tmp_path, b"1,2\n3,4\n")


_VALUES = st.text(st.characters(codec="utf-8", exclude_characters="\r\0", exclude_categories=["Cs"]), max_size=8)


@given(rows=st.lists(st.lists(_VALUES, min_size=3, max_size=3), min_size=1, max_size=20))
def test_what_a_spreadsheet_writes_is_read_back(
    rows: list[list[str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([["Name", "Note", "Town"], *rows])
    found, read_back = read(tmp_path_factory.mktemp("r"), out.getvalue().encode())
    wanted = [[value or None for value in row] for row in rows]
    assert [list(row[1:]) for row in read_back] == wanted
    assert not found.broken


@given(content=st.lists(st.sampled_from([b"a", b",", b'"', b"\n", b"\r\n", b";", b"\xe9", b"\xc3\xab", b"\0", b" "])))
def test_no_bytes_break_the_reader_and_all_is_accounted_for(
    content: list[bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    sent = b"Name,Town\n" + b"".join(content)
    found, rows = read(tmp_path_factory.mktemp("r"), sent, wanted={"name", "town"})
    assert found.rows == len(rows)
    numbers = sorted([int(str(row[0])) for row in rows] + [each.row for each in found.broken])
    assert len(set(numbers)) == len(numbers)
    assert all(found.header_row < number <= found.total for number in numbers)
    assert found.header_row + len(numbers) + found.blank == found.total


def test_numbers_hold_over_many_rows(tmp_path: Path) -> None:
    """More rows than a reader takes at once, with and without lines that are none."""
    lines = ["Name,Number", *(f"Kit,{n}" for n in range(2, 200_002))]
    for sent in (lines, [*lines[:150_000], "", "short", *lines[150_000:]]):
        found, rows = read(tmp_path, "\n".join(sent).encode())
        moved = len(sent) - len(lines)
        assert len(rows) == 200_000
        said = [int(str(told)) for _, _, told in rows]
        assert [int(str(row[0])) for row in rows] == [told + (moved if told > 150_000 else 0) for told in said]
        assert found.total == len(sent)
