"""Talks about consent, their answers, and taking them back."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from oneplan.rulebook.sharing.categories import Category
from oneplan.rulebook.sharing.consent import Answer, Purpose
from oneplan.web.access.models import AuditEvent
from oneplan.web.access.policy import NotAllowed
from oneplan.web.people.actions import safety
from oneplan.web.people.models import TimelineEntry
from oneplan.web.sharing.actions import answers, talks
from oneplan.web.sharing.actions.talks import Answered, CannotKeepConsent, Conversation
from oneplan.web.sharing.models import ConsentAnswer, ConsentTalk
from oneplan.web.sharing.reads.agreed import agreed_page
from oneplan.web.sharing.tests.parts import EXPLAINED, agree, share, talk_page, talked
from oneplan.web.site.models import OutboxMessage
from tests.cast import Cast, filled


@pytest.mark.requirement("R186", "R188")
def test_each_answer_is_kept_by_itself_with_the_talk_it_came_from(cast: Cast, now: datetime) -> None:
    before = ConsentAnswer.objects.count()
    talk = agree(
        cast, now, share(cast, Category.NEEDS, Category.SCHOOL, said_by=cast.parent, about=[cast.parent, cast.child])
    )
    rows = ConsentAnswer.objects.filter(talk=talk)
    assert ConsentAnswer.objects.count() == before + 4
    assert {(row.person, row.category) for row in rows} == {
        (who, kind) for who in (cast.parent, cast.child) for kind in ("needs", "school")
    }
    assert talk.explained == "What the school would see"
    assert TimelineEntry.objects.get(kind="consent").text == "Telling other services: Grace said yes."
    event = AuditEvent.objects.get(event="consent_talked")
    assert sorted(event.payload["answers"]) == sorted(row.pk for row in rows)


@pytest.mark.requirement("R190")
def test_trying_counts_and_has_no_answers(cast: Cast, now: datetime) -> None:
    tried = Conversation(way=ConsentTalk.Way.TRIED, explained="Knocked twice")
    talk = talks.record(family=cast.family, on=now.date(), talk=tried, by=cast.priya, at=now)
    assert not talk.answers.exists()
    with pytest.raises(CannotKeepConsent, match="Nobody was reached"):
        agree(cast, now, share(cast, Category.NEEDS, said_by=cast.parent), talk=tried)


@pytest.mark.requirement("R192")
def test_an_answer_without_an_explanation_is_refused_and_nothing_is_kept(cast: Cast, now: datetime) -> None:
    before = ConsentAnswer.objects.count()
    with pytest.raises(CannotKeepConsent, match="only a signature"):
        agree(cast, now, share(cast, Category.NEEDS, said_by=cast.parent), talk=Conversation(way=ConsentTalk.Way.VISIT))
    assert (ConsentAnswer.objects.count(), ConsentTalk.objects.count()) == (before, 0)


def test_who_may_answer_for_whom(cast: Cast, now: datetime) -> None:
    def refused(answered: Answered, words: str) -> None:
        with pytest.raises(CannotKeepConsent, match=words):
            agree(cast, now, answered)

    refused(share(cast, Category.NEEDS, said_by=cast.child), "how you know that they understand")
    refused(share(cast, Category.NEEDS, said_by=cast.child, about=[cast.baby]), "only by a parent or carer")
    refused(share(cast, Category.NEEDS, said_by=cast.father, about=[cast.parent]), "answers for themself")
    safety.restrict(child=cast.child, barred=cast.father, kind="order", by=cast.priya, at=now)
    refused(share(cast, Category.NEEDS, said_by=cast.father, about=[cast.child]), "may have no contact")
    agree(cast, now, share(cast, Category.NEEDS, said_by=cast.father, about=[cast.baby]))


@pytest.mark.requirement("R005")
def test_nobody_is_sent_to_ask_somebody_who_must_have_no_contact(cast: Cast, now: datetime) -> None:
    def to_ask() -> set[str]:
        return {name for card in agreed_page(cast.family, on=now.date()).cards for name in card.not_asked}

    assert cast.father.short_name in to_ask()
    safety.restrict(child=cast.child, barred=cast.father, kind="order", extent="supervised", by=cast.priya, at=now)
    assert cast.father.short_name in to_ask()
    safety.restrict(child=cast.baby, barred=cast.father, kind="order", extent="none", by=cast.priya, at=now)
    assert cast.father.short_name not in to_ask()


def test_a_parents_yes_holds_until_the_child_is_grown_up(cast: Cast, now: datetime) -> None:
    agree(cast, now, share(cast, Category.NEEDS, said_by=cast.parent, about=[cast.child]))
    assert ConsentAnswer.objects.latest("pk").expires_on == date(2035, 5, 20)


@pytest.mark.parametrize(("days", "until"), [(1, None), (0, 0)])
def test_impossible_days_are_refused(cast: Cast, now: datetime, days: int, until: int | None) -> None:
    on = now.date() + timedelta(days=days)
    expires = None if until is None else now.date() + timedelta(days=until)
    answered = Answered(
        people=(cast.parent,), given_by=cast.parent, purpose=Purpose.CONTACT, answer=Answer.YES, expires_on=expires
    )
    with pytest.raises(CannotKeepConsent):
        talks.record(family=cast.family, on=on, talk=EXPLAINED, answers=[answered], by=cast.priya, at=now)


@pytest.mark.requirement("R191")
def test_taking_back_one_yes_ends_no_other_and_the_worker_hears_of_it(cast: Cast, now: datetime) -> None:
    plan = ConsentAnswer.objects.get(person=cast.parent, category="plan")
    taken = answers.take_back(answer=plan, said_by=cast.parent, words="changed my mind", by=cast.priya, at=now)
    assert (taken.answer, taken.category, taken.agency) == ("withdrawn", "plan", cast.green.agency)
    plan.refresh_from_db()
    assert plan.answer == "yes"
    assert OutboxMessage.objects.get(kind="consent_taken_back").to_worker == cast.priya
    with pytest.raises(answers.CannotTakeBack, match="no yes"):
        answers.take_back(answer=taken, said_by=cast.parent, by=cast.priya, at=now)


@pytest.mark.requirement("R187", "R191")
def test_a_parent_takes_back_in_her_own_view_for_herself_and_the_children_at_once(cast: Cast) -> None:
    client = cast.client(cast.parent_account)
    page = client.get(reverse("our-sharing")).content.decode()
    assert "Mill Lane Primary" in page
    assert "about you, Leo, Mia" in page
    row = ConsentAnswer.objects.get(person=cast.child, category="plan")
    sent = client.post(reverse("our-sharing-stop", args=[row.pk]), filled(page))
    assert sent.status_code == 302
    taken = ConsentAnswer.objects.filter(answer="withdrawn")
    assert {each.person for each in taken} == {cast.parent, cast.child, cast.baby}
    assert {each.category for each in taken} == {"plan"}
    school = cast.client(cast.green).get(reverse("plan", args=[cast.family.pk])).content.decode()
    assert "Settled nights" not in school


def test_only_whoever_gave_a_yes_takes_it_back_online(cast: Cast, now: datetime) -> None:
    agree(cast, now, share(cast, Category.PLAN, said_by=cast.father))
    fathers = ConsentAnswer.objects.latest("pk")
    client = cast.client(cast.parent_account)
    page = client.get(reverse("our-sharing")).content.decode()
    assert client.post(reverse("our-sharing-stop", args=[fathers.pk]), filled(page)).status_code == 403
    assert not ConsentAnswer.objects.filter(answer="withdrawn").exists()


def test_a_mistaken_answer_is_struck_out_once_with_its_reason(cast: Cast, now: datetime) -> None:
    row = ConsentAnswer.objects.get(person=cast.parent, category="plan")
    with pytest.raises(CannotKeepConsent, match="Say why"):
        talks.strike(answer=row, reason=" ", by=cast.priya, at=now)
    talks.strike(answer=row, reason="It was Sam who said it", by=cast.priya, at=now)
    with pytest.raises(CannotKeepConsent, match="a moment ago"):
        talks.strike(answer=row, reason="again", by=cast.tom, at=now)
    assert (
        "It was Sam who said it"
        in cast.client(cast.priya).get(reverse("agreed", args=[cast.family.pk])).content.decode()
    )


@pytest.mark.parametrize("who", ["stan", "green"])
def test_strangers_and_partners_keep_no_answers(cast: Cast, now: datetime, who: str) -> None:
    with pytest.raises(NotAllowed):
        talks.record(family=cast.family, on=now.date(), talk=EXPLAINED, by=getattr(cast, who), at=now)


def test_a_young_persons_own_answer_needs_a_word_on_understanding(cast: Cast) -> None:
    client, address, page = talk_page(cast, cast.child)
    sent = talked(page, about=[cast.child], take_part="no")
    refused = client.post(address, sent)
    assert refused.status_code == 422
    assert "how you know that they understand" in refused.content.decode()
    assert client.post(address, {**sent, "understands": "Said it back"}).status_code == 302
    assert ConsentAnswer.objects.latest("pk").is_own


def test_the_page_does_not_ask_workers_to_ask_somebody_barred(cast: Cast, now: datetime) -> None:
    page = reverse("agreed", args=[cast.family.pk])
    assert "never asked: Sam Reed" in cast.client(cast.priya).get(page).content.decode()
    safety.restrict(child=cast.child, barred=cast.father, kind="order", by=cast.priya, at=now)
    assert "never asked: Sam Reed" not in cast.client(cast.priya).get(page).content.decode()
