"""The full tier: every check, the suite on PostgreSQL without browser, the suite on SQLite with browser."""

import os
import shutil
import time

from tools import check, run, steps
from tools.steps import ROOT, StepFailed

BIN = ROOT / ".venv/bin"
# the browser without windows opens pages a third quicker; where there is just the other, it does
QUICK = "chromium-headless-shell"
INSTALL = "apt-get install -y --no-install-recommends"
PACKAGES = [QUICK, "fonts-liberation"]
BROWSERS = [QUICK, "chromium", "chromium-browser", "google-chrome"]
# These ask no database anything: they run once, beside SQLite.
WITHOUT_DATABASE = ["tests/diagrams", "tests/docs", "tests/engine", "tests/repository", "tests/value"]
SLOWEST = "--durations=12"


def test() -> None:
    started = time.monotonic()
    with steps.alone():
        run.prepare(dev=True)
        ensure_browser()
    failed = check.failing()
    steps.say("… tests on PostgreSQL (all but the browser)")
    once = [f"--ignore={folder}" for folder in WITHOUT_DATABASE]
    on_postgres = ["-m", "not browser and not deep and not sqlite_only", *once, SLOWEST]
    if steps.show([BIN / "python", "-m", "tests.postgres", *on_postgres]):
        failed.append("tests on PostgreSQL")
    os.environ.pop("DATABASE_URL", None)
    steps.say("… tests on SQLite (browser included)")
    if steps.show([BIN / "pytest", "-q", "-n2", "-m", "not deep and not postgresql_only", SLOWEST]):
        failed.append("tests on SQLite")
    minutes = (time.monotonic() - started) / 60
    check.conclude(failed, f"Everything holds on both databases and in the browser ({minutes:.1f} min).")


def ensure_browser() -> None:
    """Find Chromium, or fetch Debian's as root, or name the one command that does."""
    if os.environ.get("CHROMIUM") or any(shutil.which(name) for name in BROWSERS):
        return
    wanted = f"{INSTALL} {' '.join(PACKAGES)}"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise StepFailed(f"The browser tests need Chromium, which is not here. Run this once:\n\n    sudo {wanted}\n")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    failed = f"Chromium could not be installed. Try by hand: {wanted}"
    with steps.step("Chromium for the browser tests (about 100 MB)"):
        steps.run(["apt-get", "update"], otherwise=failed, env=quiet, timeout=600)
        try:
            steps.run(wanted.split(), otherwise=failed, env=quiet, timeout=1200)
        except StepFailed:  # an older Debian has only the browser with windows
            steps.run(wanted.replace(QUICK, BROWSERS[1]).split(), otherwise=failed, env=quiet, timeout=1200)
