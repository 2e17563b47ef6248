"""From a fresh clone to a running OnePlan with the demo area in it."""

import os
from pathlib import Path

from tools import environment, steps, styles
from tools.steps import ROOT

ONEPLAN = ROOT / ".venv/bin/oneplan"
STATIC = "collected.stamp"


def run(port: str) -> None:
    with steps.alone():
        prepare(dev=False)
        home = os.environ.setdefault("ONEPLAN_HOME", str(ROOT / "var"))
        os.environ.setdefault("ONEPLAN_DEMO", "1")
        _fill(home)
    steps.say("… server and worker (stop both with Ctrl-C)")
    os.execv(ONEPLAN, [str(ONEPLAN), "serve", "--port", port])  # noqa: S606


def prepare(*, dev: bool) -> None:
    environment.ensure(dev=dev)
    styles.ensure()


def _fill(home: str) -> None:
    with steps.step("Database"):
        steps.run(
            [ONEPLAN, "manage", "migrate", "--no-input"],
            otherwise=f"The database could not be made ready. If it is a demo, delete {home} and run the same again.",
        )
    with steps.step("Demo area"):
        steps.run(
            [ONEPLAN, "demo", "load"],
            otherwise="The demo area could not be loaded; the lines above say at which family it stopped.",
        )
    _collect(home)


def _collect(home: str) -> None:
    mark = steps.digest(
        [path for path in (ROOT / "src").glob("oneplan/web/*/static/**/*") if path.is_file()]
        + [ROOT / "requirements/app.txt"],
        also=home,
    )
    if steps.is_fresh(STATIC, mark=mark) and (Path(home) / "static/staticfiles.json").is_file():
        return
    with steps.step("Static files"):
        steps.run(
            [ONEPLAN, "manage", "collectstatic", "--no-input", "--clear"],
            otherwise="The styles could not be put in place. Delete the folder .setup and run the same again.",
        )
    steps.keep(STATIC, mark=mark)
