"""A feed's privacy assessment: written and revised by a data manager, every version kept, gaps shown plainly."""

from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from oneplan.rulebook.feeds import privacy as rules
from oneplan.rulebook.feeds.figures import figures
from oneplan.rulebook.feeds.privacy import Decision, State
from oneplan.web.access.models import AuditEvent
from oneplan.web.access.policy import NotAllowed
from oneplan.web.data.actions import Cannot, feeds, privacy
from oneplan.web.data.actions.privacy import AssessmentWords
from oneplan.web.data.models import Feed, PrivacyAssessment
from oneplan.web.data.reads import privacy as standings
from oneplan.web.data.tests.test_pages import shown
from oneplan.web.site.conflicts import ChangedMeanwhile
from tests import feeds as scene
from tests.forms.reading import Form

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R328")]
DAY = date(2026, 6, 1)


def said(now: datetime, **other: Any) -> AssessmentWords:
    words: dict[str, Any] = {
        "linked": "Sessions at school meet the child's record.", "basis": "The agreement; public task.",
        "risks": "A wrong child is joined.", "measures": "Number and day of birth must agree.",
        "first_looked": "The key worker, with the family.", "decision": "may",
        "decided_by": "R. Shah, data protection officer", "decided_on": now.date(),
        "review_on": now.date() + timedelta(days=365),
    }  # fmt: skip
    return AssessmentWords(**(words | other))


class TestHowItStands:
    def test_without_one_it_says_so(self) -> None:
        assert rules.of(None, review_on=None, today=DAY).state is State.NONE

    @pytest.mark.parametrize(("ahead", "state"), [(1, State.HOLDS), (0, State.OVERDUE), (-1, State.OVERDUE)])
    def test_it_is_overdue_from_its_day_on(self, ahead: int, state: State) -> None:
        found = rules.of(Decision.MAY_IF, review_on=DAY + timedelta(days=ahead), today=DAY)
        assert found.state is state

    def test_a_no_is_a_no_whenever_it_is_looked_at_again(self) -> None:
        for ahead in (-1, 1):
            found = rules.of(Decision.MUST_NOT, review_on=DAY + timedelta(days=ahead), today=DAY)
            assert found.state is State.SAYS_NO

    def test_the_models_decisions_are_the_rulebooks(self) -> None:
        assert set(PrivacyAssessment.Decision.values) == set(Decision)


class TestWriting:
    def test_it_says_what_who_and_until_when_and_stands_in_the_chain(self, feed: Feed, by: Any, now: datetime) -> None:
        row = privacy.assess(feed=feed, says=said(now), version=0, by=by, at=now)
        assert (row.number, row.decided_by, row.made_by, row.made_at) == (1, said(now).decided_by, by, now)
        event = AuditEvent.objects.get(event="privacy_assessed")
        assert (event.payload["feed"], event.payload["version"]) == (feed.pk, 1)
        assert "wrong child" not in str(event.payload)

    @pytest.mark.parametrize("version", ["two", "²", "-1"])
    def test_a_number_of_a_version_that_is_none_is_a_form_that_comes_back(
        self, cast: Any, feed: Feed, by: Any, now: datetime, version: str
    ) -> None:
        address, desk = reverse("feed-privacy-write", args=[feed.name]), cast.client(by)
        days = {name: f"{getattr(said(now), name):%-d %B %Y}" for name in ("decided_on", "review_on")}
        sent = shown(desk, address) | asdict(said(now)) | days
        assert desk.post(address, sent | {"version": version}).status_code == 422
        assert not feed.assessments.exists()
        assert desk.post(address, shown(desk, address) | asdict(said(now)) | days).status_code == 302

    def test_a_revision_keeps_what_was_judged_before(self, feed: Feed, by: Any, now: datetime) -> None:
        privacy.assess(feed=feed, says=said(now), version=0, by=by, at=now)
        with pytest.raises(Cannot, match="why it is assessed anew"):
            privacy.assess(feed=feed, says=said(now), version=1, by=by, at=now)
        privacy.assess(feed=feed, says=said(now, risks="More."), version=1, why="a complaint", by=by, at=now)
        kept = feed.assessments.order_by("number").values_list("number", "risks", "why")
        assert list(kept) == [(1, "A wrong child is joined.", ""), (2, "More.", "a complaint")]

    def test_two_at_once_lose_nothing(self, feed: Feed, by: Any, now: datetime) -> None:
        privacy.assess(feed=feed, says=said(now), version=0, by=by, at=now)
        with pytest.raises(ChangedMeanwhile):
            privacy.assess(feed=feed, says=said(now), version=0, by=by, at=now)
        assert feed.assessments.count() == 1

    @pytest.mark.parametrize("name", ["linked", "basis", "risks", "measures", "first_looked", "decided_by", "decision"])
    def test_a_question_without_an_answer_is_refused(self, name: str, feed: Feed, by: Any, now: datetime) -> None:
        with pytest.raises(Cannot, match="a gap is none"):
            privacy.assess(feed=feed, says=said(now, **{name: " "}), version=0, by=by, at=now)
        assert not feed.assessments.exists()

    def test_days_that_cannot_be(self, feed: Feed, by: Any, now: datetime) -> None:
        latest = rules.latest_review(now.date(), by=figures())
        for wrong, match in (
            ({"decided_on": now.date() + timedelta(days=1)}, "still to come"),
            ({"review_on": now.date()}, "not ahead"),
            ({"review_on": latest + timedelta(days=1)}, "too late"),
        ):
            with pytest.raises(Cannot, match=match):
                privacy.assess(feed=feed, says=said(now, **wrong), version=0, by=by, at=now)
        assert privacy.assess(feed=feed, says=said(now, review_on=latest), version=0, by=by, at=now).number == 1

    def test_nobody_else_may(self, cast: Any, feed: Feed, now: datetime) -> None:
        with pytest.raises(NotAllowed):
            privacy.assess(feed=feed, says=said(now), version=0, by=cast.maya, at=now)
        assert not PrivacyAssessment.objects.exists()


class TestWhichFeedsWantOne:
    def wanting(self, now: datetime, *, days: int = 0) -> list[str]:
        return [each.words for each in standings.wanting(today=now.date() + timedelta(days=days))]

    def test_those_without_and_those_overdue(self, feed: Feed, by: Any, now: datetime) -> None:
        assert self.wanting(now) == ["no privacy assessment"]
        privacy.assess(feed=feed, says=said(now), version=0, by=by, at=now)
        assert self.wanting(now) == []
        assert self.wanting(now, days=365) == ["its privacy assessment is overdue"]

    def test_one_that_says_no(self, feed: Feed, by: Any, now: datetime) -> None:
        privacy.assess(feed=feed, says=said(now, decision="must_not"), version=0, by=by, at=now)
        assert self.wanting(now) == ["its privacy assessment says no"]

    def test_a_feed_that_has_ended_wants_none(self, cast: Any, feed: Feed, by: Any, now: datetime) -> None:
        words = scene.said(cast, feed.agreement, ends_on=now.date())
        feeds.change(feed=feed, says=words, version=feed.version, by=by, at=now)
        assert self.wanting(now) == []


class TestThePages:
    @pytest.fixture
    def desk(self, cast: Any, feed: Feed) -> Any:
        return cast.client(scene.data_manager(cast))

    def text(self, desk: Any, name: str, *args: Any) -> str:
        return str(desk.get(reverse(name, args=args)).content.decode())

    def send(self, desk: Any, **other: Any) -> Any:
        address = reverse("feed-privacy-write", args=["attendance"])
        form = Form("")
        form.feed(desk.get(address).content.decode())
        today = date.today()  # noqa: DTZ011 - the pages live today
        words = {name: f"About {name}." for name in ("linked", "basis", "risks", "measures", "first_looked")}
        days = {"decided_on": f"{today:%-d %B %Y}", "review_on": f"{today + timedelta(days=300):%-d %B %Y}"}
        return desk.post(
            address, {**form.values, **words, **days, "decision": "may", "decided_by": "R. Shah", **other}, follow=True
        )

    def test_a_feed_without_one_is_shown_on_the_list_and_on_its_page(self, desk: Any) -> None:
        assert "Privacy assessments to write" in self.text(desk, "feeds")
        assert "no privacy assessment" in self.text(desk, "feed", "attendance")
        assert "Nothing is written down yet" in self.text(desk, "feed-privacy", "attendance")

    def test_written_it_is_read_and_asked_for_no_more(self, desk: Any) -> None:
        page = self.send(desk).content.decode()
        assert "About first_looked." in page
        assert "Nothing is done on a score or a list alone" in page
        assert "Privacy assessments to write" not in self.text(desk, "feeds")

    def test_revised_its_earlier_version_is_still_read(self, desk: Any) -> None:
        self.send(desk)
        self.send(desk, risks="Something else.", why="a year is over")
        assert "Something else." in self.text(desk, "feed-privacy", "attendance")
        older = self.text(desk, "feed-privacy-version", "attendance", 1)
        assert "About risks." in older
        assert "which holds no longer" in older

    def test_what_somebody_typed_meanwhile_stays_and_can_follow(self, desk: Any, feed: Feed) -> None:
        self.send(desk)
        page = self.send(desk, version="0", risks="Typed at the same time.", why="both of us")
        assert page.status_code == 422
        assert "wrote version 1 meanwhile" in page.content.decode()
        again = Form("")
        again.feed(page.content.decode())
        assert (again.values["version"], again.values["risks"].strip()) == ("1", "Typed at the same time.")

    def test_an_auditor_reads_and_does_not_write(self, cast: Any, desk: Any) -> None:
        self.send(desk)
        auditor = cast.client(cast.others["auditor"])
        assert "About risks." in self.text(auditor, "feed-privacy", "attendance")
        assert "Assess it anew" not in self.text(auditor, "feed-privacy", "attendance")
        assert auditor.get(reverse("feed-privacy-write", args=["attendance"])).status_code == 403

    def test_a_version_that_is_not_there(self, desk: Any) -> None:
        assert desk.get(reverse("feed-privacy-version", args=["attendance", 7])).status_code == 404
