"""Packages: each has a reason and a version; locks are hashed and name no address."""

import json
import re
from pathlib import Path

import pytest

from tests.repository.files import ROOT

INS = sorted((ROOT / "requirements").glob("*.in"))
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
ENTRY = re.compile(r"^([A-Za-z0-9._-]+)(\[[^]]*\])?==([^\s#]+)\s+# (\S.+)$")


def entries(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith(("#", "-c "))]


def same(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()


def locked(path: Path) -> dict[str, str]:
    found = re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==(\S+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {same(package): version for package, version in found}


def test_there_are_lists_and_each_has_its_lock() -> None:
    assert (
        {path.stem for path in INS} == {path.stem for path in LOCKS} == {"app", "dev", "node", "peers", "styles", "uv"}
    )


@pytest.mark.parametrize("path", INS, ids=lambda path: path.name)
def test_every_package_has_one_version_and_a_reason(path: Path) -> None:
    assert [line for line in entries(path) if not ENTRY.match(line)] == []


@pytest.mark.parametrize("path", INS, ids=lambda path: path.name)
def test_the_lock_holds_what_the_list_asks_for(path: Path) -> None:
    lock = locked(path.with_suffix(".txt"))
    asked = {same(match[1]): match[3] for line in entries(path) if (match := ENTRY.match(line))}
    assert {package: lock.get(package) for package in asked} == asked


@pytest.mark.parametrize("path", [*LOCKS, ROOT / "package-lock.json"], ids=lambda path: path.name)
def test_no_lock_names_an_address(path: Path) -> None:
    assert "://" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_every_locked_package_is_hashed(path: Path) -> None:
    blocks = re.split(r"\n(?=[A-Za-z0-9])", path.read_text(encoding="utf-8"))
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_every_package_of_the_style_lock_has_a_checksum() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert [package for package, entry in lock.items() if package and "integrity" not in entry] == []


def test_both_lists_take_the_same_release_of_the_letters() -> None:
    app, styles = (locked(ROOT / f"requirements/{name}.txt")["font-source-sans-pro"] for name in ("app", "styles"))
    assert app == styles
