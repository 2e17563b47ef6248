"""Tries, sessions and second steps at their edges: the last try, the last minute, the other account."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import RequestFactory

from oneplan.web.access import codes, reads, second_step, sessions, tries
from oneplan.web.access.models import Account, CodeApp, OpenSession, RecoveryCode, SignInTry, TryCount
from oneplan.web.access.tests.signing import with_app
from tests.cast import Cast

MINUTE = timedelta(minutes=1)


def _taken(kind: str, whom: object, at: datetime) -> int:
    """How many tries are left, found out by taking them."""
    number = 0
    while tries.take(kind, whom, at=at):
        number += 1
        assert number < 1000
    return number


@pytest.mark.parametrize("kind", tries.LIMITS)
def test_each_kind_has_its_own_number_of_tries_and_its_own_time(db: None, now: datetime, kind: str) -> None:
    limit = tries.LIMITS[kind]
    assert _taken(kind, "one", now) == limit.most
    over = now + timedelta(minutes=limit.minutes)
    assert not tries.take(kind, "one", at=over - timedelta(seconds=1))
    assert tries.take(kind, "another", at=now)
    assert _taken(kind, "one", over) == limit.most
    assert TryCount.objects.count() == 2


def test_the_numbers_are_those_that_were_decided() -> None:
    assert {kind: (limit.most, limit.minutes) for kind, limit in tries.LIMITS.items()} == {
        "name": (5, 15), "code": (5, 15), "from": (100, 15),
        "ask": (3, 60), "ask-from": (30, 60), "link-from": (30, 15),
    }  # fmt: skip


def test_tries_that_were_not_used_up_are_forgotten_in_time(db: None, now: datetime) -> None:
    for _ in range(4):
        assert tries.take("name", "one", at=now)
    assert _taken("name", "one", now + 14 * MINUTE) == 1
    tries.forget("name", "one")
    for _ in range(4):
        assert tries.take("name", "one", at=now)
    assert _taken("name", "one", now + 15 * MINUTE) == 5


def test_a_try_given_back_can_be_taken_again_but_none_is_made_up(db: None, now: datetime) -> None:
    tries.give_back("name", "one")
    assert _taken("name", "one", now) == 5
    tries.forget("name", "one")
    assert tries.take("name", "one", at=now)
    assert tries.take("name", "other", at=now)
    tries.give_back("name", "one")
    tries.give_back("name", "one")
    assert (_taken("name", "one", now), _taken("name", "other", now)) == (5, 4)


def test_forgetting_one_lock_leaves_the_others(db: None, now: datetime) -> None:
    for whom in ("one", "other"):
        _taken("name", whom, now)
    tries.forget("name", "one")
    assert (tries.take("name", "one", at=now), tries.take("name", "other", at=now)) == (True, False)


def test_what_is_kept_of_a_try_is_a_digest_an_address_and_whose(cast: Cast, now: datetime) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.7")
    account = Account.objects.get(worker=cast.tom)
    tries.note("password", tries.REFUSED, request=request, at=now, account=account, name=" Tom ")
    tries.note("password", tries.IN, request=request, at=now)
    first, second = SignInTry.objects.order_by("pk")
    assert (first.name_digest, second.name_digest) == (tries.name_digest("tom"), "")
    assert (first.account, second.account, first.from_address) == (account, None, "192.0.2.7")
    assert [row.pk for row in reads.latest_tries()] == [second.pk, first.pk]


@pytest.mark.parametrize(
    ("is_behind", "forwarded", "expected"),
    [(False, "198.51.100.1", "192.0.2.7"), (True, "198.51.100.1, 203.0.113.5", "203.0.113.5"), (True, "", "192.0.2.7")],
)
def test_the_address_is_the_one_the_proxy_saw(settings: Any, is_behind: bool, forwarded: str, expected: str) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if is_behind else None
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.7", HTTP_X_FORWARDED_FOR=forwarded)
    assert tries.asking_from(request) == expected
    assert len(tries.asking_from(RequestFactory().get("/", REMOTE_ADDR="f" * 90))) <= 45


def test_evidence_is_kept_a_year_and_counts_a_day(db: None, now: datetime) -> None:
    for days in (364, 366):
        SignInTry.objects.create(at=now - timedelta(days=days), kind="password", outcome="in", from_address="a")
    hours = {"fresh": 23, "old": 25, "old but locked": 25, "old and locked long ago": 60}
    for subject, ago in hours.items():
        locked = {"old but locked": now - timedelta(hours=1), "old and locked long ago": now - timedelta(hours=30)}
        TryCount.objects.create(
            subject=subject, since=now - timedelta(hours=ago), tries=1, locked_until=locked.get(subject)
        )
    tries.clear_away(at=now)
    assert SignInTry.objects.count() == 1
    assert set(TryCount.objects.values_list("subject", flat=True)) == {"fresh", "old but locked"}


def test_locks_that_go_on_are_shown_with_whose_they_are(cast: Cast, now: datetime) -> None:
    account = Account.objects.get(worker=cast.tom)
    while tries.take("name", account.name, at=now, account=account):
        pass
    shown = reads.locked(at=now + 14 * MINUTE)
    assert [(each.account, each.what, each.until) for each in shown] == [(account, "password", now + 15 * MINUTE)]
    assert reads.locked(at=now + 15 * MINUTE) == []


# Sessions


def test_a_session_says_how_by_what_and_since_when(cast: Cast) -> None:
    client = cast.client(cast.priya)
    row = OpenSession.objects.get()
    assert (row.session_key, row.account.worker, row.how) == (client.session.session_key, cast.priya, "password")
    agents = {
        "Mozilla/5.0 (Windows NT 10.0) Chrome/1 Safari/1 Edg/1": "Edge on Windows",
        "Mozilla/5.0 (Linux; Android 14) Chrome/1 Safari/1": "Chrome on Android",
        "Mozilla/5.0 (iPhone; Mac OS X) Safari/1": "Safari on iPhone",
        "Mozilla/5.0 (X11; Linux) Firefox/1": "Firefox on Linux",
        "something": "a browser",
    }
    for agent, words in agents.items():
        assert sessions._browser(RequestFactory().get("/", HTTP_USER_AGENT=agent)) == words


def test_only_sessions_that_go_on_are_shown_the_newest_first(cast: Cast, now: datetime) -> None:
    account = Account.objects.get(worker=cast.priya)
    clients = [cast.client(cast.priya) for _ in range(4)]
    cast.client(cast.tom)
    keys = [str(client.session.session_key) for client in clients]
    Session.objects.filter(session_key=keys[0]).update(expire_date=now - MINUTE)
    Session.objects.filter(session_key=keys[1]).delete()
    OpenSession.objects.filter(session_key=keys[2]).update(seen_at=now - timedelta(hours=1))
    assert [row.session_key for row in sessions.of(account)] == [keys[3], keys[2]]
    assert sessions.end(sessions.of(account)) == 2
    assert clients[3].get("/my-day/").status_code == 302
    assert OpenSession.objects.filter(account__worker=cast.tom).count() == 1
    assert set(OpenSession.objects.filter(account=account).values_list("session_key", flat=True)) == set(keys[:2])


def test_what_is_over_is_cleared_away(cast: Cast, now: datetime) -> None:
    keys = [str(cast.client(who).session.session_key) for who in (cast.priya, cast.tom)]
    Session.objects.filter(session_key=keys[0]).update(expire_date=now - MINUTE)
    for key, hours in ((keys[0], 49), (keys[1], 47)):
        OpenSession.objects.filter(session_key=key).update(seen_at=now - timedelta(hours=hours))
    sessions.clear_away(at=now)
    assert [row.session_key for row in Session.objects.all()] == [keys[1]]
    assert [row.session_key for row in OpenSession.objects.all()] == [keys[1]]


# Second steps


def test_a_code_is_good_a_half_minute_to_either_side_and_never_again(cast: Cast, now: datetime) -> None:
    app = with_app(Account.objects.get(worker=cast.priya))
    other = with_app(Account.objects.get(worker=cast.tom))
    step = codes.step_of(now)
    for off, good in ((-2, False), (-1, True), (0, True), (0, False), (-1, False), (2, False), (1, True)):
        assert second_step.take_app_code(app, codes.code_at(app.secret, step + off), at=now) is good, off
    spaced = codes.code_at(app.secret, step + 2)
    assert second_step.take_app_code(app, f"{spaced[:3]} {spaced[3:]}", at=now + timedelta(seconds=30))
    other.refresh_from_db()
    assert other.last_step == 0


def test_a_recovery_code_is_taken_once_from_its_own_account(cast: Cast, now: datetime) -> None:
    priya, tom = (Account.objects.get(worker=who) for who in (cast.priya, cast.tom))
    RecoveryCode.objects.create(account=tom, code="2222233333", made_at=now)
    for code in ("1111100000", "1111100001"):
        RecoveryCode.objects.create(account=priya, code=code, made_at=now)
    assert not second_step.take_recovery_code(priya, "2222233333", at=now)
    assert second_step.codes_left(priya) == 2
    assert second_step.take_recovery_code(priya, "11111 00001", at=now)
    assert not second_step.take_recovery_code(priya, "1111100001", at=now)
    assert (second_step.codes_left(priya), second_step.codes_left(tom)) == (1, 1)


def test_who_must_and_who_has(cast: Cast, now: datetime, settings: Any) -> None:
    account = Account.objects.get(worker=cast.priya)
    assert not second_step.must_have(account)
    settings.SECOND_STEP_ROLES = frozenset({account.role})
    assert second_step.must_have(account)
    CodeApp.objects.create(account=account, secret=codes.new_secret(), made_at=now)
    assert (second_step.app_of(account), second_step.has(account)) == (None, False)
    assert len(codes.new_paper_codes()) == codes.PAPER_CODES
    assert {len(code) for code in codes.new_paper_codes()} == {codes.PAPER_DIGITS}
    assert codes.digits(" 12\u0663 3-4a") == "1234"
