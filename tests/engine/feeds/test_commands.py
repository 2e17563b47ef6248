"""`oneplan feeds propose` and `oneplan feeds check`, as a data manager with a laptop and a script meet them."""

import csv
import json
from pathlib import Path

import pytest

from oneplan.cli import main
from oneplan.engine.feeds.looking import ALL_TAKEN, CANNOT, SOME_SET_ASIDE
from tests.engine.feeds.attendance import GOOD, but

pytestmark = pytest.mark.requirement("R304")

NAMES = ("Pupil UPN", "Birth date", "DfE number", "School year", "School term", "Sessions possible", "Auth abs",
         "Unauth abs", "Gender", "Home postcode")  # fmt: skip
Said = pytest.CaptureFixture[str]


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    rows = [GOOD, but(Term="Spring", Postcode="=HYPERLINK(1)"), but(UPN="none", Auth="-1")]
    return written(tmp_path / "sent.csv", [("Attendance", "by school"), NAMES, *rows])


def written(path: Path, rows: list[tuple[str, ...]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def test_a_first_file_proposes_a_profile_that_reads_it(sent: Path, tmp_path: Path, capsys: Said) -> None:
    profile = tmp_path / "attendance.yaml"
    assert main(["feeds", "propose", str(sent), "--partner", "Sallowdale", "--out", str(profile)]) == ALL_TAKEN
    assert "This looks like attendance by term" in capsys.readouterr().out
    assert main(["feeds", "check", str(sent), "--profile", str(profile)]) == SOME_SET_ASIDE
    said = capsys.readouterr().out
    assert "3 rows = 1 taken + 1 taken and mended + 1 not taken." in said
    assert "1 × upn: not a unique pupil number" in said


def test_columns_are_known_by_their_values_too(tmp_path: Path, capsys: Said) -> None:
    names = ("Ref", "When", *NAMES[2:])
    sent = written(tmp_path / "sent.csv", [names, GOOD, but(Term="Spring")])
    assert main(["feeds", "propose", str(sent), "--json"]) == ALL_TAKEN
    told = {each["header"]: (each["column"], each["by"]) for each in json.loads(capsys.readouterr().out)["columns"]}
    assert told["Ref"] == ("upn", "its values")
    assert told["When"] == ("born_on", "its values")
    assert told["DfE number"] == ("school", "its name and its values")


def test_what_is_needed_and_not_there_is_named(tmp_path: Path, capsys: Said) -> None:
    sent = written(tmp_path / "sent.csv", [NAMES[:-3], GOOD[:-3]])
    assert main(["feeds", "propose", str(sent)]) == SOME_SET_ASIDE
    assert "Not found, and needed: unauthorised." in capsys.readouterr().out


def test_the_partner_gets_rows_back_in_their_order_with_verdicts(sent: Path, tmp_path: Path, capsys: Said) -> None:
    profile, report = tmp_path / "attendance.yaml", tmp_path / "back.csv"
    sent.write_text(sent.read_text().rstrip() + "\nonly,three,values\n")
    main(["feeds", "propose", str(sent), "--out", str(profile)])
    main(["feeds", "check", str(sent), "--profile", str(profile), "--report", str(report)])
    with report.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == [*NAMES, "OnePlan verdict", "OnePlan says"]
    assert [row[-2] for row in rows] == ["taken", "taken, mended", "not taken", "not taken"]
    assert rows[1][-1] == "Home postcode: not a postcode; left out, the row was taken"
    assert rows[1][9] == "'=HYPERLINK(1)"
    assert rows[2][6] == "-1"
    assert rows[3][-1].endswith("columns where the header has 10") or "fewer columns" in rows[3][-1]


def test_counts_for_machines_add_up(sent: Path, tmp_path: Path, capsys: Said) -> None:
    profile = tmp_path / "attendance.yaml"
    main(["feeds", "propose", str(sent), "--out", str(profile)])
    capsys.readouterr()
    main(["feeds", "check", str(sent), "--profile", str(profile), "--json"])
    told = json.loads(capsys.readouterr().out)
    assert told["received"] == told["accepted"] + told["repaired"] + told["set_aside"] == 3
    assert {each["column"] for each in told["said"]} == {"upn", "authorised", "postcode"}


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"", "is empty"), (b"1,2\n3,4\n", "looks like column names"), (b"Name,Town\nKit,Leeds\n", "has no column")],
)
def test_a_file_that_cannot_be_used_says_why_and_what_to_do(
    sent: Path, tmp_path: Path, capsys: Said, content: bytes, says: str
) -> None:
    profile = tmp_path / "attendance.yaml"
    main(["feeds", "propose", str(sent), "--out", str(profile)])
    sent.write_bytes(content)
    assert main(["feeds", "check", str(sent), "--profile", str(profile)]) == CANNOT
    assert says in capsys.readouterr().err


def test_a_file_that_is_not_there_is_no_crash(tmp_path: Path, capsys: Said) -> None:
    assert main(["feeds", "propose", str(tmp_path / "nowhere.csv")]) == CANNOT
    assert "nowhere.csv" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("profile", "says"),
    [
        ("a: [b", "cannot be read as YAML"),
        ("just words", "it needs the lines"),
        ("feed: attendance_term\npartner: S", "it needs the lines"),
        ("feed: tea\npartner: S\ncolumns: {}", "no kind of feed"),
        ("feed: attendance_term\npartner: S\ncolumns: {upn: UPN}", "it is born_on, school"),
        ("feed: attendance_term\npartner: S\ncolumns: {tea: Tea}", "has no column “tea”"),
    ],
)
def test_a_profile_that_cannot_be_used_says_what_is_missing(
    sent: Path, tmp_path: Path, capsys: Said, profile: str, says: str
) -> None:
    (tmp_path / "p.yaml").write_text(profile, encoding="utf-8")
    assert main(["feeds", "check", str(sent), "--profile", str(tmp_path / "p.yaml")]) == CANNOT
    assert says in capsys.readouterr().err
