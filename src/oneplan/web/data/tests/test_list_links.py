"""Without an account, by one link: a list answered on its page or as a sheet, and what became of it."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from oneplan.engine.runs import files
from oneplan.rulebook.sharing.consent import Purpose
from oneplan.web.agencies.models import Worker
from oneplan.web.data import chores, working
from oneplan.web.data.actions import asking, list_links
from oneplan.web.data.actions.list_links import Whom
from oneplan.web.data.models import AskedList, AskedPerson, ListAnswer, Load
from oneplan.web.data.reads import facts
from oneplan.web.data.tests.test_asking import taken_back
from oneplan.web.people.models import Person
from oneplan.web.sharing.models import Disclosure
from tests import feeds as scene
from tests import lists as made
from tests.cast import Cast
from tests.engine.feeds.test_workbooks import book
from tests.list_links import ANSWER, asked, by, handed_in, link, now, of, office, page, sent_back, sheet

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R318")]
__all__ = ["asked", "by", "link", "now", "office"]


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
        assert "1 left empty" in said
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

    def test_what_was_handed_in_and_not_changed_is_not_kept_again(self, link: SimpleNamespace, office: Client) -> None:
        office.post(of(link), ANSWER)
        handed_in(office, link)
        working.once_over()
        assert 'value="130"' in page(office, of(link))
        said = office.post(of(link), ANSWER | {"then": "list"}, follow=True).content.decode()
        assert "Nothing was changed" in said
        assert "nothing new to hand in" in handed_in(office, link)
        office.post(of(link), ANSWER | {"possible": "131"})
        assert "It is being checked" in handed_in(office, link)

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
