"""A link to a list is sent, renewed and taken back; what comes by it comes once, and no other file."""

import io
import struct
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from oneplan.engine.runs import files
from oneplan.web.access.models import AuditEvent, ViewBatch
from oneplan.web.access.policy import NotAllowed
from oneplan.web.agencies.models import Worker
from oneplan.web.data import working
from oneplan.web.data.actions import Cannot, asking, list_answers, list_links
from oneplan.web.data.actions.list_links import Whom
from oneplan.web.data.forms_by_link import MOST_SENT, MOST_UNPACKED
from oneplan.web.data.models import AskedList, ListAnswer, ListLink, Load
from oneplan.web.sharing.actions import guards
from oneplan.web.site.models import OutboxMessage
from tests import feeds as scene
from tests import lists as made
from tests.cast import Cast
from tests.list_links import ANSWER, asked, by, handed_in, link, now, of, office, page, sent_back

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R318")]
__all__ = ["asked", "by", "link", "now", "office"]


def zipped(name: str, content: bytes, *, says: int | None = None) -> bytes:
    """A zip; `says` is how large it says its file is, where that is not so."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content * (1 if says is None else 1_000_000))
    made = out.getvalue()
    return made if says is None else made.replace(struct.pack("<I", len(content) * 1_000_000), struct.pack("<I", says))


class TestHandingInOnce:
    def test_a_double_click_hands_in_once(self, link: SimpleNamespace, office: Client) -> None:
        office.post(of(link), ANSWER)
        handed_in(office, link)
        assert "nothing new to hand in" in handed_in(office, link)
        assert Load.objects.count() == 1

    def test_two_at_once_hand_in_in_turn(
        self, link: SimpleNamespace, office: Client, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        office.post(of(link), ANSWER)
        answers = list(ListAnswer.objects.all())
        waits_for = scene.locks(monkeypatch)
        for number in range(2):
            kept = files.keep(working.store().folder, [b"file %d" % number])
            if number:
                with pytest.raises(Cannot, match="handed in already"):
                    list_answers.hand_in(link=link.link, file=kept, name="a.csv", answers=answers, by=None, at=now)
            else:
                list_answers.hand_in(link=link.link, file=kept, name="a.csv", answers=answers, by=None, at=now)
        assert ListLink in waits_for
        assert Load.objects.count() == 1

    def test_one_file_sent_twice_is_kept_once(
        self, cast: Cast, asked: AskedList, link: SimpleNamespace, office: Client
    ) -> None:
        content = made.answers(asked, [made.leo(cast)], made.ANSWER)
        sent_back(office, link, content)
        answer = sent_back(office, link, content)
        assert answer.status_code == 422
        assert "It is kept once" in answer.content.decode()
        assert Load.objects.count() == 1


class TestFiles:
    def test_one_that_is_too_big_is_not_kept(self, link: SimpleNamespace, office: Client) -> None:
        answer = sent_back(office, link, b"x" * (MOST_SENT + 1))
        assert answer.status_code == 422
        assert "more than 5 MB" in answer.content.decode()
        assert not Load.objects.exists()

    @pytest.mark.parametrize("how", ["no code", "another browser", "over"])
    def test_none_is_read_without_the_code(self, link: SimpleNamespace, now: datetime, how: str) -> None:
        """As browsers send it: the form's token is looked for before the page is asked, and the file with it."""
        if how != "no code":
            made.opened(link)
        client = Client(enforce_csrf_checks=True)
        if how == "over":
            ListLink.objects.update(expires_at=now)
        client.get(reverse("sign-in"))
        token = client.cookies["csrftoken"].value
        form = {"csrfmiddlewaretoken": token, "file": SimpleUploadedFile("a.csv", b"a,b")}
        assert client.post(f"{link.address}file/", form).status_code == 400
        assert not Load.objects.exists()

    @pytest.mark.parametrize(("where", "status"), [("", 400), ("hand-in/", 400), ("file/", 302)])
    def test_none_goes_along_with_another_form(self, link: SimpleNamespace, where: str, status: int) -> None:
        client = Client(enforce_csrf_checks=True)
        client.get(link.address)
        form = {"csrfmiddlewaretoken": client.cookies["csrftoken"].value}
        assert client.post(link.address, form | {"code": link.code}).status_code == 302
        sent = form | {"file": SimpleUploadedFile("a.csv", b"a,b")}
        assert client.post(f"{link.address}{where}", sent).status_code == status

    def test_one_that_is_empty_or_not_there_says_so(self, link: SimpleNamespace, office: Client) -> None:
        assert "This file is empty" in sent_back(office, link, b"").content.decode()
        assert "Choose the file first" in office.post(f"{link.address}file/", {"x": "y"}).content.decode()

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (zipped("xl/a.xml", b"0" * (MOST_UNPACKED + 1)), "not the Excel or CSV file"),
            (zipped("xl/a.xml", b"0" * 100, says=1), "not the Excel or CSV file"),
            (zipped("a.csv", b"a,b"), "not the Excel or CSV file"),
            (b"PK broken", "not the Excel or CSV file"),
            (b"\0\1\0\0Standard Jet DB", "not the Excel or CSV file"),
            (b"<list><a/></list>", "not the Excel or CSV file"),
            (b"PAR1", "not the Excel or CSV file"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "locked with a password"),
        ],
        ids=["a bomb", "one that lies", "a zip", "broken", "Access", "XML", "Parquet", "locked"],
    )
    def test_what_is_no_small_workbook_and_no_text_is_not_kept(
        self, link: SimpleNamespace, office: Client, content: bytes, words: str, settings: Any, tmp_path: Path
    ) -> None:
        settings.DATA_FOLDER = tmp_path
        answer = sent_back(office, link, content)
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert [each for each in tmp_path.rglob("*") if each.is_file()] == []

    def test_one_that_is_no_list_is_told_in_plain_words(self, link: SimpleNamespace, office: Client) -> None:
        sent_back(office, link, b"Fruit,Price\napple,1\n")
        working.once_over()
        said = page(office, link.address)
        assert "Nothing of this file could be taken" in said
        assert "profile" not in said

    def test_a_list_is_taken_out_in_two_forms_alone(self, link: SimpleNamespace, office: Client) -> None:
        assert office.get(f"{link.address}sheet/pdf/").status_code == 404


class TestSending:
    def test_by_mail_and_text_to_somebody_known_and_neither_says_about_whom(
        self, cast: Cast, asked: AskedList, by: Worker, now: datetime
    ) -> None:
        lucy = Worker.objects.create(
            name="Lucy Tran", job_title="office", role="partner", agency=asked.feed.partner, email="lucy@example.org",
            phone="07700 900123",
        )  # fmt: skip
        sent = list_links.make(asked=asked, whom=Whom("Lucy Tran", lucy), by=by, at=now)
        assert (sent.address, sent.code) == ("", "")
        texts = {each.kind: each.text for each in OutboxMessage.objects.filter(to_worker=lucy)}
        assert set(texts) == {"list_link", "list_code"}
        code = next(word for word in texts["list_code"].split() if word.isdigit())
        address = next(word for word in texts["list_link"].split() if "/link/list/" in word)
        assert code not in texts["list_link"]
        assert not {"Leo", "Okafor", "attendance"} & set(" ".join(texts.values()).split())
        link = SimpleNamespace(link=sent.link, address="/" + address.split("/", 3)[3], code=code)
        page(made.opened(link), link.address)
        assert ViewBatch.objects.filter(account_id=lucy.account.pk, page="list-link").exists()

    def test_views_of_somebody_without_an_account_are_changes_in_the_chain(
        self, asked: AskedList, link: SimpleNamespace, office: Client
    ) -> None:
        page(office, link.address)
        row = AuditEvent.objects.filter(event="list_link_looked").latest("number")
        assert (row.about_id, row.payload["people"]) == (str(link.link.pk), [asked.people.get().pk])

    def test_by_the_pages_shown_once(self, cast: Cast, asked: AskedList, by: Worker) -> None:
        desk, address = cast.client(by), reverse("list-link-new", args=[asked.pk])
        answer = _sent(desk, address, who="else", name="Ms Bell, office", email="office@example.org")
        said = answer.content.decode()
        assert "/link/list/" in said
        assert "It is shown once" in said
        listed = page(desk, reverse("asked-list", args=[asked.pk]))
        assert "Ms Bell, office" in listed
        assert "not opened yet" in listed
        wrong = _sent(desk, address, who="else", name="", email="at home")
        assert wrong.status_code == 422
        assert "Who is it?" in wrong.content.decode()
        assert ListLink.objects.count() == 1
        _sent(desk, reverse("asked-list", args=[asked.pk]), to=reverse("list-link-end", args=[asked.pk]))
        assert ListLink.objects.get().ended_at is not None
        assert "Send them a link" in page(desk, reverse("asked-list", args=[asked.pk]))

    def test_a_double_click_makes_one_link(self, cast: Cast, asked: AskedList, by: Worker) -> None:
        from oneplan.web.data.tests.test_pages import shown

        desk, address = cast.client(by), reverse("list-link-new", args=[asked.pk])
        form = shown(desk, address) | {"who": "else", "name": "Ms Bell", "email": "o@example.org"}
        for _ in range(2):
            desk.post(address, form, follow=True)
        assert ListLink.objects.count() == 1

    def test_a_reminder_makes_it_last(
        self, asked: AskedList, link: SimpleNamespace, office: Client, by: Worker, now: datetime
    ) -> None:
        ListLink.objects.update(expires_at=now - timedelta(seconds=1))
        assert office.get(link.address).status_code == 404
        asking.chase(asked=asked, how="rang", wanted_by=now.date(), by=by, at=now)
        assert ListLink.objects.get().expires_at == now + list_links.LASTS
        assert "Leo" in page(office, link.address)

    @pytest.mark.parametrize("who", ["priya", "maya", "fay", "green", "auditor", "administrator"])
    def test_nobody_else_sends_or_ends_one(self, cast: Cast, asked: AskedList, now: datetime, who: str) -> None:
        worker = cast.others.get(who) or getattr(cast, who)
        with pytest.raises(NotAllowed):
            list_links.make(asked=asked, whom=Whom("Ms Bell"), by=worker, at=now)
        with pytest.raises(NotAllowed):
            list_links.end(asked=asked, by=worker, at=now)
        for name in ("list-link-new", "list-link-end"):
            assert cast.client(worker).get(reverse(name, args=[asked.pk])).status_code == 403

    def test_none_of_a_list_that_is_closed_or_kept_or_under_no_agreement(
        self, cast: Cast, asked: AskedList, by: Worker, now: datetime
    ) -> None:
        def refused(words: str) -> None:
            with pytest.raises(Cannot, match=words):
                list_links.make(asked=asked, whom=Whom("Ms Bell"), by=by, at=now)

        with pytest.raises(Cannot, match="does not work at"):
            list_links.make(asked=asked, whom=Whom("Priya", cast.priya), by=by, at=now)
        type(asked.feed.agreement).objects.update(valid_to=now.date())
        refused("does not hold today")
        type(asked.feed.agreement).objects.update(valid_to=None)
        guards.guard(family=cast.family, reason="Known", workers=[cast.priya, cast.maya], by=cast.maya, at=now)
        refused("nobody on this list")
        asking.close(asked=asked, why="", by=by, at=now)
        refused("was closed")
        with pytest.raises(Cannot, match="no link to this list"):
            list_links.end(asked=asked, by=by, at=now)
        assert not ListLink.objects.exists()


def _sent(desk: Client, address: str, *, to: str = "", **said: Any) -> Any:
    from oneplan.web.data.tests.test_pages import shown

    return desk.post(to or address, shown(desk, address, to) | said)
