"""What the machine does by itself: alarms once, a run at night where something is new, old files removed."""

import os
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from oneplan.engine.runs import files
from oneplan.web.data import chores, working
from oneplan.web.data.actions import alarms, loads
from oneplan.web.data.models import Feed, FeedAlarm, Load, Run
from oneplan.web.rights import chores as rights_chores
from oneplan.web.site.models import OutboxMessage
from tests import feeds as scene
from tests.engine.feeds.attendance import GOOD, but

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(cast: Any) -> Any:
    return scene.data_manager(cast)


@pytest.fixture
def feed(cast: Any, now: datetime) -> Feed:
    found = scene.feed(cast, at=now)
    Feed.objects.update(began_on=now.date())
    return found


@pytest.mark.requirement("R310")
class TestAlarms:
    def test_owner_and_deputy_are_told_once_that_it_is_late_and_once_that_it_stopped(
        self, cast: Any, feed: Feed, by: Any, now: datetime
    ) -> None:
        scene.came(feed, scene.text(GOOD), by=by, at=now)
        assert alarms.raise_due(by=None, at=now + timedelta(days=30)) == 0
        late, stopped = now + timedelta(days=35), now + timedelta(days=70)
        assert [alarms.raise_due(by=None, at=at) for at in (late, late, stopped, stopped)] == [1, 0, 1, 0]
        told = OutboxMessage.objects.filter(kind="feed").order_by("made_at")
        assert {row.to_worker for row in told} == {by, cast.maya}
        assert "is late. The last file came on" in told[0].text
        assert "has stopped" in told[3].text

    def test_a_short_file_is_told(self, feed: Feed, by: Any, now: datetime) -> None:
        scene.came(feed, scene.text(*(but(Term=term) for term in ("Autumn", "Spring", "Summer"))), by=by, at=now)
        scene.came(feed, scene.text(GOOD), by=by, at=now)
        assert alarms.raise_due(by=None, at=now) == 1
        assert FeedAlarm.objects.get().state == alarms.SHORT

    def test_the_next_gap_is_a_new_alarm(self, feed: Feed, by: Any, now: datetime) -> None:
        scene.came(feed, scene.text(GOOD), by=by, at=now)
        alarms.raise_due(by=None, at=now + timedelta(days=35))
        scene.came(feed, scene.text(but(Auth="5")), by=by, at=now + timedelta(days=36))
        assert alarms.raise_due(by=None, at=now + timedelta(days=71)) == 1


@pytest.mark.requirement("R309")
class TestTheNightlyRun:
    def night(self, now: datetime, *, days: int = 0) -> datetime:
        return timezone.localtime(now).replace(hour=2) + timedelta(days=days + 1)

    def test_it_runs_at_night_where_a_file_came(self, feed: Feed, by: Any, now: datetime) -> None:
        scene.came(feed, scene.text(GOOD), by=by, at=now)
        chores.run_at_night(timezone.localtime(now).replace(hour=12))
        assert Run.objects.count() == 0
        chores.run_at_night(self.night(now))
        chores.run_at_night(self.night(now))
        assert (Run.objects.get().asked_by, Run.objects.get().state) == (None, Run.State.WAITING)

    def test_nothing_new_no_run(self, feed: Feed, by: Any, now: datetime) -> None:
        chores.run_at_night(self.night(now))
        assert Run.objects.count() == 0
        scene.came(feed, scene.text(GOOD), by=by, at=now)
        chores.run_at_night(self.night(now))
        working.once_over()
        chores.run_at_night(self.night(now, days=2))
        assert Run.objects.count() == 1


class TestWhatIsNotKept:
    def test_a_file_goes_after_its_time_and_what_was_read_of_it_stays(
        self, feed: Feed, by: Any, now: datetime, django_capture_on_commit_callbacks: Any
    ) -> None:
        load = scene.came(feed, scene.text(GOOD), by=by, at=now)
        path = files.path(working.store().folder, load.file.digest)
        for days, is_there in ((89, True), (90, False)):
            with django_capture_on_commit_callbacks(execute=True):
                rights_chores.remove_partner_files(now + timedelta(days=days))
            assert path.exists() is is_there
        load.file.refresh_from_db()
        assert load.file.removed_at is not None
        again = working.check(Load.objects.select_related("feed__agreement", "file", "profile__feed").get(pk=load.pk))
        assert (again.state, again.accepted) == (Load.State.CHECKED, 1)

    def test_a_file_that_waits_is_kept(self, feed: Feed, by: Any, now: datetime) -> None:
        kept = files.keep(working.store().folder, [scene.text(GOOD)])
        loads.receive(feed=feed, file=kept, name="a.csv", way="page", by=by, at=now)
        assert loads.remove_old(is_over=lambda _day: True, by=None, at=now) == 0

    def test_a_file_of_which_nothing_is_written_down_goes_after_a_month(
        self, feed: Feed, by: Any, now: datetime
    ) -> None:
        """A process was killed between keeping the file and writing it down."""
        load = scene.came(feed, scene.text(GOOD), by=by, at=now)
        store = working.store().folder
        strange, new = (files.keep(store, [each]).digest for each in (b"long ago", b"just now"))
        for digest in (strange, load.file.digest):
            os.utime(files.path(store, digest), (1, 1))
        assert working.forget() == 1
        there = [files.path(store, each).exists() for each in (strange, new, load.file.digest)]
        assert there == [False, True, True]

    def test_artefacts_that_nothing_needs_are_forgotten(self, feed: Feed, by: Any, now: datetime) -> None:
        scene.came(feed, scene.text(GOOD), by=by, at=now)
        chores.run_at_night(timezone.localtime(now).replace(hour=2) + timedelta(days=1))
        working.once_over()
        store = working.store()
        store.made("facts", of={"nobody": "needs it"}, make=lambda _folder: {})
        for each in (store.folder / "made").glob("*/*"):
            os.utime(each, (1, 1))
        needed = {each.name for each in (store.folder / "made").glob("*/*")}
        assert working.forget() == 4  # it, and whom the case record knows by two numbers and by our own
        assert {each.name for each in (store.folder / "made").glob("*/*")} < needed
        assert (
            working.check(Load.objects.select_related("feed__agreement", "file", "profile__feed").get()).accepted == 1
        )
