"""The form of a talk: only what was tapped is kept, for those it was said of; what was taken back stays so."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from oneplan.rulebook.sharing.categories import Category
from oneplan.rulebook.sharing.consent import Answer, Purpose
from oneplan.web.agencies.models import Agency
from oneplan.web.sharing.actions import answers, talks
from oneplan.web.sharing.actions.talks import Answered, AnsweredMeanwhile
from oneplan.web.sharing.models import ConsentAnswer, ConsentTalk
from oneplan.web.sharing.reads import lines
from oneplan.web.sharing.reads.standing import answers_of
from oneplan.web.sharing.tests.parts import EXPLAINED, agree, line, share, talk_page, talked
from tests.cast import Cast, filled

PLAN, NEEDS, HEALTH = Category.PLAN, Category.NEEDS, Category.HEALTH


def _kept() -> set[tuple[str, str, str]]:
    """What talks kept: about whom, the answer, and the kind or the purpose."""
    rows = ConsentAnswer.objects.exclude(talk=None).select_related("person")
    return {(row.person.short_name, row.answer, row.category or row.purpose) for row in rows}


def _stands(cast: Cast, who: Any, category: Category) -> str:
    said = answers_of([who.pk], on=timezone.localdate()).get(who.pk, [])
    asked = lines.Line(Purpose.SHARE, cast.green.agency, category)
    return asked.stands(said, on=timezone.localdate()).standing.value


def _take_back_at_home(cast: Cast, category: Category) -> None:
    """Grace, in her own view, about herself and the children."""
    client = cast.client(cast.parent_account)
    row = ConsentAnswer.objects.filter(person=cast.parent, category=category, answer=Answer.YES).latest("pk")
    page = client.get(reverse("our-sharing")).content.decode()
    assert client.post(reverse("our-sharing-stop", args=[row.pk]), filled(page)).status_code == 302


@pytest.mark.requirement("R191")
def test_an_old_page_saved_about_something_else_brings_nothing_back_to_life(cast: Cast) -> None:
    client, address, page = talk_page(cast, cast.parent)
    _take_back_at_home(cast, PLAN)
    sent = talked(page, about=[cast.parent, cast.child], take_part="yes")
    assert client.post(address, sent).status_code == 302
    assert _kept() == {("Grace", "yes", "take_part"), ("Leo", "yes", "take_part")}
    assert {_stands(cast, who, PLAN) for who in (cast.parent, cast.child, cast.baby)} == {"withdrawn"}


@pytest.mark.requirement("R191")
def test_a_line_that_changed_while_the_page_was_open_is_shown_and_set_back(cast: Cast) -> None:
    client, address, page = talk_page(cast, cast.parent)
    _take_back_at_home(cast, PLAN)
    said = {line(cast, PLAN): "yes", line(cast, NEEDS): "yes", "asked": "Who reads it?"}
    refused = client.post(address, talked(page, about=[cast.parent, cast.child], **said))
    assert refused.status_code == 422
    again, today = refused.content.decode(), f"{timezone.localdate():%-d %B %Y}"
    assert f"Grace, Leo: this changed while the page was open. It now stands: taken back by Grace, {today}." in again
    assert not ConsentTalk.objects.exists()
    form = refused.context["form"]
    assert (form[line(cast, PLAN)].value(), form[line(cast, NEEDS)].value()) == ("", "yes")
    assert form["asked"].value() == "Who reads it?"
    assert client.post(address, talked(again, about=[cast.parent], **{line(cast, PLAN): "yes"})).status_code == 302
    assert (_stands(cast, cast.parent, PLAN), _stands(cast, cast.child, PLAN)) == ("agreed", "withdrawn")


@pytest.mark.requirement("R191")
@pytest.mark.parametrize("drawn", ["", "no such thing", "99999999999999999999 take_part=0.0", "1,x contact=1.1"])
def test_a_form_that_does_not_say_what_it_was_drawn_with_keeps_no_answer(cast: Cast, drawn: str) -> None:
    client, address, page = talk_page(cast, cast.parent)
    sent = {**talked(page, about=[cast.parent], **{line(cast, PLAN): "no"}), "drawn": drawn}
    assert client.post(address, sent).status_code == 422
    assert not ConsentTalk.objects.exists()


@pytest.mark.requirement("R191")
def test_the_action_itself_refuses_an_answer_that_was_overtaken(cast: Cast, now: datetime) -> None:
    asked = lines.Line(Purpose.SHARE, cast.green.agency, PLAN)
    drawn = {cast.parent.pk: lines.mark_now(asked, person=cast.parent, on=now.date())}
    yes = Answered(
        people=(cast.parent,), given_by=cast.parent, purpose=Purpose.SHARE, answer=Answer.YES,
        agencies=(cast.green.agency,), categories=(PLAN,), marks=drawn,
    )  # fmt: skip
    row = ConsentAnswer.objects.get(person=cast.parent, category=PLAN)
    answers.take_back(answer=row, said_by=cast.parent, by=cast.priya, at=now)
    with pytest.raises(AnsweredMeanwhile, match="What counts for Grace changed"):
        talks.record(family=cast.family, on=now.date(), talk=EXPLAINED, answers=[yes], by=cast.priya, at=now)
    assert not ConsentTalk.objects.exists()


@pytest.mark.requirement("R191")
def test_an_answer_struck_out_meanwhile_counts_as_a_change(cast: Cast, now: datetime) -> None:
    client, address, page = talk_page(cast, cast.parent)
    talks.strike(answer=ConsentAnswer.objects.get(person=cast.child, category=PLAN), reason="x", by=cast.tom, at=now)
    sent = talked(page, about=[cast.child], **{line(cast, PLAN): "no"})
    assert client.post(address, sent).status_code == 422


@pytest.mark.requirement("R187")
def test_a_yes_after_a_withdrawal_counts_from_its_own_day(cast: Cast, now: datetime) -> None:
    def own() -> str:
        return cast.client(cast.parent_account).get(reverse("our-sharing")).content.decode()

    assert "about you, Leo, Mia, since 8 January 2024" in own()
    _take_back_at_home(cast, PLAN)
    agree(cast, now, share(cast, PLAN, said_by=cast.parent))
    today = f"{now.day} {now:%B}"
    assert f"about you, since {today}" in own()
    row = ConsentAnswer.objects.filter(person=cast.child, category=PLAN, answer=Answer.YES).get()
    page = cast.client(cast.parent_account).get(reverse("our-sharing")).content.decode()
    client = cast.client(cast.parent_account)
    assert client.post(reverse("our-sharing-stop", args=[row.pk]), filled(page)).status_code == 302
    again = ConsentAnswer.objects.filter(answer=Answer.WITHDRAWN, on=now.date()).values_list("person", flat=True)
    assert sorted(again).count(cast.child.pk) == 1  # his was over: only Grace's new yes is taken back


@pytest.mark.requirement("R187")
def test_a_talk_in_which_no_line_was_tapped_keeps_no_answer_whoever_it_was_about(cast: Cast) -> None:
    before = ConsentAnswer.objects.count()
    for about in ([], [cast.parent], [cast.parent, cast.child, cast.baby]):
        client, address, page = talk_page(cast, cast.parent)
        assert client.post(address, talked(page, about=about)).status_code == 302
    assert ConsentTalk.objects.count() == 3
    assert ConsentAnswer.objects.count() == before


@pytest.mark.requirement("R187")
def test_only_what_differs_from_what_stands_is_kept(cast: Cast, now: datetime) -> None:
    agree(cast, now - timedelta(days=3), share(cast, NEEDS, said_by=cast.parent))
    ConsentTalk.objects.all()[0].answers.update(talk=None)
    client, address, page = talk_page(cast, cast.parent)
    assert "differs. Grace: yes; Leo, Mia: not asked yet" in page
    sent = talked(page, about=[cast.parent, cast.child], **{line(cast, NEEDS): "yes", line(cast, PLAN): "yes"})
    assert client.post(address, sent).status_code == 302
    assert _kept() == {("Leo", "yes", "needs")}
    assert _stands(cast, cast.baby, NEEDS) == "not_asked"


@pytest.mark.requirement("R187")
def test_each_line_shows_how_it_stands_for_whom_and_whose_word_it_is(cast: Cast, now: datetime) -> None:
    def shown(category: Category) -> str:
        client, address, _ = talk_page(cast, cast.parent)
        return str(client.get(address).context["form"].sheet.words(line(cast, category)))

    assert shown(PLAN) == "yes"
    own = share(cast, PLAN, said_by=cast.child, answer=Answer.NO)
    agree(cast, now, replace(own, understands="Said it back"))
    assert shown(PLAN) == "differs. Grace, Mia: yes; Leo: no, in their own words"
    _take_back_at_home(cast, Category.MEETINGS)
    assert shown(Category.MEETINGS) == f"taken back by Grace, {timezone.localdate():%-d %B %Y}"


@pytest.mark.requirement("R186", "R187")
def test_one_service_is_refused_one_kind_and_a_yes_taken_back_for_one_child(cast: Cast) -> None:
    client, address, page = talk_page(cast, cast.parent)
    sent = talked(page, about=[cast.child], **{line(cast, HEALTH): "no", line(cast, PLAN): "no", "never": ["identity"]})
    assert client.post(address, sent).status_code == 302
    assert _kept() == {("Leo", "no", "health"), ("Leo", "withdrawn", "plan"), ("Leo", "no", "identity")}
    assert ConsentAnswer.objects.get(category="health").agency == cast.green.agency
    assert ConsentAnswer.objects.get(category="identity").agency is None
    assert (_stands(cast, cast.child, HEALTH), _stands(cast, cast.parent, HEALTH)) == ("refused", "not_asked")
    assert (_stands(cast, cast.child, PLAN), _stands(cast, cast.parent, PLAN)) == ("withdrawn", "agreed")


@pytest.mark.requirement("R187")
def test_a_day_goes_with_the_yes_that_was_tapped_and_with_no_other(cast: Cast, now: datetime) -> None:
    until = now.date() + timedelta(days=90)
    client, address, page = talk_page(cast, cast.parent)
    said: dict[str, Any] = {"until": f"{until:%-d %B %Y}"}
    alone = client.post(address, talked(page, about=[cast.parent], **said))
    assert "no new yes for this day" in alone.content.decode()
    sent = talked(page, about=[cast.parent], **said, **{line(cast, NEEDS): "yes", line(cast, PLAN): "yes"})
    assert client.post(address, sent).status_code == 302
    ends = {row.category: row.expires_on for row in ConsentAnswer.objects.filter(expires_on=until)}
    assert ends == {"needs": until, "plan": until}
    said_after = answers_of([cast.parent.pk], on=until)[cast.parent.pk]
    asked = lines.Line(Purpose.SHARE, cast.green.agency, PLAN)
    assert asked.stands(said_after, on=until).standing.value == "expired"  # the lasting yes of before ended with it


@pytest.mark.requirement("R187", "R188")
def test_a_talk_begins_empty(cast: Cast) -> None:
    client, address, page = talk_page(cast, cast.parent)
    form = client.get(address).context["form"]
    set_before = {field.name for field in form.visible_fields() if field.value()}
    assert set_before == {"on"}
    sent = talked(page, **{line(cast, NEEDS): "yes"})
    refused = client.post(address, {**sent, "way": ""}).content.decode()
    assert "How? Please answer." in refused
    assert "Say whom the answers hold for" in refused
    assert not ConsentTalk.objects.exists()


@pytest.mark.requirement("R187")
def test_a_service_that_left_meanwhile_loses_no_answer(cast: Cast) -> None:
    nursery = Agency.objects.create(name="Sorrel Nursery", sector="school")
    client, address, page = talk_page(cast, cast.parent, service=f"&service={nursery.pk}")
    name = f"share-{nursery.pk}-needs"
    sent = talked(page, about=[cast.parent], **{name: "no"})
    assert client.post(address.partition("&")[0], sent).status_code == 302
    assert ConsentAnswer.objects.get(agency=nursery).answer == "no"


@pytest.mark.requirement("R191")
def test_a_parents_word_for_a_child_reads_as_hers_on_every_page(cast: Cast, now: datetime) -> None:
    for row in ConsentAnswer.objects.filter(category=PLAN, person__in=[cast.child, cast.baby]):
        answers.take_back(answer=row, said_by=cast.parent, by=cast.priya, at=now)
    agree(cast, now, share(cast, NEEDS, said_by=cast.parent, about=[cast.child], answer=Answer.NO))
    agree(cast, now, share(cast, Category.HOUSING, said_by=cast.parent, answer=Answer.NO))
    today = f"{now.day} {now:%B %Y}"
    for who in (cast.priya, cast.green):
        page = cast.client(who).get(reverse("agreed", args=[cast.family.pk])).content.decode()
        assert f'Leo and Mia <span class="op-tag op-tag--warm">taken back by Grace, {today}</span>' in page
        assert 'Leo <span class="op-tag op-tag--warm">Grace said no</span>' in page
        assert 'Grace <span class="op-tag op-tag--warm">said no</span>' in page
    why = cast.client(cast.green).get(reverse("why", args=[cast.family.pk])).content.decode()
    assert "A parent or carer said no for Leo about what is hard for them." in why
    answers.take_back(
        answer=ConsentAnswer.objects.get(category=PLAN, person=cast.parent, answer=Answer.YES),
        said_by=cast.parent, by=cast.priya, at=now,
    )  # fmt: skip
    why = cast.client(cast.green).get(reverse("why", args=[cast.family.pk])).content.decode()
    assert f"A parent or carer took back their yes for Leo about the plan and how it goes on {today}." in why
    assert f"Grace took back their yes about the plan and how it goes on {today}." in why
    assert "Leo said no" not in why


@pytest.mark.requirement("R191")
def test_taking_back_names_who_speaks_and_about_whom(cast: Cast) -> None:
    client = cast.client(cast.priya)
    row = ConsentAnswer.objects.get(category=PLAN, person=cast.child)
    page = client.get(reverse("agreed-take-back", args=[row.pk])).content.decode()
    assert "Grace Okafor-Reed takes it back for Leo" in page
    assert "Grace for Leo: Mill Lane Primary may know: the plan and how it goes." in page
    assert "for Leo alone: what Grace said about anybody else goes on." in page
    own = ConsentAnswer.objects.get(category=PLAN, person=cast.parent)
    assert "takes it back for" not in client.get(reverse("agreed-take-back", args=[own.pk])).content.decode()
    whole = client.get(reverse("agreed", args=[cast.family.pk])).content.decode()
    for whose in ("Grace", "Grace for Leo", "Grace for Mia"):
        assert f": {whose}, Mill Lane Primary may know: the plan and how it goes</span>" in whole
    strike = client.get(reverse("agreed-strike", args=[row.pk])).content.decode()
    assert "Grace for Leo: Mill Lane Primary may know: the plan and how it goes" in strike


def test_whoever_said_no_yes_yet_reads_no_heading_over_nothing(cast: Cast) -> None:
    client = cast.client(cast.parent_account)
    assert "You said yes to this." in client.get(reverse("our-sharing")).content.decode()
    ConsentAnswer.objects.all().delete()
    assert "You said yes to this." not in client.get(reverse("our-sharing")).content.decode()


def test_an_end_on_the_day_of_the_talk_is_refused_and_what_was_typed_stays(cast: Cast) -> None:
    client, address, page = talk_page(cast, cast.parent)
    today: date = timezone.localdate()
    sent = talked(page, about=[cast.parent], until=f"{today:%-d %B %Y}", **{line(cast, NEEDS): "yes"})
    refused = client.post(address, sent)
    assert "It cannot end on or before the day it was given" in refused.content.decode()
    assert refused.context["form"][line(cast, NEEDS)].value() == "yes"
