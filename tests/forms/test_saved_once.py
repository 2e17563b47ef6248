"""A form is saved once however often it is sent, and one sent after the session ended is not lost."""

import json
import time
from datetime import datetime
from urllib.parse import urlparse

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access.forms import ChangePasswordForm
from oneplan.web.access.models import Account, ViewBatch
from oneplan.web.access.policy import decision
from oneplan.web.casework.models import Episode, Note
from oneplan.web.people.models import TimelineEntry
from oneplan.web.site import once
from oneplan.web.site.models import HeldForm, SubmittedForm
from tests.cast import LONG_AGO, Cast, filled

pytestmark = pytest.mark.django_db(transaction=True)
SLEEP = "oneplan.web.site.once.time.sleep"
TEXT = "Four good nights. Leo showed his picture chart."


def _address(cast: Cast) -> str:
    return f"/families/{cast.family.reference}/notes/new/"


def _form(client: Client, cast: Cast) -> dict[str, str]:
    return filled(client.get(_address(cast)).content.decode(), text=TEXT)


def test_a_double_click_saves_once_and_says_so(cast: Cast) -> None:
    client = cast.client(cast.priya)
    form = _form(client, cast)
    first = client.post(_address(cast), form)
    second = client.post(_address(cast), form, follow=True)
    assert first.status_code == 302
    assert Note.objects.count() == 1
    assert TimelineEntry.objects.filter(text=TEXT).count() == 1
    assert "already saved" in second.content.decode()
    assert SubmittedForm.objects.count() == 1


def test_a_second_click_waits_for_the_answer_of_the_first(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first has saved its note and not yet written where it went: the second must not land on an empty form."""
    client = cast.client(cast.priya)
    form = _form(client, cast)
    first = client.post(_address(cast), form)
    SubmittedForm.objects.update(answer="")
    monkeypatch.setattr(SLEEP, lambda _seconds: SubmittedForm.objects.update(answer=first["Location"]))
    assert client.post(_address(cast), form)["Location"] == first["Location"]


def test_a_second_click_waits_for_no_answer_that_never_came(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    client = cast.client(cast.priya)
    form = _form(client, cast)
    client.post(_address(cast), form)
    SubmittedForm.objects.update(answer="", sent_at=LONG_AGO)
    monkeypatch.setattr(SLEEP, lambda _seconds: pytest.fail("waited for a process that is gone"))
    assert client.post(_address(cast), form)["Location"] == "/"


def test_a_refused_form_may_be_sent_again(cast: Cast) -> None:
    client = cast.client(cast.priya)
    form = _form(client, cast)
    assert client.post(_address(cast), form | {"text": ""}).status_code == 422
    assert client.post(_address(cast), form).status_code == 302
    assert Note.objects.count() == 1


def test_a_form_without_its_token_is_refused_and_changes_nothing(cast: Cast) -> None:
    answer = cast.client(cast.priya).post(_address(cast), {"text": TEXT})
    assert answer.status_code == 400
    assert not Note.objects.exists()


def test_another_workers_token_is_refused(cast: Cast) -> None:
    form = _form(cast.client(cast.priya), cast)
    assert cast.client(cast.tom).post(_address(cast), form).status_code == 400
    assert not Note.objects.exists()


def _sign_out(client: Client) -> None:
    client.logout()


def test_a_form_sent_after_the_session_ended_is_given_back(cast: Cast) -> None:
    client = cast.client(cast.priya)
    form = _form(client, cast)
    _sign_out(client)
    answer = client.post(_address(cast), form)
    assert answer.status_code == 302
    assert urlparse(answer["Location"]).path == "/sign-in/"
    held = HeldForm.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT typed FROM site_heldform")
        assert TEXT not in cursor.fetchone()[0]
    assert not Note.objects.exists()

    back = cast.client(cast.priya)
    page = back.get(f"/held/{held.token}/").content.decode()
    assert TEXT in page
    assert back.post(held.path, filled(page, text=TEXT)).status_code == 302
    assert Note.objects.get().text == TEXT


def test_a_held_form_is_shown_on_the_way_in_until_it_is_saved_or_set_aside(cast: Cast) -> None:
    """Somebody else may have signed in on that tablet in between: nothing hangs on the address of the sign-in page."""
    client = cast.client(cast.priya)
    forms = [_form(client, cast), _form(client, cast)]
    _sign_out(client)
    for form in forms:
        client.post(_address(cast), form)
    first, second = HeldForm.objects.order_by("-held_at")
    assert cast.client(cast.tom).get("/")["Location"] == "/my-day/"

    back = cast.client(cast.priya)
    assert back.get("/")["Location"] == f"/held/{first.token}/"
    page = back.get(f"/held/{first.token}/").content.decode()
    assert "I do not need it any more" in page
    back.post(first.path, filled(page, text=TEXT))
    assert back.get("/")["Location"] == f"/held/{second.token}/"
    page = back.get(f"/held/{second.token}/").content.decode()
    back.post(f"/held/{second.token}/", filled(page))
    assert back.get("/")["Location"] == "/my-day/"
    assert Note.objects.count() == 1


def test_a_held_form_is_for_the_same_worker_only(cast: Cast) -> None:
    client = cast.client(cast.priya)
    form = _form(client, cast)
    _sign_out(client)
    client.post(_address(cast), form)
    held = HeldForm.objects.get()
    answer = cast.client(cast.tom).get(f"/held/{held.token}/")
    assert answer.status_code == 404
    assert TEXT not in answer.content.decode()


def test_no_password_is_held(cast: Cast) -> None:
    """The form itself comes back empty: who changes a password types it again."""
    client = cast.client(cast.priya)
    typed = dict.fromkeys(ChangePasswordForm.base_fields, "a lamp beside the river")
    assert len(typed) == 3
    token = _form(client, cast)["form_token"]
    _sign_out(client)
    client.post("/my-account/password/", {"form_token": token, **typed})
    assert json.loads(HeldForm.objects.get().typed) == {}


def test_a_made_up_token_holds_nothing(cast: Cast) -> None:
    Client().post(_address(cast), {"form_token": "made-up", "text": TEXT})
    assert not HeldForm.objects.exists()


def test_a_token_is_read_back_and_a_changed_one_is_not(now: datetime) -> None:
    token = once.new_token(account_id=7)
    read = once.read_token(token)
    assert read is not None
    assert read[1] == 7
    assert once.read_token(token[:-1] + ("a" if token[-1] != "a" else "b")) is None


def test_somebody_at_work_stays_signed_in(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    client = cast.client(cast.priya)
    client.get("/accessibility/")
    before = Session.objects.get().expire_date
    later = time.time() + 1800
    monkeypatch.setattr("oneplan.web.access.middleware.time.time", lambda: later)
    client.get("/accessibility/")
    assert Session.objects.get().expire_date > before


def test_a_form_opened_before_signing_in_elsewhere_is_given_back(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(Account.objects.get(worker=cast.priya))
    form = filled(client.get(_address(cast)).content.decode(), text=TEXT, csrfmiddlewaretoken="of-before")
    answer = client.post(_address(cast), form, follow=True)
    assert TEXT in answer.content.decode()
    assert not Note.objects.exists()


def test_a_form_that_was_saved_before_it_was_held_is_not_saved_again(cast: Cast) -> None:
    client = cast.client(cast.priya)
    form = _form(client, cast)
    client.post(_address(cast), form)
    _sign_out(client)
    client.post(_address(cast), form)
    held = HeldForm.objects.get()
    back = cast.client(cast.priya)
    page = back.get(f"/held/{held.token}/").content.decode()
    back.post(held.path, filled(page, text=TEXT))
    assert Note.objects.count() == 1


def test_a_form_shown_again_with_its_faults_is_in_the_log_of_views(cast: Cast) -> None:
    client = cast.client(cast.priya)
    form = _form(client, cast)
    before = ViewBatch.objects.count()
    assert client.post(_address(cast), form | {"text": ""}).status_code == 422
    assert ViewBatch.objects.count() == before + 1


def test_a_team_that_no_longer_helps_does_not_see_what_came_after(cast: Cast) -> None:
    Episode.objects.filter(pk=cast.episode.pk).update(closed_on="2025-01-08", closure_reason="goals_met")
    assert decision(Permission.FAMILY_VIEW, asker=cast.tom, family=cast.family).allowed
    Episode.objects.create(family=cast.family, team=cast.stan.team, opened_on="2025-03-03", made_at=LONG_AGO)
    assert not decision(Permission.FAMILY_VIEW, asker=cast.tom, family=cast.family).allowed
    assert decision(Permission.FAMILY_VIEW, asker=cast.stan, family=cast.family).allowed
