"""Between the name and the session: half a person, and what each step keeps."""

import time
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory

from oneplan.web.access import arriving, sessions, single_sign_on, tries
from oneplan.web.access.models import Account, OpenSession, SignInTry, TryCount
from oneplan.web.access.tests.signing import PASSWORD, with_app, with_password
from tests.cast import Cast


def _request(**also: Any) -> Any:
    request: Any = RequestFactory().get("/sign-in/", **also)
    request.session = SessionStore()
    request.session.create()
    request._messages = SimpleNamespace(add=lambda *_: None)
    return request


@pytest.mark.parametrize(
    ("is_on", "listed", "only"),
    [(True, "priya-1", True), (True, "", False), (False, "priya-1", False), (False, "", False)],
)
def test_whom_the_directory_knows_comes_by_it_alone(
    monkeypatch: pytest.MonkeyPatch, is_on: bool, listed: str, only: bool
) -> None:
    monkeypatch.setattr(single_sign_on, "is_on", lambda: is_on)
    assert arriving.only_by_council(Account(name="priya", directory_id=listed)) is only


class TestByPassword:
    def test_a_success_gives_the_try_of_the_address_back_and_forgets_those_of_the_name(
        self, cast: Cast, now: datetime
    ) -> None:
        account = with_password(cast.priya)
        tries.take("name", "priya", at=now)
        assert arriving.by_password(_request(), name=" Priya ", password=PASSWORD, at=now) == account
        assert set(TryCount.objects.values_list("tries", flat=True)) == {0}
        assert not SignInTry.objects.exists()

    def test_a_wrong_password_is_kept_as_evidence_of_whom_it_was_for(self, cast: Cast, now: datetime) -> None:
        account = with_password(cast.priya)
        assert arriving.by_password(_request(), name="priya", password="wrong", at=now) is None
        row = SignInTry.objects.get()
        assert (row.account, row.outcome, row.name_digest) == (account, tries.REFUSED, tries.name_digest("priya"))
        assert set(TryCount.objects.values_list("tries", flat=True)) == {1}

    def test_both_counts_are_taken_whichever_is_used_up(self, cast: Cast, now: datetime) -> None:
        """The same work for a locked name as for any other."""
        with_password(cast.priya)
        for _ in range(6):
            tries.take("name", "priya", at=now)
        assert arriving.by_password(_request(), name="priya", password=PASSWORD, at=now) is None
        assert SignInTry.objects.get().outcome == tries.LOCKED
        assert TryCount.objects.count() == 2

    def test_who_comes_by_the_council_is_refused_with_the_right_password(
        self, cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with_password(cast.priya)
        monkeypatch.setattr(arriving, "only_by_council", lambda _: True)
        assert arriving.by_password(_request(), name="priya", password=PASSWORD, at=now) is None
        assert SignInTry.objects.get().outcome == tries.REFUSED


class TestHalf:
    def test_whoever_has_a_second_step_is_asked_and_nothing_is_open(self, cast: Cast) -> None:
        account = with_password(cast.priya)
        with_app(account)
        request = _request()
        before = request.session.session_key
        answer = arriving.first_step_done(request, account, how="password", go_to="/my-day/")
        assert answer.headers["Location"] == "/sign-in/code/"
        assert request.session.session_key != before
        assert "_auth_user_id" not in request.session
        assert arriving.half(request) == arriving.Half(account, "password", "/my-day/")

    def test_whoever_has_none_is_in_without_having_shown_one(self, cast: Cast) -> None:
        account, request = with_password(cast.priya), _request()
        arriving.first_step_done(request, account, how="password", go_to="/my-day/")
        assert request.session[sessions.SECOND_STEP] is False

    def test_it_is_over_after_ten_minutes(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        account, request = with_password(cast.priya), _request()
        start = 1_800_000_000
        request.session[arriving.HALF] = {"account": account.pk, "how": "password", "go_to": "/", "at": start}
        for later, is_there in ((0, True), (600, True), (601, False)):
            monkeypatch.setattr(time, "time", lambda later=later: float(start + later))
            assert (arriving.half(request) is not None) is is_there

    def test_it_is_of_one_account_that_may_sign_in(self, cast: Cast) -> None:
        account, request = with_password(cast.tom), _request()
        request.session[arriving.HALF] = {"account": account.pk, "how": "password", "go_to": "/", "at": time.time()}
        found = arriving.half(request)
        assert found is not None
        assert found.account == account
        Account.objects.filter(pk=account.pk).update(is_active=False)
        assert arriving.half(request) is None
        request.session[arriving.HALF]["account"] = 10**9
        assert arriving.half(request) is None


def test_who_is_in_has_a_session_that_says_how_and_nothing_of_the_half(cast: Cast) -> None:
    account, request = with_password(cast.priya), _request()
    other = OpenSession.objects.create(account=account, session_key="another", how="password", browser="a browser",
                                       began_at="2026-01-01T09:00:00Z", seen_at="2026-01-01T09:00:00Z")  # fmt: skip
    request.session[arriving.HALF] = {"account": account.pk, "how": "passkey", "go_to": "/", "at": time.time()}
    answer = arriving.let_in(request, account, how="passkey", go_to="https://elsewhere.example/", second=True)
    assert answer.headers["Location"] == "/"
    assert arriving.HALF not in request.session
    assert (request.session[sessions.HOW], request.session[sessions.SECOND_STEP]) == ("passkey", True)
    assert OpenSession.objects.get(session_key=request.session.session_key).how == "passkey"
    other.refresh_from_db()
    assert other.how == "password"
