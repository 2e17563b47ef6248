"""Three feeds and what was made of their files: attendance that changed, an incident, help in a partner's own words."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from oneplan.engine.export.declared import audiences
from oneplan.engine.export.published import Published
from oneplan.engine.export.write import Exported, make
from oneplan.engine.facts import of_feed
from oneplan.engine.facts.versions import Loaded
from oneplan.engine.feeds import profiles
from oneplan.engine.feeds.checking.check import check
from oneplan.engine.feeds.profiles import Profile
from oneplan.engine.feeds.reading import delimited
from tests.engine.feeds.attendance import GOOD, HEADER, PROFILE, but

KNOWN = "P-100007"
SECRET = "a secret of these tests"
AT_SCHOOL = {**PROFILE, "population": "school"}
POLICE = {
    "feed": "police",
    "partner": "North division police",
    "columns": {
        "incident_no": "Crime number", "police_person": "Nominal ID", "incident_role": "Role",
        "happened_on": "Date of incident", "incident_kind": "Crime type", "born_on": "DOB",
    },
}  # fmt: skip
HELP = {
    "feed": "early_help",
    "partner": "Ferrisbrook early help",
    "population": "help_person",
    "columns": {
        "help_episode": "E", "help_person": "P", "help_started_on": "Start", "help_ended_on": "End",
        "help_organisation": "Who",
    },
}  # fmt: skip
MARCH, APRIL = datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 4, 13, 9, tzinfo=UTC)
Rows = Sequence[Sequence[str]]


def area(folder: Path) -> list[Published]:
    """The first pupil of the attendance is known to the case record, and came with other figures in April."""
    pupil, other = GOOD, but(UPN="B999200010003", DOB="03/09/2016", Sex="M")
    known = folder / "known.parquet"
    pq.write_table(pa.table({"number": [GOOD[0]], "born": [date(2017, 5, 20)], "person_id": [KNOWN]}), known)
    incident = ("Crime number", "Nominal ID", "Role", "Date of incident", "Crime type", "DOB")
    help_ = ("E", "P", "Start", "End", "Who")
    figures = ((MARCH, [pupil, other]), (APRIL, [but(Auth="9"), other]))
    called = ("NV1", "N1", "VIC", "14/02/2026", "VIO", "20/05/2017")
    return [
        _told(folder, "attendance", AT_SCHOOL, HEADER, figures, known),
        _told(folder, "police", POLICE, incident, ((MARCH, [called]),)),
        _told(folder, "help", HELP, help_, ((MARCH, [("E1", "H1", "12/01/2026", "", "=Aunt Rose and the hub")]),)),
    ]


def exported(published: Sequence[Published], audience: str, to: Path, **more: Any) -> Exported:
    given: dict[str, Any] = {"to": to, "title": "Figures", "secret": SECRET, **more}
    return make(published, audiences()[audience], **given)


def rows(folder: Path, table: str) -> list[dict[str, Any]]:
    return list(pq.read_table(folder / f"{table}.parquet").to_pylist())


def _told(
    folder: Path, name: str, said: Mapping[str, Any], header: Sequence[str], came: Sequence[tuple[datetime, Rows]],
    known: Path | None = None,
) -> Published:  # fmt: skip
    profile = profiles.made(said, name=name)
    own = folder / name
    own.mkdir()
    loads = [_loaded(own, profile, number, at, header, those) for number, (at, those) in enumerate(came, 1)]
    made = of_feed.make(profile, loads, own, known={"upn": known} if known else None)
    return Published(profile, made.facts, made.people, made.coverage)


def _loaded(
    own: Path, profile: Profile, number: int, at: datetime, header: Sequence[str], those: Rows
) -> Loaded:  # fmt: skip
    place = own / str(number)
    place.mkdir()
    out = io.StringIO()
    csv.writer(out).writerows([header, *those])
    (place / "sent.csv").write_text(out.getvalue(), encoding="utf-8", newline="")
    found = delimited.read(place / "sent.csv", place / "received.parquet", wanted=profile.headers)
    return Loaded(number, at, check(found, profile, place).rows)
