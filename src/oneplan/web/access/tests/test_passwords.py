"""Forgotten passwords: the page tells nothing, the link is good once, for a short time, for one account."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from oneplan.web.access.actions import passwords
from oneplan.web.access.models import Account, AskedForWayIn, AuditEvent, TryCount, WayIn
from oneplan.web.access.tests.signing import PASSWORD, is_in, sign_in, text, with_app, with_password
from oneplan.web.agencies.models import Worker
from oneplan.web.site import worker
from oneplan.web.site.models import OutboxMessage
from tests.cast import Cast

NEW = {"new_password": "a lamp beside the river", "password_again": "a lamp beside the river"}


def _ask(name: str) -> Any:
    return Client().post("/sign-in/forgotten/", {"name": name}, follow=True)


def _mailed(who: Worker) -> str:
    """Let the background worker answer; return the link it wrote."""
    Worker.objects.filter(pk=who.pk).update(email="somebody@example.org")
    passwords.answer_asked(at=timezone.now(), address=settings.ADDRESS)
    message = OutboxMessage.objects.get(to_worker=who, kind="way_in")
    found = re.search(r"/sign-in/link/[^/]+/", message.text)
    assert found is not None
    return found[0]


def test_the_answer_and_the_work_are_the_same_for_every_name(cast: Cast) -> None:
    Worker.objects.filter(pk=cast.priya.pk).update(email="priya@example.org")
    pages, work = [], []
    for name in ("priya", "nobody-here", "grace"):
        with CaptureQueriesContext(connection) as asked:
            pages.append(text(_ask(name)))
        work.append([row["sql"].split(" ", maxsplit=1)[0] for row in asked])
    assert pages[0] == pages[1] == pages[2]
    assert work[0] == work[1] == work[2]
    assert not OutboxMessage.objects.exists()
    assert AskedForWayIn.objects.count() == 3


def test_the_link_comes_by_message_and_is_good_once(cast: Cast) -> None:
    with_password(cast.priya)
    _ask("Priya")
    link = _mailed(cast.priya)
    assert Client().get(link).status_code == 200
    assert Client().get(link).status_code == 200, "a mail scanner that opens it uses nothing up"
    assert Client().post(link, NEW).headers["location"] == "/sign-in/"
    assert Client().post(link, NEW).status_code == 404
    client = Client()
    sign_in(client, "priya", NEW["new_password"])
    assert is_in(client)
    assert link not in OutboxMessage.objects.get(kind="way_in").text
    assert AuditEvent.objects.filter(event="password_set_by_link").count() == 1


def test_a_new_password_does_not_skip_the_second_step(cast: Cast) -> None:
    with_app(with_password(cast.priya))
    _ask("priya")
    Client().post(_mailed(cast.priya), NEW)
    client = Client()
    assert sign_in(client, "priya", NEW["new_password"]).headers["location"] == "/sign-in/code/"


def test_a_link_ends_by_time_by_a_newer_one_and_with_the_account(cast: Cast) -> None:
    with_password(cast.priya)
    _ask("priya")
    link = _mailed(cast.priya)
    WayIn.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().get(link).status_code == 404
    WayIn.objects.update(expires_at=timezone.now() + timedelta(hours=1), ended_at=timezone.now())
    assert Client().get(link).status_code == 404
    WayIn.objects.update(ended_at=None)
    assert Client().get(link).status_code == 200
    Account.objects.filter(worker=cast.priya).update(is_active=False)
    assert Client().post(link, NEW).status_code == 404


def test_setting_a_password_ends_every_session(cast: Cast) -> None:
    client = cast.client(cast.priya)
    _ask("priya")
    Client().post(_mailed(cast.priya), NEW)
    assert client.get("/my-day/").status_code == 302


def test_who_has_no_mail_left_or_is_unknown_gets_none(cast: Cast) -> None:
    Worker.objects.filter(pk=cast.tom.pk).update(email="tom@example.org", is_active=False)
    for name in ("priya", "tom", "grace", "nobody"):
        _ask(name)
    worker.once_over(at=timezone.now())
    assert not WayIn.objects.exists()
    assert not AskedForWayIn.objects.exists()


def test_probing_is_cut_short_and_nothing_shows(cast: Cast) -> None:
    Worker.objects.filter(pk=cast.priya.pk).update(email="priya@example.org")
    pages = {text(_ask("priya")) for _ in range(6)}
    assert len(pages) == 1
    assert AskedForWayIn.objects.count() == 3
    for number in range(60):
        _ask(f"guess{number}")
    assert AskedForWayIn.objects.count() <= 30
    assert TryCount.objects.filter(subject__startswith="ask-from", locked_until__isnull=False).exists()


def test_the_address_in_the_letter_is_ours_whatever_the_browser_says(cast: Cast, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    settings.ADDRESS = "https://plan.example.org"
    Client().post("/sign-in/forgotten/", {"name": "priya"}, HTTP_HOST="evil.example.org")
    Worker.objects.filter(pk=cast.priya.pk).update(email="priya@example.org")
    worker.once_over(at=timezone.now())
    assert "https://plan.example.org/sign-in/link/" in OutboxMessage.objects.get(kind="way_in").text


@pytest.mark.parametrize("password", ["short", "password1234", "nine words", "Sallowdale-OnePlan-1", "PriyaShah2026!"])
def test_a_weak_password_is_refused_and_the_link_stays(cast: Cast, password: str) -> None:
    _ask("priya")
    link = _mailed(cast.priya)
    assert Client().post(link, {"new_password": password, "password_again": password}).status_code == 422
    assert Client().get(link).status_code == 200


def test_where_there_is_no_mail_an_administrator_hands_the_link_over_once(cast: Cast) -> None:
    account = Account.objects.get(worker=cast.priya)
    client = cast.client(cast.others["administrator"])
    from tests.cast import filled

    address = f"/accounts/{account.pk}/link/"
    page = text(client.post(address, filled(text(client.get(address)))))
    found = re.search(r"/sign-in/link/[^/]+/", page)
    assert found is not None
    assert Client().get(found[0]).status_code == 200
    assert AuditEvent.objects.filter(event="way_in_given", by_worker=cast.others["administrator"].pk).exists()
    Worker.objects.filter(pk=cast.priya.pk).update(email="priya@example.org")
    page = text(client.post(address, filled(text(client.get(address)))))
    assert "/sign-in/link/" not in page
    assert "priya@example.org" in page


def test_one_changes_ones_own_and_stays_signed_in_here_only(cast: Cast) -> None:
    from tests.cast import filled

    with_password(cast.priya)
    here, there = Client(), Client()
    sign_in(here, "priya")
    sign_in(there, "priya")
    page = text(here.get("/my-account/password/"))
    assert here.post("/my-account/password/", filled(page, old_password="wrong", **NEW)).status_code == 422
    assert here.post("/my-account/password/", filled(page, old_password=PASSWORD, **NEW)).status_code == 302
    assert here.get("/my-account/").status_code == 200
    assert "this one" in text(here.get("/my-account/"))
    assert there.get("/my-account/").status_code == 302
