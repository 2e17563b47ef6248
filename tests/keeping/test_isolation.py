"""The tests' own safeguards do what they say."""

import os
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from playwright.sync_api import Page

from tests import postgres
from tests.browser import OpenPage
from tests.isolation import ReachedForTheNetwork

# an address kept for documentation; nothing answers there
NOWHERE = ("192.0.2.1", 80)


def test_a_test_cannot_reach_the_network() -> None:
    with socket.socket() as reaching, pytest.raises(ReachedForTheNetwork):
        reaching.connect(NOWHERE)


def test_letters_and_anchors_go_to_the_test_s_own_folder(tmp_path: Path) -> None:
    assert settings.AUDIT_ANCHORS.is_relative_to(tmp_path)
    assert settings.OUTBOX_FOLDER.is_relative_to(tmp_path)


def test_an_accessibility_violation_fails(page: Page, check_accessibility: Callable[[Page, str], None]) -> None:
    page.set_content("<html lang='en-GB'><title>x</title><main><h1>x</h1><img src='data:,'></main></html>")
    with pytest.raises(AssertionError, match="image-alt"):
        check_accessibility(page, "not-accessible")


def test_a_page_wider_than_the_phone_fails(page: Page, check_accessibility: Callable[[Page, str], None]) -> None:
    page.set_content("<html lang='en-GB'><title>x</title><main><h1>x</h1><pre>" + "x" * 200 + "</pre></main></html>")
    with pytest.raises(AssertionError, match="sideways"):
        check_accessibility(page, "too-wide")


def test_javascript_can_be_switched_off(open_page: OpenPage) -> None:
    content = "<title>off</title><script>document.title = 'on'</script>"
    titles = []
    for script in (True, False):
        visitor = open_page(script=script)
        visitor.route("**/*", lambda route: route.fulfill(body=content, content_type="text/html"))
        visitor.goto("/")
        titles.append(visitor.title())
    assert titles == ["on", "off"]


def packaged() -> Path:
    found = postgres.packaged()
    assert found is not None
    return found


@pytest.mark.slow
@pytest.mark.sqlite_only
@pytest.mark.parametrize("chosen", [postgres.binaries, packaged], ids=["chosen", "packaged"])
def test_a_postgresql_starts_answers_and_leaves_nothing(
    chosen: Callable[[], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PG_BIN", str(chosen()))
    with postgres.running() as address:
        base = Path(address.partition("host=")[2])
        with psycopg.connect(host=str(base), user="app", dbname="postgres") as connection:
            connection.execute("create extension pg_trgm")
            assert connection.execute("select similarity('Aran', 'Arran') > 0.3").fetchone() == (True,)
        pid = int((base / "data/postmaster.pid").read_text().split()[0])
    assert not base.exists()
    assert subprocess.run(["ps", "-p", str(pid)], capture_output=True, check=False).returncode != 0


def test_the_suite_knows_which_database_it_runs_on(db: None) -> None:
    from django.db import connection

    wanted = "postgresql" if os.environ.get("DATABASE_URL") else "sqlite"
    assert connection.vendor == wanted
