"""Invented partners' files from a folder to published figures, by one command; again doubles nothing."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from oneplan.engine.feeds.contract.kinds import kinds
from oneplan.engine.runs import run as engine_run
from oneplan.engine.synthetic.feeds import make
from oneplan.web.data import working
from oneplan.web.data.models import Feed, Load, Published, Run
from oneplan.web.demo import loader, own_files, partner_files
from oneplan.web.demo.partner_files import CannotLoadFiles

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.requirement("R309", "R310")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("area") / "files"
    make.make(made, make.Wanted(600, 4, date(2026, 11, 2)), say=lambda _words: None)
    return made


def test_files_of_every_kind_become_facts_and_again_nothing_is_doubled(folder: Path, now: datetime) -> None:
    loader.load(at=now, only=("brown",))
    told = partner_files.load(folder, at=now)
    assert told.run.state == Run.State.PUBLISHED
    assert {each.kind for each in Feed.objects.all()} >= set(kinds())
    standing = Load.objects.filter(feed__agreement__title=partner_files.AGREEMENT)
    assert {each.state for each in standing} <= {Load.State.CHECKED, Load.State.REFUSED}
    assert all(each.received == each.accepted + each.repaired + each.set_aside for each in standing)
    manifest = engine_run.manifest(working.store(), Published.objects.get().run.label)
    assert sum(each["in_force"] for each in manifest["feeds"]) > 1000
    again = partner_files.load(folder, at=now)
    assert (again.files, again.rows) == (told.files, told.rows)
    assert standing.count() == len({*standing.values_list("feed", "file")})


def test_without_the_demo_area_nothing_is_loaded(folder: Path, now: datetime) -> None:
    with pytest.raises(CannotLoadFiles, match="oneplan demo load"):
        partner_files.load(folder, at=now)
    assert not Feed.objects.exists()


def test_eight_stories_are_too_few_for_files_of_their_own(now: datetime) -> None:
    loader.load(at=now, only=("brown",))
    with pytest.raises(CannotLoadFiles, match="oneplan demo load --families 3000"):
        own_files.made(at=now, say=str)


def test_another_folder_is_refused_in_words(tmp_path: Path, now: datetime) -> None:
    (tmp_path / "feeds.json").write_text(json.dumps({})[:1], encoding="utf-8")
    with pytest.raises(CannotLoadFiles, match="oneplan synthetic feeds"):
        partner_files.load(tmp_path, at=now)
