"""A correction stands while the same value comes, ends when the partner mends it, and asks when they send a third."""

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplan.engine.feeds.checking.check import Checked
from oneplan.engine.feeds.checking.corrections import Correction
from oneplan.engine.feeds.profiles import Profile
from tests.engine.feeds.attendance import GOOD, but, checked, made, record, said

pytestmark = pytest.mark.requirement("R305")
RECORD = "Y999200010001|999/2000|2025/26|autumn|2017-05-20"
MISSED = Correction(1, "authorised", "4", "6", RECORD)


@pytest.fixture
def profile() -> Profile:
    return made()


def rows(found: Checked) -> list[dict[str, Any]]:
    found_rows: list[dict[str, Any]] = pq.read_table(found.rows).to_pylist()
    return found_rows


def became(found: Checked) -> set[tuple[int, int, str]]:
    return {(each["fix"], each["row"], each["state"]) for each in pq.read_table(found.corrections).to_pylist()}


def test_what_was_corrected_stands_instead_and_is_named(tmp_path: Path, profile: Profile) -> None:
    found = checked(tmp_path, profile, GOOD, but(Term="Spring"), corrected=[MISSED])
    assert [row["authorised"] for row in rows(found)] == [6, 4]
    assert [row["verdict"] for row in rows(found)] == ["repaired", "accepted"]
    assert (said(found), became(found)) == ({2: {("authorised", "corrected")}}, {(1, 2, "applied")})


def test_a_row_set_aside_is_taken_once_its_value_is_corrected(tmp_path: Path, profile: Profile) -> None:
    row = but(UPN="A999200010001")
    mended = Correction(1, "upn", "A999200010001", "Y999200010001", record(tmp_path, profile, row, of=2))
    assert checked(tmp_path, profile, row).set_aside == 1
    found = checked(tmp_path, profile, row, corrected=[mended])
    assert (found.set_aside, found.repaired, rows(found)[0]["key"]) == (0, 1, RECORD.rsplit("|", 1)[0])


def test_what_was_missing_can_be_filled_in_and_what_is_wrong_left_out(tmp_path: Path, profile: Profile) -> None:
    filled = Correction(1, "sex", None, "girl", RECORD)
    left_out = Correction(2, "postcode", "ZZ14QX", None, RECORD)
    found = checked(tmp_path, profile, but(Sex=""), corrected=[filled, left_out])
    assert (rows(found)[0]["sex"], rows(found)[0]["postcode"]) == ("female", None)


def test_one_correction_for_every_row_that_says_so(tmp_path: Path, profile: Profile) -> None:
    school = Correction(1, "school", "9992000", "9992001")
    sent = (GOOD, but(Term="Spring"), but(Term="Summer", LAESTAB="9992002"))
    found = checked(tmp_path, profile, *sent, corrected=[school])
    assert [row["school"] for row in rows(found)] == ["999/2001", "999/2001", "999/2002"]


def test_a_correction_of_one_record_goes_before_one_of_every_row(tmp_path: Path, profile: Profile) -> None:
    every = Correction(2, "authorised", "4", "9")
    found = checked(tmp_path, profile, GOOD, but(Term="Spring"), corrected=[MISSED, every])
    assert [row["authorised"] for row in rows(found)] == [6, 9]


def test_it_drops_out_when_the_partner_sends_the_same(tmp_path: Path, profile: Profile) -> None:
    found = checked(tmp_path, profile, but(Auth="6"), corrected=[MISSED])
    assert (found.accepted, became(found)) == (1, {(1, 2, "agrees")})


def test_a_third_value_of_the_partner_stands_and_is_a_conflict(tmp_path: Path, profile: Profile) -> None:
    found = checked(tmp_path, profile, but(Auth="5"), corrected=[MISSED])
    assert (rows(found)[0]["authorised"], became(found)) == (5, {(1, 2, "conflict")})


def test_two_corrections_of_a_value_that_came_in_two_ways_are_no_conflict(tmp_path: Path, profile: Profile) -> None:
    second = Correction(2, "authorised", "5", "6", RECORD)
    found = checked(tmp_path, profile, but(Auth="5"), corrected=[MISSED, second])
    assert (rows(found)[0]["authorised"], became(found)) == (6, {(2, 2, "applied")})


def test_of_two_that_say_of_one_text_what_it_should_be_the_later_holds(tmp_path: Path, profile: Profile) -> None:
    later = Correction(2, "authorised", "4", "7", RECORD)
    found = checked(tmp_path, profile, GOOD, corrected=[later, MISSED])
    assert rows(found)[0]["authorised"] == 7


def test_two_rows_that_differed_are_one_when_corrected_alike(tmp_path: Path, profile: Profile) -> None:
    sent = (GOOD, but(Auth="5"))
    assert checked(tmp_path, profile, *sent).set_aside == 2
    second = record(tmp_path, profile, *sent, of=3)
    found = checked(tmp_path, profile, *sent, corrected=[Correction(1, "authorised", "5", "4", second)])
    assert (found.accepted, found.set_aside) == (1, 1)


@pytest.mark.parametrize("sent", ["", "UNKNOWN", "A999200010001"])
def test_a_number_given_to_one_child_never_comes_to_another(tmp_path: Path, profile: Profile, sent: str) -> None:
    """The next file's child with the same placeholder, of the same school and term, is somebody else."""
    leo = record(tmp_path, profile, but(UPN=sent), of=2)
    mended = Correction(1, "upn", sent or None, GOOD[0], leo)
    assert checked(tmp_path, profile, but(UPN=sent), corrected=[mended]).repaired == 1
    others = (but(UPN=sent, DOB="01/02/2016"), but(UPN=sent, Auth="5"))
    assert checked(tmp_path, profile, *others, corrected=[mended]).set_aside == 2


def test_of_two_children_with_one_number_only_the_one_meant_is_corrected(tmp_path: Path, profile: Profile) -> None:
    both = (GOOD, but(DOB="01/02/2016", Auth="5"))
    mended = Correction(1, "upn", GOOD[0], "E201000012001", record(tmp_path, profile, *both, of=3))
    found = checked(tmp_path, profile, *both, corrected=[mended])
    assert [(row["upn"], row["verdict"]) for row in rows(found)] == [
        (GOOD[0], "accepted"), ("E201000012001", "repaired"),
    ]  # fmt: skip


def test_of_two_rows_that_are_alike_without_a_number_one_alone_is_corrected(tmp_path: Path, profile: Profile) -> None:
    twins = (but(UPN=""), but(UPN=""))
    mended = Correction(1, "upn", None, GOOD[0], record(tmp_path, profile, *twins, of=3))
    found = checked(tmp_path, profile, *twins, corrected=[mended])
    assert [row["verdict"] for row in rows(found)] == ["set_aside", "repaired"]


_TEXTS = st.sampled_from(["4", "5", "6", "", "x"])
_MADE = st.builds(
    Correction,
    number=st.integers(1, 99),
    column=st.just("authorised"),
    received=_TEXTS.map(lambda text: text or None),
    value=st.sampled_from(["4", "5", "6"]),
    record=st.sampled_from([None, RECORD, RECORD.replace("autumn", "spring")]),
)


@given(
    sent=st.lists(_TEXTS, min_size=1, max_size=2),
    made_=st.lists(_MADE, max_size=6, unique_by=lambda each: each.number),
)
def test_values_are_what_a_plain_reading_says(
    sent: list[str], made_: list[Correction], tmp_path_factory: pytest.TempPathFactory
) -> None:
    terms = ["Autumn", "Spring"][: len(sent)]
    given_rows = [but(Auth=text, Term=term) for text, term in zip(sent, terms, strict=True)]
    found = checked(tmp_path_factory.mktemp("c"), made(), *given_rows, corrected=made_)
    for row, text, term in zip(rows(found), sent, terms, strict=True):
        record = RECORD.replace("autumn", term.lower())
        assert row["authorised"] == _plainly(text, record, made_)


def _plainly(text: str, record: str, corrections: list[Correction]) -> int | None:
    for wanted in (record, None):
        fits = [each for each in corrections if each.record == wanted and (each.received or "") == text]
        if fits:
            text = str(max(fits, key=lambda each: each.number).value)
            break
    return int(text) if text.isdigit() else None
