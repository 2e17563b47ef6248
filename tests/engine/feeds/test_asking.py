"""A list to fill in is written in the layout in which its answers are read: every kind, as a workbook and as CSV."""

import csv
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from defusedxml import ElementTree

from oneplan.engine.facts import of_feed
from oneplan.engine.facts.versions import Loaded
from oneplan.engine.feeds import asking, profiles, reading
from oneplan.engine.feeds.asking import Asked
from oneplan.engine.feeds.checking.check import check
from oneplan.engine.feeds.contract.kinds import kinds
from oneplan.engine.feeds.profiles import CannotRead, Profile
from oneplan.rulebook.feeds.asking import ages
from tests.cast import LONG_AGO

pytestmark = pytest.mark.requirement("R318")
LEO = Asked("P-100002", "Leo", "=Okafor-Reed", date(2017, 5, 20), "")
MIA = Asked("P-100003", "Mia", "Okafor-Reed", date(2024, 2, 11), "007")


def made(kind: str, **other: object) -> Profile:
    return profiles.made(asking.profile(kinds()[kind], partner="Mill Lane") | other, name="asked")


@pytest.mark.parametrize("kind", sorted(ages()))
@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_what_is_written_is_read_again_with_whom_it_is_about(kind: str, suffix: str, tmp_path: Path) -> None:
    profile = made(kind)
    into = tmp_path / f"list{suffix}"
    asking.write(into, profile, [LEO, replace(MIA, family_name="Reed")], same={}, words="Please fill it in.")
    found = reading.read(into, tmp_path / "received.parquet", wanted=profile.headers)
    assert list(found.header) == asking.header(profile)
    checked = check(found, profile, tmp_path)
    rows = pq.read_table(checked.rows).to_pylist()
    assert [(row["our_reference"], row["given_names"], row["born_on"]) for row in rows] == [
        ("P-100002", "Leo", date(2017, 5, 20)), ("P-100003", "Mia", date(2024, 2, 11)),
    ]  # fmt: skip
    assert (checked.received, checked.set_aside) == (2, 2)  # nobody has answered, and no row says so for them


@pytest.mark.requirement("R319")
@pytest.mark.parametrize("kind", sorted(ages()))
def test_every_choice_is_one_of_the_codes_and_no_two_are_the_same(kind: str) -> None:
    coded = [each for each in made(kind).mapped if each.column.type.name == "code"]
    for each in coded:
        offered = asking.choices(each)
        read = [each.column.type.plain(text, each.options) for text in offered]
        assert read == list(each.column.codes)
        assert len(set(offered)) == len(offered)


@pytest.mark.requirement("R319")
def test_a_workbook_offers_choices_and_lets_words_stand(tmp_path: Path) -> None:
    into = tmp_path / "list.xlsx"
    asking.write(into, made("benefits"), [LEO], same={}, words="")
    with zipfile.ZipFile(into) as packed:
        sheet = ElementTree.fromstring(packed.read("xl/worksheets/sheet1.xml"))
    space = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    listed = sheet.findall(".//x:dataValidation[@type='list']", space)
    said = {each.findtext("x:formula1", namespaces=space): each.get("errorStyle") for each in listed}
    assert said == {
        "\"Universal Credit,Jobseeker's Allowance,Employment and Support Allowance,Income Support,"
        "Carer's Allowance,None\"": "warning",
        '"Yes,No"': "warning",
    }


def test_a_csv_has_nothing_that_a_spreadsheet_would_run(tmp_path: Path) -> None:
    into = tmp_path / "list.csv"
    asking.write(into, made("benefits"), [LEO], same={}, words="")
    rows = list(csv.reader(into.read_text(encoding="utf-8-sig").splitlines()))
    assert "'=Okafor-Reed" in rows[1]


def test_it_speaks_in_the_words_of_the_partners_own_layout(tmp_path: Path) -> None:
    theirs = {"columns": {"upn": {"header": ["Pupil No", "UPN"]}, "term": {"header": "T", "codes": {"1st": "autumn"}}}}
    said = asking.profile(kinds()["attendance_term"], partner="Mill Lane", like=theirs)
    profile = profiles.made(said, name="asked")
    header = asking.header(profile)
    assert header[:2] == ["Our reference", "Pupil No"]
    assert header[-1] == "Anything else"
    term = next(each for each in profile.mapped if each.column.name == "term")
    assert asking.choices(term) == ["1st", "Spring term", "Summer term"]


def test_no_address_is_asked_or_told() -> None:
    for kind in ages():
        assert not {"postcode", "address_line", "sex"} & {each.column.name for each in made(kind).mapped}


def test_what_is_the_same_for_everybody_is_filled_in() -> None:
    profile = made("attendance_term")
    rows = asking.rows(profile, [LEO], same={"academic_year": "2026/27", "term": "Autumn"})
    filled = dict(zip(asking.header(profile), rows[0], strict=True))
    assert (filled["School year"], filled["Term"], filled["Day of birth"]) == ("2026/27", "Autumn", "20/05/2017")


def answered(tmp_path: Path, *, born: str = "20/05/2017") -> of_feed.Made:
    """One answer for Leo, whose pupil number nobody here knew."""
    profile = made("attendance_term")
    said = {
        "Our reference": "p-100002", "Unique pupil number": "Y999200010001", "Day of birth": born,
        "School": "9992000", "School year": "2025/26", "Term": "Autumn", "Sessions possible": "130",
        "Sessions missed with leave": "4", "Sessions missed without leave": "2",
    }  # fmt: skip
    into = tmp_path / "answers.csv"
    with into.open("w", newline="") as file:
        csv.writer(file).writerows([list(said), list(said.values())])
    found = reading.read(into, tmp_path / "received.parquet", wanted=profile.headers)
    checked = check(found, profile, tmp_path)
    assert checked.accepted == 1
    known = tmp_path / "asked.parquet"
    people = {"number": ["P-100002"], "born": [date(2017, 5, 20)], "person_id": ["P-100002"]}
    pq.write_table(pq.read_table(checked.rows).slice(0, 0).from_pydict(people), known)
    return of_feed.make(profile, [Loaded(1, LONG_AGO, checked.rows)], tmp_path, asked=known)


def test_an_answer_is_theirs_by_our_reference_and_day_of_birth(tmp_path: Path) -> None:
    made = answered(tmp_path)
    assert [row["person_id"] for row in pq.read_table(made.facts).to_pylist()] == ["P-100002"]


def test_of_another_day_of_birth_it_is_somebody_nobody_knows(tmp_path: Path) -> None:
    made = answered(tmp_path, born="21/05/2017")
    assert pq.read_table(made.facts).to_pylist()[0]["person_id"].startswith(of_feed.PROVISIONAL)


def test_silence_in_a_list_says_nothing_of_anybody(tmp_path: Path) -> None:
    assert pq.read_table(answered(tmp_path).coverage).num_rows == 0


def test_columns_of_a_list_are_for_lists_alone() -> None:
    with pytest.raises(CannotRead, match="has no column “in_words”"):
        made("attendance_term", covers="term")
