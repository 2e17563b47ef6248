"""Set-up tells in plain words what went wrong, does nothing twice, and goes on where it stopped."""

import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tools import deep, environment, run, steps, styles
from tools import test as full
from tools.steps import StepFailed

REGISTER = """
[[slice]]
name = "first"
says = "holds"
command = "{python} -c 'open(\\"{log}\\", \\"a\\").write(\\"first \\")'"

[[slice]]
name = "second"
says = "holds once {mended} is there"
command = "{python} -c 'import os, sys; sys.exit(not os.path.exists(\\"{mended}\\"))'"
"""


@pytest.fixture(autouse=True)
def own_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "KEPT", tmp_path)


def test_a_failed_step_shows_its_last_words_and_what_to_do() -> None:
    with pytest.raises(StepFailed, match=r"(?s)no such package.*Check the name\."):
        steps.run([sys.executable, "-c", "print('no such package'); raise SystemExit(3)"], otherwise="Check the name.")


def test_a_command_that_is_not_there_is_told_as_plainly() -> None:
    with pytest.raises(StepFailed, match="Install it"):
        steps.run(["no-such-command-anywhere"], otherwise="Install it.")


def test_a_step_is_fresh_until_what_it_was_made_from_changes() -> None:
    steps.keep("some.stamp", mark="as it was")
    assert steps.is_fresh("some.stamp", mark="as it was")
    assert not steps.is_fresh("some.stamp", mark="changed")


def test_without_rights_the_one_missing_command_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    wanted = "sudo apt-get install -y --no-install-recommends chromium-headless-shell fonts-liberation"
    with pytest.raises(StepFailed, match=wanted):
        full.ensure_browser()


def test_an_older_debian_gets_the_browser_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def pretend(command: list[str], **_: object) -> None:
        asked.append(command)
        if "chromium-headless-shell" in command:
            raise StepFailed("There is no such package.")

    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(steps, "run", pretend)
    full.ensure_browser()
    assert asked[-1][-2:] == ["chromium", "fonts-liberation"]


def test_where_uv_cannot_pip_does_it(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    asked: list[list[str]] = []

    def pretend(command: list[str | Path], **_: object) -> None:
        asked.append([str(part) for part in command])
        if "uv" in Path(asked[-1][0]).name:
            raise StepFailed("no answer")

    monkeypatch.setattr(steps, "run", pretend)
    monkeypatch.setattr(environment, "_get_uv", lambda: True)
    environment.install([Path("some.txt")], into=Path("python"))
    assert asked[-1][:4] == ["python", "-m", "pip", "install"]
    assert all("--require-hashes" in command for command in asked)
    assert "trying plain pip" in capsys.readouterr().out


def test_where_the_machine_s_npm_cannot_the_packaged_one_does_it(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    def refuse(npm: list[Path]) -> None:
        tried.append(str(npm[0]))
        raise StepFailed("too old")

    monkeypatch.setattr(shutil, "which", lambda name: f"/somewhere/{name}")
    monkeypatch.setattr(styles, "_npm_ci", refuse)
    monkeypatch.setattr(styles, "GOVUK", Path("/nowhere"))
    monkeypatch.setattr(styles, "_fetch_with_wheel_npm", lambda: tried.append("packaged"))
    styles._fetch_govuk()
    assert tried == ["/somewhere/npm", "packaged"]


def test_the_deep_tier_goes_on_where_it_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log, mended, register = tmp_path / "log", tmp_path / "mended", tmp_path / "deep.toml"
    register.write_text(REGISTER.format(python=sys.executable, log=log, mended=mended), encoding="utf-8")
    monkeypatch.setattr(deep, "REGISTER", register)
    monkeypatch.setattr(deep, "PAGE", tmp_path / "deep.md")
    monkeypatch.setattr(deep, "STATE", tmp_path / "deep.json")
    monkeypatch.setattr(run, "prepare", lambda **_: None)
    with pytest.raises(StepFailed, match="Did not hold: second"):
        deep.deep()
    assert "**no**" in deep.PAGE.read_text(encoding="utf-8")
    mended.touch()
    deep.deep()
    assert log.read_text(encoding="utf-8") == "first "
    assert deep.PAGE.read_text(encoding="utf-8").count("| yes |") == 2


def test_one_deep_slice_alone_leaves_the_committed_results_of_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log, register = tmp_path / "log", tmp_path / "deep.toml"
    register.write_text(REGISTER.format(python=sys.executable, log=log, mended=tmp_path), encoding="utf-8")
    earlier = deep.Result(commit="0123456789", on="2026-11-01", seconds=7, holds=False)
    page = tmp_path / "deep.md"
    page.write_text(deep.page([deep.Slice("second", "holds", "true")], {"second": earlier}), encoding="utf-8")
    monkeypatch.setattr(deep, "REGISTER", register)
    monkeypatch.setattr(deep, "PAGE", page)
    monkeypatch.setattr(deep, "STATE", tmp_path / "deep.json")
    monkeypatch.setattr(run, "prepare", lambda **_: None)
    monkeypatch.setenv("ONLY", "first")
    with pytest.raises(StepFailed, match="Did not hold: second"):
        deep.deep()
    found = deep.committed(page.read_text(encoding="utf-8"))
    assert found["first"].holds
    assert found["second"] == earlier


def test_what_nobody_could_be_asked_about_is_no_fault_of_another_slice() -> None:
    unasked = deep.Result(commit="0", on="2026-11-01", seconds=7, holds=False, could_ask=False)
    assert deep._failed(unasked, is_asked=True)
    assert not deep._failed(unasked, is_asked=False)
    assert deep._failed(replace(unasked, could_ask=True), is_asked=False)
    assert not deep._failed(None, is_asked=True)
