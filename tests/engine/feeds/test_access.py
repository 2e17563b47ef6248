"""Access databases: by either reader the same texts; of several tables the one that fits; damage is refused.

mdbtools need not be installed where tests run: programs of its names stand in for it and say what it said of the same
database. Where it is there, it says that itself.
"""

import subprocess
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import duckdb
import pytest

from oneplan.engine.feeds import reading
from oneplan.engine.feeds.reading import by_mdbtools, by_parser, database
from tests.engine.feeds import access_files
from tests.engine.feeds.access_files import BOOLEAN, BYTE, DOUBLE, INTEGER, LONG, MOMENT, MONEY, TEXT

pytestmark = pytest.mark.requirement("R302")
COLUMNS = [("UPN", TEXT), ("Born", MOMENT), ("Days", INTEGER), ("Owed", MONEY), ("Is here", BOOLEAN),
           ("Share", DOUBLE), ("Small", BYTE), ("Town", TEXT), ("School", LONG)]  # fmt: skip
ROWS = [
    ("A1", datetime(2017, 5, 20), 130, 140_000, True, 12.5, 200, 'Köln, "old"\ntown', 9_992_000),  # noqa: DTZ001
    ("A2", datetime(2017, 5, 20, 9, 30), None, -5, False, 0.1, None, None, 7),  # noqa: DTZ001
]
TEXTS = [
    ("A1", "2017-05-20", "130", "14.0000", "TRUE", "12.5", "200", 'Köln, "old"\ntown', "9992000"),
    ("A2", "2017-05-20T09:30:00", None, "-0.0005", "FALSE", "0.1", None, None, "7"),
]
OTHERS = {"Read me": ([("Words", TEXT)], [("one",), ("two",), ("three",)])}
SAID = (
    "UPN,Born,Days,Owed,Is here,Share,Small,Town,School\n"
    '"A1","\x1f2017-05-20T00:00:00",130,14.0000,TRUE,12.5,200,"Köln, ""old""\ntown",9992000\n'
    '"A2","\x1f2017-05-20T09:30:00",,-0.0005,FALSE,0.1,,,7\n'
)  # as mdb-export 1.0.0 said it
IS_THERE = by_mdbtools.is_there()


@pytest.fixture(params=["mdb", "accdb"])
def sent(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return access_files.write(tmp_path / f"sent.{request.param}", {**OTHERS, "Attendance": (COLUMNS, ROWS)})


@pytest.fixture(params=[by_parser, by_mdbtools])
def by(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    if request.param is by_parser:
        monkeypatch.setattr(by_mdbtools, "is_there", lambda: False)
    elif not IS_THERE:
        stand_in(tmp_path / "bin", monkeypatch)
    return request.param  # type: ignore[no-any-return]


def stand_in(folder: Path, monkeypatch: pytest.MonkeyPatch, *, export: str = "", code: int = 0) -> None:
    """Programs of mdbtools' names, which say what it says."""
    folder.mkdir()
    (folder / "said").write_text(export or SAID, encoding="utf-8")
    asked = (
        f'case "$*" in *Read*) printf "Words\\n\\"one\\"\\n\\"two\\"\\n\\"three\\"\\n";; *) cat {folder}/said;; esac'
    )
    told = {
        "mdb-tables": 'printf "Read me\\nAttendance\\n"',
        "mdb-count": 'case "$*" in *Read*) echo 3;; *) echo 2;; esac',
        "mdb-export": f"{asked}; exit {code}",
    }
    for name, script in told.items():
        (folder / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


def read(path: Path, *wanted: str) -> tuple[reading.Received, list[tuple[Any, ...]]]:
    found = reading.read(path, path.with_name("rows.parquet"), wanted=frozenset(wanted))
    with duckdb.connect() as base:
        return found, base.execute(f"{found.select} ORDER BY row").fetchall()


def test_the_table_that_fits_is_read_as_the_text_it_would_be(sent: Path, by: Any) -> None:
    found, rows = read(sent, "upn", "born")
    assert found.header == tuple(name for name, _ in COLUMNS)
    assert rows == [(n, *row) for n, row in enumerate(TEXTS, 1)]
    assert found.how == f"an Access database, by {by.NAME}: table “Attendance”; not read: “Read me”"
    assert (found.header_row, found.total) == (0, 2)


def test_nothing_wanted_takes_the_longest(sent: Path, by: Any) -> None:
    assert read(sent)[0].sheets == ("Read me",)
    assert by in (by_parser, by_mdbtools)


@pytest.mark.skipif(not IS_THERE, reason="mdbtools is not installed here")
def test_mdbtools_says_what_its_stand_in_says(sent: Path) -> None:
    lines = subprocess.run(
        ["mdb-export", *by_mdbtools.EXPORT, "--", str(sent), "Attendance"],
        capture_output=True, check=True,
    )  # fmt: skip
    assert lines.stdout.decode() == SAID


def test_tables_of_one_header_are_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_mdbtools, "is_there", lambda: False)
    columns = [("UPN", TEXT), ("Days", LONG)]
    tables = {"Hill": (columns, [("A1", 1), ("A2", 2)]), "Mill Lane": ([("upn", TEXT), ("days", LONG)], [("A3", 3)])}
    found, rows = read(access_files.write(tmp_path / "sent.mdb", {**tables, **OTHERS}), "upn")
    assert [(found.where(row[0]), *row[1:]) for row in rows] == [
        ("row 1 of sheet “Hill”", "A1", "1"),
        ("row 2 of sheet “Hill”", "A2", "2"),
        ("row 1 of sheet “Mill Lane”", "A3", "3"),
    ]


def test_one_without_tables_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_mdbtools, "is_there", lambda: False)
    with pytest.raises(reading.NoTable, match="no tables of its own"):
        read(access_files.write(tmp_path / "sent.accdb", {}))


@pytest.mark.parametrize("keep", [100, 4_096 * 3, 4_096 * 10])
def test_a_database_that_is_cut_off_is_refused(sent: Path, monkeypatch: pytest.MonkeyPatch, keep: int) -> None:
    monkeypatch.setattr(by_mdbtools, "is_there", lambda: False)
    sent.write_bytes(sent.read_bytes()[:keep])
    with pytest.raises((reading.CannotOpen, reading.NoTable)):
        read(sent, "upn")


def test_rows_that_are_lost_are_a_refusal(sent: Path, by: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    real = by.tables
    monkeypatch.setattr(by, "tables", lambda path: [(*each[:3], each[3] + 1) for each in real(path)])
    with pytest.raises(reading.CannotOpen, match="hold 3 rows, and 2 were found"):
        read(sent, "upn")


@pytest.mark.parametrize(("export", "code"), [(SAID, 1), (SAID.replace(',"Köln', ',""K"öln'), 0), (SAID[:-9], 0)])
def test_what_mdbtools_fails_at_is_refused(
    sent: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, export: str, code: int
) -> None:
    stand_in(tmp_path / "bin", monkeypatch, export=export, code=code)
    with pytest.raises(reading.CannotOpen):
        read(sent, "upn")


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (140_000, by_parser.MONEY, "14.0000"),
        (-1, by_parser.MONEY, "-0.0001"),
        (0, by_parser.MONEY, "0.0000"),
        (922_337_203_685_477_5807, by_parser.MONEY, "922337203685477.5807"),
        (-56, by_parser.BYTE, "200"),
        (True, by_parser.BOOLEAN, "TRUE"),
        ("2017-05-20 00:00:00", by_parser.MOMENT, "2017-05-20"),
        ("(Empty Date)", by_parser.MOMENT, "1899-12-30"),
        (b"\0", by_parser.OLE, None),
        ("", TEXT, None),
    ],
)
def test_what_access_parser_gives_is_put_right(value: object, kind: int, text: str | None) -> None:
    assert by_parser.text_of(value, kind) == text


def test_decimal_numbers_are_refused_without_mdbtools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_mdbtools, "is_there", lambda: False)
    monkeypatch.setattr(by_parser, "DECIMAL", LONG)
    with pytest.raises(reading.CannotOpen, match=r"decimal numbers, which are not read rightly here\. Have mdbtools"):
        read(access_files.write(tmp_path / "sent.mdb", {"T": ([("UPN", TEXT), ("N", LONG)], [("A1", 1)])}))


def test_it_is_known_by_its_first_bytes_and_by_nothing_else(sent: Path, tmp_path: Path) -> None:
    assert database.is_one(sent.rename(tmp_path / "a.csv"))
    (tmp_path / "b.mdb").write_bytes(b"\0\1\0\0Standard Tea DB\0")
    assert not database.is_one(tmp_path / "b.mdb")
