"""Facts of every kind: how they read, when a version ends, and of which days silence counts."""

import csv
import io
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from oneplan.engine.facts import of_feed
from oneplan.engine.facts.of_feed import Made
from oneplan.engine.facts.versions import Loaded
from oneplan.engine.facts.vocabulary import fact_kinds
from oneplan.engine.feeds import profiles
from oneplan.engine.feeds.checking.check import check
from oneplan.engine.feeds.contract.columns import columns
from oneplan.engine.feeds.contract.kinds import kinds
from oneplan.engine.feeds.contract.layouts import like
from oneplan.engine.feeds.profiles import CannotRead, Profile
from oneplan.engine.feeds.reading import delimited
from oneplan.engine.synthetic.identifiers import upn
from oneplan.rulebook.sharing.categories import Category

CARE_COLUMNS = {
    "child_id": "Child ID", "born_on": "DOB", "care_kind": "Episode type", "care_started_on": "Start date",
    "care_ended_on": "End date", "closure_reason": "Reason for closure",
}  # fmt: skip
CARE = {"feed": "social_care", "partner": "Ferrisbrook children's services", "columns": CARE_COLUMNS}
OPEN = {
    "Child ID": "C1", "DOB": "20/05/2017", "Episode type": "CIN", "Start date": "03/02/2026", "End date": "",
    "Reason for closure": "",
}  # fmt: skip
POLICE = {
    "feed": "police",
    "partner": "North division police",
    "columns": {
        "incident_no": "Crime number", "police_person": "Nominal ID", "incident_role": "Role",
        "happened_on": "Date of incident", "incident_kind": "Crime type", "born_on": "DOB",
    },
}  # fmt: skip
CALLED = {
    "Crime number": "NV1", "Nominal ID": "N1", "Role": "VIC", "Date of incident": "14/04/2026", "Crime type": "VIO",
    "DOB": "",
}  # fmt: skip
MAY, JUNE = datetime(2026, 5, 4, 9, tzinfo=UTC), datetime(2026, 6, 1, 9, tzinfo=UTC)


def sent(folder: Path, profile: Profile, number: int, at: datetime, *rows: Mapping[str, str]) -> Loaded:
    own = folder / str(number)
    own.mkdir()
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    (own / "sent.csv").write_text(out.getvalue(), encoding="utf-8", newline="")
    found = delimited.read(own / "sent.csv", own / "received.parquet", wanted=profile.headers)
    return Loaded(number, at, check(found, profile, own).rows)


def told(made: Made) -> list[dict[str, Any]]:
    return list(pq.read_table(made.facts).to_pylist(maps_as_pydicts="strict"))


def watched(made: Made) -> list[tuple[date, date, datetime]]:
    return [(row["from"], row["to"], row["as_of"]) for row in pq.read_table(made.coverage).to_pylist()]


@pytest.mark.requirement("R303")
class TestWhatAKindSays:
    def test_every_fact_is_of_a_kind_and_a_category_that_there_is(self) -> None:
        assert {each.makes.kind for each in kinds().values()} == set(fact_kinds())
        assert {each.category for each in fact_kinds().values()} <= {each.value for each in Category}
        for each in kinds().values():
            assert set(fact_kinds()[each.makes.kind].attributes) == set(each.makes.attributes)

    def test_keys_and_numbers_are_columns_that_are_needed(self) -> None:
        for each in kinds().values():
            assert {*each.key, each.number} <= set(each.needs)
            assert {*each.needs, *each.may_have, each.born} <= set(columns())

    def test_a_fact_reads_like_a_sentence_and_what_is_not_known_is_left_out(self) -> None:
        care = fact_kinds()["social_care"]
        known = {"care_kind": "protection_plan", "care_need": None, "closure_reason": "to_early_help"}
        assert care.say(value=1, attributes=known) == "protection plan, closed to early help"
        rent = fact_kinds()["rent_owed"]
        assert rent.say(value=1234.5, attributes={"weeks_owed": "12", "notice": None}) == "£1,234.50, 12 weeks"
        justice = {"justice_outcome": "caution", "outcome_on": "2026-03-01", "order_ends_on": None, "gravity": "3"}
        said = fact_kinds()["youth_justice"].say(value=1, attributes=justice)
        assert said == "caution on 1 March 2026, gravity 3"


class TestAnEpisode:
    @pytest.fixture
    def profile(self) -> Profile:
        return profiles.made(CARE, name="care")

    def test_an_episode_that_is_closed_ends_what_was_known_of_it(self, tmp_path: Path, profile: Profile) -> None:
        closed = {**OPEN, "End date": "20/05/2026", "Reason for closure": "RC9"}
        loads = [sent(tmp_path, profile, 1, MAY, OPEN), sent(tmp_path, profile, 2, JUNE, closed)]
        ends = {(row["end"], row["known_until"]) for row in told(of_feed.make(profile, loads, tmp_path))}
        assert ends == {(None, JUNE), (date(2026, 5, 20), None)}

    def test_a_column_nobody_agreed_to_is_not_known_and_nothing_fails(self, tmp_path: Path) -> None:
        """The agreement may not speak of a column on which a fact rests in part."""
        said: Any = CARE["columns"]
        less = {name: header for name, header in said.items() if not name.startswith(("care_ended", "closure"))}
        profile = profiles.made({**CARE, "columns": less}, name="care")
        (fact,) = told(of_feed.make(profile, [sent(tmp_path, profile, 1, MAY, OPEN)], tmp_path))
        assert (fact["end"], fact["attributes"]["closure_reason"]) == (None, None)

    def test_a_file_that_lost_a_column_on_which_facts_rest_is_refused(self, tmp_path: Path, profile: Profile) -> None:
        """Else every closed episode would be open again."""
        lost = {name: value for name, value in OPEN.items() if name != "End date"}
        with pytest.raises(CannotRead, match="End date"):
            sent(tmp_path, profile, 1, MAY, lost)

    def test_a_child_is_known_by_a_pupils_number_beside_the_partners_own(self, tmp_path: Path) -> None:
        """Also in the row in which it is missing, and not where their rows name two people or another birth."""
        one, two, three, four = (str(upn(slot, seed=1, issued=date(2021, 9, 1))) for slot in range(4))
        born = {one: 2017, two: 2017, three: 2017, four: 2016}
        known = pa.table({
            "number": list(born), "born": [date(year, 5, 20) for year in born.values()],
            "person_id": ["P-1", "P-2", "P-3", "P-4"],
        })  # fmt: skip
        pq.write_table(known, tmp_path / "known.parquet")
        rows: list[Mapping[str, str]] = [
            {**OPEN, "UPN": one},
            {**OPEN, "Start date": "04/02/2026", "UPN": ""},
            {**OPEN, "Child ID": "C2", "UPN": two},
            {**OPEN, "Child ID": "C2", "Start date": "04/02/2026", "UPN": three},
            {**OPEN, "Child ID": "C3", "UPN": four},
        ]
        profile = profiles.made({**CARE, "columns": {**CARE_COLUMNS, "upn": "UPN"}}, name="care")
        loads = [sent(tmp_path, profile, 1, MAY, *rows)]
        made = of_feed.make(profile, loads, tmp_path, known={"upn": tmp_path / "known.parquet"})
        who = [row["person_id"] for row in told(made)]
        assert who.count("P-1") == 2
        others = {each for each in who if each != "P-1"}
        assert len(others) == 2
        assert all(each.startswith(of_feed.PROVISIONAL) for each in others)

    def test_a_snapshot_watches_the_months_before_it_came(self, tmp_path: Path, profile: Profile) -> None:
        made = of_feed.make(profile, [sent(tmp_path, profile, 1, MAY, OPEN)], tmp_path)
        assert watched(made) == [(date(2025, 5, 4), date(2026, 5, 4), MAY)]

    def test_an_episode_that_ends_before_it_begins_is_set_aside(self, tmp_path: Path, profile: Profile) -> None:
        loads = [sent(tmp_path, profile, 1, MAY, {**OPEN, "End date": "02/02/2026"})]
        assert told(of_feed.make(profile, loads, tmp_path)) == []


@pytest.mark.requirement("R310")
class TestAnEvent:
    @pytest.fixture
    def profile(self) -> Profile:
        return profiles.made(POLICE, name="police")

    def test_somebody_without_a_day_of_birth_is_a_person_all_the_same(self, tmp_path: Path, profile: Profile) -> None:
        (fact,) = told(of_feed.make(profile, [sent(tmp_path, profile, 1, MAY, CALLED)], tmp_path))
        assert fact["person_id"].startswith(of_feed.PROVISIONAL)
        assert (fact["start"], fact["end"]) == (date(2026, 4, 14), date(2026, 4, 15))
        assert (fact["category"], fact["attributes"]["incident_kind"]) == ("police", "violence")

    def test_a_file_watches_the_last_month_in_which_something_stands(self, tmp_path: Path, profile: Profile) -> None:
        """An event of years ago that comes late does not mean that those years were watched; nor is a month watched
        that had not ended when the file came."""
        late = {**CALLED, "Crime number": "NV2", "Date of incident": "01/03/2019"}
        typo = {**CALLED, "Crime number": "NV3", "Date of incident": "01/03/2027"}
        april = sent(tmp_path, profile, 1, MAY, late, CALLED, typo)
        assert watched(of_feed.make(profile, [april], tmp_path)) == [(date(2026, 4, 1), date(2026, 5, 1), MAY)]
        may = sent(
            tmp_path, profile, 2, datetime(2026, 5, 20, 9, tzinfo=UTC), {**CALLED, "Date of incident": "06/05/2026"}
        )
        days = [(start, end) for start, end, _ in watched(of_feed.make(profile, [may], tmp_path))]
        assert days == [(date(2026, 5, 1), date(2026, 5, 20))]

    def test_a_feed_that_stopped_watches_nothing_any_more(self, tmp_path: Path, profile: Profile) -> None:
        """Silence after the last file can never count as good news."""
        made = of_feed.make(profile, [sent(tmp_path, profile, 1, MAY, CALLED)], tmp_path)
        assert max(end for _, end, _ in watched(made)) == date(2026, 5, 1)

    @pytest.mark.parametrize("said", ["for ever", "0 months", "term", "back 3 months"])
    def test_what_cannot_be_covered_is_refused_in_words(self, said: str) -> None:
        with pytest.raises(CannotRead, match="Write “1 month”"):
            profiles.made({**POLICE, "covers": said}, name="police")

    def test_whom_a_feed_tells_of_is_the_area_or_a_column(self) -> None:
        with pytest.raises(CannotRead, match="“street”"):
            profiles.made({**POLICE, "population": "street"}, name="police")


@pytest.mark.requirement("R323")
class TestEarlyHelpOfAnotherCaseSystem:
    """The Standard Safeguarding Dataset's table, as it stands or joined with its table of persons."""

    ROW: Mapping[str, str] = {
        "earl_episode_id": "E1", "earl_person_id": "H1", "earl_episode_start_date": "2026-01-12 00:00:00",
        "earl_episode_end_date": "", "earl_episode_reason": "N4", "earl_episode_end_reason": "",
        "earl_episode_organisation": "Family hub east", "earl_episode_worker_id": "W7",
    }  # fmt: skip

    def profile(self, *headers: str) -> Profile:
        """What a first file with these headers proposes."""
        layout = like(headers)
        assert layout is not None
        assert layout.kind.name == "early_help"
        return profiles.made(layout.profile(partner="Ferrisbrook early help"), name="help")

    def test_the_table_as_it_stands_becomes_facts_without_its_worker(self, tmp_path: Path) -> None:
        profile = self.profile(*self.ROW)
        closed = {**self.ROW, "earl_episode_end_date": "2026-05-20 00:00:00", "earl_episode_end_reason": "Outcomes met"}
        loads = [sent(tmp_path, profile, 1, MAY, self.ROW), sent(tmp_path, profile, 2, JUNE, closed)]
        facts = told(of_feed.make(profile, loads, tmp_path))
        (still_open,) = [fact for fact in facts if fact["known_until"] == JUNE]
        (over,) = [fact for fact in facts if fact["known_until"] is None]
        assert (still_open["start"], still_open["end"]) == (date(2026, 1, 12), None)
        assert over["end"] == date(2026, 5, 20)
        said = fact_kinds()["early_help"].say(value=1, attributes=over["attributes"])
        assert said == "acute stress, led by Family hub east, ended outcomes met"
        assert not [fact for fact in facts if "W7" in str(fact)]

    def test_with_its_persons_joined_the_day_of_birth_is_known(self, tmp_path: Path) -> None:
        row = {**self.ROW, "pers_dob": "20/05/2017", "pers_sex": "F", "earl_episode_reason": "Behaviour"}
        profile = self.profile(*row)
        made = of_feed.make(profile, [sent(tmp_path, profile, 1, MAY, row)], tmp_path)
        (person,) = pq.read_table(made.people).to_pylist()
        assert (person["born_from"], person["sex"]) == (date(2017, 5, 20), "female")

    def test_one_episode_of_two_children_is_two_facts(self, tmp_path: Path) -> None:
        profile = self.profile(*self.ROW)
        both = sent(tmp_path, profile, 1, MAY, self.ROW, {**self.ROW, "earl_person_id": "H2"})
        assert len({fact["person_id"] for fact in told(of_feed.make(profile, [both], tmp_path))}) == 2

    def test_a_reason_in_a_councils_own_words_is_left_out_until_its_profile_maps_it(self, tmp_path: Path) -> None:
        profile = self.profile(*self.ROW)
        own = {**self.ROW, "earl_episode_reason": "Mum asked for help with bedtime"}
        (fact,) = told(of_feed.make(profile, [sent(tmp_path, profile, 1, MAY, own)], tmp_path))
        assert fact["attributes"]["help_reason"] is None
