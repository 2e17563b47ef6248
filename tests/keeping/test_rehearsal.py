"""The rehearsal: fill, back up while somebody saves, wipe, restore: rows, chains and sealed values are there again."""

import json
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from oneplan.web.site.backup import making, manifest, sqlite
from tests.keeping.conftest import Installation

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
Make = Callable[[str], Installation]


@pytest.fixture
def filled(installations: Make) -> Installation:
    site = installations("site")
    site.stage("fill")
    return site


def back_up(site: Installation, *also: str) -> Path:
    return Path(site.oneplan("backup", "--json", *also)["folder"])


def manifest_of(folder: Path) -> Any:
    return json.loads((folder / "manifest.json").read_text())


def test_what_is_backed_up_while_somebody_saves_comes_back_to_an_empty_place(
    filled: Installation, installations: Make, tmp_path: Path
) -> None:
    busy = filled.start("tests.keeping.stage", "save")
    keys = tmp_path / "kept-apart.json"
    time.sleep(2)
    folder = back_up(filled, "--with-keys", str(keys))
    (filled.home / "stop").touch()
    saved = json.loads(busy.communicate(timeout=60)[0])["saved"]
    assert saved > 3

    made = manifest_of(folder)
    there = installations("there")
    told = there.oneplan("restore", str(folder), "--keys", str(keys), "--json")
    assert (told["differing"], told["chain_faults"], told["missing_keys"], told["is_whole"]) == ([], [], {}, True)
    assert told["rows"] == sum(table["rows"] for table in made["tables"].values())
    said = there.stage("tell")
    assert said["faults"] == []
    assert (said["address"], said["number"], said["held"]) == (
        "4 Sorrel Rise, ZZ1 4QX", "ZZ 000 0001", '{"text": ["held"]}')  # fmt: skip
    assert said["letters"] == 1
    assert said["picture"] == 40000
    assert len(said["partners_files"]) == 1
    assert 1 < said["homes"] <= saved + 1
    assert keys.stat().st_mode & 0o077 == 0
    for key in json.loads(keys.read_text()).values():
        assert key.strip() not in (folder / "manifest.json").read_text()


def test_wiped_and_restored_in_its_own_place(filled: Installation) -> None:
    before = filled.stage("tell")
    folder = back_up(filled, "--to", str(filled.home.parent / "backups"))
    refused = filled.oneplan("restore", str(folder), ends_with=1)
    assert "not empty" in refused
    told = filled.oneplan("restore", str(folder), "--replace", "--json")
    assert told["is_whole"]
    assert filled.stage("tell") == before
    assert Path(told["before"]).is_dir()
    assert filled.stage("events")["events"][-1] == "backup_restored"
    assert not list(filled.home.glob(".restore*"))


def test_a_damaged_or_changed_backup_is_refused_and_nothing_is_touched(filled: Installation) -> None:
    folder = back_up(filled)
    before = filled.stage("tell")
    told = folder / "manifest.json"
    whole = told.read_text()
    told.write_text(whole.replace('"rows": 1,', '"rows": 2,', 1).replace('"rows": 1\n', '"rows": 2\n', 1))
    assert "was changed since" in filled.oneplan("restore", str(folder), "--replace", ends_with=1)
    told.write_text(whole[:200])
    assert "holds no whole backup" in filled.oneplan("restore", str(folder), "--replace", ends_with=1)
    told.write_text(whole)
    picture = folder / "media/plans/picture.bin"
    picture.write_bytes(picture.read_bytes()[:-1] + b"!")
    assert "picture.bin of the backup is missing or damaged" in filled.oneplan(
        "restore", str(folder), "--replace", ends_with=1
    )
    assert filled.stage("tell") == before


def test_without_the_keys_of_that_time_it_is_refused(filled: Installation, installations: Make) -> None:
    folder, there = back_up(filled), installations("there")
    said = there.oneplan("restore", str(folder), ends_with=1)
    assert "audit key here is not the one of the backup" in said


def test_a_sealing_key_that_is_missing_is_named(filled: Installation, installations: Make, tmp_path: Path) -> None:
    keys = tmp_path / "keys.json"
    folder, there = back_up(filled, "--with-keys", str(keys)), installations("there")
    found = json.loads(keys.read_text())
    del found["seal-0001"]
    keys.write_text(json.dumps(found))
    told = there.oneplan("restore", str(folder), "--keys", str(keys), "--json", ends_with=2)
    assert list(told["missing_keys"].values()) == [4]
    assert "bring it back" in told["words"]


def test_a_backup_of_a_newer_oneplan_or_the_other_database_is_refused(filled: Installation) -> None:
    folder = back_up(filled)
    said = manifest_of(folder)
    for change, words in (
        ({"vendor": "other"}, "this installation runs on"),
        ({"migrations": {"people": ["9999_later"]}}, "of a newer OnePlan"),
        ({"format": 9}, "is of format 9"),
    ):
        (folder / "manifest.json").write_text(json.dumps(said | change))
        assert words in filled.oneplan("restore", str(folder), "--replace", ends_with=1)


def test_while_the_site_runs_nothing_is_restored(filled: Installation) -> None:
    folder = back_up(filled)
    worker = filled.start("oneplan.cli", "worker")
    try:
        time.sleep(4)
        assert "OnePlan is running here" in filled.oneplan("restore", str(folder), "--replace", ends_with=1)
    finally:
        worker.send_signal(signal.SIGTERM)
        worker.communicate(timeout=30)


def test_a_restore_cut_off_leaves_a_mark_and_is_begun_anew(filled: Installation, tmp_path: Path) -> None:
    keys = tmp_path / "keys.json"
    folder = back_up(filled, "--with-keys", str(keys))
    before = filled.stage("tell")
    for moves in range(3):  # killed at each of the first moves in turn
        filled.stage("cut", str(folder), str(keys), str(moves), ends_with=-signal.SIGKILL)
        assert (filled.home / "RESTORE-UNFINISHED").exists()
        assert "was cut off" in filled.oneplan("serve", "--port", "1", ends_with=1)
        assert "was cut off" in filled.oneplan("backup", ends_with=1)
        time.sleep(1.1)  # the folders of what was before are named by the second
    assert filled.oneplan("restore", str(folder), "--keys", str(keys), "--json")["is_whole"]
    assert filled.stage("tell") == before
    assert not (filled.home / "RESTORE-UNFINISHED").exists()


def test_a_backup_that_fails_leaves_nothing_behind(filled: Installation, tmp_path: Path) -> None:
    keys = tmp_path / "keys.json"
    keys.write_text("something else")
    said = filled.oneplan("backup", "--with-keys", str(keys), ends_with=1)
    assert "keys are never written over" in said
    assert list((filled.home / "backups").iterdir()) == []
    assert keys.read_text() == "something else"


@pytest.mark.postgresql_only
def test_a_killed_restore_of_postgresql_leaves_the_database_as_it_was(filled: Installation) -> None:
    folder = back_up(filled)
    before = filled.stage("tell")
    (folder / "database.dump").write_bytes((folder / "database.dump").read_bytes()[:-2000])
    assert "everything is as it was before" in filled.stage("torn", str(folder))["refused"]
    assert filled.stage("tell") == before


@pytest.mark.postgresql_only
def test_figures_that_left_are_in_no_backup_and_none_of_another_moment_stand_after_a_restore(
    filled: Installation,
) -> None:
    address = filled.env["DATABASE_URL"].replace("postgres://", "postgresql://")
    with psycopg.connect(address) as database:
        database.execute("CREATE SCHEMA figures")
        database.execute("CREATE TABLE figures.reader (role_name name, audience text)")
        database.execute("INSERT INTO figures.reader VALUES ('power_bi', 'analysts')")
        database.execute("CREATE TABLE figures.dim_person_rows (audience text)")
        database.execute("INSERT INTO figures.dim_person_rows VALUES ('analysts')")
        database.execute("ALTER TABLE figures.dim_person_rows FORCE ROW LEVEL SECURITY")
        database.execute("CREATE VIEW figures.dim_person AS SELECT audience FROM figures.dim_person_rows")
    folder = back_up(filled)
    assert not [name for name in manifest_of(folder)["tables"] if "dim_person" in name]
    assert filled.oneplan("restore", str(folder), "--replace", "--json")["is_whole"]
    with psycopg.connect(address) as database:
        assert database.execute("SELECT count(*) FROM figures.dim_person").fetchall() == [(0,)]
        assert database.execute("SELECT role_name FROM figures.reader").fetchall() == [("power_bi",)]


@pytest.mark.sqlite_only
def test_a_full_disk_is_told_before_anything_is_written(
    filled: Installation, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10, 10, 0))
    monkeypatch.setattr(sqlite, "live_file", lambda: filled.home / "oneplan.sqlite3")
    with pytest.raises(manifest.CannotBackUp, match="Make room first"):
        making._room(tmp_path / "there")
    assert connection.vendor == "sqlite"
