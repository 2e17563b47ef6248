"""What would stop everything, two at once, agreements that end, wrong files, and rows kept from their reader."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from oneplan.engine.runs import files
from oneplan.engine.runs import loads as engine_loads
from oneplan.web.access.models import ViewBatch
from oneplan.web.agencies.models import SharingAgreement
from oneplan.web.data import working
from oneplan.web.data.actions import Cannot, corrections, feeds, loads, runs
from oneplan.web.data.actions.corrections import CorrectionWords
from oneplan.web.data.actions.loads import CameBefore
from oneplan.web.data.models import Feed, Load, Published, Run
from oneplan.web.people.actions import identifiers
from oneplan.web.people.models import PersonName
from oneplan.web.sharing.actions import guards
from oneplan.web.site.conflicts import ChangedMeanwhile
from tests import feeds as scene
from tests.engine.feeds.attendance import GOOD, HEADER, PROFILE, but

pytestmark = pytest.mark.django_db
RECORD = "Y999200010001|999/2000|2025/26|autumn|2017-05-20"


@pytest.mark.requirement("R194", "R311")
class TestAnAgreementThatEnded:
    @pytest.fixture
    def ended(self, feed: Feed, by: Any, now: datetime) -> Feed:
        scene.came(feed, scene.text(GOOD), by=by, at=now - timedelta(days=30))
        today = now.date()
        SharingAgreement.objects.filter(thread=feed.agreement.thread).update(valid_to=today)
        return feed

    def test_nothing_new_is_taken_in_and_nothing_of_it_is_kept(self, ended: Feed, by: Any, now: datetime) -> None:
        with pytest.raises(Cannot, match="does not hold today"):
            scene.came(ended, scene.text(but(Auth="5")), by=by, at=now)
        assert Load.objects.count() == 1

    def test_what_was_let_in_while_it_held_stays(self, ended: Feed, by: Any, now: datetime) -> None:
        assert scene.ran(by, now).state == Run.State.PUBLISHED
        assert scene.values() == [124]
        corrections.make(feed=ended, says=CorrectionWords("authorised", "4", "9", "asked"), by=by, at=timezone.now())
        assert [working.once_over(), working.once_over()] == [1, 0]
        assert Load.objects.get().repaired == 1


class TestWhatWouldStopEverything:
    def test_a_value_as_long_as_a_book_is_a_value(self, feed: Feed, by: Any, now: datetime) -> None:
        load = scene.came(feed, scene.text(but(Sex="x" * 200_000), but(Term="Spring")), by=by, at=now)
        assert (load.state, load.repaired, load.accepted) == (Load.State.CHECKED, 1, 1)

    def test_a_fault_of_ours_refuses_one_file_and_the_next_one_is_read(
        self, feed: Feed, by: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        kept = [files.keep(working.store().folder, [scene.text(but(Auth=str(n)))]) for n in (1, 2)]
        for each in kept:
            loads.receive(feed=feed, file=each, name="a.csv", way="page", by=by, at=now)
        real = engine_loads.checked

        def faulty(store: Any, load: Any, *also: Any) -> Any:
            if load.digest == kept[0].digest:
                raise ZeroDivisionError
            return real(store, load, *also)

        monkeypatch.setattr(engine_loads, "checked", faulty)
        assert working.once_over() == 2
        states = list(Load.objects.order_by("number").values_list("state", "reason"))
        assert states == [(Load.State.REFUSED, working.OURS), (Load.State.CHECKED, "")]

    def test_a_file_that_cannot_be_checked_once_more_keeps_what_was_found(
        self, feed: Feed, by: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        load = scene.came(feed, scene.text(GOOD), by=by, at=now)

        def gone(*_: object) -> None:
            raise FileNotFoundError

        monkeypatch.setattr(engine_loads, "checked", gone)
        corrections.make(feed=feed, says=CorrectionWords("authorised", "4", "9", "asked"), by=by, at=timezone.now())
        assert [working.once_over(), working.once_over()] == [1, 0]
        load.refresh_from_db()
        assert (load.state, load.accepted) == (Load.State.CHECKED, 1)
        assert "could not be checked once more" in load.reason

    def test_a_file_refused_twice_is_read_once_by_the_new_profile(self, feed: Feed, by: Any, now: datetime) -> None:
        header = tuple("Pupil" if name == "UPN" else name for name in HEADER)
        for _ in range(2):
            scene.came(feed, scene.text(GOOD, header=header), by=by, at=now)
        columns = {**PROFILE["columns"], "upn": "Pupil"}  # type: ignore[dict-item]
        said = {**PROFILE, "columns": columns}
        feeds.say_profile(feed=feed, profile=said, why="renamed", again=True, version=1, by=by, at=now)
        assert working.once_over() == 1
        assert [load.state for load in Load.objects.order_by("number")] == [Load.State.REFUSED, Load.State.CHECKED]


class TestTwoAtOnce:
    def test_a_profile_changed_meanwhile_is_not_overwritten(self, feed: Feed, by: Any, now: datetime) -> None:
        feeds.say_profile(feed=feed, profile=PROFILE, why="theirs", again=False, version=1, by=by, at=now)
        with pytest.raises(ChangedMeanwhile):
            feeds.say_profile(feed=feed, profile=PROFILE, why="mine", again=False, version=1, by=by, at=now)
        assert feed.profiles.count() == 2

    def test_a_value_corrected_meanwhile_is_not_overwritten(self, feed: Feed, by: Any, now: datetime) -> None:
        says = CorrectionWords("authorised", "4", "9", "they rang", RECORD)
        corrections.make(feed=feed, says=says, by=by, at=now)
        with pytest.raises(Cannot, match=r"corrected this meanwhile to “9”: they rang"):
            corrections.make(feed=feed, says=says, by=by, at=now)

    def test_a_file_is_one_feeds_of_its_kind(self, cast: Any, feed: Feed, by: Any, now: datetime) -> None:
        scene.came(feed, scene.text(GOOD), by=by, at=now)
        words = scene.said(cast, feed.agreement, title="Another")
        other = feeds.add(name="another", says=words, profile=PROFILE, by=by, at=now)
        with pytest.raises(CameBefore, match="file 1 of Attendance by term"):
            scene.came(other, scene.text(GOOD), by=by, at=now)


class TestAWithdrawnFileIsNeverPublished:
    def test_by_a_run_that_was_held(self, feed: Feed, by: Any, now: datetime) -> None:
        terms = [but(Term=term) for term in ("Autumn", "Spring", "Summer")]
        scene.came(feed, scene.text(*terms), by=by, at=now)
        scene.ran(by, now)
        wrong = scene.came(feed, scene.text(GOOD, but(UPN="E201000012001")), by=by, at=now)
        held = scene.ran(by, now)
        assert held.state == Run.State.HELD
        loads.withdraw(load=wrong, why="another council's", by=by, at=now)
        with pytest.raises(Cannot, match="took file 2 of Attendance by term, which is withdrawn since"):
            runs.publish(run=held, by=by, at=now)

    def test_by_a_run_that_was_at_work(
        self, feed: Feed, by: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        load = scene.came(feed, scene.text(GOOD), by=by, at=now)
        tell = runs.tell

        def withdrawn(**said: Any) -> bool:
            if Load.objects.get().state == Load.State.CHECKED:
                loads.withdraw(load=load, why="wrong", by=by, at=now)
            return tell(**said)

        monkeypatch.setattr(runs, "tell", withdrawn)
        run = scene.ran(by, now)
        assert (run.state, Published.objects.count()) == (Run.State.FAILED, 0)
        with pytest.raises(Cannot, match="withdrawn since"):
            runs.resume(run=run, by=by, at=now)


class TestWhoReadsARow:
    def test_a_row_of_ones_own_family_is_kept_from_a_data_manager(
        self, cast: Any, feed: Feed, by: Any, now: datetime
    ) -> None:
        identifiers.add(person=cast.child, scheme="upn", value=GOOD[0], by=cast.priya, at=now)
        scene.came(feed, scene.text(GOOD, but(UPN="E201000012001")), by=by, at=now)
        desk = cast.client(by)
        one, other = (reverse("feed-row", args=[feed.name, 1, number]) for number in (2, 3))
        assert desk.get(one).status_code == 200
        assert f"data.load:{Load.objects.get().pk}" in ViewBatch.objects.latest("number").seen
        guards.tie(family=cast.family, worker=by, by=cast.maya, at=now)
        assert [desk.get(each).status_code for each in (one, other)] == [403, 200]
        assert desk.get(reverse("feed-correct", args=[feed.name, 1, 2, "sex"])).status_code == 403

    def test_so_is_one_that_only_name_and_birth_tell(self, cast: Any, feed: Feed, by: Any, now: datetime) -> None:
        """Many a partner sends a number of their own; who somebody is stands in their name."""
        born = f"{cast.child.born_from:%d/%m/%Y}"
        name = PersonName.objects.filter(person=cast.child).latest("pk").family_name.upper()
        header = (*HEADER, "Surname")
        columns: Any = PROFILE["columns"]
        profile = {**PROFILE, "columns": {**columns, "family_name": "Surname"}}
        feeds.say_profile(feed=feed, profile=profile, version=1, why="they send names now", again=False, by=by, at=now)
        rows = (
            (*but(DOB=born), name),
            (*but(UPN="E201000012001", DOB="21/05/2017"), name),
            (*but(UPN="A938400022045", DOB=born), "Other"),
        )
        scene.came(feed, scene.text(*rows, header=header), by=by, at=now)
        guards.tie(family=cast.family, worker=by, by=cast.maya, at=now)
        addresses = (reverse("feed-row", args=[feed.name, 1, number]) for number in (2, 3, 4))
        assert [cast.client(by).get(each).status_code for each in addresses] == [403, 200, 200]

    def test_a_row_that_no_file_can_have_is_not_there(self, cast: Any, feed: Feed, by: Any, now: datetime) -> None:
        scene.came(feed, scene.text(GOOD), by=by, at=now)
        for number in (99, 10**45):
            assert cast.client(by).get(reverse("feed-row", args=[feed.name, 1, number])).status_code == 404


def test_a_number_that_comes_again_after_an_older_database_was_brought_back_finds_no_old_figures(
    feed: Feed, by: Any, now: datetime
) -> None:
    scene.came(feed, scene.text(GOOD), by=by, at=now)
    scene.ran(by, now)
    Published.objects.all().delete()
    Run.objects.all().delete()
    scene.came(feed, scene.text(but(Auth="5")), by=by, at=now)
    assert scene.ran(by, now + timedelta(hours=1)).number == 1
    assert scene.values() == [123]
