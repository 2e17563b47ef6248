"""The tutorials hold: a browser does what they say, step by step, in the demo area."""

import csv
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from oneplan.web.data import working
from oneplan.web.demo import loader
from tests.browser import OpenPage
from tests.docs import pictures, tutorial
from tests.repository.files import ROOT

BROWN = ROOT / "docs/tutorials/brown-family.md"
WRONG = (
    '**Follow** "Nowhere"', "**See** nothing quoted", '**Dance** "now"', '**Read** "words in no file"',
    '**Pick** "one" for "Nowhere"', '**Give** `gone.csv` as "Your name to sign in with"', '**Fetch** "Nowhere"',
)  # fmt: skip
FIRST_FILE = ROOT / "docs/tutorials/first-partner-file.md"


@pytest.fixture
def demo(transactional_db: None) -> None:
    loader.load(at=timezone.now() - timedelta(minutes=1), only={"brown"})


@pytest.mark.slow
@pytest.mark.requirement("R002", "R070", "R180")
@pytest.mark.parametrize(("width", "script"), [(1400, True), (360, False)], ids=["desk", "phone-without-script"])
def test_the_brown_family(demo: None, open_page: OpenPage, width: int, script: bool) -> None:
    page = open_page(width=width, script=script)
    assert tutorial.walk(page, BROWN) > 80


@pytest.fixture
def demo_without_families(transactional_db: None) -> None:
    loader.load(at=timezone.now() - timedelta(minutes=1), only={"nobody"})


@pytest.mark.slow
@pytest.mark.requirement("R303", "R304", "R305", "R309", "R312")
def test_a_first_partner_file_and_its_pictures(demo_without_families: None, open_page: OpenPage) -> None:
    page = open_page(width=1000)
    assert tutorial.walk(page, FIRST_FILE, work=working.once_over, picture=pictures.hold) > 60


@pytest.mark.slow
@pytest.mark.requirement("R303", "R304", "R305", "R309", "R312")
def test_a_first_partner_file_on_a_phone_without_script(demo_without_families: None, open_page: OpenPage) -> None:
    page = open_page(width=360, script=False)
    assert tutorial.walk(page, FIRST_FILE, work=working.once_over) > 60


def test_a_step_that_does_not_hold_is_named(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page()
    page.set_default_timeout(500)
    page.set_default_navigation_timeout(20_000)
    wrong = tmp_path / "wrong.md"
    for step in (*WRONG, '**Miss** "Sign in"', '**Look** at the line "none"', '**Wait** for "never"'):
        wrong.write_text(f"# Wrong\n\n1. **Open** `/sign-in/`\n2. {step}\n", encoding="utf-8")
        with pytest.raises(tutorial.StepFailed, match=r"wrong\.md, line 4"):
            tutorial.walk(page, wrong)


def test_a_picture_of_another_page_is_old(open_page: OpenPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "FOLDER", tmp_path)
    monkeypatch.delenv(pictures.TAKE_ANEW, raising=False)
    page = open_page()
    page.goto("/sign-in/")
    with pytest.raises(pictures.OldPicture):
        pictures.hold(page, "door")
    monkeypatch.setenv(pictures.TAKE_ANEW, "1")
    pictures.hold(page, "door")
    monkeypatch.delenv(pictures.TAKE_ANEW)
    pictures.hold(page, "door")
    page.locator("h1").evaluate("each => each.textContent = 'Other words'")
    shown = tmp_path / "shown.md"
    shown.write_text("# Shown\n\n![A door](../pictures/door.png)\n", encoding="utf-8")
    with pytest.raises(tutorial.StepFailed, match=r"shown\.md, line 3"):
        tutorial.walk(page, shown, picture=pictures.hold)


def test_a_picture_keeps_its_mark_and_stays_a_picture() -> None:
    bare = (ROOT / "docs/pictures/family-page-360.png").read_bytes()
    marked = pictures.marked(bare, "0123456789abcdef")
    assert (pictures.mark(bare), pictures.mark(marked)) == ("", "0123456789abcdef")
    assert marked.startswith(bare[:33])
    assert marked.endswith(bare[33:])


def test_what_the_first_file_page_names_in_passing_is_there() -> None:
    """Words in slanted letters that begin with a capital stand on a page or in the school's file."""
    templates = (ROOT / "src/oneplan/web/data/templates/data").glob("*.html")
    pages = [path.read_text(encoding="utf-8") for path in (*templates, FIRST_FILE.parent / "mill-lane-autumn.csv")]
    named = set(re.findall(r"(?<!\*)\*([A-Z][^*]+)\*(?!\*)", FIRST_FILE.read_text(encoding="utf-8")))
    assert len(named) > 3
    assert {words for words in named if not any(words in page for page in pages)} == set()


def test_the_pupils_of_the_first_files_are_nobody() -> None:
    for name in ("mill-lane-autumn.csv", "mill-lane-spring.csv"):
        with (FIRST_FILE.parent / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                assert row["LAESTAB"].startswith("999")
                assert row["UPN"].replace(" ", "")[1:4] == "999"
                assert row["Postcode"].startswith("ZZ99 ")
