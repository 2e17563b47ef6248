"""Figures leave the area: by a data manager alone, written down whatever happens, whole or not at all."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.urls import reverse

from oneplan.engine.export.folder import CannotExport
from oneplan.web.access.models import AuditEvent
from oneplan.web.access.policy import NotAllowed
from oneplan.web.data import exporting, working
from oneplan.web.data.actions import Cannot, exports
from oneplan.web.data.models import Export, Feed, Published
from oneplan.web.people.actions import identifiers, merges, newcomers
from oneplan.web.sharing.actions import guards
from tests import feeds as scene
from tests.engine.feeds.attendance import GOOD, but

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R321")]
SENT: dict[str, Any] = {"why": "needs in the east", "is_csv_too": False}
OTHER = ("B999200010003", "03/09/2016")


@pytest.fixture
def published(cast: Any, feed: Feed, by: Any, now: datetime) -> Feed:
    """Two pupils, one of whom the case record knows: the child of the family in the cast."""
    born = f"{cast.child.born_from:%d/%m/%Y}"
    identifiers.add(person=cast.child, scheme="upn", value=GOOD[0], by=cast.priya, at=now)
    scene.came(feed, scene.text(but(DOB=born), but(UPN=OTHER[0], DOB=OTHER[1])), by=by, at=now)
    assert scene.ran(by, now).state == "published"
    return feed


def left(folder: Path) -> list[str]:
    """What an export left where it was to go, or beside."""
    return [path.name for path in folder.iterdir() if "out" in path.name]


def people(folder: Path) -> set[str]:
    return {row["person_key"] for row in pq.read_table(folder / "dim_person.parquet").to_pylist()}


class TestWhatIsWrittenDown:
    def test_who_when_for_whom_what_for_and_how_much(
        self, published: Feed, by: Any, now: datetime, tmp_path: Path
    ) -> None:
        row = exporting.star(to=tmp_path / "out", audience="analysts", by=by, at=now, **SENT)
        assert (row.asked_by, row.asked_at, row.audience, row.why) == (by, now, "analysts", "needs in the east")
        assert (row.state, row.run) == (Export.State.MADE, Published.objects.get().run)
        assert row.rows["fact_attendance_term"] == row.rows["dim_person"] == 2
        assert len(row.digest) == 64
        events = AuditEvent.objects.filter(about_type="data.export", about_id=str(row.pk)).order_by("pk")
        assert [each.event for each in events] == ["export_begun", "export_made"]
        assert events[1].payload["rows"] == sum(row.rows.values())

    def test_one_that_was_cut_off_stands_there_all_the_same(
        self, published: Feed, by: Any, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def killed(*_: Any, **__: Any) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("oneplan.engine.export.folder.to_disk", killed)
        with pytest.raises(KeyboardInterrupt):
            exporting.star(to=tmp_path / "out", audience="area", by=by, at=now, **SENT)
        assert Export.objects.get().state == Export.State.BEGUN
        assert left(tmp_path) == []

    def test_one_that_failed_says_why_and_leaves_nothing(
        self, published: Feed, by: Any, now: datetime, tmp_path: Path
    ) -> None:
        for path in (working.store().folder / "made" / "facts").rglob("facts.parquet"):
            path.write_bytes(b"no Parquet")
        with pytest.raises(CannotExport, match="could not be written"):
            exporting.star(to=tmp_path / "out", audience="area", by=by, at=now, **SENT)
        row = Export.objects.get()
        assert (row.state, row.digest) == (Export.State.FAILED, "")
        assert "could not be written" in row.reason
        assert left(tmp_path) == []

    def test_a_full_folder_is_refused_before_anything_is_read(
        self, published: Feed, by: Any, now: datetime, tmp_path: Path
    ) -> None:
        exporting.star(to=tmp_path / "out", audience="area", by=by, at=now, **SENT)
        before = {path: path.read_bytes() for path in (tmp_path / "out").iterdir()}
        with pytest.raises(CannotExport, match="something in"):
            exporting.star(to=tmp_path / "out", audience="analysts", by=by, at=now, **SENT)
        assert {path: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before
        assert Export.objects.count() == 1

    def test_what_it_is_for_is_a_line_and_not_a_page(self, published: Feed, by: Any, now: datetime) -> None:
        with pytest.raises(Cannot, match="at most 300 letters; these are 301"):
            exports.begin(audience="area", why="x" * 301, by=by, at=now)
        exports.begin(audience="area", why="x" * 300, by=by, at=now)
        assert Export.objects.count() == 1

    def test_two_at_once_are_written_down_in_turn(
        self, published: Feed, by: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Whoever comes second waits for the first, and has the next number."""
        waits_for = scene.locks(monkeypatch)
        exports.begin(audience="area", why="a copy", by=by, at=now)
        assert Published in waits_for

    def test_an_export_ends_once(self, published: Feed, by: Any, now: datetime) -> None:
        row = exports.begin(audience="area", why="a copy", by=by, at=now)
        exports.finish(export=row, rows={"dim_kind": 1}, digest="d" * 64, by=by, at=now)
        with pytest.raises(Cannot, match="ended already"):
            exports.break_off(export=row, reason="no", by=by, at=now)
        row.refresh_from_db()
        assert row.state == Export.State.MADE


class TestWhoMay:
    def test_nobody_but_a_data_manager(self, cast: Any, published: Feed, now: datetime, tmp_path: Path) -> None:
        with pytest.raises(NotAllowed):
            exporting.star(to=tmp_path / "out", audience="analysts", by=cast.maya, at=now, **SENT)
        assert left(tmp_path) == []
        assert not Export.objects.exists()

    def test_of_their_own_family_a_data_manager_exports_nothing(
        self, cast: Any, published: Feed, by: Any, now: datetime, tmp_path: Path
    ) -> None:
        exporting.star(to=tmp_path / "before", audience="area", by=by, at=now, **SENT)
        assert cast.child.reference in people(tmp_path / "before")
        guards.tie(family=cast.family, worker=by, by=cast.maya, at=now)
        exporting.star(to=tmp_path / "after", audience="area", by=by, at=now, **SENT)
        assert people(tmp_path / "before") - people(tmp_path / "after") == {cast.child.reference}
        assert len(people(tmp_path / "after")) == 1

    def test_nor_by_a_record_that_was_joined_with_another_since(
        self, cast: Any, published: Feed, by: Any, now: datetime, tmp_path: Path
    ) -> None:
        """The run knows the child by a record that stands for nobody any more."""
        again = newcomers.bring(
            family=cast.family, role="child", given_names="Leonard", family_name="Okafor", by=cast.priya, at=now
        )[0]
        merges.merge(gone=cast.child, kept=again, reason="one boy", by=cast.maya, at=now)
        guards.tie(family=cast.family, worker=by, by=cast.maya, at=now)
        exporting.star(to=tmp_path / "out", audience="area", by=by, at=now, **SENT)
        assert cast.child.reference not in people(tmp_path / "out")


class TestWhatIsRefused:
    def test_an_audience_that_is_not_there(self, published: Feed, by: Any, now: datetime, tmp_path: Path) -> None:
        with pytest.raises(Cannot, match=r"no audience “everybody”\. There are: analysts, evaluators, area"):
            exporting.star(to=tmp_path / "out", audience="everybody", by=by, at=now, **SENT)

    def test_before_any_figures_are_published(self, feed: Feed, by: Any, now: datetime, tmp_path: Path) -> None:
        with pytest.raises(Cannot, match="No figures are published yet"):
            exporting.star(to=tmp_path / "out", audience="area", by=by, at=now, **SENT)
        assert not Export.objects.exists()

    def test_without_saying_what_it_is_for(self, published: Feed, by: Any, now: datetime, tmp_path: Path) -> None:
        with pytest.raises(Cannot, match="what the export is for"):
            exporting.star(to=tmp_path / "out", audience="area", by=by, at=now, why=" ", is_csv_too=False)


class TestThePage:
    def test_it_lists_every_export_for_whoever_may_see_how_feeds_are(
        self, cast: Any, published: Feed, by: Any, now: datetime, tmp_path: Path
    ) -> None:
        exporting.star(to=tmp_path / "out", audience="analysts", by=by, at=now, **SENT)
        page = cast.client(cast.others["auditor"]).get("/exports/").content.decode()
        assert "Needs in the east" in page
        assert "fact_attendance_term" in page
        assert Export.objects.get().digest in page

    def test_the_ways_to_the_other_pages_are_those_of_the_reader(self, cast: Any, by: Any) -> None:
        lists = reverse("asked-lists")
        assert lists in cast.client(by).get("/exports/").content.decode()
        assert lists not in cast.client(cast.others["auditor"]).get("/exports/").content.decode()

    def test_nobody_else_finds_it(self, cast: Any) -> None:
        assert cast.client(cast.priya).get("/exports/").status_code == 403
