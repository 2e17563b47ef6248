"""A code from an app, a code on paper: who is asked, who must, and that a code is good once."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Role
from oneplan.web.access import codes, second_step
from oneplan.web.access.actions import factors
from oneplan.web.access.models import Account, AuditEvent, CodeApp, RecoveryCode, SignInTry
from oneplan.web.access.tests.signing import code_of, is_in, sign_in, text, with_app, with_password
from oneplan.web.site.models import HeldForm, OutboxMessage
from tests.cast import Cast, filled


def test_the_codes_are_those_of_the_standard() -> None:
    """Test values of RFC 6238, appendix B, cut to six digits."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    for moment, code in ((59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")):
        assert codes.code_at(secret, moment // 30) == code


def test_the_password_alone_opens_nothing(cast: Cast) -> None:
    app = with_app(with_password(cast.priya))
    client = Client()
    assert sign_in(client, "priya", next="/my-families/").headers["location"] == "/sign-in/code/"
    assert not is_in(client)
    assert client.get("/my-day/").status_code == 302
    answer = client.post("/sign-in/code/", {"code": code_of(app)})
    assert answer.headers["location"] == "/my-families/"
    assert is_in(client)


def test_whoever_is_switched_off_between_the_two_steps_stays_out(cast: Cast) -> None:
    app = with_app(with_password(cast.priya))
    client = Client()
    sign_in(client, "priya")
    Account.objects.filter(name="priya").update(is_active=False)
    assert client.post("/sign-in/code/", {"code": code_of(app)}).headers["location"].startswith("/sign-in/")
    Account.objects.filter(name="priya").update(is_active=True)
    assert not is_in(client)


def test_a_code_is_good_once(cast: Cast) -> None:
    app = with_app(with_password(cast.priya))
    code = code_of(app)
    for client, works in ((Client(), True), (Client(), False)):
        sign_in(client, "priya")
        client.post("/sign-in/code/", {"code": code})
        assert is_in(client) == works


def test_an_older_code_is_not_taken_after_a_newer_one(cast: Cast) -> None:
    app, now = with_app(with_password(cast.priya)), timezone.now()
    earlier = code_of(app, at=now - timedelta(seconds=30))
    assert second_step.take_app_code(app, code_of(app, at=now), at=now)
    assert not second_step.take_app_code(app, earlier, at=now)


def test_codes_cannot_be_guessed_by_signing_in_again_and_again(cast: Cast) -> None:
    app = with_app(with_password(cast.priya))
    for _ in range(6):
        client = Client()
        sign_in(client, "priya")
        client.post("/sign-in/code/", {"code": "000000"})
    client = Client()
    sign_in(client, "priya")
    client.post("/sign-in/code/", {"code": code_of(app)})
    assert not is_in(client)
    assert SignInTry.objects.filter(kind="code", outcome="locked").exists()


def test_half_a_sign_in_is_forgotten_after_ten_minutes(cast: Cast) -> None:
    app, client = with_app(with_password(cast.priya)), Client()
    sign_in(client, "priya")
    session = client.session
    session["half_signed_in"] = session["half_signed_in"] | {"at": 0}
    session.save()
    assert client.post("/sign-in/code/", {"code": code_of(app)}).headers["location"] == "/sign-in/"
    assert not is_in(client)


def test_a_recovery_code_works_once_and_its_owner_is_told(cast: Cast) -> None:
    cast.priya.email = "priya@example.org"
    cast.priya.save()
    account = with_password(cast.priya)
    with_app(account)
    made = factors.new_codes(account=account, by=cast.priya, at=timezone.now())
    for client, works in ((Client(), True), (Client(), False)):
        sign_in(client, "priya")
        client.post("/sign-in/code/", {"code": f"{made[0][:5]} {made[0][5:]}"})
        assert is_in(client) == works
    assert second_step.codes_left(account) == 9
    assert OutboxMessage.objects.filter(to_worker=cast.priya, text__contains="9 are left").exists()


def test_secrets_are_sealed_in_the_database(cast: Cast) -> None:
    account = with_password(cast.priya)
    app = with_app(account)
    made = factors.new_codes(account=account, by=cast.priya, at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT secret FROM {CodeApp._meta.db_table}")  # noqa: S608
        kept = str(cursor.fetchall())
        cursor.execute(f"SELECT code FROM {RecoveryCode._meta.db_table}")  # noqa: S608
        kept += str(cursor.fetchall())
    assert app.secret not in kept
    assert not any(code in kept for code in made)


@pytest.fixture
def workers_must(settings: Any) -> None:
    settings.SECOND_STEP_ROLES = frozenset({Role.KEY_WORKER})


def test_who_must_and_has_none_can_only_set_one_up(cast: Cast, workers_must: None) -> None:
    account = with_password(cast.priya)
    client = Client()
    sign_in(client, "priya")
    for address in ("/", "/my-day/", f"/families/{cast.family.reference}/", "/my-account/", "/find/"):
        assert client.get(address).headers["location"] == "/my-account/second-step/"
    assert "Your role needs one" in text(client.get("/my-account/second-step/"))
    page = text(client.get("/my-account/app/"))
    waiting = CodeApp.objects.get(account=account)
    assert " ".join([waiting.secret[:4], waiting.secret[4:8]]) in page
    answer = client.post("/my-account/app/", filled(page, code=code_of(waiting)))
    assert answer.headers["location"] == "/my-account/recovery-codes/"
    assert client.get("/my-day/").status_code == 200
    assert AuditEvent.objects.filter(event="code_app_added", by_worker=cast.priya.pk).exists()


def test_an_unconfirmed_app_is_no_second_step(cast: Cast) -> None:
    account = with_password(cast.priya)
    factors.begin_app(account=account, by=cast.priya, at=timezone.now())
    client = Client()
    sign_in(client, "priya")
    assert is_in(client)


def test_another_role_and_a_family_are_asked_nothing(cast: Cast, workers_must: None) -> None:
    for who in (cast.fay, cast.parent_account):
        assert cast.client(who).get("/", follow=True).status_code == 200


def test_a_form_after_the_time_out_is_given_back_after_both_steps(cast: Cast) -> None:
    app = with_app(with_password(cast.priya))
    address = f"/families/{cast.family.reference}/words/new/"
    client = cast.client(cast.priya)
    form = filled(text(client.get(address)), text="We want to stay")
    client.cookies.clear()
    held = client.post(address, form).headers["location"]
    assert "/sign-in/?next=%2Fheld%2F" in held
    go_to = f"/held/{HeldForm.objects.get().token}/"
    sign_in(client, "priya", next=go_to)
    assert client.post("/sign-in/code/", {"code": code_of(app)}).headers["location"] == go_to
    assert "We want to stay" in text(client.get(go_to))


def test_an_administrator_takes_it_off_and_the_owner_is_told(cast: Cast) -> None:
    account = with_password(cast.priya)
    with_app(account)
    client = cast.client(cast.others["administrator"])
    address = f"/accounts/{account.pk}/second-step/"
    page = text(client.get(address))
    assert client.post(address, filled(page, reason="rang her on the list's number")).status_code == 302
    assert not second_step.has(account)
    assert AuditEvent.objects.filter(event="second_step_taken_off", about_id=str(account.pk)).exists()
    assert OutboxMessage.objects.filter(to_worker=cast.priya, text__contains="taken off by an administrator").exists()


def test_an_administrator_cannot_take_off_their_own(cast: Cast) -> None:
    adam = cast.others["administrator"]
    account = Account.objects.get(worker=adam)
    with_app(account)
    with pytest.raises(factors.CannotChangeSecondStep):
        factors.start_over(account=account, reason="x", by=adam, at=timezone.now())
    assert second_step.has(account)
