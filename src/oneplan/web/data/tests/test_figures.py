"""An analyst reads which figures hold and takes them out with pseudonyms; of people and families they see nothing."""

import io
import os
import tempfile
import time
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.conf import settings
from django.urls import reverse

from oneplan.engine.export import zipped
from oneplan.engine.export.folder import CannotExport
from oneplan.rulebook.sharing import small_numbers
from oneplan.web.access.models import AuditEvent
from oneplan.web.access.policy import NotAllowed
from oneplan.web.agencies.models import Worker
from oneplan.web.data import exporting, working
from oneplan.web.data.actions import Cannot, exports
from oneplan.web.data.models import Export, Feed
from oneplan.web.data.reads import figures
from oneplan.web.people.actions import identifiers
from oneplan.web.sharing.actions import guards
from tests import feeds as scene
from tests.cast import filled
from tests.engine.feeds.attendance import GOOD, but

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R330", "R322")]
HERE, TAKE = "/figures/", "/figures/take/"


@pytest.fixture
def analyst(cast: Any) -> Worker:
    found: Worker = cast.others["analyst"]
    return found


@pytest.fixture(autouse=True)
def own_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def upn(number: int) -> str:
    """An invented number whose check letter is right."""
    digits = f"99920001{number:04d}"
    letters = "ABCDEFGHJKLMNPQRTUVWXYZ"
    return letters[sum(int(each) * weight for weight, each in enumerate(digits, start=2)) % 23] + digits


def publish(cast: Any, feed: Feed, *, others: int, by: Any, at: datetime) -> None:
    """The child of the cast's family, and other pupils whom the case record does not know."""
    born = f"{cast.child.born_from:%d/%m/%Y}"
    identifiers.add(person=cast.child, scheme="upn", value=GOOD[0], by=cast.priya, at=at)
    rows = [but(DOB=born), *(but(UPN=upn(100 + each), DOB="03/09/2016") for each in range(others))]
    scene.came(feed, scene.text(*rows), by=by, at=at)
    assert scene.ran(by, at).state == "published"


@pytest.fixture
def published(cast: Any, feed: Feed, by: Any, now: datetime) -> Feed:
    publish(cast, feed, others=6, by=by, at=now)
    return feed


def begun(by: Worker, at: datetime, **said: Any) -> Export:
    given = {"audience": "analysts", "why": "needs", "way": Export.Way.FILE} | said
    return exports.begin(**given, by=by, at=at)


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {Path(name).name: packed.read(name) for name in packed.namelist()}


def fetched(row: Export, by: Worker) -> dict[str, bytes]:
    with exporting.file(row, by=by) as handle:
        return unpacked(handle.read())


def people(files: dict[str, bytes]) -> set[str]:
    return {row["person_key"] for row in pq.read_table(io.BytesIO(files["dim_person.parquet"])).to_pylist()}


class TestTheirPage:
    def test_it_is_where_they_land_and_says_what_holds_since_when_how_much_and_of_which_days(
        self, cast: Any, published: Feed, analyst: Worker
    ) -> None:
        client = cast.client(analyst)
        assert client.get("/").url == HERE
        page = client.get(HERE).content.decode()
        assert "run 1" in page
        assert '<td class="op-table__number">7</td><td class="op-table__number">7</td>' in page
        assert "1 August 2025 to 31 December 2025" in page
        assert "datapackage.json" in page

    def test_before_anything_is_published_it_says_so(self, cast: Any, analyst: Worker) -> None:
        page = cast.client(analyst).get(HERE).content.decode()
        assert "No figures are published yet" in page
        assert TAKE not in page

    @pytest.mark.parametrize("others", [0, 3])
    def test_small_numbers_are_not_told(
        self, cast: Any, feed: Feed, by: Any, now: datetime, analyst: Worker, others: int
    ) -> None:
        publish(cast, feed, others=others, by=by, at=now)
        page = cast.client(analyst).get(HERE).content.decode()
        assert '<td class="op-table__number">not told</td><td class="op-table__number">1 to 4</td>' in page

    def test_many_facts_about_few_people_are_not_told_either(self) -> None:
        class Counted:
            kind, facts, people = None, 40, 2

        line = figures.KindLine(Counted())  # type: ignore[arg-type]
        assert (line.facts, line.people) == ("not told", "1 to 4")

    def test_figures_that_cannot_be_read_are_said_to_be_so(self, cast: Any, published: Feed, analyst: Worker) -> None:
        for path in (working.store().folder / "made" / "facts").rglob("facts.parquet"):
            path.write_bytes(b"no Parquet")
        page = cast.client(analyst).get(HERE).content.decode()
        assert "cannot be counted just now" in page
        assert TAKE not in page

    def test_it_lists_what_went_to_analysts_whoever_took_it_and_to_nobody_else(
        self, cast: Any, published: Feed, analyst: Worker, by: Any, now: datetime
    ) -> None:
        exports.begin(audience="analysts", why="by command", by=by, at=now)
        exports.begin(audience="area", why="an archive", by=by, at=now)
        page = cast.client(analyst).get(HERE).content.decode()
        assert "By command" in page
        assert "archive" not in page

    def test_of_partners_files_they_see_nothing_and_change_nothing(
        self, cast: Any, published: Feed, analyst: Worker
    ) -> None:
        client = cast.client(analyst)
        name = published.name
        shut = [
            reverse("feeds"), reverse("runs"), reverse("exports"), reverse("asked-lists"), reverse("find"),
            reverse("my-families"), reverse("feed", args=[name]), reverse("feed-row", args=[name, 1, 2]),
            reverse("feed-file-new", args=[name]), reverse("family", args=[cast.family.pk]),
            reverse("family-facts", args=[cast.family.pk]), reverse("audit"),
        ]  # fmt: skip
        assert {address: client.get(address).status_code for address in shut} == dict.fromkeys(shut, 403)


class TestTakingOut:
    def asked(self, client: Any, **said: str) -> Any:
        fields = {"why": "needs in the east", "form": "parquet"} | said
        return client.post(TAKE, filled(client.get(TAKE).content.decode(), **fields))

    def test_they_say_what_for_it_is_written_down_and_then_the_file_is_made(
        self, cast: Any, published: Feed, analyst: Worker
    ) -> None:
        client = cast.client(analyst)
        assert self.asked(client).url == HERE
        row = Export.objects.get()
        assert (row.state, row.audience, row.way, row.why) == ("begun", "analysts", "file", "needs in the east")
        address = reverse("figures-file", args=[row.number])
        assert address in client.get(HERE).content.decode()
        answer = client.get(address)
        files = unpacked(answer.getvalue())
        assert {"datapackage.json", "dim_person.parquet", "fact_attendance_term.parquet"} <= files.keys()
        assert "dim_person.csv" not in files
        assert "fact_police_incident.parquet" not in files
        assert answer["Content-Disposition"] == f'attachment; filename="figures-{row.number}.zip"'
        row.refresh_from_db()
        assert (row.state, row.rows["dim_person"]) == ("made", 7)
        events = AuditEvent.objects.filter(about_type="data.export").order_by("pk").values_list("event", flat=True)
        assert list(events) == ["export_begun", "export_made"]

    def test_as_csv_too(self, published: Feed, analyst: Worker, now: datetime) -> None:
        files = fetched(begun(analyst, now, is_csv_too=True), analyst)
        assert files["dim_person.csv"].count(b"\n") == 8

    def test_without_saying_what_for_nothing_is_begun(self, cast: Any, published: Feed, analyst: Worker) -> None:
        answer = self.asked(cast.client(analyst), why=" ")
        assert answer.status_code == 422
        assert "What is it for? Please answer." in answer.content.decode()
        assert not Export.objects.exists()

    def test_a_form_that_is_sent_twice_is_one_export(self, cast: Any, published: Feed, analyst: Worker) -> None:
        client = cast.client(analyst)
        said = filled(client.get(TAKE).content.decode(), why="needs", form="parquet")
        assert [client.post(TAKE, said).url for _ in range(2)] == [HERE, HERE]
        assert Export.objects.count() == 1

    def test_a_second_click_gets_the_same_file_and_is_no_second_export(
        self, published: Feed, analyst: Worker, now: datetime
    ) -> None:
        row = begun(analyst, now)
        first = fetched(row, analyst)
        assert fetched(Export.objects.get(), analyst) == first
        assert fetched(row, analyst) == first  # as it was read before the first click had ended
        assert AuditEvent.objects.filter(event="export_made").count() == 1

    def test_when_whom_it_is_about_has_changed_since_there_is_no_second_file(
        self, cast: Any, published: Feed, analyst: Worker, now: datetime
    ) -> None:
        row = begun(analyst, now)
        fetched(row, analyst)
        guards.tie(family=cast.family, worker=analyst, by=cast.maya, at=now)
        answer = cast.client(analyst).get(reverse("figures-file", args=[row.number]), follow=True)
        assert "has changed since this file was taken out" in answer.content.decode()

    @pytest.mark.parametrize("address", [TAKE, "/figures/1/file/"])
    def test_they_show_once_more_who_they_are(
        self, cast: Any, published: Feed, analyst: Worker, now: datetime, address: str, settings: Any
    ) -> None:
        begun(analyst, now)
        client = cast.client(analyst)
        settings.STEP_UP_SECONDS = 0
        answer = client.get(address)
        assert answer.status_code == 302
        assert answer.url.startswith(reverse("confirm"))

    def test_nothing_stays_on_the_disk(
        self, published: Feed, analyst: Worker, now: datetime, own_temporary_folder: Path
    ) -> None:
        with exporting.file(begun(analyst, now, is_csv_too=True), by=analyst) as handle:
            assert list(own_temporary_folder.iterdir()) == []
            assert handle.read(2) == b"PK"

    def test_one_that_fails_says_why_and_leaves_nothing(
        self, cast: Any, published: Feed, analyst: Worker, now: datetime, own_temporary_folder: Path
    ) -> None:
        row = begun(analyst, now)
        for path in (working.store().folder / "made" / "facts").rglob("facts.parquet"):
            path.write_bytes(b"no Parquet")
        answer = cast.client(analyst).get(reverse("figures-file", args=[row.number]), follow=True)
        assert "could not be written" in answer.content.decode()
        assert Export.objects.get().state == "failed"
        assert list(own_temporary_folder.iterdir()) == []

    def test_where_the_zip_cannot_be_written_nothing_is_left(
        self, published: Feed, analyst: Worker, now: datetime, own_temporary_folder: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:  # fmt: skip
        def full(*_: Any, **__: Any) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(zipfile.ZipFile, "write", full)
        with pytest.raises(CannotExport, match=r"No space left on device\. Make room first"):
            exporting.file(begun(analyst, now), by=analyst)
        assert Export.objects.get().state == "failed"
        assert list(own_temporary_folder.iterdir()) == []

    def test_a_killed_one_stands_as_begun_and_its_folder_goes_with_the_next(
        self, published: Feed, analyst: Worker, now: datetime, own_temporary_folder: Path
    ) -> None:
        killed = begun(analyst, now)
        left = own_temporary_folder / f"{zipped.PREFIX}killed"
        (left / "figures-1").mkdir(parents=True)
        (left / "figures-1" / "dim_person.parquet").write_bytes(b"left by it")
        os.utime(left, (time.time() - 3600,) * 2)
        fetched(begun(analyst, now), analyst)
        assert list(own_temporary_folder.iterdir()) == []
        killed.refresh_from_db()
        assert killed.state == "begun"

    def test_what_somebody_is_at_is_not_cleared_away(self, own_temporary_folder: Path) -> None:
        with zipped.work_folder() as mine:
            os.utime(mine, (time.time() - 3600,) * 2)
            assert zipped.clear_away() == 0
            with zipped.work_folder() as other:
                assert {mine, other} == set(own_temporary_folder.iterdir())
        assert list(own_temporary_folder.iterdir()) == []


class TestWhoseFileItIs:
    def test_nobody_fetches_what_another_analyst_began(
        self, cast: Any, published: Feed, analyst: Worker, now: datetime
    ) -> None:
        other = Worker.objects.create(name="Nell Poe", job_title="analyst", role="analyst", agency=analyst.agency)
        row = begun(other, now)
        assert cast.client(analyst).get(reverse("figures-file", args=[row.number])).status_code == 404
        with pytest.raises(NotAllowed, match="whoever began it"):
            exports.finish(export=row, rows={}, digest="", by=analyst, at=now)
        with pytest.raises(NotAllowed, match="whoever began it"):
            exports.break_off(export=row, reason="", by=analyst, at=now)
        assert Export.objects.get().state == "begun"

    def test_nor_one_whose_time_is_over(self, cast: Any, published: Feed, analyst: Worker, now: datetime) -> None:
        row = begun(analyst, now - timedelta(seconds=settings.STEP_UP_SECONDS + 60))
        client = cast.client(analyst)
        address = reverse("figures-file", args=[row.number])
        assert client.get(address).status_code == 404
        assert address not in client.get(HERE).content.decode()

    @pytest.mark.parametrize("audience", ["area", "evaluators"])
    def test_no_analyst_takes_out_another_audiences(
        self, published: Feed, analyst: Worker, now: datetime, audience: str
    ) -> None:
        with pytest.raises(NotAllowed, match="for analysts alone"):
            begun(analyst, now, audience=audience)
        for way in ("folder", "database"):
            with pytest.raises(NotAllowed):
                begun(analyst, now, way=way, audience=audience)
        assert not Export.objects.exists()

    @pytest.mark.parametrize("who", ["data_manager", "evaluator", "auditor", "administrator", "commissioner"])
    def test_nobody_but_an_analyst_by_page(self, cast: Any, published: Feed, now: datetime, who: str) -> None:
        client = cast.client(cast.others[who])
        assert [client.get(each).status_code for each in (HERE, TAKE, "/figures/1/file/")] == [403] * 3
        with pytest.raises(NotAllowed):
            begun(cast.others[who], now)


class TestWhoIsLeftOut:
    def counted(self, analyst: Worker, now: datetime) -> int:
        (line,) = figures.page(by=analyst, at=now).kinds
        return line.counted.people

    @pytest.mark.parametrize("who", ["themself", "another analyst", "a data manager"])
    def test_nobody_of_a_family_of_anybody_who_exports_is_told_or_counted(
        self, cast: Any, published: Feed, by: Any, analyst: Worker, now: datetime, who: str
    ) -> None:
        """What is missing in one analyst's file and not in another's would say whose family it is."""
        before = people(fetched(begun(analyst, now), analyst))
        assert (len(before), self.counted(analyst, now)) == (7, 7)
        other = Worker.objects.create(name="Nell Poe", job_title="analyst", role="analyst", agency=analyst.agency)
        tied = {"themself": analyst, "another analyst": other, "a data manager": by}[who]
        guards.tie(family=cast.family, worker=tied, by=cast.maya, at=now)
        after = people(fetched(begun(analyst, now), analyst))
        assert (len(after), self.counted(analyst, now)) == (6, 6)
        assert after < before

    def test_whoever_left_is_nobody_who_exports(
        self, cast: Any, published: Feed, analyst: Worker, now: datetime
    ) -> None:
        gone = Worker.objects.create(
            name="Nell Poe", job_title="analyst", role="analyst", agency=analyst.agency, is_active=False
        )
        guards.tie(family=cast.family, worker=gone, by=cast.maya, at=now)
        assert self.counted(analyst, now) == 7

    def test_a_data_managers_export_for_analysts_is_of_the_same_people(
        self, cast: Any, published: Feed, by: Any, analyst: Worker, now: datetime, tmp_path: Path
    ) -> None:
        guards.tie(family=cast.family, worker=analyst, by=cast.maya, at=now)
        exporting.star(to=tmp_path / "out", audience="analysts", why="needs", is_csv_too=False, by=by, at=now)
        theirs = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
        assert people(theirs) == people(fetched(begun(analyst, now), analyst))


class TestSmallNumbers:
    @pytest.mark.parametrize(("number", "told"), [(0, "0"), (1, "1 to 4"), (4, "1 to 4"), (5, "5"), (1702, "1,702")])
    def test_a_few_are_told_as_a_span(self, number: int, told: str) -> None:
        assert small_numbers.told(number) == told


def test_what_cannot_be_an_export_is_refused(analyst: Worker, now: datetime) -> None:
    with pytest.raises(Cannot, match="No figures are published yet"):
        begun(analyst, now)
