"""The tutorials hold: a browser does what they say, step by step, in the demo area."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from oneplan.web.demo import loader
from tests.browser import OpenPage
from tests.docs import tutorial
from tests.repository.files import ROOT

BROWN = ROOT / "docs/tutorials/brown-family.md"


@pytest.fixture
def demo(transactional_db: None) -> None:
    loader.load(at=timezone.now() - timedelta(minutes=1), only={"brown"})


@pytest.mark.slow
@pytest.mark.requirement("R002", "R070", "R180")
@pytest.mark.parametrize(("width", "script"), [(1400, True), (360, False)], ids=["desk", "phone-without-script"])
def test_the_brown_family(demo: None, open_page: OpenPage, width: int, script: bool) -> None:
    page = open_page(width=width, script=script)
    assert tutorial.walk(page, BROWN) > 80


def test_a_step_that_does_not_hold_is_named(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page()
    page.set_default_timeout(500)
    page.set_default_navigation_timeout(20_000)
    wrong = tmp_path / "wrong.md"
    for step in ('**Follow** "Nowhere"', "**See** nothing quoted", '**Dance** "now"', '**Miss** "Sign in"'):
        wrong.write_text(f"# Wrong\n\n1. **Open** `/sign-in/`\n2. {step}\n", encoding="utf-8")
        with pytest.raises(tutorial.StepFailed, match=r"wrong\.md, line 4"):
            tutorial.walk(page, wrong)
