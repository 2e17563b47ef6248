"""Partners' links and links to set a password, action by action: good once, in time, and nobody else's is touched."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from oneplan.web.access import one_time
from oneplan.web.access.actions import partner_links, passwords, questions
from oneplan.web.access.actions.partner_links import LASTS, MOST_WRONG_CODES, CannotSendLink, LinkRefused, Sent
from oneplan.web.access.actions.passwords import CannotSetPassword
from oneplan.web.access.models import Account, AskedForWayIn, AuditEvent, PartnerLink, PartnerQuestion, WayIn
from oneplan.web.access.policy import NotAllowed
from oneplan.web.agencies.models import Worker
from oneplan.web.site.models import OutboxMessage
from tests.cast import Cast

ANSWER, REPORT = PartnerLink.Purpose.ANSWER, PartnerLink.Purpose.REPORT
OURS = "https://plan.example.org"
LONG = "a long enough password"


@pytest.fixture
def nurse(cast: Cast) -> Worker:
    return Worker.objects.create(name="Nia Nurse", job_title="nurse", role="partner", agency=cast.green.agency)


def _sent(cast: Cast, to: Worker, now: datetime, *, thing: int = 7, purpose: str = ANSWER) -> Sent:
    given: dict[str, Any] = {"purpose": purpose, "family": cast.family, "worker": to, "thing_id": thing}
    return partner_links.make(**given, by=cast.priya, at=now)


def _secret(address: str) -> str:
    return address.rstrip("/").rpartition("/")[2]


def _events() -> list[str]:
    return list(AuditEvent.objects.order_by("number").values_list("event", flat=True))


def test_a_link_is_sent_by_who_works_with_the_family_to_who_has_no_account(
    cast: Cast, nurse: Worker, now: datetime
) -> None:
    with pytest.raises(NotAllowed):
        partner_links.make(purpose=ANSWER, family=cast.family, worker=nurse, thing_id=7, by=cast.stan, at=now)
    with pytest.raises(CannotSendLink):
        _sent(cast, cast.green, now)
    gone = Worker.objects.create(
        name="Gone", job_title="nurse", role="partner", agency=cast.green.agency, is_active=False
    )
    with pytest.raises(CannotSendLink):
        _sent(cast, gone, now)
    assert _events() == []
    sent = _sent(cast, nurse, now)
    account = Account.objects.get(worker=nurse)
    assert (account.is_active, account.by_link_only, account.has_usable_password()) == (False, True, False)
    assert not partner_links.has_own_way(nurse)
    assert partner_links.has_own_way(cast.green)
    assert _events() == ["partner_link_made"]
    assert sent.link.expires_at == now + LASTS
    _sent(cast, nurse, now, thing=8)
    assert Account.objects.filter(worker=nurse).count() == 1


def test_a_new_link_ends_earlier_ones_for_the_same_thing_alone(cast: Cast, nurse: Worker, now: datetime) -> None:
    other = Worker.objects.create(name="Other", job_title="nurse", role="partner", agency=cast.green.agency)
    kept = [_sent(cast, nurse, now, thing=8), _sent(cast, nurse, now, purpose=REPORT), _sent(cast, other, now)]
    used, revoked, open_one = (_sent(cast, nurse, now).link for _ in range(3))
    PartnerLink.objects.filter(pk=used.pk).update(used_at=now, revoked_at=None, revoked_by=None)
    later = now + timedelta(hours=1)
    _sent(cast, nurse, later)
    ended = {link.pk: link.revoked_at for link in PartnerLink.objects.all()}
    assert [ended[sent.link.pk] for sent in kept] == [None, None, None]
    assert (ended[used.pk], ended[revoked.pk], ended[open_one.pk]) == (None, now, later)


def test_a_link_taken_back_is_worth_nothing(cast: Cast, nurse: Worker, now: datetime) -> None:
    first, second = _sent(cast, nurse, now), _sent(cast, nurse, now, thing=8)
    with pytest.raises(NotAllowed):
        partner_links.revoke(link=first.link, by=cast.stan, at=now)
    partner_links.revoke(link=first.link, by=cast.priya, at=now)
    with pytest.raises(CannotSendLink):
        partner_links.revoke(link=first.link, by=cast.priya, at=now)
    partner_links.use_up(second.link, at=now)
    with pytest.raises(CannotSendLink):
        partner_links.revoke(link=second.link, by=cast.priya, at=now)
    assert _events()[-1] == "partner_link_revoked"
    assert PartnerLink.objects.filter(revoked_at=None).count() == 1


def test_a_link_is_found_by_its_secret_while_it_is_good(cast: Cast, nurse: Worker, now: datetime) -> None:
    first, second = _sent(cast, nurse, now), _sent(cast, nurse, now, thing=8)
    for sent in (first, second):
        assert partner_links.link_for(_secret(sent.address), at=now) == sent.link
    assert partner_links.link_for("something else", at=now) is None
    assert partner_links.link_for(_secret(first.address), at=now + LASTS) is None
    partner_links.use_up(first.link, at=now)
    assert partner_links.link_for(_secret(first.address), at=now) is None
    partner_links.revoke(link=second.link, by=cast.priya, at=now)
    assert partner_links.link_for(_secret(second.address), at=now) is None
    third = _sent(cast, nurse, now, thing=9)
    Worker.objects.filter(pk=nurse.pk).update(is_active=False)
    assert partner_links.link_for(_secret(third.address), at=now) is None
    Worker.objects.filter(pk=nurse.pk).update(is_active=True)
    Account.objects.filter(worker=nurse).delete()
    assert partner_links.link_for(_secret(third.address), at=now) is None


@pytest.mark.parametrize("changed", [{}, {"used_at": 1}, {"revoked_at": 1}, {"wrong_codes": MOST_WRONG_CODES}])
def test_one_browser_gets_it_by_the_code_and_only_while_it_is_good(
    cast: Cast, nurse: Worker, now: datetime, changed: dict[str, Any]
) -> None:
    other, sent = _sent(cast, nurse, now, thing=8), _sent(cast, nurse, now)
    assert partner_links.bind(link=sent.link, code="wrong", by=None, at=now) == ""
    assert partner_links.bind(link=sent.link, code=other.code, by=None, at=now) == ""
    PartnerLink.objects.filter(pk=sent.link.pk).update(
        **{name: now if name != "wrong_codes" else value for name, value in changed.items()}
    )
    kept = partner_links.bind(link=sent.link, code=sent.code, by=None, at=now)
    assert bool(kept) is (not changed)
    other.link.refresh_from_db()
    assert other.link.bound_at is None
    assert _events().count("partner_link_opened") == (not changed)
    if kept:
        sent.link.refresh_from_db()
        assert sent.link.browser_digest == one_time.digest(kept, of="partner-browser")
        assert partner_links.bind(link=sent.link, code=sent.code, by=None, at=now) == ""


def test_the_fifth_wrong_code_ends_that_link_alone(cast: Cast, nurse: Worker, now: datetime) -> None:
    other, sent = _sent(cast, nurse, now, thing=8), _sent(cast, nurse, now)
    link: Any = sent.link  # read anew below
    counted = [partner_links.count_wrong(link=link, by=None, at=now) for _ in range(MOST_WRONG_CODES - 1)]
    assert counted == [1, 2, 3, 4]
    assert not PartnerLink.objects.filter(revoked_at__isnull=False).exists()
    partner_links.count_wrong(link=link, by=None, at=now)
    link.refresh_from_db()
    other.link.refresh_from_db()
    assert (link.revoked_at, other.link.revoked_at, other.link.wrong_codes) == (now, None, 0)
    assert _events().count("partner_link_guessed_at") == 1


def test_what_is_used_up_is_used_once(cast: Cast, nurse: Worker, now: datetime) -> None:
    other, sent = _sent(cast, nurse, now, thing=8), _sent(cast, nurse, now)
    partner_links.use_up(sent.link, at=now)
    with pytest.raises(LinkRefused):
        partner_links.use_up(sent.link, at=now)
    other.link.refresh_from_db()
    assert other.link.used_at is None
    partner_links.revoke(link=other.link, by=cast.priya, at=now)
    with pytest.raises(LinkRefused):
        partner_links.use_up(other.link, at=now)


def test_a_question_is_answered_once_by_whom_it_was_put_to_and_read_by_who_asked(
    cast: Cast, nurse: Worker, now: datetime
) -> None:
    with pytest.raises(NotAllowed):
        questions.ask(family=cast.family, to=nurse, text="Known to you?", by=cast.stan, at=now)
    with pytest.raises(CannotSendLink):
        questions.ask(family=cast.family, to=nurse, text=" ", by=cast.priya, at=now)
    for text in ("Known to you?", "Anything new?"):
        questions.ask(family=cast.family, to=nurse, text=f" {text} ", by=cast.priya, at=now)
    rows: list[Any] = list(PartnerQuestion.objects.order_by("pk"))
    one, other = rows
    assert one.text == "Known to you?"
    assert PartnerLink.objects.filter(purpose=ANSWER, thing_id=one.pk, worker=nurse).count() == 1
    questions.read(question=one, by=cast.priya, at=now)
    assert not PartnerQuestion.objects.filter(read_at__isnull=False).exists()
    for by, text, refusal in ((cast.green, "yes", NotAllowed), (nurse, " ", questions.CannotAnswer)):
        with pytest.raises(refusal):
            questions.answer(question=one, text=text, by=by, at=now)
    questions.answer(question=one, text=" yes ", by=nurse, at=now)
    with pytest.raises(questions.CannotAnswer):
        questions.answer(question=one, text="no", by=nurse, at=now)
    with pytest.raises(NotAllowed):
        questions.read(question=one, by=cast.tom, at=now)
    questions.read(question=one, by=cast.priya, at=now)
    questions.read(question=one, by=cast.priya, at=now + timedelta(hours=1))
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.answer, one.answered_at, one.read_at) == ("yes", now, now)
    assert (other.answer, other.answered_at, other.read_at) == ("", None, None)
    assert _events() == [
        "partner_asked", "partner_link_made", "partner_asked", "partner_link_made", "partner_answer_read",
        "partner_answered", "partner_answer_read", "partner_answer_read",
    ]  # fmt: skip


# Links to set a password


def _way(account: Account, now: datetime) -> str:
    link = passwords.new_link(account, at=now, lasts=timedelta(minutes=30), by=None, address=OURS)
    return _secret(link)


def test_a_password_link_is_found_by_its_secret_and_used_once(cast: Cast, now: datetime) -> None:
    tom, stan = (Account.objects.get(worker=who) for who in (cast.tom, cast.stan))
    first, second = _way(tom, now), _way(stan, now)
    one, two = (passwords.link_for(secret, at=now) for secret in (first, second))
    assert one is not None
    assert two is not None
    assert (one.account, two.account) == (tom, stan)
    passwords.set_by_link(link=one, password=LONG, by=None, at=now)
    two.refresh_from_db()
    assert (two.used_at, passwords.link_for(first, at=now)) == (None, None)
    with pytest.raises(CannotSetPassword):
        passwords.set_by_link(link=one, password=LONG, by=None, at=now)
    with pytest.raises(CannotSetPassword):
        passwords.set_by_link(link=two, password=LONG, by=None, at=now + timedelta(minutes=30))
    WayIn.objects.filter(pk=two.pk).update(ended_at=now)
    with pytest.raises(CannotSetPassword):
        passwords.set_by_link(link=two, password=LONG, by=None, at=now)
    assert _events() == ["password_set_by_link"]


def test_a_new_password_link_ends_the_open_ones_of_its_account_alone(cast: Cast, now: datetime) -> None:
    tom, stan = (Account.objects.get(worker=who) for who in (cast.tom, cast.stan))
    theirs, open_one = _way(stan, now), _way(tom, now)
    for digest, over in (("used", {"used_at": now}), ("ended", {"ended_at": now})):
        WayIn.objects.create(account=tom, secret_digest=digest, made_at=now, expires_at=now, **over)
    later = now + timedelta(minutes=1)
    _way(tom, later)
    assert passwords.link_for(theirs, at=later) is not None
    assert passwords.link_for(open_one, at=later) is None
    used, ended = (WayIn.objects.get(secret_digest=each) for each in ("used", "ended"))
    assert (used.ended_at, ended.ended_at) == (None, now)


def test_a_password_link_is_written_to_workers_with_mail_alone(cast: Cast, now: datetime) -> None:
    tom = Account.objects.get(worker=cast.tom)
    _way(tom, now)
    _way(cast.parent_account, now)
    assert not OutboxMessage.objects.exists()
    Worker.objects.filter(pk=cast.tom.pk).update(email="tom@example.org")
    tom = Account.objects.get(worker=cast.tom)
    passwords.command_link(tom, at=now, address=OURS)
    assert not OutboxMessage.objects.exists()
    _way(tom, now)
    assert OutboxMessage.objects.get().kind == "way_in"
    admin = cast.others["administrator"]
    assert passwords.give_link(account=cast.parent_account, by=admin, at=now, address=OURS).startswith(OURS)


def test_what_was_typed_is_cut_to_its_column_and_forgotten_when_answered(cast: Cast, now: datetime) -> None:
    passwords.ask(name=f" {'N' * 300} ", by=None, at=now)
    assert AskedForWayIn.objects.get().name == "n" * 150
    assert passwords.answer_asked(at=now, address=OURS) == 1
    assert not AskedForWayIn.objects.exists()
    assert not WayIn.objects.exists()
