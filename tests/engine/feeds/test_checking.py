"""A verdict for every row, held equal to a plain and obvious check of the same rows."""

from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplan.engine.feeds.checking import remarks
from oneplan.engine.feeds.profiles import CannotRead, Profile
from oneplan.engine.feeds.types.shape import closed_plain
from tests.engine.feeds.attendance import GOOD, HEADER, but, checked, made, said, verdicts

pytestmark = pytest.mark.requirement("R304")


@pytest.fixture
def profile() -> Profile:
    return made()


def test_a_good_row_is_accepted_with_its_values(tmp_path: Path, profile: Profile) -> None:
    found = checked(tmp_path, profile, GOOD)
    assert (found.received, found.accepted, found.repaired, found.set_aside) == (1, 1, 0, 0)
    (row,) = pq.read_table(found.rows).to_pylist()
    assert row["school"] == "999/2000"
    assert (row["term"], row["sex"], row["possible"]) == ("autumn", "female", 130)
    assert row["born_on"].isoformat() == "2017-05-20"
    assert row["key"] == "Y999200010001|999/2000|2025/26|autumn"


@pytest.mark.parametrize(
    ("row", "remark"),
    [
        (but(UPN=""), ("upn", "missing")),
        (but(UPN="A999200010001"), ("upn", "wrong")),
        (but(DOB="31/02/2017"), ("born_on", "wrong")),
        (but(Term="Michaelmas"), ("term", "wrong")),
        (but(Possible="ten"), ("possible", "wrong")),
        (but(Possible="5"), ("authorised", "more_missed_than_possible")),
    ],
)
def test_a_row_that_cannot_be_used_is_set_aside_with_its_reason(
    tmp_path: Path, profile: Profile, row: tuple[str, ...], remark: tuple[str, str]
) -> None:
    found = checked(tmp_path, profile, row)
    assert (found.set_aside, said(found)) == (1, {2: {remark}})
    assert remarks.words(profile.kind, remark[1], remark[0])


@pytest.mark.parametrize(
    ("row", "remark"),
    [
        (but(UPN="y999 2000 10001"), ("upn", "tidied")),
        (but(Postcode="zz14qx"), ("postcode", "tidied")),
        (but(Postcode="nowhere"), ("postcode", "left_out")),
        (but(Sex="?"), ("sex", "left_out")),
    ],
)
def test_what_can_be_mended_is_mended_and_named(
    tmp_path: Path, profile: Profile, row: tuple[str, ...], remark: tuple[str, str]
) -> None:
    found = checked(tmp_path, profile, row)
    assert (found.repaired, said(found)) == (1, {2: {remark}})


def test_a_partners_own_codes_are_read_and_are_no_repair(tmp_path: Path, profile: Profile) -> None:
    found = checked(tmp_path, profile, but(Sex="Girl"))
    assert (found.accepted, pq.read_table(found.rows)["sex"].to_pylist()) == (1, ["female"])


def test_of_rows_that_are_alike_the_first_is_taken(tmp_path: Path, profile: Profile) -> None:
    found = checked(tmp_path, profile, GOOD, but(Term="Spring"), GOOD)
    assert verdicts(found) == {2: "accepted", 3: "accepted", 4: "set_aside"}
    assert said(found) == {4: {("", "same_row_again")}}


def test_rows_of_one_key_that_differ_are_all_set_aside(tmp_path: Path, profile: Profile) -> None:
    found = checked(tmp_path, profile, GOOD, but(Auth="5"), but(Term="Spring"))
    assert verdicts(found) == {2: "set_aside", 3: "set_aside", 4: "accepted"}
    assert said(found) == {2: {("", "same_key_otherwise")}, 3: {("", "same_key_otherwise")}}


def test_a_column_that_is_needed_and_missing_stops_the_file_and_says_what_to_do(
    tmp_path: Path, profile: Profile
) -> None:
    header = tuple("Pupil" if name == "UPN" else name for name in HEADER)
    with pytest.raises(CannotRead, match=r"no column “UPN” \(unique pupil number\).*Its columns are: “Pupil”"):
        checked(tmp_path, profile, GOOD, header=header)


def test_a_column_by_its_other_name_and_one_more_are_no_hindrance(tmp_path: Path, profile: Profile) -> None:
    header = (*(HEADER[:7]), "unauthorised", *HEADER[8:], "Religion")
    found = checked(tmp_path, profile, (*GOOD, "none of ours"), header=header)
    assert found.accepted == 1
    assert "none of ours" not in str(pq.read_table(found.rows).to_pylist())


def test_a_column_that_stands_twice_stops_the_file(tmp_path: Path, profile: Profile) -> None:
    with pytest.raises(CannotRead, match="stands twice"):
        checked(tmp_path, profile, (*GOOD, "x"), header=(*HEADER, "upn"))


_ODD = {
    "UPN": ["Y999200010001", "y999200010001", "A999200010001", "", "E201000012001"],
    "Term": ["Autumn", "spring", "4", ""],
    "Possible": ["130", "5", "x", "130.0"],
    "Auth": ["4", "", "140"],
    "Sex": ["F", "?", "", "Girl"],
    "Postcode": ["ZZ1 4QX", "zz14qx", "-", ""],
}


@given(rows=st.lists(st.fixed_dictionaries({k: st.sampled_from(v) for k, v in _ODD.items()}), max_size=25))
def test_the_check_says_what_a_plain_one_says(
    rows: list[dict[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    profile = made()
    if not rows:
        return
    found = checked(tmp_path_factory.mktemp("c"), profile, *(but(**row) for row in rows))
    wanted = _plainly(profile, [but(**row) for row in rows])
    assert verdicts(found) == wanted
    counted = Counter(wanted.values())
    assert (found.accepted, found.repaired, found.set_aside) == (
        counted["accepted"],
        counted["repaired"],
        counted["set_aside"],
    )


def _plainly(profile: Profile, rows: list[tuple[str, ...]]) -> dict[int, str]:
    """The same check, row by row: slow, and easy to see through."""
    told: dict[int, str] = {}
    values: dict[int, dict[str, Any]] = {}
    for number, row in enumerate(rows, 2):
        values[number], mended = _read(profile, dict(zip(HEADER, row, strict=True)))
        v = values[number]
        needed = [v[name] for name in profile.kind.needs]
        numbers = [v["possible"], v["authorised"], v["unauthorised"]]
        too_many = None not in numbers and v["authorised"] + v["unauthorised"] > v["possible"]
        told[number] = "set_aside" if None in needed or too_many else "repaired" if mended else "accepted"
    standing: dict[Any, list[int]] = defaultdict(list)
    for number, verdict in told.items():
        if verdict != "set_aside":
            standing[tuple(values[number][name] for name in profile.kind.key)].append(number)
    for numbers_of_key in standing.values():
        alike = all(values[number] == values[numbers_of_key[0]] for number in numbers_of_key)
        for number in numbers_of_key[1:] if alike else numbers_of_key if len(numbers_of_key) > 1 else []:
            told[number] = "set_aside"
    return told


def _read(profile: Profile, row: dict[str, str]) -> tuple[dict[str, Any], bool]:
    values: dict[str, Any] = {}
    mended = False
    for each in profile.mapped:
        kind, text = each.column.type, row[each.headers[0]]
        value = values[each.column.name] = kind.plain(text, each.options)
        is_left_out = value is None and bool(_tidy(kind.name, text))
        is_tidied = value is not None and (str(value) if kind.is_kept_as_written else _tidy(kind.name, text)) != text
        mended = mended or is_tidied or is_left_out
    return values, mended


def _tidy(kind: str, text: str) -> str:
    return text.strip() if kind in {"text", "whole", "code", "day"} else closed_plain(text)
