"""A data manager's way by the pages: with JavaScript off from a first file to figures; with it, a run's progress."""

from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from oneplan.web.data import working
from oneplan.web.data.models import Feed, Load, Published, Run
from tests import feeds as scene
from tests.engine.feeds.attendance import but
from tests.pages.conftest import SignIn
from tests.pages.typist import Typist

pytestmark = pytest.mark.slow


def _file(folder: Path, name: str, *rows: Any) -> str:
    (folder / name).write_bytes(scene.text(*rows))
    return str(folder / name)


@pytest.mark.requirement("R303", "R305", "R309")
def test_from_a_first_file_to_figures_without_a_script(rich: Any, signed_in: SignIn, tmp_path: Path) -> None:
    Run.objects.filter(pk=rich.waiting_run.pk).update(state=Run.State.STOPPED)
    dana = Typist(signed_in(rich.cast.others["data_manager"], script=False, width=360))
    dana.page.goto(reverse("feeds"))
    dana.page.get_by_role("button", name="Begin a feed").first.click()
    wrong = but(UPN="A999200010001", Term="Spring", LAESTAB="9992001")
    dana.page.get_by_label("The file as the partner sent it").set_input_files(
        _file(tmp_path, "marl.csv", but(LAESTAB="9992001"), wrong)
    )
    dana.press("Look at the file")
    assert dana.reads("This looks like attendance by term")
    dana.write("What is the feed called?", "Attendance, Marl schools")
    dana.page.get_by_label("Who sends it?").select_option(label="Sallowdale education")
    dana.page.get_by_label("Under which agreement").select_option(label="School data for Family Help")
    dana.press("Begin the feed")
    working.once_over()
    feed = Feed.objects.get(title="Attendance, Marl schools")
    dana.page.goto(reverse("feed", args=[feed.name]))
    dana.follow("marl.csv")
    assert dana.reads("Every row is accounted for")
    dana.page.get_by_role("link", name="row 3").first.click()
    dana.page.get_by_role("link", name="Correct the unique pupil number").click()
    dana.write("What should it be?", "E201000012001")
    dana.write("Why, and who said so?", "the school rang")
    dana.press("Correct it")
    working.once_over()
    assert Load.objects.get(feed=feed).set_aside == 0
    dana.page.goto(reverse("runs"))
    dana.press("Start a run")
    working.once_over()
    dana.page.goto(reverse("runs"))
    assert dana.reads("its figures hold")
    assert Published.objects.get().run.number == Run.objects.order_by("-number").first().number  # type: ignore[union-attr]


@pytest.mark.requirement("R309")
def test_a_run_tells_how_far_it_is_and_is_stopped(rich: Any, signed_in: SignIn) -> None:
    run = Run.objects.filter(pk=rich.waiting_run.pk)
    run.update(state=Run.State.RUNNING, done=0, total=3, doing="attendance: file 1")
    page = signed_in(rich.cast.others["data_manager"])
    page.goto(reverse("run", args=[rich.waiting_run.number]))
    expect(page.get_by_text("Step 1 of 3: attendance: file 1")).to_be_visible()
    run.update(done=2, doing="attendance: facts")
    expect(page.get_by_text("Step 3 of 3: attendance: facts")).to_be_visible(timeout=15_000)
    page.get_by_role("button", name="Stop it").click()
    expect(page.get_by_text("It stops after what it does just now")).to_be_visible()
    assert run.get().is_to_stop
