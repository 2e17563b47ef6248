"""Faults that show only when a module is loaded: tables, default values, decorators.

Each is a forked copy of a process that has loaded Python packages but nothing of OnePlan; there the mutated module is
loaded in place of the real one, and the tests after it.
"""

import importlib
from collections.abc import Callable
from importlib.machinery import SourceFileLoader
from pathlib import Path
from typing import Any

import pytest

from tools.mutation import mutants
from tools.mutation.mutants import Mutant
from tools.steps import ROOT

PACKAGES = [
    "argon2", "cryptography.fernet", "csp.middleware", "django", "django.contrib.admin", "django.contrib.auth.views",
    "django.db.backends.sqlite3.base", "django.db.models", "django.forms", "django.test", "django.template.defaulttags",
    "django_htmx", "environ", "fido2.server", "graphviz_pure", "hypothesis", "jellyfish", "jwt", "playwright.sync_api",
    "pytest_django.plugin", "rapidfuzz", "resvg_py", "segno", "stdnum.gb.nhs", "typst", "whitenoise.middleware", "yaml",
]  # fmt: skip


def get_ready() -> None:
    for name in PACKAGES:
        try:
            importlib.import_module(name)
        except Exception:  # noqa: BLE001, S112  loading early only saves time
            continue


def asking(mutant: Mutant | None, tests: list[str]) -> Callable[[Path], str]:
    """Return what a forked process does about one mutant, or about the code as it is."""

    def work(folder: Path) -> str:
        if mutant is not None:
            _load_instead(mutant)
        recorder = _First()
        options = ["-q", "-x", "-n0", "--assert=plain", f"--basetemp={folder / 'tmp'}", "-p", "no:logging"]
        try:
            code: int = pytest.main([*options, *tests], plugins=[recorder])
        except Exception:  # noqa: BLE001  a module that raises when it is loaded is noticed by everybody
            return NOT_LOADED
        if code in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            return ""
        return recorder.failed or NOT_LOADED

    return work


NOT_LOADED = "it cannot be loaded"


class _First:
    failed = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and not self.failed:
            self.failed = report.nodeid


def _load_instead(mutant: Mutant) -> None:
    real, where = SourceFileLoader.get_code, str(ROOT / mutant.path)
    made = mutants.code_of(mutant)

    def get_code(self: SourceFileLoader, name: str) -> Any:
        return made if self.path == where else real(self, name)

    SourceFileLoader.get_code = get_code  # type: ignore[method-assign,assignment]
