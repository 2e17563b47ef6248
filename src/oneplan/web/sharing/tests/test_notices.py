"""The privacy notice: versions, which one a talk was held under, what an old one says."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from oneplan.rulebook.sharing.consent import Answer, Purpose
from oneplan.web.access.models import AuditEvent
from oneplan.web.access.policy import NotAllowed
from oneplan.web.sharing import notices as texts
from oneplan.web.sharing.actions import notices, talks
from oneplan.web.sharing.actions.notices import CannotPublish, NoticeWords
from oneplan.web.sharing.actions.talks import NEWEST, Answered, CannotKeepConsent, Conversation
from oneplan.web.sharing.models import ConsentTalk, PrivacyNotice
from oneplan.web.sharing.reads.notices import NONE, in_force
from oneplan.web.sharing.tests.parts import agree, talk_page, talked
from tests.cast import Cast, filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(now: datetime) -> list[PrivacyNotice]:
    """One that held until three days ago, and one since."""
    days = {"old": now.date() - timedelta(days=400), "new": now.date() - timedelta(days=3)}
    for version, day in days.items():
        words = NoticeWords(version, f"## Who sees it\n\nYour worker ({version}).\n\n- One\n- Two", day, "All of it")
        notices.publish_once(says=words, at=now)
    return list(PrivacyNotice.objects.all())


def _yes(cast: Cast) -> Answered:
    return Answered(people=(cast.parent,), given_by=cast.parent, purpose=Purpose.TAKE_PART, answer=Answer.YES)


def _talk(notice: str = NEWEST) -> Conversation:
    return Conversation(way=ConsentTalk.Way.VISIT, explained="All of it", notice=notice)


@pytest.mark.requirement("R203")
def test_the_areas_notices_are_read_and_say_what_this_is_and_that_it_is_voluntary(now: datetime) -> None:
    assert texts.load(at=now) == len(list(texts.FOLDER.glob("*.md")))
    assert texts.load(at=now) == 0
    page = Client().get(reverse("notice")).content.decode()
    assert "It is voluntary." in page
    assert "It is not social work." in page
    assert page.count("<h2>") == len(texts.parts_of(in_force(on=now.date()).text))  # type: ignore[union-attr]


def test_what_families_were_shown_is_never_changed(now: datetime, tmp_path: Path) -> None:
    file = tmp_path / "one.md"
    head = "---\nversion: one\nvalid_from: 2024-01-01\n---\n"
    file.write_text(f"{head}## Who\n\nUs.")
    assert texts.load(at=now, folder=tmp_path) == 1
    file.write_text(f"{head}## Who\n\nSomebody else.")
    with pytest.raises(CannotPublish, match="file of its own"):
        texts.load(at=now, folder=tmp_path)
    assert "Us." in PrivacyNotice.objects.get().text
    (tmp_path / "two.md").write_text("## No head")
    with pytest.raises(texts.NoticeBroken, match=r"two\.md"):
        texts.words_of(tmp_path / "two.md")


@pytest.mark.requirement("R188", "R192")
def test_a_talk_keeps_which_version_was_shown(cast: Cast, now: datetime, two: list[PrivacyNotice]) -> None:
    assert agree(cast, now, _yes(cast), talk=_talk()).notice == two[1]
    assert agree(cast, now, _yes(cast), talk=_talk(notice="old")).notice == two[0]
    assert agree(cast, now, _yes(cast), talk=_talk(notice="")).notice is None
    assert agree(cast, now, talk=Conversation(way=ConsentTalk.Way.TRIED)).notice is None
    with pytest.raises(CannotKeepConsent, match="did not hold yet"):
        talks.record(
            family=cast.family,
            on=date(2025, 1, 1),
            talk=_talk(notice="new"),
            answers=[_yes(cast)],
            by=cast.priya,
            at=now,
        )
    page = cast.client(cast.priya).get(reverse("agreed", args=[cast.family.pk])).content.decode()
    assert reverse("notice-version", args=["old"]) in page
    assert "no privacy notice shown" in page


@pytest.mark.requirement("R188", "R192")
def test_the_form_of_a_talk_asks_which_one_and_presumes_none(cast: Cast, two: list[PrivacyNotice]) -> None:
    client, address, page = talk_page(cast, cast.parent)
    refused = client.post(address, talked(page))
    assert "Which privacy notice did you show them? Please answer." in refused.content.decode()
    assert not ConsentTalk.objects.exists()
    for said, kept in (("old", two[0]), (NONE, None)):
        page = client.get(address).content.decode()
        assert client.post(address, talked(page, notice=said)).status_code == 302
        assert ConsentTalk.objects.latest("pk").notice == kept


def test_an_old_version_stays_readable_and_says_so(now: datetime, two: list[PrivacyNotice]) -> None:
    old = Client().get(reverse("notice-version", args=["old"])).content.decode()
    assert "Your worker (old)." in old
    assert "This is an earlier one" in old
    assert "All of it" in old
    assert "This is an earlier one" not in Client().get(reverse("notice")).content.decode()
    assert Client().get(reverse("notice-version", args=["none"])).status_code == 404
    assert two[1] == in_force(on=now.date())


@pytest.mark.requirement("R192")
def test_a_parent_reads_which_one_she_was_shown_and_what_is_new(
    cast: Cast, now: datetime, two: list[PrivacyNotice]
) -> None:
    def own() -> str:
        return cast.client(cast.parent_account).get(reverse("our-sharing")).content.decode()

    assert "We have not shown you our privacy notice yet." in own()
    with_her = Conversation(way=ConsentTalk.Way.VISIT, with_people=(cast.parent,), explained="All", notice="old")
    agree(cast, now, _yes(cast), talk=with_her)
    assert "There is a newer one" in own()
    assert "What is new: All of it" in own()
    assert reverse("notice-version", args=["old"]) in own()


def test_an_administrator_publishes_for_a_day_to_come_and_nobody_else_does(cast: Cast, now: datetime) -> None:
    client = cast.client(cast.others["administrator"])
    page = client.get(reverse("notice-new")).content.decode()
    tomorrow = now.date() + timedelta(days=1)
    said = {"version": "next", "valid_from": f"{tomorrow:%-d %B %Y}", "text": "## Who\n\nUs."}
    refused = client.post(reverse("notice-new"), filled(page, **said, asks_anew="on"))
    assert "Say what is new" in refused.content.decode()
    assert client.post(reverse("notice-new"), filled(page, **said)).status_code == 302
    assert in_force(on=now.date()) is None
    assert in_force(on=tomorrow) == PrivacyNotice.objects.get(version="next")
    assert AuditEvent.objects.filter(event="notice_published").count() == 1
    with pytest.raises(NotAllowed):
        notices.publish(says=NoticeWords("x", "## A", tomorrow), by=cast.maya, at=now)


@pytest.mark.parametrize(
    ("says", "reason"), [({"days": -1}, "day that is over"), ({"text": "No headings"}, "find their way")]
)
def test_notices_that_cannot_be(cast: Cast, now: datetime, says: dict[str, str | int], reason: str) -> None:
    day = now.date() + timedelta(days=int(says.get("days", 1)))
    words = NoticeWords("x", str(says.get("text", "## A")), day)
    with pytest.raises(CannotPublish, match=reason):
        notices.publish(says=words, by=cast.others["administrator"], at=now)
