"""Accounts are made and switched off by pages and by a command; sessions are seen and ended."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Role
from oneplan.web.access import sessions, tries
from oneplan.web.access.actions import accounts
from oneplan.web.access.models import Account, AuditEvent, OpenSession, TryCount
from oneplan.web.access.tests.signing import is_in, sign_in, text, with_password
from oneplan.web.agencies.models import Worker
from tests.cast import Cast, filled


@pytest.fixture
def adam(cast: Cast) -> Client:
    return cast.client(cast.others["administrator"])


def _new_worker(cast: Cast) -> Worker:
    return Worker.objects.create(
        name="Lucy Tran", job_title="health visitor", role=Role.PARTNER, agency=cast.green.agency
    )


def _press(client: Client, address: str, **fields: Any) -> Any:
    return client.post(address, filled(text(client.get(address)), **fields))


def test_an_account_is_made_and_its_owner_comes_in_by_the_link(cast: Cast, adam: Client) -> None:
    lucy = _new_worker(cast)
    assert "Lucy Tran" in text(adam.get("/accounts/new/?q=lucy"))
    answer = _press(adam, f"/accounts/new/{lucy.pk}/", name="Lucy.Tran", directory_id="")
    account = Account.objects.get(worker=lucy)
    assert answer.headers["location"] == f"/accounts/{account.pk}/"
    assert account.name == "lucy.tran"
    assert not account.has_usable_password()
    found = re.search(r"/sign-in/link/[^/]+/", text(_press(adam, f"/accounts/{account.pk}/link/")))
    assert found is not None
    Client().post(found[0], {"new_password": "a lamp beside the river", "password_again": "a lamp beside the river"})
    client = Client()
    sign_in(client, "lucy.tran", "a lamp beside the river")
    assert is_in(client)
    assert "Lucy Tran" not in text(adam.get("/accounts/new/?q=lucy"))


@pytest.mark.parametrize("name", ["", "x", "Two Words", "priya", "../x"])
def test_a_name_that_cannot_be_is_refused(cast: Cast, adam: Client, name: str) -> None:
    lucy = _new_worker(cast)
    assert _press(adam, f"/accounts/new/{lucy.pk}/", name=name).status_code == 422
    assert not Account.objects.filter(worker=lucy).exists()


def test_nobody_has_two_and_who_left_has_none(cast: Cast, adam: Client) -> None:
    assert _press(adam, f"/accounts/new/{cast.priya.pk}/", name="another").status_code == 422
    lucy = _new_worker(cast)
    Worker.objects.filter(pk=lucy.pk).update(is_active=False)
    assert _press(adam, f"/accounts/new/{lucy.pk}/", name="lucy").status_code == 422


def test_switched_off_is_out_on_the_next_request(cast: Cast, adam: Client) -> None:
    account = with_password(cast.priya)
    client = Client()
    sign_in(client, "priya")
    _press(adam, f"/accounts/{account.pk}/switch/")
    assert client.get("/my-day/").status_code == 302
    assert sign_in(Client(), "priya").status_code == 422
    _press(adam, f"/accounts/{account.pk}/switch/")
    assert sign_in(Client(), "priya").status_code == 302
    events = AuditEvent.objects.filter(about_type="access.account", about_id=str(account.pk))
    assert [row.event for row in events.order_by("number")] == ["account_switched_off", "account_switched_on"]


def test_an_administrator_cannot_lock_the_door_behind_themselves(cast: Cast, adam: Client) -> None:
    account = Account.objects.get(worker=cast.others["administrator"])
    assert _press(adam, f"/accounts/{account.pk}/switch/").status_code == 422


def test_a_lockout_is_seen_and_lifted(cast: Cast, adam: Client) -> None:
    account = with_password(cast.priya)
    for _ in range(6):
        sign_in(Client(), "priya", "wrong")
    page = text(adam.get("/accounts/"))
    assert "Locked out just now" in page
    assert "locked out" in text(adam.get("/accounts/tries/"))
    _press(adam, f"/accounts/{account.pk}/lockout/")
    assert not TryCount.objects.filter(locked_until__isnull=False).exists()
    assert sign_in(Client(), "priya").status_code == 302
    assert AuditEvent.objects.filter(event="lockout_lifted").exists()


@pytest.mark.parametrize("who", ["priya", "fay", "maya", "green", "parent_account", "auditor", "data_manager"])
def test_nobody_but_an_administrator_opens_the_accounts(cast: Cast, who: str) -> None:
    found = cast.others.get(who) or getattr(cast, who)
    client, account = cast.client(found), Account.objects.get(worker=cast.tom)
    for address in ("", "tries/", "new/", f"new/{cast.tom.pk}/", *_of(account)):
        assert client.get(f"/accounts/{address}").status_code == 403


def _of(account: Account) -> list[str]:
    pages = ("", "link/", "switch/", "second-step/", "lockout/", "sign-out/", "directory/")
    return [f"{account.pk}/{each}" for each in pages]


def test_the_actions_themselves_ask_the_policy(cast: Cast) -> None:
    from oneplan.web.access.policy import NotAllowed

    account = Account.objects.get(worker=cast.tom)
    said: dict[str, Any] = {"account": account, "by": cast.maya, "at": timezone.now()}
    for doing in (accounts.switch_off, accounts.switch_on, accounts.lift_lockout, accounts.sign_out_everywhere):
        with pytest.raises(NotAllowed):
            doing(**said)


def test_one_sees_and_ends_ones_sessions(cast: Cast) -> None:
    with_password(cast.priya)
    here, there, third = Client(), Client(HTTP_USER_AGENT="Mozilla/5.0 (Android 15) Firefox/140.0"), Client()
    for client in (here, there, third):
        sign_in(client, "priya")
    page = text(here.get("/my-account/"))
    assert "Firefox on Android" in page
    row = OpenSession.objects.get(browser="Firefox on Android")
    here.post(f"/my-account/sessions/{row.pk}/end/", filled(page))
    assert there.get("/my-day/").status_code == 302
    assert third.get("/my-day/").status_code == 200
    here.post("/my-account/sign-out-everywhere/", filled(text(here.get("/my-account/"))))
    assert here.get("/my-day/").status_code == third.get("/my-day/").status_code == 302
    assert not sessions.of(Account.objects.get(worker=cast.priya))


def test_nobody_ends_anothers_session(cast: Cast) -> None:
    with_password(cast.priya)
    client = Client()
    sign_in(client, "priya")
    row = OpenSession.objects.get(account__worker=cast.priya)
    tom = cast.client(cast.tom)
    tom.post(f"/my-account/sessions/{row.pk}/end/", filled(text(tom.get("/my-account/"))))
    assert client.get("/my-day/").status_code == 200


def test_a_family_member_signs_out_everywhere_too(cast: Cast) -> None:
    client = cast.client(cast.parent_account)
    client.post("/my-account/sign-out-everywhere/", filled(text(client.get("/my-account/"))))
    assert client.get("/our-plan/").status_code == 302


def test_signing_out_takes_the_session_off_the_list(cast: Cast) -> None:
    client = cast.client(cast.priya)
    assert OpenSession.objects.filter(account__worker=cast.priya).count() == 1
    client.post("/sign-out/")
    assert not OpenSession.objects.filter(account__worker=cast.priya).exists()


def test_old_evidence_goes_and_new_stays(cast: Cast) -> None:
    sign_in(Client(), "priya", "wrong")
    tries.clear_away(at=timezone.now(), kept_days=365)
    assert TryCount.objects.exists()
    tries.clear_away(at=timezone.now() + timedelta(days=400))
    assert not TryCount.objects.exists()
