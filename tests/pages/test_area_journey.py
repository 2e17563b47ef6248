"""An invented area's files of every kind, from a first file to figures that hold, by a data manager's pages alone.

The usual run takes a few feeds of a small area; `ONEPLAN_AREA_PEOPLE=250000` (make deep) all of a real one's size.
"""

import json
import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from oneplan.engine.runs import run as engine_run
from oneplan.engine.synthetic.feeds import make
from oneplan.rulebook.sharing.categories import Category
from oneplan.rulebook.sharing.policy import Role
from oneplan.web.agencies.actions import agreements, organisations
from oneplan.web.agencies.actions.agreements import AgreementWords
from oneplan.web.agencies.actions.organisations import AgencyWords
from oneplan.web.data import working
from oneplan.web.data.models import Feed, Load, Published, Run
from tests.pages.conftest import SignIn
from tests.pages.typist import Typist

pytestmark = pytest.mark.slow
PEOPLE = int(os.environ.get("ONEPLAN_AREA_PEOPLE", "700"))
A_FEW = {"attendance-term-weirside", "police-south", "rent-arrears-associations"}  # text, UTF-16, a workbook
AGREEMENT = "Data of the whole area"


@pytest.fixture(scope="module")
def area(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("area") / "files"
    make.make(folder, make.Wanted(PEOPLE, 2, date(2026, 11, 2)), say=lambda _words: None)
    return folder


@pytest.fixture
def told(area: Path, rich: Any) -> list[Mapping[str, Any]]:
    """The feeds that are begun, their partners known and agreed with."""
    every = json.loads((area / "feeds.json").read_text(encoding="utf-8"))["feeds"]
    wanted = [each for each in every if PEOPLE > 10_000 or each["name"] in A_FEW]
    at, administrator = timezone.now(), rich.cast.others[Role.ADMINISTRATOR.value]
    partners = {each["partner"] for each in wanted}
    those = [organisations.add(says=AgencyWords(name, "council"), by=administrator, at=at) for name in sorted(partners)]
    says = AgreementWords(
        AGREEMENT, "to help families early", "public_task", tuple(those), tuple(each.value for each in Category),
        rich.cast.maya, timezone.localdate(at),
    )  # fmt: skip
    agreements.make(says=says, by=administrator, at=at)
    return wanted


@pytest.mark.requirement("R302", "R303", "R309")
def test_every_feed_of_an_area_by_the_pages_alone(
    area: Path, told: list[Mapping[str, Any]], rich: Any, signed_in: SignIn
) -> None:
    Run.objects.filter(pk=rich.waiting_run.pk).update(state=Run.State.STOPPED)
    dana = Typist(signed_in(rich.cast.others["data_manager"]))
    rows = 0
    for each in told:
        first, *others = each["files"]
        title = _begun(dana, each["name"], partner=each["partner"], file=area / first["path"])
        for file in others:
            _taken(dana, title, area / file["path"])
        rows += sum(file["rows"] for file in each["files"])
    working.once_over()
    loads = Load.objects.filter(feed__agreement__title=AGREEMENT)
    assert {load.state for load in loads} == {Load.State.CHECKED}, [load.reason for load in loads if load.reason]
    assert sum(load.received for load in loads) == rows
    assert all(load.received == load.accepted + load.repaired + load.set_aside for load in loads)
    _ran(dana)
    manifest = engine_run.manifest(working.store(), Published.objects.get().run.label)
    facts = {feed["feed"]: feed["in_force"] for feed in manifest["feeds"]}
    names = set(Feed.objects.filter(agreement__title=AGREEMENT).values_list("name", flat=True))
    assert len(names) == len(told)
    assert all(facts[name] > 0 for name in names)


def _begun(dana: Typist, title: str, *, partner: str, file: Path) -> str:
    """The feed is what its first file says of itself; nothing is said of columns, codes and days."""
    dana.page.goto(reverse("feed-new"))
    dana.page.get_by_label("The file as the partner sent it").set_input_files(str(file))
    dana.press("Look at the file")
    assert dana.reads("Its layout is known")
    dana.write("What is the feed called?", title)
    dana.page.get_by_label("Who sends it?").select_option(label=partner)
    dana.page.get_by_label("Under which agreement").select_option(label=AGREEMENT)
    dana.press("Begin the feed")
    expect(dana.page.get_by_role("heading", name=title)).to_be_visible()
    return title


def _taken(dana: Typist, title: str, file: Path) -> None:
    dana.page.goto(reverse("feed-file-new", args=[Feed.objects.get(title=title).name]))
    dana.page.get_by_label("The file as the partner sent it").set_input_files(str(file))
    dana.page.get_by_role("button", name="Take it in").click()
    expect(dana.page.get_by_text(file.name)).to_be_visible()


def _ran(dana: Typist) -> None:
    """Started by a button, watched while it runs, and its figures hold."""
    dana.page.goto(reverse("runs"))
    dana.press("Start a run")
    number = Run.objects.latest("number").number
    dana.page.goto(reverse("run", args=[number]))
    seen: list[str] = []

    def watch(done: int, total: int, words: str) -> None:
        """The step before this one is told by then; half way through the page must have come to it by itself."""
        if seen and done == total // 2:
            expect(dana.page.get_by_text(seen[-1])).to_be_visible(timeout=20_000)
        seen.append(f"Step {done + 1} of {total}: {words}")

    working.once_over(tell=watch)
    assert len(seen) > 2
    expect(dana.page.get_by_text("its figures hold").first).to_be_visible(timeout=20_000)
