"""A running OnePlan with the demo area in it, served as `make run` serves it: for tests that walk through it.

The loaded database is kept between runs of one day, for as long as nothing it is made from has changed. Each
worker process of the test run has a site of its own; what a test saves there stays until the run ends.
"""

import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

ROOT = Path(__file__).parent.parent
PATIENCE = 60.0
COOKIE = "sessionid"
# Every account with a session of its own, as if it had just signed in: walks are about what comes after.
SIGNED_IN = """
import json
from django.test import Client
from oneplan.web.access.models import Account
clients = {}
for account in Account.objects.all():
    clients[account.name] = Client()
    clients[account.name].force_login(account)
print(json.dumps({name: client.session.session_key for name, client in clients.items()}))
"""
MADE_FROM = ("area/**/*.yaml", "src/oneplan/**/*.py")


def _environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "PYTEST_CURRENT_TEST")}
    return kept | {"ONEPLAN_HOME": str(home), "ONEPLAN_DEBUG": "1", "ONEPLAN_DEMO": "1"}


def _oneplan(home: Path, *command: str) -> str:
    whole = [sys.executable, "-m", "oneplan.cli", *command]
    done = subprocess.run(whole, env=_environment(home), capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"oneplan {' '.join(command)}:\n{done.stdout}{done.stderr}"
    return done.stdout


def loaded_home() -> Path:
    """A folder with the demo area as it is loaded today; made once."""
    total = hashlib.sha256(date.today().isoformat().encode())  # noqa: DTZ011  the stories end today
    for pattern in MADE_FROM:
        for path in sorted(ROOT.glob(pattern)):
            total.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    kept = ROOT / ".setup" / f"demo-{total.hexdigest()[:16]}"
    if not kept.is_dir():
        draft = kept.with_name(f"{kept.name}.{os.getpid()}")
        _oneplan(draft, "manage", "migrate", "-v0")
        _oneplan(draft, "demo", "load")
        for old in kept.parent.glob("demo-*"):
            if old != draft and "." not in old.name:
                shutil.rmtree(old, ignore_errors=True)
        try:
            draft.rename(kept)
        except OSError:  # another worker was quicker
            shutil.rmtree(draft, ignore_errors=True)
    return kept


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running site with the demo area, this test process's own."""
    home = tmp_path_factory.mktemp("demo") / "home"
    shutil.copytree(loaded_home(), home)
    (home / "signed-in.json").write_text(_oneplan(home, "manage", "shell", "-v0", "--no-imports", "-c", SIGNED_IN))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "oneplan.cli", "serve", "--port", str(port)]
    with (home / "said.txt").open("ab") as said:
        site = subprocess.Popen(command, env=_environment(home), stdout=said, stderr=said)
    try:
        _wait_for(f"http://127.0.0.1:{port}/health/", said=home / "said.txt")
        yield f"http://127.0.0.1:{port}"
    finally:
        site.terminate()
        site.wait(timeout=30)


def _wait_for(address: str, *, said: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"The demo site did not answer:\n{said.read_text()}")


SignIn = Callable[..., Page]


@pytest.fixture
def demo_as(
    demo_site: str, tmp_path_factory: pytest.TempPathFactory, new_context: Callable[..., BrowserContext]
) -> SignIn:
    """`demo_as("priya")` is a page signed in as Priya; `width=` and `script=False` as wanted."""
    kept = next(tmp_path_factory.getbasetemp().glob("demo[0-9]*/home/signed-in.json"))
    sessions = json.loads(kept.read_text())

    def sign_in(name: str, *, width: int = 1400, script: bool = True) -> Page:
        context = new_context(
            base_url=demo_site, viewport={"width": width, "height": 900}, java_script_enabled=script, locale="en-GB"
        )
        context.add_cookies([{"name": COOKIE, "value": sessions[name], "url": demo_site}])
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto("/")
        return page

    return sign_in


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "demo_as" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
