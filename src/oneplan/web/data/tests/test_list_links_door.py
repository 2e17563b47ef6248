"""Who opens a link to a list, and who is shown on it: decided again with every page."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from oneplan.engine.runs import files
from oneplan.rulebook.sharing.consent import Purpose
from oneplan.web.access import tries
from oneplan.web.access.models import AuditEvent, SignInTry
from oneplan.web.agencies.models import Worker
from oneplan.web.data import receiving, working
from oneplan.web.data.actions import Cannot, asking, list_answers, list_links
from oneplan.web.data.actions.list_links import Whom
from oneplan.web.data.models import AskedList, ListAnswer, ListLink, Load
from oneplan.web.data.tests.test_asking import taken_back
from oneplan.web.people.models import Family, Membership, Person
from oneplan.web.sharing.actions import guards
from tests import feeds as scene
from tests import lists as made
from tests.cast import Cast
from tests.list_links import ANSWER, OTHER_UPN, asked, by, handed_in, link, now, of, office, page, sent_back, sheet

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R318")]
__all__ = ["asked", "by", "link", "now", "office"]


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

    @pytest.mark.parametrize(
        "how", ["expired", "taken back", "closed", "agreement", "sender left", "sender's role", "they left"]
    )
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
        elif how == "sender's role":
            Worker.objects.filter(pk=by.pk).update(role="auditor")
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
