"""A locked file is unlocked at the door: it is kept without its lock, and its password is kept nowhere."""

import io
import logging
import os
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from oneplan.engine.runs import files
from oneplan.web.data import dropping, working
from oneplan.web.data.models import Feed, Load, ReceivedFile
from oneplan.web.site.held import opened
from oneplan.web.site.models import HeldForm
from tests import feeds as scene
from tests.cast import Cast
from tests.engine.feeds import locking
from tests.engine.feeds.attendance import GOOD
from tests.engine.feeds.locking import PASSWORD
from tests.forms.reading import Form

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R302")]
TEXT = scene.text(GOOD)


@pytest.fixture
def desk(cast: Cast) -> Client:
    return cast.client(scene.data_manager(cast))


def send(desk: Client, address: str, content: bytes, password: str = PASSWORD) -> Any:
    form = Form("")
    form.feed(desk.get(address).content.decode())
    assert "password" in form.values
    sent = {"file": SimpleUploadedFile("a.zip", content), "password": password}
    return desk.post(address, form.values | sent, follow=True)


def kept() -> list[bytes]:
    """All files in the data folder."""
    return [each.read_bytes() for each in working.store().folder.rglob("*") if each.is_file()]


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """Everything that is logged, however small."""
    text, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(text), root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield text
    root.removeHandler(handler)
    root.setLevel(level)


def test_what_is_kept_has_no_lock_and_the_password_is_nowhere(desk: Client, feed: Feed, logged: io.StringIO) -> None:
    sent = locking.in_zip(TEXT)
    page = send(desk, reverse("feed-file-new", args=[feed.name]), sent)
    assert "is being checked" in page.content.decode()
    assert working.once_over() == 1
    load = Load.objects.get()
    assert (load.state, load.accepted) == (Load.State.CHECKED, 1)
    assert files.path(working.store().folder, load.file.digest).read_bytes() == TEXT
    rows = io.StringIO()
    call_command("dumpdata", stdout=rows, use_base_manager=True)
    words = [logged.getvalue().encode(), rows.getvalue().encode(), page.content, *kept()]
    assert [each for each in words if PASSWORD.encode() in each or each == sent] == []
    assert load.file.digest in rows.getvalue(), "the dump holds nothing"
    logging.getLogger("oneplan").debug("is heard")
    assert "is heard" in logged.getvalue()


def test_the_same_list_with_and_without_its_lock_is_the_same_file(desk: Client, feed: Feed) -> None:
    address = reverse("feed-file-new", args=[feed.name])
    send(desk, address, locking.in_zip(TEXT))
    for again in (TEXT, locking.in_zip(TEXT), locking.in_old_zip(TEXT)):
        assert "This file came before" in send(desk, address, again).content.decode()
    assert Load.objects.count() == 1


@pytest.mark.parametrize(("password", "words"), [("", "Choose it again, and type"), ("wrong one", "does not open")])
def test_without_the_right_password_nothing_is_kept(desk: Client, feed: Feed, password: str, words: str) -> None:
    for address in (reverse("feed-file-new", args=[feed.name]), reverse("feed-new")):
        page = send(desk, address, locking.in_zip(TEXT), password)
        assert page.status_code == 422
        assert words in str(page.context["form"].errors["password"])
        assert "wrong one" not in page.content.decode()
    assert (kept(), Load.objects.count(), ReceivedFile.objects.count()) == ([], 0, 0)


def test_a_feed_may_begin_with_a_locked_file(desk: Client) -> None:
    page = send(desk, reverse("feed-new"), locking.in_old_zip(TEXT))
    assert "This looks like attendance by term" in page.content.decode()
    assert kept() == [TEXT]


def test_what_a_file_is_refused_for_is_kept_no_more_with_a_lock(desk: Client, feed: Feed) -> None:
    send(desk, reverse("feed-new"), locking.in_zip(b"1,2\n3,4\n"))
    assert kept() == []


def test_a_form_held_while_the_session_had_ended_holds_no_password(desk: Client, feed: Feed) -> None:
    address = reverse("feed-file-new", args=[feed.name])
    form = Form("")
    form.feed(desk.get(address).content.decode())
    desk.logout()
    desk.post(address, form.values | {"password": PASSWORD, "other": "kept"})
    assert opened(HeldForm.objects.get()) == {"file": [""], "other": ["kept"]}


def test_a_folder_says_to_take_it_in_by_its_page(feed: Feed, now: datetime) -> None:
    path = dropping.inbox(working.store().folder) / feed.name / "a.zip"
    path.parent.mkdir(parents=True)
    path.write_bytes(locking.in_zip(TEXT))
    os.utime(path, (now.timestamp() - 60,) * 2)
    working.once_over()
    assert sorted(each.name for each in path.parent.iterdir()) == ["a.zip.not-taken", "a.zip.not-taken.txt"]
    said = path.with_name("a.zip.not-taken.txt").read_text(encoding="utf-8")
    assert "Take it in on its feed's page (“Take a file in”) and type the password" in said
    assert Load.objects.count() == 0
