"""What to talk about again: before a yes runs out, after it did, after social care, with a new notice."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from oneplan.rulebook.sharing.categories import Category
from oneplan.rulebook.sharing.consent import Answer, Purpose
from oneplan.web.casework.actions import levels
from oneplan.web.casework.tests.counting import number_of_queries
from oneplan.web.sharing.actions import bases, notices
from oneplan.web.sharing.actions.notices import NoticeWords
from oneplan.web.sharing.actions.talks import Answered, Conversation
from oneplan.web.sharing.models import ConsentAnswer, ConsentTalk, PrivacyNotice, SharingBasis
from oneplan.web.sharing.reads.prompts import Kind, Prompt, prompts_for
from oneplan.web.sharing.tests.parts import agree
from tests.cast import Cast, filled


def _until(cast: Cast, now: datetime, days: int, *kinds: Category) -> Answered:
    return Answered(
        people=(cast.parent,), given_by=cast.parent, purpose=Purpose.SHARE, answer=Answer.YES,
        agencies=(cast.green.agency,), categories=kinds or (Category.NEEDS,),
        expires_on=now.date() + timedelta(days=days),
    )  # fmt: skip


def _with_her(cast: Cast) -> Conversation:
    return Conversation(way=ConsentTalk.Way.VISIT, with_people=(cast.parent,), explained="All of it")


def _prompts(cast: Cast, on: date) -> list[Prompt]:
    return prompts_for([cast.family.pk], on=on)


def _kinds(cast: Cast, on: date) -> list[Kind]:
    return [each.kind for each in _prompts(cast, on)]


@pytest.mark.requirement("R188", "R191")
def test_a_yes_is_said_before_it_runs_out_and_after_until_it_was_talked_about(cast: Cast, now: datetime) -> None:
    agree(cast, now, _until(cast, now, 100, Category.NEEDS, Category.SCHOOL))
    today = now.date()
    assert _kinds(cast, today) == []
    (soon,) = _prompts(cast, today + timedelta(days=70))
    assert (soon.kind, soon.who, soon.is_late) == (Kind.RUNS_OUT, cast.parent, False)
    assert soon.words.startswith("Grace's yes runs out on ")
    assert soon.more == "Mill Lane Primary. Ask whether it goes on."
    (over,) = _prompts(cast, today + timedelta(days=100))
    assert (over.kind, over.is_late) == (Kind.RAN_OUT, True)
    ConsentTalk.objects.update(on=today - timedelta(days=1))
    talk = agree(cast, now, talk=_with_her(cast))
    ConsentTalk.objects.filter(pk=talk.pk).update(on=today + timedelta(days=101))
    assert _kinds(cast, today + timedelta(days=102)) == []


def test_nothing_is_said_of_a_yes_that_goes_on_or_was_taken_back(cast: Cast, now: datetime) -> None:
    agree(cast, now, _until(cast, now, 5, Category.PLAN))  # the plan was agreed to without an end before
    agree(cast, now, _until(cast, now, 5, Category.MONEY))
    later = now.date() + timedelta(days=2)
    assert _kinds(cast, later) == [Kind.RUNS_OUT]
    no = Answered(people=(cast.parent,), given_by=cast.parent, purpose=Purpose.SHARE, answer=Answer.NO,
                  agencies=(cast.green.agency,), categories=(Category.MONEY,))  # fmt: skip
    agree(cast, now, no)
    assert _kinds(cast, later) == []


def test_a_child_who_grows_up_is_asked_themself(cast: Cast) -> None:
    ConsentAnswer.objects.filter(person=cast.child, category="plan").update(expires_on=date(2035, 5, 20))
    (soon,) = _prompts(cast, date(2035, 5, 1))
    assert soon.words == "Grace's yes (for Leo) runs out on 20 May 2035"


@pytest.mark.requirement("R193")
@pytest.mark.parametrize(
    "decided",
    [[{"outcome": levels.PLAN_ENDED, "stage": "social_care"}], [{"level": "statutory"}, {"level": "intensive"}]],
)
def test_after_social_care_the_worker_asks_whether_it_is_a_real_choice_and_the_answer_is_kept(
    cast: Cast, now: datetime, decided: list[dict[str, str]]
) -> None:
    for each in decided:
        says = {"stage": "assessment", "why": "x"} | each
        levels.decide(family=cast.family, on=now.date(), by=cast.priya, at=now, **says)  # type: ignore[arg-type]
    client = cast.client(cast.priya)
    day = client.get(reverse("my-day")).content.decode()
    assert "does it feel like a real choice?" in day
    address = reverse("agreed-choice", args=[cast.family.pk])
    assert address in client.get(reverse("agreed", args=[cast.family.pk])).content.decode()
    page = client.get(address).content.decode()
    said = {"who": [cast.parent.pk], "choice": "none", "choice_words": "They would come back", "way": "visit"}
    sent = client.post(address, filled(page, on=f"{now:%-d %B %Y}", **said))
    assert sent.status_code == 302
    talk = ConsentTalk.objects.get()
    assert (talk.choice, talk.choice_words, list(talk.with_people.all())) == (
        "none",
        "They would come back",
        [cast.parent],
    )
    assert _kinds(cast, now.date()) == []
    assert _kinds(cast, now.date() + timedelta(days=28)) == [Kind.CHOICE]
    managers = cast.client(cast.maya).get(reverse("to-look-at")).content.decode()
    assert "It felt like a must" in managers
    assert "They would come back" in managers


def test_going_up_to_social_care_is_no_step_down(cast: Cast, now: datetime) -> None:
    for level in ("intensive", "statutory"):
        says = {"stage": levels.Stage.ASSESSMENT, "level": level, "why": "x"}
        levels.decide(family=cast.family, on=now.date(), by=cast.priya, at=now, **says)  # type: ignore[arg-type]
    assert _kinds(cast, now.date()) == []


@pytest.mark.requirement("R188")
def test_a_new_notice_that_matters_asks_for_a_talk_and_another_does_not(cast: Cast, now: datetime) -> None:
    agree(cast, now, talk=_with_her(cast))
    today = now.date()
    plain = NoticeWords("plain", "## A", today + timedelta(days=1))
    notices.publish_once(says=plain, at=now)
    assert _kinds(cast, today + timedelta(days=2)) == []
    notices.publish_once(says=NoticeWords("new", "## B", today + timedelta(days=3), "Much", asks_anew=True), at=now)
    assert _kinds(cast, today + timedelta(days=2)) == []
    (prompt,) = _prompts(cast, today + timedelta(days=3))
    assert (prompt.kind, prompt.more) == (Kind.NOTICE, "Much")
    ConsentTalk.objects.update(notice=PrivacyNotice.objects.get(version="new"))
    assert _kinds(cast, today + timedelta(days=3)) == []


@pytest.mark.requirement("R202")
def test_a_ground_without_consent_is_said_before_its_day(cast: Cast, now: datetime) -> None:
    row = bases.decide(family=cast.family, agency=cast.green.agency, categories=[Category.PLAN], ground="harm_child",
                       reason="Leo was hit", family_told="Told Grace", by=cast.priya, at=now)  # fmt: skip
    assert _kinds(cast, now.date()) == []
    (prompt,) = _prompts(cast, row.review_on - timedelta(days=7))
    assert (prompt.kind, prompt.view, prompt.number) == (Kind.GROUND, "basis-review", row.pk)
    assert "nothing more is told." in _prompts(cast, row.review_on)[0].more
    SharingBasis.objects.update(ended_at=now, ended_by=cast.priya, end_reason="over")
    assert _kinds(cast, row.review_on) == []


def test_only_those_who_keep_answers_ask_and_the_day_counts_no_more_queries(cast: Cast, now: datetime) -> None:
    address = reverse("agreed-choice", args=[cast.family.pk])
    for who in (cast.stan, cast.green):
        assert cast.client(who).get(address).status_code == 403
    client = cast.client(cast.priya)
    agree(cast, now, _until(cast, now, 5))
    number_of_queries(client, reverse("my-day"))
    one = number_of_queries(client, reverse("my-day"))
    for kind in (Category.MONEY, Category.HOUSING, Category.STORY):
        agree(cast, now, _until(cast, now, 6, kind))
    assert number_of_queries(client, reverse("my-day")) == one
