"""What every request passes: who asks, until when they are signed in, what a refusal says."""

import time
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib import auth
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import RequestFactory

from oneplan.web.access import audit, middleware, sessions
from oneplan.web.access.middleware import WorkerMiddleware
from oneplan.web.access.models import Account, OpenSession, RefusedPage
from oneplan.web.access.policy import NotAllowed
from tests.cast import Cast


def _through(cast: Cast, who: Any, **session: Any) -> tuple[Any, HttpResponse]:
    """What the view is given, and the answer, of somebody whose session says this."""
    client = cast.client(who)
    kept = client.session
    kept.update(session)
    kept.save()
    request: Any = RequestFactory().get("/")
    request.session, request._messages = client.session, SimpleNamespace(add=lambda *_: None)
    request.user = auth.get_user(request)
    seen: list[Any] = []

    def view(given: Any) -> HttpResponse:
        seen.append((given.worker, given.member, given.asker, audit.acting_account.get()))
        return HttpResponse()

    answer = WorkerMiddleware(view)(request)
    return (request, *seen[0]), answer


def test_a_worker_asks_as_themself(cast: Cast) -> None:
    (_, worker, member, asker, account), _ = _through(cast, cast.priya)
    assert (worker, member, asker) == (cast.priya, None, cast.priya)
    assert account == Account.objects.get(worker=cast.priya).pk
    assert audit.acting_account.get() is None


def test_a_member_of_a_family_asks_as_their_account(cast: Cast) -> None:
    (_, worker, member, asker, account), _ = _through(cast, cast.parent_account)
    assert (worker, member, asker) == (None, cast.parent, cast.parent_account)
    assert account == cast.parent_account.pk


@pytest.mark.parametrize(
    ("how", "age", "stays"),
    [
        ("password", 0, True), ("password", 50, True), ("password", 100, True), ("password", 101, False),
        ("password", -60, True), ("password", -62, False),
        ("single", 40, True), ("single", 50, True), ("single", 51, False), ("single", -60, True),
        ("single", -62, False),
    ],
)  # fmt: skip
def test_a_session_lasts_so_long_and_does_not_begin_tomorrow(
    cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch, how: str, age: int, stays: bool
) -> None:
    settings.SESSION_LONGEST_SECONDS, settings.OIDC_SESSION_SECONDS = 100, 50
    now = 1_800_000_000
    monkeypatch.setattr(time, "time", lambda: float(now))
    (_, worker, *_), _ = _through(cast, cast.priya, **{sessions.HOW: how, sessions.BEGAN_AT: now - age})
    assert (worker == cast.priya) is stays


def test_one_that_never_said_when_it_began_is_over(cast: Cast) -> None:
    client = cast.client(cast.priya)
    kept = client.session
    del kept[sessions.BEGAN_AT]
    kept.save()
    assert client.get("/my-day/").status_code == 302


@pytest.mark.parametrize(("how", "words"), [("single", "It has been a while"), ("password", "for a long time")])
def test_who_is_signed_out_reads_why(cast: Cast, settings: Any, how: str, words: str) -> None:
    settings.SESSION_LONGEST_SECONDS = settings.OIDC_SESSION_SECONDS = 10
    client = cast.client(cast.priya)
    kept = client.session
    kept[sessions.HOW], kept[sessions.BEGAN_AT] = how, int(time.time()) - 60
    kept.save()
    page = client.get("/my-day/", follow=True)
    assert any(words in str(each) for each in get_messages(page.wsgi_request)) or words in page.content.decode()


def test_the_session_is_seen_at_most_every_five_minutes(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    client = cast.client(cast.priya)
    seen = []
    monkeypatch.setattr(sessions, "seen", lambda _: seen.append(1))
    begin = 1_800_000_000
    kept = client.session
    kept[sessions.BEGAN_AT] = begin
    kept.save()
    for later in (0, 299, 300, 599, 600):
        monkeypatch.setattr(time, "time", lambda later=later: float(begin + later))
        client.get("/my-account/")
    assert len(seen) == 3


def test_a_look_moves_the_session_on(cast: Cast) -> None:
    client = cast.client(cast.priya)
    OpenSession.objects.update(seen_at="2026-01-01T09:00:00Z")
    client.get("/my-account/")
    assert OpenSession.objects.get().seen_at.year > 2025 or OpenSession.objects.get().seen_at.month > 1


class TestARefusal:
    def _of(self, cast: Cast, who: Any, address: str) -> Any:
        return cast.client(who).get(address)

    def test_it_is_kept_and_leads_workers_to_the_reasons(self, cast: Cast) -> None:
        page = self._of(cast, cast.stan, f"/families/F-{1000 + cast.family.pk}/")
        assert page.status_code == 403
        assert RefusedPage.objects.get().kind == RefusedPage.Kind.NOT_ALLOWED
        found = page.context[0]
        assert (found["about_family"], found["is_start"], found["reader_is_worker"]) == (cast.family.pk, False, True)

    def test_a_member_is_led_nowhere_and_told_so_on_their_start_page(self, cast: Cast) -> None:
        page = self._of(cast, cast.parent_account, f"/families/F-{1000 + cast.family.pk}/")
        found = page.context[0]
        assert (found["about_family"], found["is_start"], found["reader_is_worker"]) == (None, False, False)

    @pytest.mark.parametrize(
        ("worker", "name", "is_start"),
        [(None, "our-plan", True), (None, "our-sharing", False), ("somebody", "our-plan", False)],
    )
    def test_the_start_page_of_a_family_says_whom_to_ring(self, worker: Any, name: str, is_start: bool) -> None:
        request: Any = RequestFactory().get("/")
        request.worker, request.user = worker, SimpleNamespace(is_authenticated=False)
        request.resolver_match = SimpleNamespace(route="our-plan/", url_name=name, kwargs={"pk": 7})
        said = middleware._refused(request, NotAllowed("No."))
        assert (said["is_start"], said["about_family"]) == (is_start, None)

    def test_what_leads_nowhere_is_about_no_family(self) -> None:
        request: Any = RequestFactory().get("/")
        request.worker, request.user, request.resolver_match = "somebody", SimpleNamespace(is_authenticated=False), None
        said = middleware._refused(request, NotAllowed("No."))
        assert (said["about_family"], said["is_start"]) == (None, False)
