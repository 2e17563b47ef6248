"""One link, one partner, one purpose, one family, one browser, once."""

import re
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from oneplan.web.access import chain
from oneplan.web.access.actions import partner_links, questions
from oneplan.web.access.models import Account, AuditEvent, PartnerLink, PartnerQuestion, SignInTry, ViewBatch
from oneplan.web.access.policy import NotAllowed
from oneplan.web.access.tests.signing import is_in, sign_in, text
from oneplan.web.access.verify import verify
from oneplan.web.agencies.models import Agency, Worker
from oneplan.web.casework.actions import goals, links, steps, team
from oneplan.web.casework.actions.goals import GoalWords
from oneplan.web.people.models import TimelineEntry
from oneplan.web.sharing.models import ConsentAnswer
from oneplan.web.site.models import OutboxMessage
from tests.cast import Cast, filled

QUESTION = "Did Leo come to school this week?"


@pytest.fixture
def lucy(cast: Cast) -> Worker:
    """A health visitor in the team around the family, without an account; she has a mail address and a phone."""
    made = Worker.objects.create(
        name="Lucy Tran", job_title="health visitor", role="partner", agency=cast.green.agency,
        email="lucy@example.org", phone="07700 900123",
    )  # fmt: skip
    team.add(family=cast.family, who=made, what_for="Mia's weight", by=cast.priya, at=timezone.now())
    return made


@pytest.fixture
def step(cast: Cast, lucy: Worker) -> Any:
    said: dict[str, Any] = {"by": cast.priya, "at": timezone.now()}
    goal = goals.add(family=cast.family, says=GoalWords(title="Mia grows well", people=(cast.baby,)), **said)
    return steps.add(goal=goal, what="Weigh Mia", owners=[lucy], **said)


def _sent(to: Worker) -> SimpleNamespace:
    """What the mail and the text message say."""
    mail = OutboxMessage.objects.filter(to_worker=to, kind="partner_link").latest("made_at").text
    code = OutboxMessage.objects.filter(to_worker=to, kind="partner_code").latest("made_at").text
    address, digits = re.search(r"/link/[^/]+/", mail), re.search(r"\d{6}", code)
    assert address is not None
    assert digits is not None
    return SimpleNamespace(address=address[0], code=digits[0], mail=mail, text=code)


def _asked(cast: Cast, lucy: Worker) -> SimpleNamespace:
    questions.ask(family=cast.family, to=lucy, text=QUESTION, by=cast.priya, at=timezone.now())
    return _sent(lucy)


def _opened(sent: SimpleNamespace) -> Client:
    client = Client()
    client.post(sent.address, {"code": sent.code})
    return client


@pytest.mark.requirement("R196")
def test_a_question_is_answered_without_opening_the_record(cast: Cast, lucy: Worker) -> None:
    sent = _asked(cast, lucy)
    client = _opened(sent)
    page = text(client.get(sent.address))
    assert QUESTION in page
    for secret in ("Okafor", "Grace", "Sorrel", cast.family.reference, "Mia"):
        assert secret not in page
    assert not is_in(client)
    assert client.get(f"/families/{cast.family.reference}/").status_code == 302
    assert "has reached them" in text(client.post(sent.address, {"answer": "Yes, every day."}))
    row = PartnerQuestion.objects.get()
    assert (row.answer, row.to) == ("Yes, every day.", lucy)
    day = cast.client(cast.priya)
    page = text(day.get("/my-day/"))
    assert "Yes, every day." in page
    day.post(f"/answers/{row.pk}/read/", filled(page))
    assert "Yes, every day." not in text(day.get("/my-day/"))
    assert "Yes, every day." in text(day.get(f"/families/{cast.family.reference}/links/"))


def test_an_action_is_reported_under_the_partners_own_name(cast: Cast, lucy: Worker, step: Any) -> None:
    links.ask_for_report(step=step, worker=lucy, by=cast.priya, at=timezone.now())
    sent = _sent(lucy)
    client = _opened(sent)
    assert "Weigh Mia" in text(client.get(sent.address))
    client.post(sent.address, {"state": "done", "words": "9.2 kilos, well on her line"})
    step.refresh_from_db()
    assert (step.state, step.how_it_went) == ("done", "9.2 kilos, well on her line")
    assert TimelineEntry.objects.filter(headline="Done: Weigh Mia").exists()
    event = AuditEvent.objects.get(event="action_finished")
    account = Account.objects.get(worker=lucy)
    assert (event.by_worker, event.by_account) == (lucy.pk, account.pk)
    assert verify(chain.CHANGES).is_whole


def test_what_the_partner_saw_stands_in_the_log_of_views(cast: Cast, lucy: Worker) -> None:
    sent = _asked(cast, lucy)
    assert not ViewBatch.objects.exists()
    client = _opened(sent)
    assert not ViewBatch.objects.exists(), "the page that asks for the code shows nothing"
    client.get(sent.address)
    row = ViewBatch.objects.get()
    assert (row.page, row.family_id) == ("partner-link", cast.family.pk)
    assert row.account_id == Account.objects.get(worker=lucy).pk
    assert f"agencies.worker:{lucy.pk}" in row.seen
    assert verify(chain.VIEWS).is_whole


def test_neither_message_names_the_family_nor_is_enough_alone(cast: Cast, lucy: Worker) -> None:
    sent = _asked(cast, lucy)
    for words in ("Okafor", "Leo", QUESTION, cast.family.reference):
        assert words not in sent.mail + sent.text
    assert sent.code not in sent.mail
    assert sent.address not in sent.text
    assert QUESTION not in text(Client().get(sent.address))
    row = PartnerLink.objects.get()
    assert sent.address.split("/")[2] not in str(row.__dict__)
    assert sent.code not in (row.code_digest, row.secret_digest)


def test_a_forwarded_link_is_useless_once_opened(cast: Cast, lucy: Worker) -> None:
    sent = _asked(cast, lucy)
    _opened(sent)
    other = Client()
    for answer in (other.get(sent.address), other.post(sent.address, {"code": sent.code, "answer": "No."})):
        assert answer.status_code == 404
        assert QUESTION not in text(answer)
        assert "Priya" not in text(answer)
    assert SignInTry.objects.filter(kind="forwarded", account__worker=lucy).count() == 2
    assert PartnerQuestion.objects.get().answer == ""


def test_five_wrong_codes_end_it(cast: Cast, lucy: Worker) -> None:
    sent = _asked(cast, lucy)
    wrong = "000000" if sent.code != "000000" else "111111"
    answers = [Client().post(sent.address, {"code": wrong}).status_code for _ in range(5)]
    assert answers == [422, 422, 422, 422, 404]
    assert Client().post(sent.address, {"code": sent.code}).status_code == 404
    assert AuditEvent.objects.filter(event="partner_link_guessed_at").count() == 1


def test_it_is_good_once_and_for_three_days_and_can_be_taken_back(cast: Cast, lucy: Worker) -> None:
    sent = _asked(cast, lucy)
    client = _opened(sent)
    client.post(sent.address, {"answer": "Yes."})
    assert client.get(sent.address).status_code == 404
    again = _asked(cast, lucy)
    client = _opened(again)
    PartnerLink.objects.filter(used_at=None).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(again.address).status_code == 404
    third = _asked(cast, lucy)
    client = _opened(third)
    link = PartnerLink.objects.filter(used_at=None, revoked_at=None).latest("made_at")
    priya = cast.client(cast.priya)
    page = text(priya.get(f"/families/{cast.family.reference}/links/"))
    priya.post(f"/links/{link.pk}/take-back/", filled(page))
    assert client.post(third.address, {"answer": "Yes."}).status_code == 404


def test_it_ends_when_the_partner_leaves_or_gets_an_account(cast: Cast, lucy: Worker) -> None:
    sent = _asked(cast, lucy)
    Worker.objects.filter(pk=lucy.pk).update(is_active=False)
    assert Client().post(sent.address, {"code": sent.code}).status_code == 404


def test_the_account_behind_it_opens_no_door(cast: Cast, lucy: Worker) -> None:
    _asked(cast, lucy)
    account = Account.objects.get(worker=lucy)
    assert account.by_link_only
    assert not account.may_sign_in
    account.set_password("four words in a row")
    account.save()
    assert sign_in(Client(), account.name).status_code == 422


@pytest.mark.requirement("R196")
def test_who_can_sign_in_finds_the_question_on_their_day_and_answers_without_the_record(cast: Cast) -> None:
    client = cast.client(cast.priya)
    address = f"/families/{cast.family.reference}/links/new/"
    client.post(address, filled(text(client.get(address)), worker=cast.green.pk, text=QUESTION))
    row = PartnerQuestion.objects.get()
    assert not PartnerLink.objects.exists()
    green = cast.client(cast.green)
    day = text(green.get("/my-day/"))
    assert "A question from Priya Shah" in day
    assert QUESTION not in day
    page = text(green.get(f"/asked/{row.pk}/"))
    assert QUESTION in page
    assert "Okafor" not in page
    assert ViewBatch.objects.filter(page="question", family_id=cast.family.pk).exists()
    assert green.post(f"/asked/{row.pk}/", filled(page, answer="Every day but Friday.")).status_code == 302
    assert "Every day but Friday." in text(client.get("/my-day/"))
    assert green.get(f"/asked/{row.pk}/").status_code == 403
    assert "A question from" not in text(green.get("/my-day/"))


def test_a_question_is_opened_by_whom_it_was_put_to_alone(cast: Cast) -> None:
    questions.ask(family=cast.family, to=cast.green, text=QUESTION, by=cast.priya, at=timezone.now())
    row = PartnerQuestion.objects.get()
    for who in (cast.priya, cast.tom, cast.maya, cast.stan, cast.fay):
        answer = cast.client(who).get(f"/asked/{row.pk}/")
        assert answer.status_code == 403
        assert QUESTION not in text(answer)


@pytest.fixture
def petra(cast: Cast) -> Worker:
    """Of the police; the family has agreed that services are asked, and she is not in its team."""
    police = Agency.objects.create(name="Sallowdale police", sector="police")
    made = Worker.objects.create(name="Petra Lane", job_title="constable", role="partner", agency=police)
    Account.objects.make(name="petra", password=None, worker=made)
    return made


@pytest.mark.requirement("R195", "R196")
def test_the_police_are_asked_by_the_manager_and_only_managers_read_the_answer(cast: Cast, petra: Worker) -> None:
    address = f"/families/{cast.family.reference}/links/"
    said: dict[str, Any] = {"family": cast.family, "to": petra, "text": QUESTION}
    assert "Petra Lane" not in text(cast.client(cast.priya).get(f"{address}new/"))
    with pytest.raises(NotAllowed, match="manager"):
        questions.ask(**said, by=cast.priya, at=timezone.now())
    assert "Petra Lane" in text(cast.client(cast.maya).get(f"{address}new/"))
    assert questions.ask(**said, by=cast.maya, at=timezone.now()) is None
    questions.answer(question=PartnerQuestion.objects.get(), text="Twice in May", by=petra, at=timezone.now())
    assert "Twice in May" in text(cast.client(cast.maya).get(address))
    for who in (cast.priya, cast.tom):
        assert "Twice in May" not in text(cast.client(who).get(address))
        assert QUESTION not in text(cast.client(who).get(address))


def test_who_may_not_be_asked_is_not_offered_and_a_question_ends_with_the_consent(cast: Cast, petra: Worker) -> None:
    questions.ask(family=cast.family, to=petra, text=QUESTION, by=cast.maya, at=timezone.now())
    client = cast.client(petra)
    assert "A question from Maya Lund" in text(client.get("/my-day/"))
    ConsentAnswer.objects.filter(family=cast.family, purpose="look_up").delete()
    assert "A question from" not in text(client.get("/my-day/"))
    assert client.get(f"/asked/{PartnerQuestion.objects.get().pk}/").status_code == 403
    offered = text(cast.client(cast.maya).get(f"/families/{cast.family.reference}/links/new/"))
    assert "Petra Lane" not in offered


@pytest.mark.parametrize("who", ["stan", "green", "fay"])
def test_a_stranger_sends_none_and_sees_none(cast: Cast, lucy: Worker, step: Any, who: str) -> None:
    worker = getattr(cast, who)
    with pytest.raises(NotAllowed):
        questions.ask(family=cast.family, to=lucy, text=QUESTION, by=worker, at=timezone.now())
    _asked(cast, lucy)
    client, link = cast.client(worker), PartnerLink.objects.get()
    family = f"/families/{cast.family.reference}/links/"
    for address in (family, f"{family}new/", f"/actions/{step.pk}/link/", f"/links/{link.pk}/take-back/"):
        assert client.get(address).status_code == 403
    with pytest.raises(NotAllowed):
        questions.answer(question=PartnerQuestion.objects.get(), text="x", by=worker, at=timezone.now())


def test_where_there_is_no_address_or_phone_they_are_said_once_on_the_page(cast: Cast, lucy: Worker) -> None:
    Worker.objects.filter(pk=lucy.pk).update(email="", phone="")
    client = cast.client(cast.priya)
    address = f"/families/{cast.family.reference}/links/new/"
    page = text(client.post(address, filled(text(client.get(address)), worker=lucy.pk, text=QUESTION)))
    link, code = re.search(r"/link/[^/]+/", page), re.search(r">(\d{6})<", page)
    assert link is not None
    assert code is not None
    opened = _opened(SimpleNamespace(address=link[0], code=code[1]))
    assert QUESTION in text(opened.get(link[0]))
    assert link[0] not in text(client.get(f"/families/{cast.family.reference}/links/"))


def test_somebody_who_did_not_take_the_action_on_is_not_asked(cast: Cast, lucy: Worker, step: Any) -> None:
    Worker.objects.filter(pk=lucy.pk).update(agency=cast.priya.agency)
    other = Worker.objects.create(name="Jo May", job_title="nurse", role="partner", agency=cast.green.agency)
    with pytest.raises(partner_links.CannotSendLink, match="did not take"):
        links.ask_for_report(step=step, worker=other, by=cast.priya, at=timezone.now())


def test_an_answer_is_read_by_who_asked_only(cast: Cast, lucy: Worker) -> None:
    sent = _asked(cast, lucy)
    _opened(sent).post(sent.address, {"answer": "Yes."})
    row = PartnerQuestion.objects.get()
    tom = cast.client(cast.tom)
    assert tom.post(f"/answers/{row.pk}/read/", filled(text(tom.get("/my-account/")))).status_code == 403
    assert PartnerQuestion.objects.get().read_at is None


def test_made_up_links_open_nothing_and_all_read_alike(cast: Cast, lucy: Worker) -> None:
    sent = _asked(cast, lucy)
    PartnerLink.objects.update(revoked_at=timezone.now())
    gone, made_up = Client().get(sent.address), Client().get("/link/made-up/")
    assert gone.status_code == made_up.status_code == 404
    assert len(text(gone)) == len(text(made_up))
