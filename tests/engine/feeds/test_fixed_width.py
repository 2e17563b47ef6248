"""Fixed width text: found by what stands under what, and never where a file has delimiters."""

import zipfile
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplan.cli import main
from oneplan.engine.feeds import reading
from oneplan.engine.feeds.reading import delimited
from oneplan.engine.feeds.reading.fixed import Reader
from oneplan.engine.feeds.reading.places import Places
from oneplan.engine.feeds.reading.rows import Received
from tests.engine.feeds.attendance import GOOD, HEADER, but, made

pytestmark = pytest.mark.requirement("R302")
Rows = list[tuple[str | int | None, ...]]
NAMES = ("UPN", "DOB", "Town", "Days")


def read(folder: Path, content: str | bytes, *, wanted: frozenset[str] = frozenset()) -> tuple[Received, Rows]:
    (folder / "sent.txt").write_bytes(content if isinstance(content, bytes) else content.encode())
    found = delimited.read(folder / "sent.txt", folder / "rows.parquet", wanted=wanted)
    with duckdb.connect() as base:
        return found, base.execute(f"{found.select} ORDER BY row").fetchall()


def laid_out(*rows: tuple[str, ...], widths: tuple[int, ...], right: tuple[int, ...] = (), gap: int = 1) -> str:
    def cell(place: int, text: str) -> str:
        return text.rjust(widths[place]) if place in right else text.ljust(widths[place])

    return "".join((" " * gap).join(cell(n, text) for n, text in enumerate(row)).rstrip() + "\n" for row in rows)


PEOPLE = [
    ("A1", "20/05/2017", "Leeds", "4"),
    ("A22", "21/05/2017", "", "12"),
    ("A3", "22/05/2017", "Upper Sallow", "130"),
]


def test_columns_are_cut_where_their_names_stand(tmp_path: Path) -> None:
    found, rows = read(tmp_path, laid_out(NAMES, *PEOPLE, widths=(6, 10, 14, 4), right=(3,)))
    assert found.header == NAMES
    assert rows == [(n, *(text or None for text in row)) for n, row in enumerate(PEOPLE, 2)]
    assert found.how == "fixed width text, UTF-8, 4 columns, header in row 1"


@pytest.mark.parametrize(
    ("encoding", "said"), [("cp1252", "Windows-1252"), ("utf-16", "UTF-16"), ("utf-8-sig", "UTF-8")]
)
def test_every_encoding(tmp_path: Path, encoding: str, said: str) -> None:
    rows = [("Zoë", "Köln"), ("Siân", "Caerdydd"), ("Kit", "Hull")]
    found, read_back = read(tmp_path, laid_out(("Name", "Town"), *rows, widths=(8, 10)).encode(encoding))
    assert [row[1:] for row in read_back] == rows
    assert said in found.how


def test_a_line_of_dashes_says_how_wide_each_column_is(tmp_path: Path) -> None:
    sent = (
        "Attendance of May\n\n"
        "UPN  Home postcode Sex\n"
        "---- ------------- ---\n"
        "A1   ZZ1 4QX       F\n"
        "A222               M\n"
        "\n"
        "(2 rows affected)\n"
    )
    found, rows = read(tmp_path, sent)
    assert found.header == ("UPN", "Home postcode", "Sex")
    assert rows == [(5, "A1", "ZZ1 4QX", "F"), (6, "A222", None, "M")]
    assert [(each.row, each.text) for each in found.broken] == [(8, "(2 rows affected)")]
    assert (found.header_row, found.blank, found.total) == (4, 1, 8)


def test_values_that_a_blank_always_parts_stay_whole(tmp_path: Path) -> None:
    """A postcode's two halves stand under one name; so do the words of a long name."""
    rows = [(f"A{n}", "ZZ1 4QX", "F") for n in range(5)]
    found, read_back = read(tmp_path, laid_out(("UPN", "PC", "Sex of child"), *rows, widths=(5, 9, 12)))
    assert found.header == ("UPN", "PC", "Sex of child")
    assert [row[1:] for row in read_back] == rows


def test_longer_values_further_down_reach_into_the_gap_and_what_fills_it_is_no_row(tmp_path: Path) -> None:
    usual = [(f"A{n}", "Hull", "12") for n in range(6_000)]
    lines = laid_out(("UPN", "Town", "Days"), *usual, widths=(7, 4, 4), right=(2,), gap=4)
    more = ["A6000   Caerdydd  12", "A6001      Hull  100012", "A6002      Sallowdale12", "A6003      Hull   1 2 3"]
    found, rows = read(tmp_path, lines + "".join(f"{line}\n" for line in more))
    assert found.header == ("UPN", "Town", "Days")
    assert [row[1:] for row in rows[6_000:]] == [
        ("A6000", "Caerdydd", "12"),
        ("A6001", "Hull", "100012"),
        ("A6003", "Hull", "1 2 3"),
    ]
    assert [(each.row, each.reason[:11]) for each in found.broken] == [(6_004, "text across")]


def test_one_row_is_enough_where_a_name_is_known(tmp_path: Path) -> None:
    sent = laid_out(NAMES, PEOPLE[0], widths=(6, 10, 14, 4))
    assert read(tmp_path, sent, wanted=frozenset({"upn", "dob"}))[0].header == NAMES
    assert len(read(tmp_path, sent)[0].header) == 1


@pytest.mark.parametrize(
    "sent",
    [
        "Name\nKit\nJo\nAl\n",
        "A letter about Kit\nwhich has no table\nat all in it but words\nand more of them\n",
        "UPN      DOB\nA1234567820/05/2017\nA1234567821/05/2017\nA1234567822/05/2017\n",  # columns touch
    ],
)
def test_what_has_no_such_columns_is_read_as_before(tmp_path: Path, sent: str) -> None:
    found, rows = read(tmp_path, sent)
    assert (len(found.header), len(rows)) == (1, sent.count("\n") - 1)
    assert found.how.startswith("text with")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_delimited_file_laid_out_in_columns_stays_one(tmp_path: Path, delimiter: str) -> None:
    rows = (NAMES, *PEOPLE, *PEOPLE, *PEOPLE)
    padded = "".join(delimiter.join(text.ljust(14) for text in row) + "\n" for row in rows)
    for wanted in (frozenset[str](), frozenset({"upn", "dob"})):
        found, read_back = read(tmp_path, padded, wanted=wanted)
        assert (found.header, len(read_back)) == (NAMES, 9)
        assert found.how.startswith("text with")


@given(lines=st.lists(st.text(st.sampled_from("ab ,x1é"), max_size=30), max_size=12))
def test_every_line_is_a_row_with_all_its_letters_or_is_told_of(lines: list[str]) -> None:
    reader = Reader(iter(["Name      Town      Days", *lines]), Places(1, NAMES[:3], ((0, 6), (10, 15), (20, 24))))
    rows = dict(reader)
    assert 1 + len(rows) + len(reader.broken) + reader.blank == reader.total == 1 + len(lines)
    for number, values in rows.items():
        assert "".join("".join(value or "" for value in values).split()) == "".join(lines[number - 2].split())


def test_it_is_proposed_for_and_checked_like_any_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = tuple({"Auth": "Auth abs", "Unauth": "Unauth abs"}.get(name, name) for name in HEADER)
    rows = [names, GOOD, but(Term="Spring"), but(Term="Summer", Auth="lots")]
    sent, profile = tmp_path / "sent.txt", tmp_path / "p.yaml"
    sent.write_text(laid_out(*rows, widths=(14, 11, 8, 8, 8, 9, 9, 11, 4, 9), gap=2), encoding="utf-8")
    assert main(["feeds", "propose", str(sent), "--out", str(profile)]) == 0
    assert main(["feeds", "check", str(sent), "--profile", str(profile)]) == 1
    assert "3 rows = 2 taken + 0 taken and mended + 1 not taken." in capsys.readouterr().out


def test_in_a_zip_too(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "sent.zip", "w") as out:
        out.writestr("a.txt", laid_out(HEADER, GOOD, but(Term="Spring"), widths=(14, 11, 8, 8, 8, 9, 5, 7, 4, 9)))
    found = reading.read(tmp_path / "sent.zip", tmp_path / "rows.parquet", wanted=made().headers)
    assert (found.header, found.rows) == (HEADER, 2)
