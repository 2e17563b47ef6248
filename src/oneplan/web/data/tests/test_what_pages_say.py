"""What the room says to a data manager on the way: what is still open, what is read, what is about to change."""

from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from oneplan.web.data import working
from oneplan.web.data.actions import feeds
from oneplan.web.data.models import Feed
from tests import feeds as scene
from tests.cast import Cast
from tests.engine.feeds.attendance import GOOD, HEADER, PROFILE, but
from tests.forms.reading import Form

pytestmark = pytest.mark.django_db
AGAIN = "being checked again with what was corrected"


@pytest.fixture
def desk(cast: Cast) -> Client:
    return cast.client(scene.data_manager(cast))


def said(desk: Client, name: str, *args: object) -> str:
    return desk.get(reverse(name, args=args)).content.decode()


def take_in(desk: Client, content: bytes, address: str) -> str:
    form = Form("")
    form.feed(desk.get(address).content.decode())
    sent = form.values | {"file": SimpleUploadedFile("attendance.csv", content)}
    return desk.post(address, sent, follow=True).content.decode()


@pytest.mark.requirement("R303")
def test_a_column_that_is_still_open_is_named_and_not_said_to_be_dropped(desk: Client) -> None:
    header = tuple("Sessions" if name == "Possible" else name for name in HEADER)
    page = take_in(desk, scene.text(GOOD, header=header), reverse("feed-new"))
    assert "Choose below which of theirs is: sessions possible." in page
    assert "unless you choose one of them above: Sessions." in page


def test_a_first_file_that_waits_is_said_to_be_checked(desk: Client, feed: Feed) -> None:
    page = take_in(desk, scene.text(GOOD), reverse("feed-file-new", args=[feed.name]))
    assert "The first file is here and is being checked." in page
    assert "nothing has come yet" not in page
    assert 'hx-trigger="every 2s"' in page
    working.once_over()
    page = said(desk, "feed", feed.name)
    assert "on time" in page
    assert "hx-trigger" not in page


@pytest.mark.requirement("R303")
def test_a_feed_says_what_is_read_and_what_the_agreement_leaves_out(desk: Client, cast: Cast, now: datetime) -> None:
    agreement = scene.agreed(cast, at=now, categories=("school", "basics"))
    by = scene.data_manager(cast)
    feed = feeds.add(name="attendance", says=scene.said(cast, agreement), profile=PROFILE, by=by, at=now)
    page = said(desk, "feed", feed.name)
    assert "<dt>Sessions possible</dt><dd>Possible</dd>" in page
    assert "<dt>Dropped too</dt><dd>Postcode: the agreement does not speak of it</dd>" in page


@pytest.mark.requirement("R305")
def test_what_was_corrected_is_said_to_be_checked_again(desk: Client, feed: Feed, cast: Cast, now: datetime) -> None:
    scene.came(feed, scene.text(GOOD, but(UPN="A999200010001", Term="Spring")), by=scene.data_manager(cast), at=now)

    def told() -> list[bool]:
        return [AGAIN in said(desk, "feed-row", feed.name, 1, 3), AGAIN in said(desk, "feed-file", feed.name, 1)]

    assert told() == [False, False]
    sent = {"value": "Y999200010001", "why": "they rang", "everywhere": "yes", "seen": ""}
    form = Form("")
    address = reverse("feed-correct", args=[feed.name, 1, 3, "upn"])
    form.feed(desk.get(address).content.decode())
    desk.post(address, form.values | sent)
    assert told() == [True, True]
    working.once_over()
    assert told() == [False, False]


def test_nothing_that_must_be_said_is_called_if_you_like(desk: Client, feed: Feed, cast: Cast, now: datetime) -> None:
    scene.came(feed, scene.text(GOOD), by=scene.data_manager(cast), at=now)
    page = said(desk, "feed-correct", feed.name, 1, 2, "possible")
    assert "What should it be?" in page
    assert "if you like" not in page


def test_a_run_calls_a_feed_by_its_title(desk: Client, feed: Feed, cast: Cast, now: datetime) -> None:
    scene.came(feed, scene.text(GOOD), by=scene.data_manager(cast), at=now)
    scene.ran(scene.data_manager(cast), now)
    assert f">{feed.title}</a>" in said(desk, "run", 1)


def test_on_a_phone_every_cell_says_what_it_is(desk: Client, feed: Feed, cast: Cast, now: datetime) -> None:
    scene.came(feed, scene.text(GOOD, but(UPN="", Term="Spring")), by=scene.data_manager(cast), at=now)
    scene.ran(scene.data_manager(cast), now)
    for page in (said(desk, "feed-file", feed.name, 1), said(desk, "run", 1)):
        assert page.count("op-table--stacked") == page.count("<table") == 1
        assert page.count("data-label=") == page.count("<td") > 0
