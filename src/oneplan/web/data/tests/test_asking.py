"""Who is asked about, by the decision on sharing; what is kept of it; answers taken back; chased, closed."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from oneplan.rulebook.feeds.asking import Out
from oneplan.rulebook.feeds.health import State
from oneplan.rulebook.sharing.categories import Category
from oneplan.rulebook.sharing.consent import Answer, Purpose
from oneplan.web.access.policy import NotAllowed
from oneplan.web.agencies.models import Agency
from oneplan.web.data import working
from oneplan.web.data.actions import Cannot, alarms, asking, corrections, feeds, loads
from oneplan.web.data.actions.corrections import CorrectionWords
from oneplan.web.data.models import AskedList, AskedPerson, Feed, FeedAlarm
from oneplan.web.data.reads import asked as lists
from oneplan.web.data.reads import asking as reads
from oneplan.web.data.reads import facts, health, rows
from oneplan.web.people.actions import identifiers
from oneplan.web.people.models import Family, Membership
from oneplan.web.sharing.actions import guards, talks
from oneplan.web.sharing.actions.talks import Answered
from oneplan.web.sharing.models import ConsentAnswer, Disclosure
from oneplan.web.sharing.tests.parts import EXPLAINED
from oneplan.web.site.models import OutboxMessage
from tests import feeds as scene
from tests import lists as made
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R318")]
A_WEEK = timedelta(days=7)
THIS_YEAR = {"academic_year": "2025/26"}


def taken_back(cast: Cast, purpose: Purpose, now: datetime) -> None:
    """Grace takes back that others are asked, or that the school knows who Leo is."""
    who, of = (cast.parent, ()) if purpose is Purpose.LOOK_UP else (cast.child, (Category.BASICS,))
    agencies = () if purpose is Purpose.LOOK_UP else (cast.green.agency,)
    says = Answered(
        people=(who,), given_by=cast.parent, purpose=purpose, answer=Answer.NO, agencies=agencies, categories=of
    )
    talks.record(family=cast.family, on=now.date(), talk=EXPLAINED, answers=(says,), by=cast.priya, at=now)


def shut(cast: Cast, _now: datetime) -> None:
    guards.tie(family=cast.family, worker=scene.data_manager(cast), by=cast.maya, at=_now)


class TestWhoIsAskedAbout:
    def whom(self, cast: Cast, now: datetime, kind: str = "attendance_term", **other: Any) -> reads.Whom:
        agreement = made.agreed(cast, at=now, categories=("school", "basics", "money"))
        what = made.what(agreement, kind, at=now, **other)
        return reads.whom(what, by=scene.data_manager(cast), day=timezone.localdate(now))

    def test_whoever_is_of_the_age_and_may_be_asked_about(self, cast: Cast, now: datetime) -> None:
        found = self.whom(cast, now)
        assert [(each.family, each.person) for each in found.people] == [(cast.family, cast.child)]
        assert not found.left_out

    def test_whom_the_partner_may_not_know_is_counted_and_not_named(self, cast: Cast, now: datetime) -> None:
        """Sam lives elsewhere, and was never asked what the school may know of him."""
        found = self.whom(cast, now, "benefits")
        assert [each.person for each in found.people] == [cast.parent]
        assert found.left_out == {Out.NOT_TOLD: 1}

    @pytest.mark.parametrize(
        ("change", "why"),
        [
            (lambda cast, now: taken_back(cast, Purpose.LOOK_UP, now), Out.NOT_AGREED),
            (lambda cast, now: taken_back(cast, Purpose.SHARE, now), Out.NOT_TOLD),
        ],
    )
    def test_a_no_leaves_out(
        self, cast: Cast, now: datetime, change: Callable[[Cast, datetime], Any], why: Out
    ) -> None:
        change(cast, now)
        found = self.whom(cast, now)
        assert (found.people, dict(found.left_out)) == ([], {why: 1})

    @pytest.mark.parametrize(
        "change",
        [
            shut,
            lambda cast, now: guards.guard(
                family=cast.family, reason="Known", workers=[cast.priya, cast.maya], by=cast.maya, at=now
            ),
        ],
        ids=["own family", "kept to others"],
    )
    def test_whose_record_is_kept_from_whoever_asks_is_not_even_counted(
        self, cast: Cast, now: datetime, change: Callable[[Cast, datetime], Any]
    ) -> None:
        """A count of one would tell a data manager that their own sister's family is helped."""
        change(cast, now)
        found = self.whom(cast, now)
        assert (found.people, dict(found.left_out)) == ([], {})

    def test_whoever_is_of_a_kept_family_too_is_left_out(self, cast: Cast, now: datetime) -> None:
        """Leo lives with his father's family as well, to whom the data manager stands close."""
        other = Family.objects.create(name="Reed", made_at=now)
        Membership.objects.create(family=other, person=cast.child, role="child", known_from=now)
        guards.tie(family=other, worker=scene.data_manager(cast), by=cast.maya, at=now)
        found = self.whom(cast, now)
        assert (found.people, dict(found.left_out)) == ([], {})

    def test_nobody_without_an_exact_day_of_birth(self, cast: Cast, now: datetime) -> None:
        type(cast.child).objects.filter(pk=cast.child.pk).update(born_to=date(2017, 12, 31))
        assert self.whom(cast, now).left_out == {Out.BIRTH: 1}

    def test_families_said_goodbye_to_are_asked_about_from_a_day_on(self, cast: Cast, now: datetime) -> None:
        day = now.date() - timedelta(days=30)
        type(cast.episode).objects.update(closed_on=day, closure_reason="goals_met")
        assert self.whom(cast, now).people == []
        assert len(self.whom(cast, now, helped_since=day).people) == 1

    def test_their_number_is_told_only_where_it_may_be(self, cast: Cast, now: datetime) -> None:
        identifiers.add(person=cast.child, scheme="upn", value=made.UPN, by=cast.priya, at=now)
        assert self.whom(cast, now).people[0].number == ""
        ConsentAnswer.objects.create(
            family=cast.family, person=cast.child, given_by=cast.parent, purpose=Purpose.SHARE, answer=Answer.YES,
            agency=cast.green.agency, category=Category.SCHOOL, on=now.date(), recorded_at=now,
        )  # fmt: skip
        assert self.whom(cast, now).people[0].number == made.UPN

    def test_of_whom_it_is_known_nothing_is_asked(self, cast: Cast, now: datetime) -> None:
        asked = made.asked(cast, at=now)
        people = lists.to_ask(asked, by=scene.data_manager(cast), day=now.date())
        made.came(cast, asked, made.answers(asked, people, made.ANSWER), at=now)
        scene.ran(scene.data_manager(cast), now)
        assert self.whom(cast, now, unknown_since=date(2025, 9, 1)).left_out == {Out.KNOWN: 1}
        assert len(self.whom(cast, now, unknown_since=date(2026, 1, 1)).people) == 1

    def test_whoever_waits_on_an_open_list_is_not_asked_about_twice(self, cast: Cast, now: datetime) -> None:
        asked = made.asked(cast, at=now)
        assert self.whom(cast, now).left_out == {Out.ASKED: 1}
        asking.close(asked=asked, why="", by=scene.data_manager(cast), at=now)
        assert len(self.whom(cast, now).people) == 1


class TestAsking:
    def test_the_first_list_begins_a_feed_whose_files_tell_of_nobody_else(self, cast: Cast, now: datetime) -> None:
        agreement = made.agreed(cast, at=now)
        first = made.asked(cast, at=now, agreement=agreement)
        asking.close(asked=first, why="", by=scene.data_manager(cast), at=now)
        second = made.asked(cast, at=now, agreement=agreement)
        feed = Feed.objects.get()
        assert (feed.is_asked, first.feed, second.feed, second.number) == (True, feed, feed, 2)
        said = feed.profiles.get().said
        assert (said["meaning"], said["covers"]) == ("delta", "nothing")

    def test_each_familys_register_says_what_the_partner_was_told(self, cast: Cast, now: datetime) -> None:
        asked = made.asked(cast, at=now)
        row = Disclosure.objects.get()
        assert (row.family, list(row.people.all()), row.to_agency) == (cast.family, [cast.child], cast.green.agency)
        assert (row.categories, row.way, row.thing_id) == ([Category.BASICS], Disclosure.Way.FILE, asked.pk)
        assert "attendance" not in row.what  # the family's own page shows these words

    def test_the_police_are_asked_by_managers_alone(self, cast: Cast, now: datetime) -> None:
        police = Agency.objects.create(name="Ferrisbrook police", sector="police")
        agreement = made.agreed(cast, at=now, categories=("police", "basics"), with_=police)
        with pytest.raises(NotAllowed, match="manager alone"):
            asking.ask(what=made.what(agreement, "police", at=now), same={}, wanted_by=now.date(),
                       by=scene.data_manager(cast), at=now)  # fmt: skip
        assert not AskedList.objects.exists()

    @pytest.mark.parametrize(
        ("kind", "categories", "words"),
        [
            ("attendance_term", ("school",), "does not cover"),
            ("attendance_term", ("basics",), "does not cover"),
            ("rent_arrears", ("housing",), "does not speak of who people are"),
        ],
    )
    def test_an_agreement_that_does_not_speak_of_it(
        self, cast: Cast, now: datetime, kind: str, categories: tuple[str, ...], words: str
    ) -> None:
        what = made.what(made.agreed(cast, at=now, categories=categories), kind, at=now)
        with pytest.raises(Cannot, match=words):
            asking.ask(what=what, same={}, wanted_by=now.date(), by=scene.data_manager(cast), at=now)
        assert (Feed.objects.count(), Disclosure.objects.count()) == (0, 0)

    @pytest.mark.parametrize(
        ("same", "words"),
        [({"term": "Lent"}, "“Lent” is not"), ({"possible": "130"}, "cannot be filled in alike")],
    )
    def test_what_cannot_be_the_same_for_all(self, cast: Cast, now: datetime, same: dict[str, str], words: str) -> None:
        with pytest.raises(Cannot, match=words):
            made.asked(cast, at=now, same=same)

    def test_a_day_that_is_over(self, cast: Cast, now: datetime) -> None:
        with pytest.raises(Cannot, match="is over"):
            asking.ask(what=made.what(made.agreed(cast, at=now), at=now), same={}, by=scene.data_manager(cast), at=now,
                       wanted_by=now.date() - timedelta(days=1))  # fmt: skip

    def test_nobody_to_ask_about_makes_no_list_and_no_feed(self, cast: Cast, now: datetime) -> None:
        taken_back(cast, Purpose.LOOK_UP, now)
        with pytest.raises(Cannot, match="nobody to ask about"):
            made.asked(cast, at=now)
        assert (AskedList.objects.count(), Feed.objects.count()) == (0, 0)

    def test_whoever_took_it_back_since_stands_on_no_list_that_is_taken_out(self, cast: Cast, now: datetime) -> None:
        asked, by = made.asked(cast, at=now), scene.data_manager(cast)
        assert [each.reference for each in lists.to_ask(asked, by=by, day=now.date())] == [cast.child.reference]
        taken_back(cast, Purpose.LOOK_UP, now)
        assert lists.to_ask(asked, by=by, day=now.date()) == []

    def test_the_feed_stays_one_of_answers(self, cast: Cast, now: datetime) -> None:
        feed, by = made.asked(cast, at=now).feed, scene.data_manager(cast)
        said = feed.profiles.get().said
        for other in ({"meaning": "snapshot"}, {"meaning": "events"}):
            with pytest.raises(Cannot, match="answer lists"):
                feeds.say_profile(feed=feed, profile=said | other, why="", again=False, version=1, by=by, at=now)
        without = {name: header for name, header in said["columns"].items() if name != "our_reference"}
        with pytest.raises(Cannot, match="which column has our reference"):
            feeds.say_profile(
                feed=feed, profile=said | {"columns": without}, why="", again=False, version=1, by=by, at=now
            )
        usual = scene.feed(cast, at=now)
        theirs = usual.profiles.get().said | {"covers": "nothing"}
        with pytest.raises(Cannot, match="Only a feed whose files answer lists"):
            feeds.say_profile(feed=usual, profile=theirs, why="", again=False, version=1, by=by, at=now)


class TestAnswers:
    @pytest.fixture
    def asked(self, cast: Cast, now: datetime) -> AskedList:
        return made.asked(cast, at=now)

    def answer(self, cast: Cast, asked: AskedList, now: datetime, **said: str) -> Any:
        return made.came(cast, asked, made.answers(asked, [made.leo(cast)], made.ANSWER | said), at=now)

    def state(self, asked: AskedList) -> tuple[int | None, int | None]:
        line = asked.people.get()
        return (line.load.number if line.load else None, line.row)

    def test_a_row_that_was_taken_answers_and_is_a_fact_of_theirs(
        self, cast: Cast, asked: AskedList, now: datetime
    ) -> None:
        """No number of Leo's was known here: the answer is his by our reference."""
        load = self.answer(cast, asked, now)
        assert (load.accepted, self.state(asked)) == (1, (1, 2))
        scene.ran(scene.data_manager(cast), now)
        said = facts.of_family(cast.family, day=now.date()).lines
        assert [(line.person, line.words) for line in said] == [(cast.child, "124 of 130 sessions attended")]

    def test_an_empty_row_answers_nothing(self, cast: Cast, asked: AskedList, now: datetime) -> None:
        load = self.answer(cast, asked, now, **dict.fromkeys(made.ANSWER, ""))
        assert (load.set_aside, self.state(asked)) == (1, (None, None))
        assert lists.page(asked, by=scene.data_manager(cast), today=now.date()).people[0].words == "open"

    def test_another_term_or_another_birthday_answers_nothing(
        self, cast: Cast, asked: AskedList, now: datetime
    ) -> None:
        for said in ({"Term": "Spring term"}, {"Day of birth": "21/05/2017"}):
            assert self.answer(cast, asked, now, **said).accepted == 1
            assert self.state(asked) == (None, None)

    def test_where_our_reference_is_left_out_a_known_number_tells(
        self, cast: Cast, asked: AskedList, now: datetime
    ) -> None:
        self.answer(cast, asked, now, **{"Our reference": ""})
        assert self.state(asked) == (None, None)
        identifiers.add(person=cast.child, scheme="upn", value=made.UPN, by=cast.priya, at=now)
        self.answer(cast, asked, now, **{"Our reference": "", "Anything else": "late"})
        assert self.state(asked) == (2, 2)

    def test_a_file_that_is_withdrawn_answers_nothing_any_more(
        self, cast: Cast, asked: AskedList, now: datetime
    ) -> None:
        load = self.answer(cast, asked, now)
        loads.withdraw(load=load, why="of another school", by=scene.data_manager(cast), at=now)
        assert self.state(asked) == (None, None)

    def test_where_what_was_read_is_gone_an_answer_stands(
        self, cast: Cast, asked: AskedList, now: datetime, settings: Any, tmp_path: Path
    ) -> None:
        self.answer(cast, asked, now)
        settings.DATA_FOLDER = tmp_path / "another"
        assert self.answer(cast, asked, now, **{"Our reference": "P-1"}).accepted == 1
        assert self.state(asked) == (1, 2)

    def test_a_later_list_ends_nothing_that_an_earlier_one_said(
        self, cast: Cast, asked: AskedList, now: datetime
    ) -> None:
        by = scene.data_manager(cast)
        self.answer(cast, asked, now)
        later = asking.ask(
            what=made.what(asked.feed.agreement, at=now), same={"academic_year": "2025/26", "term": "Spring term"},
            wanted_by=now.date(), by=by, at=now,
        )  # fmt: skip
        self.answer(cast, later, now, **{"Sessions possible": "120"})
        scene.ran(by, now)
        assert scene.values() == [114, 124]

    @pytest.mark.requirement("R319")
    def test_words_that_are_no_code_are_coded_by_a_person_wherever_they_stand(self, cast: Cast, now: datetime) -> None:
        by = scene.data_manager(cast)
        asked = made.asked(cast, at=now, same=THIS_YEAR)
        load = self.answer(cast, asked, now, Term="before Christmas")
        line = lists.page(asked, by=by, today=now.date()).people[0]
        assert (load.set_aside, line.words, line.came and line.came.words) == (
            1, "came, not taken", ("before Christmas",),
        )  # fmt: skip
        says = CorrectionWords("term", "before Christmas", "Autumn term", "what else can it be")
        corrections.make(feed=asked.feed, says=says, by=by, at=now + timedelta(seconds=1))
        working.once_over()
        assert self.state(asked) == (1, 2)
        again = self.answer(cast, asked, now, Term="before Christmas", **{"Sessions missed with leave": "5"})
        assert (again.repaired, again.set_aside) == (1, 0)

    @pytest.mark.requirement("R319")
    def test_words_beside_an_answer_are_read_there_and_coded_for_one_person(self, cast: Cast, now: datetime) -> None:
        by = scene.data_manager(cast)
        asked = made.asked(cast, at=now, same=THIS_YEAR)
        load = self.answer(cast, asked, now, Term="", **{"Anything else": "This was in the autumn"})
        came = lists.page(asked, by=by, today=now.date()).people[0].came
        assert came is not None
        assert came.words == ("This was in the autumn",)
        record = rows.row(load, came.row).row.record
        says = CorrectionWords("term", None, "Autumn term", "they wrote it beside", record, load, came.row)
        corrections.make(feed=asked.feed, says=says, by=by, at=now + timedelta(seconds=1))
        working.once_over()
        assert self.state(asked) == (1, 2)


@pytest.mark.requirement("R310")
class TestWaiting:
    @pytest.fixture
    def asked(self, cast: Cast, now: datetime) -> AskedList:
        asked = made.asked(cast, at=now)
        Feed.objects.update(deputy=cast.maya)
        return asked

    def state(self, asked: AskedList, now: datetime) -> State:
        return health.line(asked.feed, today=now.date()).health.state

    def test_owner_and_deputy_are_told_once_when_a_list_is_overdue(
        self, cast: Cast, asked: AskedList, now: datetime
    ) -> None:
        due, late = now + 2 * A_WEEK, now + 2 * A_WEEK + timedelta(days=1)
        assert [self.state(asked, each) for each in (now, due, late)] == [State.ON_TIME, State.ON_TIME, State.LATE]
        assert [alarms.raise_due(by=None, at=each) for each in (due, late, late)] == [0, 1, 0]
        told = OutboxMessage.objects.filter(kind="feed")
        assert {row.to_worker for row in told} == {scene.data_manager(cast), cast.maya}
        assert f"Somebody is still open; an answer was wanted by {asked.wanted_by:%-d %B %Y}" in told[0].text
        assert "Leo" not in told[0].text

    def test_a_reminder_is_kept_and_moves_the_day(self, cast: Cast, asked: AskedList, now: datetime) -> None:
        late = now + 3 * A_WEEK
        alarms.raise_due(by=None, at=late)
        day = late.date() + A_WEEK
        asking.chase(asked=asked, how="rang Ms Bell", wanted_by=day, by=scene.data_manager(cast), at=late)
        assert (self.state(asked, late), asked.people.get().chased) == (State.ON_TIME, 1)
        assert [alarms.raise_due(by=None, at=late + each) for each in (A_WEEK, 2 * A_WEEK)] == [0, 1]
        assert FeedAlarm.objects.count() == 2

    def test_nothing_is_waited_for_once_all_are_answered_or_it_is_closed(
        self, cast: Cast, asked: AskedList, now: datetime
    ) -> None:
        by = scene.data_manager(cast)
        people = lists.to_ask(asked, by=by, day=now.date())
        load = made.came(cast, asked, made.answers(asked, people, made.ANSWER), at=now)
        assert self.state(asked, now + 3 * A_WEEK) is State.NOT_ASKED
        with pytest.raises(Cannot, match="Everybody on this list is answered"):
            asking.chase(asked=asked, how="rang", wanted_by=now.date(), by=by, at=now)
        loads.withdraw(load=load, why="wrong", by=by, at=now)
        assert self.state(asked, now + 3 * A_WEEK) is State.LATE
        asking.close(asked=asked, why="they have no more", by=by, at=now)
        assert self.state(asked, now + 3 * A_WEEK) is State.NOT_ASKED
        for act in (
            lambda: asking.close(asked=asked, why="", by=by, at=now),
            lambda: asking.chase(asked=asked, how="rang", wanted_by=now.date(), by=by, at=now),
        ):
            with pytest.raises(Cannot, match="was closed on"):
                act()

    def test_a_small_file_of_answers_is_not_short(self, cast: Cast, asked: AskedList, now: datetime) -> None:
        people = lists.to_ask(asked, by=scene.data_manager(cast), day=now.date())
        for rows_of in (people * 3, people):
            made.came(cast, asked, made.answers(asked, rows_of, *[{}] * len(rows_of)), at=now)
        assert not health.line(asked.feed, today=now.date()).is_short

    def test_nobody_else_does_any_of_it(self, cast: Cast, asked: AskedList, now: datetime) -> None:
        for act in (
            lambda: asking.close(asked=asked, why="", by=cast.priya, at=now),
            lambda: asking.chase(asked=asked, how="rang", wanted_by=now.date(), by=cast.priya, at=now),
            lambda: asking.ask(what=made.what(asked.feed.agreement, at=now), same={}, wanted_by=now.date(),
                               by=cast.priya, at=now),
        ):  # fmt: skip
            with pytest.raises(NotAllowed):
                act()
        assert AskedPerson.objects.get().chased == 0
