"""A partner's file of attendance by term, its profile, and what a check says of it."""

import csv
import io
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import pyarrow.parquet as pq

from oneplan.engine.feeds import profiles
from oneplan.engine.feeds.checking.check import Checked, check
from oneplan.engine.feeds.checking.corrections import Correction
from oneplan.engine.feeds.profiles import Profile
from oneplan.engine.feeds.reading import delimited
from oneplan.engine.runs import seeing
from oneplan.engine.runs.loads import Opened

HEADER = ("UPN", "DOB", "LAESTAB", "Year", "Term", "Possible", "Auth", "Unauth", "Sex", "Postcode")
GOOD = ("Y999200010001", "20/05/2017", "9992000", "2025/26", "Autumn", "130", "4", "2", "F", "ZZ1 4QX")
PROFILE = {
    "feed": "attendance_term",
    "partner": "Sallowdale education",
    "columns": {
        "upn": "UPN",
        "born_on": "DOB",
        "school": "LAESTAB",
        "academic_year": "Year",
        "term": "Term",
        "possible": "Possible",
        "authorised": "Auth",
        "unauthorised": {"header": ["Unauth", "Unauthorised"]},
        "sex": {"header": "Sex", "codes": {"girl": "female"}},
        "postcode": "Postcode",
    },
    "scope": ["academic_year", "term"],
}
Remarks = dict[int, set[tuple[str, str]]]


def made() -> Profile:
    return profiles.made(PROFILE, name="attendance")


def checked(
    folder: Path,
    profile: Profile,
    *rows: tuple[str, ...],
    header: tuple[str, ...] = HEADER,
    corrected: Sequence[Correction] = (),
) -> Checked:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *rows])
    (folder / "sent.csv").write_text(out.getvalue(), encoding="utf-8")
    found = delimited.read(folder / "sent.csv", folder / "received.parquet", wanted=profile.headers)
    return check(found, profile, folder, corrected=corrected)


def record(folder: Path, profile: Profile, *rows: tuple[str, ...], of: int) -> str:
    """What a correction of one row of such a file is made of."""
    checked(folder, profile, *rows)
    found = delimited.read(folder / "sent.csv", folder / "received.parquet", wanted=profile.headers)
    return seeing.whole(Opened(profile, found, check(found, profile, folder)), of).record


def said(found: Checked) -> Remarks:
    rows: Remarks = defaultdict(set)
    for each in pq.read_table(found.said).to_pylist():
        rows[each["row"]].add((each["column_name"], each["code"]))
    return dict(rows)


def verdicts(found: Checked) -> dict[int, str]:
    return {each["row"]: each["verdict"] for each in pq.read_table(found.rows).to_pylist()}


def but(**other: str) -> tuple[str, ...]:
    """The good row with some values otherwise, by the header's names."""
    return tuple(other.get(name, value) for name, value in zip(HEADER, GOOD, strict=True))
