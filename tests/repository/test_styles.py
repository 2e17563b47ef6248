"""The style sheet: our own tokens, nothing of GOV.UK's brand, and every class that a page names."""

import re
from pathlib import Path

import pytest

from tests.repository.files import ROOT, name

MADE = ROOT / "src/oneplan/web/site/static/site"
SOURCES = sorted((ROOT / "src/oneplan/web/site/styles").glob("_*.scss"))
TEMPLATES = sorted(ROOT.glob("src/oneplan/web/*/templates/**/*.html"))
COMPONENTS = ROOT / "docs/reference/components.md"
# only meaningful to GOV.UK's script, which styles nothing by them
HOOKS = {"govuk-frontend-supported"}


@pytest.fixture(scope="module")
def sheet() -> str:
    return (MADE / "site.css").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def classes(sheet: str) -> set[str]:
    found = set(re.findall(r"\.((?:op|govuk)-[\w-]+)", sheet))
    # a block such as govuk-radios may have no rule of its own, only parts
    return found | {re.split("__|--", word)[0] for word in found} | HOOKS


def named(text: str) -> set[str]:
    """The classes in the class attributes of a template, those put together from variables left out."""
    values = re.findall(r'class="([^"]*)"', text)
    plain = [re.sub(r"\S*\{[{%].*?[}%]\}\S*", " ", value) for value in values]
    return {word for value in plain for word in value.split() if word.startswith(("op-", "govuk-"))}


def test_nothing_of_govuk_s_brand_is_in_it(sheet: str) -> None:
    assert [word for word in ("GDS Transport", "govuk-crest", "crown") if word in sheet] == []


def test_every_file_the_sheet_asks_for_is_there(sheet: str) -> None:
    asked = re.findall(r"url\([\"']?(?!data:)([^)\"']+)", sheet)
    assert len(asked) == 4
    assert [path for path in asked if not (MADE / path).is_file()] == []


def test_the_notices_of_what_is_compiled_in_lie_beside_it() -> None:
    assert "Crown Copyright" in (MADE / "govuk-frontend-licence.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE" in (MADE / "fonts/LICENCE.txt").read_text(encoding="utf-8").upper()


def test_every_documented_part_has_its_style(classes: set[str]) -> None:
    documented = set(re.findall(r"\b(op-[a-z][\w-]*)", COMPONENTS.read_text(encoding="utf-8")))
    assert len(documented) > 50
    assert documented - classes == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_every_class_on_a_page_has_its_style(path: Path, classes: set[str]) -> None:
    assert named(path.read_text(encoding="utf-8")) - classes == set()


@pytest.mark.parametrize("path", [path for path in SOURCES if path.name != "_tokens.scss"], ids=lambda path: path.name)
def test_colours_stand_in_the_tokens_alone(path: Path) -> None:
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(", path.read_text(encoding="utf-8")) == []
