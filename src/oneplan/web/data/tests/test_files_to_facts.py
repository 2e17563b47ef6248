"""From a partner's file to published facts: files come once, are checked, withdrawn, corrected; runs are published."""

from datetime import datetime, timedelta
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.utils import timezone

from oneplan.engine.runs import files
from oneplan.engine.runs import run as engine_run
from oneplan.web.access.policy import NotAllowed
from oneplan.web.data import taking, working
from oneplan.web.data.actions import Cannot, corrections, feeds, loads, runs
from oneplan.web.data.actions.corrections import CorrectionWords
from oneplan.web.data.actions.loads import CameBefore
from oneplan.web.data.models import Feed, Load, Run
from oneplan.web.data.reads import rows
from oneplan.web.people.actions import identifiers
from tests import feeds as scene
from tests.engine.feeds.attendance import GOOD, HEADER, PROFILE, but

pytestmark = pytest.mark.django_db
RECORD = "Y999200010001|999/2000|2025/26|autumn|2017-05-20"


class TestFeeds:
    @pytest.mark.requirement("R303")
    def test_a_feed_begins_with_its_first_profile(self, feed: Feed, by: Any) -> None:
        assert feed.profiles.get().said == PROFILE
        assert (feed.kind, feed.owner) == ("attendance_term", by)

    @pytest.mark.requirement("R311")
    def test_a_partner_who_did_not_sign_sends_nothing(self, cast: Any, feed: Feed, by: Any, now: datetime) -> None:
        says = scene.said(cast, feed.agreement, partner=cast.green.agency)
        with pytest.raises(Cannot, match="did not sign"):
            feeds.change(feed=feed, says=says, version=feed.version, by=by, at=now)

    @pytest.mark.requirement("R194")
    def test_a_column_that_the_agreement_does_not_cover_is_refused_where_it_is_needed(
        self, cast: Any, by: Any, now: datetime
    ) -> None:
        narrow = scene.agreed(cast, at=now, categories=("school",), title="Narrow")
        with pytest.raises(Cannot, match=r"does not cover “day of birth” \(basics\)"):
            feeds.add(name="narrow", says=scene.said(cast, narrow), profile=PROFILE, by=by, at=now)
        assert not Feed.objects.filter(name="narrow").exists()

    @pytest.mark.requirement("R194")
    def test_a_column_it_may_have_is_dropped_at_the_door(self, cast: Any, by: Any, now: datetime) -> None:
        some = scene.agreed(cast, at=now, categories=("school", "basics"), title="Without addresses")
        feed = feeds.add(name="some", says=scene.said(cast, some), profile=PROFILE, by=by, at=now)
        load = scene.came(feed, scene.text(GOOD), by=by, at=now)
        folder = working.store().folder / "made"
        assert load.accepted == 1
        assert not [path for path in folder.rglob("*.parquet") if "4QX" in str(pq.read_table(path).to_pylist())]

    def test_nobody_else_may(self, cast: Any, feed: Feed, now: datetime) -> None:
        with pytest.raises(NotAllowed):
            feeds.say_profile(feed=feed, profile=PROFILE, why="", again=False, version=1, by=cast.maya, at=now)


class TestFiles:
    @pytest.mark.requirement("R304")
    def test_every_row_is_accounted_for(self, feed: Feed, by: Any, now: datetime) -> None:
        load = scene.came(feed, scene.text(GOOD, but(UPN=""), but(Term="Spring", Sex="?")), by=by, at=now)
        assert (load.number, load.state) == (1, Load.State.CHECKED)
        assert (load.received, load.accepted, load.repaired, load.set_aside) == (3, 1, 1, 1)

    def test_a_file_already_here_is_recognised_by_what_is_in_it(self, feed: Feed, by: Any, now: datetime) -> None:
        scene.came(feed, scene.text(GOOD), by=by, at=now)
        with pytest.raises(CameBefore, match="file 1 of Attendance by term"):
            scene.came(feed, scene.text(GOOD), by=by, at=now, name="another name.csv")
        assert Load.objects.count() == 1

    def test_a_file_that_does_not_fit_is_refused_with_its_reason(self, feed: Feed, by: Any, now: datetime) -> None:
        header = tuple("Pupil" if name == "UPN" else name for name in HEADER)
        load = scene.came(feed, scene.text(GOOD, header=header), by=by, at=now)
        assert (load.state, load.received) == (Load.State.REFUSED, 0)
        assert "no column “UPN”" in load.reason
        assert scene.came(feed, scene.text(GOOD, header=header), by=by, at=now).number == 2

    @pytest.mark.requirement("R303")
    def test_a_profile_that_knows_the_new_header_takes_the_file_that_was_refused(
        self, feed: Feed, by: Any, now: datetime
    ) -> None:
        header = tuple("Pupil" if name == "UPN" else name for name in HEADER)
        scene.came(feed, scene.text(GOOD, header=header), by=by, at=now)
        columns = {**PROFILE["columns"], "upn": {"header": ["UPN", "Pupil"]}}  # type: ignore[dict-item]
        feeds.say_profile(
            feed=feed,
            profile={**PROFILE, "columns": columns},
            why="renamed by them",
            again=True,
            version=1,
            by=by,
            at=now,
        )
        assert working.once_over() == 1
        load = Load.objects.get()
        assert (load.state, load.accepted, load.profile.number) == (Load.State.CHECKED, 1, 2)

    def test_a_file_that_is_gone_before_it_was_read_says_so(self, feed: Feed, by: Any, now: datetime) -> None:
        kept = files.keep(working.store().folder, [scene.text(GOOD)])
        load = loads.receive(feed=feed, file=kept, name="a.csv", way="page", by=by, at=now)
        files.forget(working.store().folder, kept.digest)
        working.once_over()
        load.refresh_from_db()
        assert (load.state, load.reason) == (Load.State.REFUSED, working.GONE)


class TestRuns:
    @pytest.mark.requirement("R309")
    def test_the_first_run_is_published_and_its_facts_hold(self, feed: Feed, by: Any, now: datetime) -> None:
        scene.came(feed, scene.text(GOOD, but(Term="Spring")), by=by, at=now)
        run = scene.ran(by, now)
        assert (run.number, run.state, run.done, run.total) == (1, Run.State.PUBLISHED, 2, 2)
        assert scene.values() == [124, 124]

    @pytest.mark.requirement("R305")
    def test_a_wrong_file_that_is_withdrawn_is_as_if_it_had_not_come(self, feed: Feed, by: Any, now: datetime) -> None:
        scene.came(feed, scene.text(GOOD), by=by, at=now)
        wrong = scene.came(feed, scene.text(but(Auth="100")), by=by, at=now + timedelta(minutes=1))
        scene.ran(by, now)
        assert scene.values() == [28]
        loads.withdraw(load=wrong, why="another council's", by=by, at=now)
        scene.ran(by, now)
        assert scene.values() == [124]
        with pytest.raises(Cannot, match="withdrawn already"):
            loads.withdraw(load=wrong, why="again", by=by, at=now)
        assert scene.came(feed, scene.text(but(Auth="100")), by=by, at=now).number == 3

    @pytest.mark.requirement("R310")
    def test_a_run_that_changes_much_waits_for_somebody(self, feed: Feed, by: Any, now: datetime) -> None:
        terms = [but(Term=term) for term in ("Autumn", "Spring", "Summer")]
        first = scene.came(feed, scene.text(*terms), by=by, at=now)
        scene.ran(by, now)
        scene.came(feed, scene.text(GOOD, *terms[2:]), by=by, at=now + timedelta(minutes=1))
        loads.withdraw(load=first, why="wrong", by=by, at=now)
        held = scene.ran(by, now)
        assert (held.state, scene.values()) == (Run.State.HELD, [124, 124, 124])
        assert held.differences == [{"feed": "attendance", "before": 3, "after": 2, "is_held": True}]
        runs.publish(run=held, by=by, at=now)
        assert scene.values() == [124, 124]
        with pytest.raises(Cannot, match="hold already"):
            runs.publish(run=held, by=by, at=now)

    def test_an_earlier_run_can_hold_again(self, feed: Feed, by: Any, now: datetime) -> None:
        scene.came(feed, scene.text(GOOD), by=by, at=now)
        first = scene.ran(by, now)
        scene.came(feed, scene.text(but(Auth="5")), by=by, at=now + timedelta(minutes=1))
        scene.ran(by, now)
        assert scene.values() == [123]
        runs.publish(run=first, by=by, at=now)
        assert scene.values() == [124]

    def test_one_run_waits_at_a_time(self, feed: Feed, by: Any, now: datetime) -> None:
        runs.ask(by=by, at=now)
        with pytest.raises(Cannot, match="Run 1 is waiting"):
            runs.ask(by=by, at=now)

    def test_a_run_that_is_asked_to_stop_stops_and_goes_on(
        self, feed: Feed, by: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        scene.came(feed, scene.text(GOOD), by=by, at=now)
        tell = runs.tell

        def asked(**said: Any) -> bool:
            runs.stop(run=Run.objects.get(), by=by, at=now)
            return tell(**said)

        monkeypatch.setattr(runs, "tell", asked)
        assert scene.ran(by, now).state == Run.State.STOPPED
        monkeypatch.setattr(runs, "tell", tell)
        scene.came(feed, scene.text(but(Auth="5")), by=by, at=now + timedelta(minutes=1))
        runs.resume(run=Run.objects.get(), by=by, at=now)
        working.once_over()
        assert (Run.objects.get().state, scene.values()) == (Run.State.PUBLISHED, [124])

    def test_a_run_that_a_killed_process_left_goes_on(self, feed: Feed, by: Any, now: datetime) -> None:
        scene.came(feed, scene.text(GOOD), by=by, at=now)
        runs.start(run=runs.ask(by=by, at=now), takes=taking.now(), by=None, at=now)
        assert working.once_over() == 1
        assert scene.values() == [124]

    def test_a_full_disk_fails_the_run_and_yesterdays_figures_hold(
        self, feed: Feed, by: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        scene.came(feed, scene.text(GOOD), by=by, at=now)
        scene.ran(by, now)
        scene.came(feed, scene.text(but(Auth="5")), by=by, at=now + timedelta(minutes=1))

        def full(*_: object, **__: object) -> None:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patched:
            patched.setattr(engine_run, "put", full)
            run = scene.ran(by, now)
        assert (run.state, scene.values()) == (Run.State.FAILED, [124])
        assert "No space left on device" in run.reason
        runs.resume(run=run, by=by, at=now)
        working.once_over()
        assert scene.values() == [123]

    def test_somebody_else_at_it_is_waited_for(self, feed: Feed, by: Any, now: datetime) -> None:
        runs.ask(by=by, at=now)
        with working.alone() as is_ours:
            assert is_ours
            assert working.once_over() == 0
        assert working.once_over() == 1


class TestCorrections:
    @pytest.mark.requirement("R305")
    def test_a_row_set_aside_is_mended_without_reloading(self, feed: Feed, by: Any, now: datetime) -> None:
        load = scene.came(feed, scene.text(but(UPN="A999200010001")), by=by, at=now)
        assert load.set_aside == 1
        record = rows.row(load, 2).row.record
        says = CorrectionWords("upn", "A999200010001", "Y999200010001", "read out by phone", record, load, 2)
        corrections.make(feed=feed, says=says, by=by, at=timezone.now())
        assert working.once_over() == 1
        load.refresh_from_db()
        assert (load.set_aside, load.repaired) == (0, 1)
        assert working.once_over() == 0
        scene.ran(by, now)
        assert scene.values() == [124]

    @pytest.mark.requirement("R305")
    def test_taken_back_the_partners_value_holds_again(self, feed: Feed, by: Any, now: datetime) -> None:
        scene.came(feed, scene.text(GOOD), by=by, at=now)
        made = corrections.make(feed=feed, says=CorrectionWords("authorised", "4", "9", "asked", RECORD), by=by, at=now)
        scene.ran(by, now)
        assert scene.values() == [119]
        corrections.withdraw(correction=made, why="they were right", by=by, at=now)
        scene.ran(by, now)
        assert scene.values() == [124]

    def test_corrected_again_the_first_ends(self, feed: Feed, by: Any, now: datetime) -> None:
        says = CorrectionWords("authorised", "4", "9", "asked", RECORD)
        first = corrections.make(feed=feed, says=says, by=by, at=now)
        corrections.make(feed=feed, says=says, seen=first, by=by, at=now)
        first.refresh_from_db()
        assert (first.withdrawn_why, feed.corrections.filter(withdrawn_at=None).count()) == ("corrected again", 1)

    @pytest.mark.parametrize(
        ("says", "words"),
        [
            (CorrectionWords("authorised", "4", "many", "asked"), "not a whole number"),
            (CorrectionWords("upn", "A1", None, "asked"), "cannot be left out"),
            (CorrectionWords("religion", "a", "b", "asked"), "no column “religion”"),
            (CorrectionWords("authorised", "4", "5", " "), "Say why"),
            (CorrectionWords("given_names", "a", "b", "asked"), "does not read the column"),
        ],
    )
    def test_what_cannot_be_is_refused(
        self, feed: Feed, by: Any, now: datetime, says: CorrectionWords, words: str
    ) -> None:
        with pytest.raises(Cannot, match=words):
            corrections.make(feed=feed, says=says, by=by, at=now)


@pytest.mark.requirement("R307")
def test_a_pupil_whom_the_case_record_knows_is_that_person(cast: Any, feed: Feed, by: Any, now: datetime) -> None:
    identifiers.add(person=cast.child, scheme="upn", value="Y999200010001", by=cast.priya, at=now)
    born = f"{cast.child.born_from:%d/%m/%Y}"
    scene.came(feed, scene.text(but(DOB=born), but(UPN="E201000012001")), by=by, at=now)
    scene.ran(by, now)
    told = engine_run.manifest(working.store(), Run.objects.get().label)
    people = [
        row["person_id"]
        for path in engine_run.facts(working.store(), told, "people")
        for row in pq.read_table(path).to_pylist()
    ]
    assert cast.child.reference in people
    assert [each[0] for each in people if each != cast.child.reference] == ["~"]
