"""What is put into a feed's folder is taken in, once, when it lies still."""

import os
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from oneplan.web.agencies.models import SharingAgreement
from oneplan.web.data import dropping, working
from oneplan.web.data.actions import feeds
from oneplan.web.data.models import Feed, Load
from tests import feeds as scene
from tests.engine.feeds.attendance import GOOD, PROFILE, but

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R302", "R309")]


def drop(feed: Feed, name: str, content: bytes, *, now: datetime, seconds_ago: float = 60) -> Path:
    path = dropping.inbox(working.store().folder) / feed.name / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (now.timestamp() - seconds_ago,) * 2)
    return path


def test_a_file_that_lies_still_is_taken_in_and_checked(feed: Feed, now: datetime) -> None:
    path = drop(feed, "autumn.csv", scene.text(GOOD), now=now)
    assert working.once_over() == 1
    load = Load.objects.get()
    assert (load.way, load.state, load.accepted, load.file.name) == ("folder", Load.State.CHECKED, 1, "autumn.csv")
    assert not path.exists()
    assert working.once_over() == 0


@pytest.mark.parametrize(
    ("name", "seconds_ago"), [("a.csv", 5), ("a.csv.part", 60), (".a.csv", 60), ("a.csv.not-taken", 60)]
)
def test_what_is_still_being_sent_is_left(feed: Feed, now: datetime, name: str, seconds_ago: float) -> None:
    path = drop(feed, name, scene.text(GOOD), now=now, seconds_ago=seconds_ago)
    assert (working.once_over(clock=lambda: now), Load.objects.count(), path.exists()) == (0, 0, True)


def test_the_same_file_again_is_gone_and_counts_once(feed: Feed, now: datetime) -> None:
    drop(feed, "a.csv", scene.text(GOOD), now=now)
    again = drop(feed, "b.csv", scene.text(GOOD), now=now)
    working.once_over()
    assert (Load.objects.count(), again.exists()) == (1, False)


def test_what_cannot_be_taken_stays_with_its_reason(feed: Feed, now: datetime) -> None:
    SharingAgreement.objects.filter(thread=feed.agreement.thread).update(valid_to=now.date())
    path = drop(feed, "a.csv", scene.text(GOOD), now=now)
    working.once_over()
    assert sorted(each.name for each in path.parent.iterdir()) == ["a.csv.not-taken", "a.csv.not-taken.txt"]
    assert "does not hold today" in path.with_name("a.csv.not-taken.txt").read_text(encoding="utf-8")
    assert (working.once_over(), Load.objects.count()) == (0, 0)
    kept = working.store().folder / "files"
    assert not [each for each in kept.rglob("*") if each.is_file()], "a file that was refused was kept"


def test_a_folder_of_no_feed_and_a_link_are_left(feed: Feed, now: datetime, tmp_path: Path) -> None:
    stranger = drop(Feed(name="nobody"), "a.csv", scene.text(GOOD), now=now)
    secret = tmp_path / "secret.csv"
    secret.write_bytes(scene.text(but(Auth="5")))
    link = stranger.parent.parent / feed.name / "link.csv"
    link.parent.mkdir(parents=True)
    link.symlink_to(secret)
    working.once_over()
    assert (stranger.exists(), link.exists(), Load.objects.count()) == (True, True, 0)


def test_two_feeds_have_folders_of_their_own(cast: Any, feed: Feed, by: Any, now: datetime) -> None:
    words = scene.said(cast, feed.agreement, title="Another")
    other = feeds.add(name="another", says=words, profile=PROFILE, by=by, at=now)
    drop(feed, "a.csv", scene.text(GOOD), now=now)
    drop(other, "a.csv", scene.text(but(Auth="5")), now=now)
    working.once_over()
    assert {load.feed.name for load in Load.objects.all()} == {"attendance", "another"}
