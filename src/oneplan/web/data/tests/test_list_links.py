"""Without an account, by one link: a list answered on its page or as a sheet, and what became of it."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from stdnum.gb import upn

from oneplan.engine.runs import files
from oneplan.rulebook.sharing.consent import Purpose
from oneplan.web.access import tries
from oneplan.web.access.models import AuditEvent, SignInTry, ViewBatch
from oneplan.web.access.policy import NotAllowed
from oneplan.web.agencies.models import Worker
from oneplan.web.data import chores, receiving, working
from oneplan.web.data.actions import Cannot, asking, list_answers, list_links
from oneplan.web.data.actions.list_links import Whom
from oneplan.web.data.forms_by_link import MOST_SENT
from oneplan.web.data.models import AskedList, AskedPerson, ListAnswer, ListLink, Load
from oneplan.web.data.reads import facts
from oneplan.web.data.tests.test_asking import taken_back
from oneplan.web.people.models import Family, Membership, Person
from oneplan.web.sharing.actions import guards
from oneplan.web.sharing.models import Disclosure
from oneplan.web.site.models import OutboxMessage
from tests import feeds as scene
from tests import lists as made
from tests.cast import Cast
from tests.engine.feeds.test_workbooks import book

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R318")]
OTHER_UPN = f"{upn.calc_check_digit('999200010002')}999200010002"
ANSWER = {"upn": made.UPN, "school": "9992000", "possible": "130", "authorised": "4", "unauthorised": "2"}
Setting = Callable[[str, Any], Any]


@pytest.fixture
def now() -> datetime:
    """Links are opened by the clock of the wall."""
    return timezone.localtime()


@pytest.fixture
def by(cast: Cast) -> Worker:
    return scene.data_manager(cast)


@pytest.fixture
def asked(cast: Cast, now: datetime) -> AskedList:
    return made.asked(cast, at=now)


@pytest.fixture
def link(asked: AskedList, by: Worker, now: datetime) -> SimpleNamespace:
    return made.link_to(asked, by=by, at=now)


@pytest.fixture
def office(link: SimpleNamespace) -> Client:
    return made.opened(link)


def page(client: Client, address: str) -> str:
    return client.get(address, follow=True).content.decode()


def of(link: SimpleNamespace, line: Any = None) -> str:
    """The page of the one person on the list."""
    return f"{link.address}people/{(line or link.link.asked.people.get()).pk}/"


def handed_in(client: Client, link: SimpleNamespace) -> str:
    return client.post(f"{link.address}hand-in/", follow=True).content.decode()


def sheet(client: Client, link: SimpleNamespace) -> bytes:
    return b"".join(client.get(f"{link.address}sheet/csv/").streaming_content)  # type: ignore[attr-defined]


def sent_back(client: Client, link: SimpleNamespace, content: bytes, name: str = "back.csv") -> Any:
    return client.post(f"{link.address}file/", {"file": SimpleUploadedFile(name, content)}, follow=True)


class TestTheWholeWay:
    def test_from_a_link_by_the_page_to_a_fact_of_the_child(
        self, cast: Cast, asked: AskedList, link: SimpleNamespace, office: Client, by: Worker, now: datetime
    ) -> None:
        said = page(office, link.address)
        assert "Attendance by term, 2026/27, Autumn term" not in said  # it is asked for 2025/26
        assert "Attendance by term, 2025/26, Autumn term" in said
        assert "Leo" in said
        assert "not answered yet" in said
        form = page(office, of(link))
        assert "School year 2025/26" in form.replace("school year", "School year")
        assert 'name="term"' not in form
        office.post(of(link), ANSWER | {"then": "list"})
        assert "ready to hand in" in page(office, link.address)
        assert not Load.objects.exists()
        assert "It is being checked" in handed_in(office, link)
        assert "handed in, being checked" in page(office, link.address)
        load = Load.objects.select_related("file").get()
        assert (load.way, load.link, load.feed, load.received_by) == (Load.Way.LINK, link.link, asked.feed, None)
        assert files.path(working.store().folder, load.file.digest).exists()
        working.once_over()
        said = page(office, link.address)
        assert "1 answer taken" in said
        assert '<span class="op-tag op-tag--ok">taken</span>' in said
        line = asked.people.get()
        assert (line.load, line.row) == (load, 2)
        scene.ran(by, now)
        found = facts.of_family(cast.family, day=now.date()).lines
        assert [(each.person, each.words) for each in found] == [(cast.child, "124 of 130 sessions attended")]

    def test_from_a_link_by_the_sheet(
        self, cast: Cast, asked: AskedList, link: SimpleNamespace, office: Client, tmp_path: Any
    ) -> None:
        header, row = sheet(office, link).decode("utf-8-sig").splitlines()
        assert row.startswith(f"{cast.child.reference},,Leo,")
        back = made.answers(asked, [made.leo(cast)], made.ANSWER)
        lines = [line.split(",") for line in back.decode().splitlines()]
        filled = book(tmp_path / "back.xlsx", {"People": lines}).read_bytes()
        assert "It is being checked" in sent_back(office, link, filled, "back.xlsx").content.decode()
        assert "What you handed in is being checked" in page(office, link.address)
        working.once_over()
        assert "1 answer taken" in page(office, link.address)
        assert asked.people.get().load is not None
        assert header.startswith("Our reference,")

    def test_what_needs_another_look_is_said_and_put_right(self, link: SimpleNamespace, office: Client) -> None:
        office.post(of(link), ANSWER | {"possible": "", "in_words": "ask the office of the other school"})
        handed_in(office, link)
        working.once_over()
        said = page(office, link.address)
        assert "in your words" in said
        assert "Sessions possible: empty, and it is needed" in said
        assert 'value="9992000"' in page(office, of(link))  # what they handed in stands there
        office.post(of(link), ANSWER)
        handed_in(office, link)
        working.once_over()
        said = page(office, link.address)
        assert "1 answer taken" in said
        assert "another look" in said  # of the first file
        assert "is needed" not in said
        assert link.link.asked.people.get().load.number == 2

    def test_a_sheet_left_empty_needs_no_look(
        self, cast: Cast, asked: AskedList, link: SimpleNamespace, office: Client
    ) -> None:
        empty = made.answers(asked, [made.leo(cast)], {})
        sent_back(office, link, empty)
        working.once_over()
        said = page(office, link.address)
        assert "0 answers taken, 1 left empty" in said
        assert "not answered yet" in said

    def test_the_answer_is_given_again_until_the_list_is_closed(
        self, asked: AskedList, link: SimpleNamespace, office: Client, by: Worker, now: datetime
    ) -> None:
        """Four, then five, then four once more: what was said last counts, though it was said before."""
        for authorised in ("4", "5", "4"):
            office.post(of(link), ANSWER | {"authorised": authorised})
            handed_in(office, link)
            working.once_over()
        assert asked.people.get().load.number == 3  # type: ignore[union-attr]
        asking.close(asked=asked, why="", by=by, at=now)
        assert office.post(of(link), ANSWER).status_code == 404
        assert Load.objects.count() == 3

    def test_telling_is_written_once_in_the_familys_register(self, link: SimpleNamespace, office: Client) -> None:
        """It was told when the list was made; opening its page or taking it out tells nothing else."""
        page(office, link.address)
        sheet(office, link)
        page(office, of(link))
        assert Disclosure.objects.count() == 1


class TestHalfDone:
    def test_it_is_kept_sealed_and_offered_again(self, link: SimpleNamespace, office: Client) -> None:
        office.post(of(link), {"possible": "130", "then": "list"})
        assert "half done" in page(office, link.address)
        assert 'value="130"' in page(office, of(link))
        raw = ListAnswer.objects.extra(select={"raw": "said"}).values_list("raw", flat=True)[0]
        assert "130" not in raw
        assert "nothing new to hand in" in handed_in(office, link)
        assert not Load.objects.exists()

    def test_what_is_not_right_is_said_and_kept(self, link: SimpleNamespace, office: Client) -> None:
        answer = office.post(of(link), ANSWER | {"possible": "most"})
        assert answer.status_code == 422
        said = "“Sessions possible” is kept as you wrote it, but it is not a whole number from 0 to 250"
        assert said in answer.content.decode()
        assert 'value="most"' in page(office, of(link))
        assert "half done" in page(office, link.address)

    def test_the_school_stands_there_for_the_next_and_alone_is_no_answer(
        self, cast: Cast, asked: AskedList, link: SimpleNamespace, office: Client, now: datetime
    ) -> None:
        made.crowd(cast, at=now, number=1)
        person = Person.objects.get(given_names="Ayo")
        line = AskedPerson.objects.create(asked=asked, person=person, family=person.memberships.get().family)
        office.post(of(link, asked.people.exclude(pk=line.pk).get()), ANSWER)
        said = page(office, of(link, line))
        assert 'value="9992000"' in said
        assert made.UPN not in said
        assert 'value="130"' not in said
        office.post(of(link, line), {"school": "9992000"})
        assert ListAnswer.objects.count() == 1

    def test_somebody_else_with_a_link_does_not_read_what_was_handed_in(
        self, asked: AskedList, link: SimpleNamespace, office: Client, by: Worker, now: datetime
    ) -> None:
        office.post(of(link), ANSWER)
        handed_in(office, link)
        working.once_over()
        other = made.link_to(asked, by=by, at=now, whom=Whom("Mr Ash", email="a@example.org"))
        ash = made.opened(other)
        assert "What you handed in" not in page(ash, other.address)
        assert ">taken<" in page(ash, other.address)
        assert 'value="130"' not in page(ash, of(other))

    def test_nothing_typed_is_nothing_kept(self, link: SimpleNamespace, office: Client) -> None:
        office.post(of(link), {"possible": "130"})
        office.post(of(link), {"possible": " "})
        assert not ListAnswer.objects.exists()

    def test_once_handed_in_it_is_empty(self, link: SimpleNamespace, office: Client) -> None:
        office.post(of(link), ANSWER)
        handed_in(office, link)
        row = ListAnswer.objects.get()
        assert (row.said, row.load) == ("", Load.objects.get())

    @pytest.mark.parametrize("how", ["closed", "taken back", "sent to somebody else", "guessed at"])
    def test_it_goes_with_the_link(
        self, asked: AskedList, link: SimpleNamespace, office: Client, by: Worker, now: datetime, how: str
    ) -> None:
        office.post(of(link), {"possible": "130"})
        if how == "closed":
            asking.close(asked=asked, why="", by=by, at=now)
        elif how == "taken back":
            list_links.end(asked=asked, by=by, at=now)
        elif how == "sent to somebody else":
            made.link_to(asked, by=by, at=now, whom=Whom("Mr Ash", email="a@example.org"))
        else:
            for _ in range(5):
                list_links.count_wrong(link=link.link, by=None, at=now)
        assert not ListAnswer.objects.exists()

    def test_whoever_gets_a_new_link_finds_it(
        self, asked: AskedList, link: SimpleNamespace, office: Client, by: Worker, now: datetime
    ) -> None:
        office.post(of(link), {"possible": "130"})
        again = made.link_to(asked, by=by, at=now)
        assert office.get(link.address).status_code == 404
        assert 'value="130"' in page(made.opened(again), of(again))

    def test_of_whom_nobody_asks_any_more_it_is_removed(
        self, cast: Cast, link: SimpleNamespace, office: Client, now: datetime
    ) -> None:
        office.post(of(link), {"possible": "130"})
        chores.forget_unasked(now)
        assert ListAnswer.objects.exists()
        taken_back(cast, Purpose.LOOK_UP, now)
        chores.forget_unasked(now)
        assert not ListAnswer.objects.exists()

    def test_of_a_link_long_over_it_is_removed(self, link: SimpleNamespace, office: Client, now: datetime) -> None:
        office.post(of(link), {"possible": "130"})
        chores.forget_unasked(now + timedelta(days=20))
        assert ListAnswer.objects.exists()
        chores.forget_unasked(now + timedelta(days=22))
        assert not ListAnswer.objects.exists()


class TestWhoIsShown:
    @pytest.mark.parametrize(
        "since",
        [
            lambda cast, now: taken_back(cast, Purpose.LOOK_UP, now),
            lambda cast, now: taken_back(cast, Purpose.SHARE, now),
            lambda cast, now: Person.objects.filter(pk=cast.child.pk).update(died_on=now.date()),
            lambda cast, now: Membership.objects.filter(person=cast.child).update(valid_to=now.date()),
            lambda cast, now: guards.tie(family=cast.family, worker=scene.data_manager(cast), by=cast.maya, at=now),
        ],
        ids=["may not be asked", "may not be told", "died", "left", "kept from who asked"],
    )
    def test_it_is_decided_again_with_the_page_open(
        self, cast: Cast, link: SimpleNamespace, office: Client, now: datetime, since: Callable[[Cast, datetime], Any]
    ) -> None:
        """The page of Leo is open, half an answer kept and a whole one typed, when it changes."""
        office.post(of(link), ANSWER)
        assert "Leo" in page(office, of(link))
        since(cast, now)
        assert office.post(of(link), ANSWER | {"possible": "131"}).status_code == 302
        assert "131" not in ListAnswer.objects.get().said
        for said in (page(office, link.address), page(office, of(link)), sheet(office, link).decode()):
            assert "Leo" not in said
            assert cast.child.reference not in said
        assert "nothing new to hand in" in handed_in(office, link)
        assert not Load.objects.exists()

    def test_nobody_of_another_list_by_their_number(
        self, cast: Cast, link: SimpleNamespace, office: Client, by: Worker, now: datetime
    ) -> None:
        """A number of another list answers as one that is nobody's, looked at and sent."""
        agreement = made.agreed(cast, at=now, categories=("money", "basics"))
        what = made.what(agreement, "benefits", at=now)
        other = asking.ask(what=what, same={}, wanted_by=now.date(), by=by, at=now).people.get()
        nowhere = office.get(f"{link.address}people/99999999/")
        there = office.get(of(link, other))
        assert (there.status_code, there["Location"]) == (nowhere.status_code, nowhere["Location"])
        assert office.post(of(link, other), ANSWER).status_code == 302
        assert not ListAnswer.objects.exists()
        with pytest.raises(Cannot, match="not on this list"):
            list_answers.keep(link=link.link, line=other, said=ANSWER, by=None, at=now)

    def test_nobody_else_s_name_or_number_appears(
        self, cast: Cast, link: SimpleNamespace, office: Client, now: datetime
    ) -> None:
        strange = Person.objects.create(given_names="Quillon", family_name="Canary", made_at=now, **_born(now))
        family = Family.objects.create(name="Canary", made_at=now)
        Membership.objects.create(family=family, person=strange, role="child", known_from=now)
        text = sheet(office, link).decode()
        for address in (link.address, of(link), f"{link.address}file/"):
            text += page(office, address)
        for secret in ("Quillon", "Canary", "Grace", "Sam", "Mia", "Sorrel", cast.family.reference, strange.reference):
            assert secret not in text

    def test_nothing_comes_in_of_anybody_else(
        self, cast: Cast, asked: AskedList, link: SimpleNamespace, office: Client
    ) -> None:
        """A row that somebody added, or made somebody else's, takes the file with it."""
        good = made.answers(asked, [made.leo(cast)], made.ANSWER).decode()
        header, row = good.splitlines()
        added = row.replace(cast.child.reference, "").replace(made.UPN, OTHER_UPN)
        wrong = {
            "added": f"{header}\n{row}\n{added}\n",
            "another birthday": good.replace("20/05/2017", "21/05/2017"),
            "another reference": good.replace(cast.child.reference, cast.baby.reference),
        }
        for content in wrong.values():
            sent_back(office, link, content.encode())
            working.once_over()
            load = Load.objects.latest("number")
            assert (load.state, load.accepted) == (Load.State.REFUSED, 0)
        assert "somebody who is not on this list" in page(office, link.address)
        assert asked.people.get().load is None


def _born(now: datetime) -> dict[str, Any]:
    day = now.date() - timedelta(days=3000)
    return {"born_from": day, "born_to": day}


class TestTheDoor:
    def test_the_secret_alone_tells_nothing(self, link: SimpleNamespace) -> None:
        client = Client()
        for address in (link.address, of(link), f"{link.address}file/", f"{link.address}sheet/csv/"):
            said = page(client, address)
            assert "Your code" in said
            assert "Leo" not in said
            assert "ttendance" not in said
        assert client.post(of(link), ANSWER).status_code == 302
        assert client.post(f"{link.address}hand-in/").status_code == 302
        assert not ListAnswer.objects.exists()

    def test_forwarded_with_its_code_it_opens_nothing_and_is_noted(self, link: SimpleNamespace, office: Client) -> None:
        other = Client()
        for answer in (other.get(link.address), other.post(link.address, {"code": link.code}), other.get(of(link))):
            assert answer.status_code == 404
            assert "opened on another device" in answer.content.decode()
            assert "Dana" not in answer.content.decode()
        assert SignInTry.objects.filter(kind="forwarded", outcome=tries.REFUSED).count() == 3
        assert "Leo" in page(office, link.address)

    def test_five_wrong_codes_end_it(self, link: SimpleNamespace) -> None:
        client, wrong = Client(), "000000" if link.code != "000000" else "111111"
        for _ in range(5):
            client.post(link.address, {"code": wrong})
        answer = client.post(link.address, {"code": link.code})
        assert answer.status_code == 404
        assert AuditEvent.objects.filter(event="list_link_guessed_at").count() == 1

    def test_no_more_than_so_many_codes_from_one_address(self, link: SimpleNamespace) -> None:
        client = Client(REMOTE_ADDR="192.0.2.9")
        for _ in range(tries.LIMITS["link-from"].most):
            tries.take("link-from", "192.0.2.9", at=timezone.now())
        assert client.post(link.address, {"code": link.code}).status_code == 422
        assert ListLink.objects.get().bound_at is None

    def test_after_an_hour_the_same_browser_asks_for_the_code_again(
        self, link: SimpleNamespace, office: Client
    ) -> None:
        office.cookies.pop("sessionid")
        assert "Type the code once more" in page(office, link.address)
        assert "Leo" not in page(office, of(link))
        assert office.post(link.address, {"code": link.code}).status_code == 302
        assert "Leo" in page(office, link.address)

    def test_a_sessions_mark_opens_nothing_without_what_the_browser_keeps(
        self, link: SimpleNamespace, office: Client
    ) -> None:
        office.cookies.pop(f"list-{link.link.pk}")
        assert office.get(link.address).status_code == 404

    @pytest.mark.parametrize("how", ["expired", "taken back", "closed", "agreement", "sender left", "they left"])
    def test_what_is_over_says_whom_to_ask_and_tells_nothing(
        self, cast: Cast, asked: AskedList, by: Worker, now: datetime, how: str
    ) -> None:
        lucy = Worker.objects.create(name="Lucy Tran", job_title="office", role="partner", agency=asked.feed.partner)
        link = made.link_to(asked, by=by, at=now, whom=Whom("Lucy Tran", lucy))
        office, content = made.opened(link), made.answers(asked, [made.leo(cast)], made.ANSWER)
        office.post(of(link), {"possible": "130"})
        if how == "expired":
            ListLink.objects.update(expires_at=now - timedelta(seconds=1))
        elif how == "taken back":
            list_links.end(asked=asked, by=by, at=now)
        elif how == "closed":
            asking.close(asked=asked, why="", by=by, at=now)
        elif how == "agreement":
            type(asked.feed.agreement).objects.update(valid_to=now.date())
        else:
            Worker.objects.filter(pk=by.pk if how == "sender left" else lucy.pk).update(is_active=False)
        asked.feed.owner = cast.maya
        asked.feed.save(update_fields=["owner"])
        for address in (link.address, of(link), f"{link.address}file/", f"{link.address}sheet/xlsx/"):
            answer = office.get(address)
            said = answer.content.decode()
            assert answer.status_code == 404
            assert f"ask {cast.maya.name if how == 'sender left' else by.name}" in said
            assert not {"Leo", cast.child.reference, "ttendance"} & set(said.replace("<", " ").split())
        assert office.post(f"{link.address}hand-in/").status_code == 404
        assert office.post(of(link), ANSWER).status_code == 404
        assert sent_back(office, link, content).status_code == 404
        assert not Load.objects.exists()

    def test_an_agreement_that_no_longer_lets_anybody_be_named_shows_nobody(
        self, asked: AskedList, link: SimpleNamespace, office: Client
    ) -> None:
        asked.feed.agreement.categories.filter(category="basics").delete()
        for address in (link.address, of(link), f"{link.address}file/", f"{link.address}sheet/csv/"):
            answer = office.get(address)
            assert answer.status_code == 404
            assert "Leo" not in answer.content.decode()
        assert office.post(f"{link.address}hand-in/").status_code == 404

    def test_what_is_over_meanwhile_is_not_taken(
        self, asked: AskedList, link: SimpleNamespace, office: Client, by: Worker, now: datetime
    ) -> None:
        """The link ended between the page's door and the action: the action asks once more."""
        list_links.end(asked=asked, by=by, at=now)
        kept = files.keep(working.store().folder, [b"late"])
        with pytest.raises(Cannot, match="taken back"):
            list_answers.hand_in(link=link.link, file=kept, name="late.csv", answers=[], by=None, at=now)
        with pytest.raises(Cannot, match="taken back"):
            list_answers.keep(link=link.link, line=asked.people.get(), said=ANSWER, by=None, at=now)
        with pytest.raises(Cannot, match="taken back"):
            receiving.hand_in(link.link, [b"later"], store=working.store().folder, name="l", answers=[], at=now)
        digest = hashlib.sha256(b"later").hexdigest()
        assert not files.path(working.store().folder, digest).exists()
        assert not Load.objects.exists()

    def test_an_unknown_link_opens_nothing(self) -> None:
        answer = Client().get(reverse("list-link", args=["made-up"]))
        assert answer.status_code == 404
        assert "Whoever sent it to you can send a new one" in answer.content.decode()

    def test_no_machine_asks_without_end(self, link: SimpleNamespace, office: Client, settings: Any) -> None:
        settings.PAGES_A_MINUTE = 1
        answers = {office.get(link.address).status_code for _ in range(4)}
        assert 429 in answers

    def test_the_cookie_is_for_this_host_over_https_alone(self, link: SimpleNamespace, settings: Any) -> None:
        settings.SESSION_COOKIE_SECURE = True
        client = Client()
        client.post(link.address, {"code": link.code}, secure=True)
        cookie = client.cookies[f"__Host-list-{link.link.pk}"]
        assert (cookie["httponly"], cookie["samesite"], cookie["secure"], cookie["path"]) == (True, "Lax", True, "/")


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
