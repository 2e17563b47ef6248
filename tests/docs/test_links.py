"""Every relative link and picture of every Markdown page leads to a file, and to a heading that is there."""

import re
from pathlib import Path

import pytest

from tests.repository.files import ROOT, committed, name

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
PAGES = [path for path in committed() if path.suffix == ".md"]
LARGEST_PICTURE = 300_000


def _anchors(page: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def _broken(page: Path) -> list[str]:
    found = []
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if "://" in target:
            continue
        file, _, anchor = target.partition("#")
        to = (page.parent / file).resolve() if file else page
        if not to.exists() or (anchor and anchor not in _anchors(to)):
            found.append(target)
    return found


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    assert _broken(page) == []


def test_a_broken_link_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# A head\n[a](gone.md) [b](#a-head) [c](#no-head) [d](page.md#a-head)\n", encoding="utf-8")
    assert _broken(page) == ["gone.md", "#no-head"]


def test_pictures_are_small() -> None:
    pictures = [path for path in (ROOT / "docs/pictures").glob("*") if path.suffix == ".png"]
    assert {path.name for path in pictures} >= {f"family-page-{width}.png" for width in (360, 820, 1400)}
    assert {path.name: path.stat().st_size for path in pictures if path.stat().st_size > LARGEST_PICTURE} == {}


def test_every_page_of_the_docs_is_reached_from_its_list() -> None:
    listed = (ROOT / "docs/README.md").read_text(encoding="utf-8")
    pages = [path for path in PAGES if "docs" in path.relative_to(ROOT).parts and path != ROOT / "docs/README.md"]
    missing = [name(path) for path in pages if str(path.relative_to(ROOT / "docs")) not in listed]
    assert missing == []
