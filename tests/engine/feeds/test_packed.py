"""Files that are no text: a zip with one file in it, and Parquet."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from oneplan.engine.feeds import reading
from oneplan.engine.feeds.reading import packed
from oneplan.engine.feeds.reading.rows import Received
from tests.engine.feeds.attendance import GOOD, HEADER, made

pytestmark = pytest.mark.requirement("R302")
TEXT = b"UPN,DOB\nA1,1/1/2014\nA2,2/1/2014\n"


def zipped(folder: Path, files: dict[str, bytes]) -> Path:
    path = folder / "sent.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in files.items():
            out.writestr(name, content)
    return path


def read(path: Path) -> tuple[Received, list[list[str | None]]]:
    found = reading.read(path, path.parent / "rows.parquet", wanted=made().headers)
    table = pq.read_table(found.path)
    return found, [
        list(row.values()) for row in table.select([c for c in table.column_names if c != "row"]).to_pylist()
    ]


def test_the_one_file_of_a_zip_is_read_as_if_it_had_come_alone(tmp_path: Path) -> None:
    found, rows = read(zipped(tmp_path, {"a.csv": TEXT}))
    assert (found.header, rows) == (("UPN", "DOB"), [["A1", "1/1/2014"], ["A2", "2/1/2014"]])
    assert found.how == "“a.csv” out of a zip: text with commas, UTF-8, header in row 1"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["rows.parquet", "sent.zip"]


def test_what_a_mac_adds_is_no_file(tmp_path: Path) -> None:
    found, _ = read(zipped(tmp_path, {"list/a.csv": TEXT, "__MACOSX/list/._a.csv": b"x", ".DS_Store": b"x"}))
    assert found.rows == 2


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"a.csv": TEXT, "b.csv": TEXT}, "has 2 files in it (“a.csv”, “b.csv”)"),
        ({}, "has 0 files in it (none)"),
        ({"a.csv": b"0" * 60_000_000}, "would unpack to 0.1 GB"),
    ],
)
def test_another_zip_is_refused(tmp_path: Path, files: dict[str, bytes], words: str) -> None:
    with pytest.raises(reading.CannotOpen) as refusal:
        read(zipped(tmp_path, files))
    assert words in str(refusal.value)
    assert not (tmp_path / "rows.parquet.unpacked").exists()


def test_a_zip_in_a_zip_is_refused(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as out:
        out.writestr("a.csv", TEXT)
    with pytest.raises(reading.CannotOpen, match="another zip in it"):
        read(zipped(tmp_path, {"b.zip": inner.getvalue()}))
    assert not (tmp_path / "rows.parquet.unpacked").exists()


def test_a_locked_or_broken_zip_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"a.csv": TEXT})
    whole = bytearray(path.read_bytes())
    for start in (whole.index(b"PK\x03\x04") + 6, whole.index(b"PK\x01\x02") + 8):
        whole[start] |= packed.ENCRYPTED
    path.write_bytes(whole)
    with pytest.raises(reading.CannotOpen, match="locked with a password"):
        read(path)
    path = zipped(tmp_path, {"a.csv": TEXT * 50})
    broken = bytearray(path.read_bytes())
    broken[40:60] = b"x" * 20
    path.write_bytes(broken)
    with pytest.raises(reading.CannotOpen, match="cannot be unpacked"):
        read(path)


def test_a_name_that_climbs_climbs_nowhere(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    found, _ = read(zipped(tmp_path / "in", {"../../a.csv": TEXT}))
    assert found.how.startswith("“a.csv” out of a zip")
    assert [each.name for each in tmp_path.iterdir()] == ["in"]


def test_parquet_is_read_as_the_text_it_would_be(tmp_path: Path) -> None:
    columns: dict[str, list[object]] = {name: [value] for name, value in zip(HEADER, GOOD, strict=True)}
    columns |= {"DOB": [date(2017, 5, 20)], "Possible": [130], 'odd "name"': [None]}
    pq.write_table(pa.table(columns), tmp_path / "sent.parquet")
    found, rows = read(tmp_path / "sent.parquet")
    assert found.header == (*HEADER, 'odd "name"')
    assert (rows[0][1], rows[0][5], rows[0][-1]) == ("2017-05-20", "130", None)
    assert (found.header_row, found.rows, found.where(1), found.numbered_from) == (0, 1, "row 1", 1)


def test_parquet_that_is_cut_off_says_so(tmp_path: Path) -> None:
    pq.write_table(pa.table({"a": ["x"] * 100}), tmp_path / "sent.parquet")
    whole = (tmp_path / "sent.parquet").read_bytes()
    (tmp_path / "sent.parquet").write_bytes(whole[:60] + whole[-40:])
    with pytest.raises(reading.CannotOpen, match="cannot be read"):
        read(tmp_path / "sent.parquet")
