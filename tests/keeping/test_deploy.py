"""`oneplan check-deploy` finds each weak setting and says what to do; `oneplan upgrade` goes on, or says how back."""

import json
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db import connection, transaction

from oneplan.web.access import audit
from oneplan.web.access.models import AuditEvent
from oneplan.web.demo.models import DemoStep
from oneplan.web.site import deploycheck, keyring, upgrading
from oneplan.web.site.models import SealKey
from tests.cast import Cast
from tests.keeping.conftest import Installation

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sound(settings: Any, own_keys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A site as it should be."""
    settings.DEBUG = settings.DEMO = False
    settings.SECURE_COOKIES = settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SECURE_HSTS_SECONDS, settings.SECURE_SSL_REDIRECT = 31536000, True
    settings.ALLOWED_HOSTS = ["plan.example.org"]
    settings.HOME = tmp_path
    tmp_path.chmod(0o700)
    settings.STATIC_ROOT = tmp_path / "static"
    backup = tmp_path / "backups/oneplan-20260101-000000Z"
    for folder in (settings.STATIC_ROOT, backup, own_keys):
        folder.mkdir(parents=True, exist_ok=True)
    own_keys.chmod(0o700)
    (settings.STATIC_ROOT / "staticfiles.json").touch()
    (backup / "manifest.json").touch()
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    settings.SILENCED_SYSTEM_CHECKS = [*settings.SILENCED_SYSTEM_CHECKS, "async.E001"]  # the browser tests want it
    keyring.ring()
    return settings


def failing(now: datetime) -> dict[str, bool]:
    """The names of what does not hold, and whether each is a must."""
    return {line.what: line.is_must for line in deploycheck.lines(at=now) if not line.holds}


# on the tests' own database: one disk, and on PostgreSQL the server's superuser
HERE = {"Keys lie apart from the database", "The database role is no superuser",
        "The database role cannot rewrite the audit tables", "There is room on the disk"}  # fmt: skip


def test_a_sound_site_passes(sound: Any, now: datetime) -> None:
    assert set(failing(now)) <= HERE
    assert deploycheck.score(deploycheck.lines(at=now)) >= 85


WEAK: list[tuple[str, Callable[[Any], object]]] = [
    ("Errors are not shown in full", lambda s: setattr(s, "DEBUG", True)),
    ("The demo area is not here", lambda s: setattr(s, "DEMO", True)),
    ("Cookies travel over HTTPS only", lambda s: setattr(s, "SECURE_COOKIES", False)),
    ("Browsers remember HTTPS", lambda s: setattr(s, "SECURE_HSTS_SECONDS", 0)),
    ("The site knows its name", lambda s: setattr(s, "ALLOWED_HOSTS", ["*", "plan.example.org"])),
    ("The site knows its name", lambda s: setattr(s, "ALLOWED_HOSTS", ["localhost"])),
    ("Nobody stays signed in for long", lambda s: setattr(s, "SESSION_COOKIE_AGE", 86400)),
    ("Keys are read by their owner alone", lambda s: (s.SEAL_FOLDER / "seal-0001").chmod(0o644)),
    ("The folder is closed to others", lambda s: s.HOME.chmod(0o755)),
    ("No restore was cut off", lambda s: (s.HOME / "RESTORE-UNFINISHED").touch()),
    ("Styles are in place", lambda s: (s.STATIC_ROOT / "staticfiles.json").unlink()),
    ("There is a backup of today", lambda s: os.utime(next(s.HOME.glob("backups/*/manifest.json")), (0, 0))),
    ("Django: security.W012", lambda s: setattr(s, "SESSION_COOKIE_SECURE", False)),
]


@pytest.mark.parametrize(("what", "weaken"), WEAK, ids=[f"{n} {what}" for n, (what, _) in enumerate(WEAK)])
def test_each_weakness_is_found(sound: Any, now: datetime, what: str, weaken: Callable[[Any], object]) -> None:
    before = deploycheck.score(deploycheck.lines(at=now))
    weaken(sound)
    assert what in failing(now)
    assert deploycheck.score(deploycheck.lines(at=now)) < before


def test_what_the_database_tells(sound: Any, cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    audit_in_future = AuditEvent(
        number=1, at=now + timedelta(days=1), event="x", about_type="x", about_id="1", digest="x"
    )
    audit_in_future.save(force_insert=True)
    DemoStep.objects.create(key="brown/rebecca", story="brown", today=now.date(), taken_at=now)
    SealKey.objects.create(fingerprint=keyring.ring().newest.fingerprint, made_at=now - timedelta(days=500))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    wanted = {"No change comes from the future", "The demo area is not here", "The sealing key is not too old",
              "OnePlan does not run as root"}  # fmt: skip
    assert wanted <= failing(now).keys()


def test_missing_anchors_and_keys_are_found(sound: Any, cast: Cast, now: datetime, own_keys: Path) -> None:
    cast.home.put_at("9 Quay Row", "ZZ9 9ZZ", is_protected=True).save()
    with transaction.atomic():
        audit.record("note_added", about=cast.family, by=cast.priya, at=now)
    next(Path(sound.AUDIT_ANCHORS).glob("changes.log")).unlink()
    keyring.add()
    (own_keys / "seal-0001").unlink()
    assert {"Anchors follow the chains", "Every sealed text has its key"} <= failing(now).keys()


@pytest.mark.postgresql_only
def test_a_superuser_of_the_server_is_found(sound: Any, now: datetime) -> None:
    assert {"The database role is no superuser", "The database role cannot rewrite the audit tables"} <= failing(
        now
    ).keys()


def test_every_text_is_looked_at_by_a_check(sound: Any, now: datetime) -> None:
    texts = yaml.safe_load(deploycheck.TEXTS.read_text())
    looked = {code for check in deploycheck.CHECKS for code, _ in check(now)}
    only_there = set() if connection.vendor == "postgresql" else {"superuser", "audit_rights"}
    assert looked | only_there == set(texts)
    assert all(text["what"] and text["why"] and text["todo"] for text in texts.values())


@pytest.mark.slow
def test_the_command_says_it_and_ends_with_one(installations: Callable[[str], Installation]) -> None:
    site = installations("site")
    told = site.oneplan("check-deploy", "--json", ends_with=1)
    assert 0 < told["score"] < 100
    said = site.oneplan("check-deploy", ends_with=1)
    assert "MUST    Cookies travel over HTTPS only" in said
    assert "Do:  Put a proxy with TLS in front" in said


@pytest.mark.slow
class TestUpgrading:
    @pytest.fixture
    def older(self, installations: Callable[[str], Installation]) -> Installation:
        """A site as the version before left it: an address in the open, and a held form under the form key."""
        site = installations("site")
        site.stage("fill")
        for app in ("people", "site"):
            site.oneplan("manage", "migrate", "-v0", app, "0001")
        return site

    def test_it_backs_up_migrates_and_verifies(self, older: Installation) -> None:
        said = older.oneplan("upgrade")
        assert "verified. The backup from before is in" in said
        assert len(list((older.home / "backups").iterdir())) == 1
        told = older.stage("tell")
        assert (told["address"], told["faults"]) == ("4 Sorrel Rise, ZZ1 4QX", [])
        assert "nothing was changed" in older.oneplan("upgrade")

    def test_when_it_fails_it_says_the_way_back_and_that_way_works(self, older: Installation) -> None:
        (older.home / "keys/form_key").rename(older.home / "form_key")  # held forms cannot be opened now
        said = older.oneplan("upgrade", ends_with=2)
        assert "To go back to how it was" in said
        folder = next((older.home / "backups").iterdir())
        assert f"oneplan restore {folder} --replace" in said
        told = older.oneplan("restore", str(folder), "--replace", "--json")
        assert told["waits_for_upgrade"]
        assert told["differing"] == []
        (older.home / "form_key").rename(older.home / "keys/form_key")
        assert "verified" in older.oneplan("upgrade")
        assert json.loads(older.stage("tell")["held"]) == {"text": ["held"]}


def test_a_place_without_tables_is_not_upgraded(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    class Nothing:
        def __init__(self, _connection: object) -> None:
            self.loader = type(
                "L", (), {"graph": type("G", (), {"leaf_nodes": lambda _: []})(), "applied_migrations": {}}
            )()

        def migration_plan(self, _leaves: object) -> list[object]:
            return [object()]

    monkeypatch.setattr(upgrading, "MigrationExecutor", Nothing)
    with pytest.raises(upgrading.CannotUpgrade, match="no tables yet"):
        upgrading.waiting()
