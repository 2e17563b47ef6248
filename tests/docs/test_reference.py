"""The generated pages of docs/reference say what the code says, and the hand-kept glossary leaves no word out."""

import ast
import re
from pathlib import Path

import pytest
import yaml
from django.apps import apps

from tools.reference import events, requirements
from tools.reference.pages import FOLDER, MAKERS, made


@pytest.fixture(scope="module")
def now() -> dict[str, str]:
    return made()


@pytest.mark.parametrize("name", sorted(MAKERS))
def test_the_page_is_as_the_code_is(name: str, now: dict[str, str]) -> None:
    kept = (FOLDER / name).read_text(encoding="utf-8")
    assert kept == now[name], f"{name} is out of date. Run: make reference"


def test_requirements_are_numbered_without_a_gap() -> None:
    names = yaml.safe_load(requirements.NAMES.read_text(encoding="utf-8"))
    assert list(names) == [f"R{number:03}" for number in range(1, len(names) + 1)]


def test_marks_of_functions_classes_and_cases_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = (
        "@pytest.mark.requirement('R001')\nclass TestOne:\n    def test_a(self): ...\n\n"
        "@pytest.mark.requirement('R002', 'R003')\ndef test_b(): ...\n\ndef test_c(): ...\n"
    )
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/test_some.py").write_text(source, encoding="utf-8")
    monkeypatch.setattr(requirements, "ROOT", tmp_path)
    proved = {each: [name for _, name in tests] for each, tests in requirements.found().items()}
    assert proved == {"R001": ["test_a"], "R002": ["test_b"], "R003": ["test_b"]}


def test_an_event_named_by_a_caller_is_found() -> None:
    module = ast.parse(
        "def join(family):\n    _changed(family, 'joined')\n\n"
        "def _changed(family, event):\n    audit.record(event, about=family, why=1)\n"
    )
    assert list(events._recorded(module, "room")) == [("`joined`", "`room.join`", "why")]


def test_every_event_is_a_plain_name(now: dict[str, str]) -> None:
    named = re.findall(r"^\| `([^`]+)` \|", now["events.md"], re.MULTILINE)
    assert len(named) > 50
    assert [name for name in named if not re.fullmatch(r"[a-z_]+|<[a-z_]+>_[a-z]+", name)] == []


def test_the_glossary_names_every_model_and_no_other() -> None:
    rows = re.findall(r"^\|.*\| ([^|]*) \|$", (FOLDER / "glossary.md").read_text(encoding="utf-8"), re.MULTILINE)
    named = {name for cell in rows for name in re.findall(r"`(\w+)`", cell)}
    ours = {model.__name__ for model in apps.get_models() if model.__module__.startswith("oneplan.")}
    assert named == ours
