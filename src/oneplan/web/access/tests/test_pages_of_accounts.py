"""The pages of signing in and of accounts: looked at, sent empty, sent wrong and sent right."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from fido2.server import Fido2Server

from oneplan.web.access import sessions, tries
from oneplan.web.access.actions import passwords
from oneplan.web.access.models import Account, CodeApp, Passkey, RecoveryCode, SignInTry, TryCount
from oneplan.web.access.tests.signing import (
    PASSWORD,
    code_of,
    grown_stale,
    is_in,
    sign_in,
    text,
    with_app,
    with_password,
)
from oneplan.web.access.tests.test_passkeys import Device
from oneplan.web.agencies.models import Worker
from tests.cast import Cast, filled

FAULT = "There is a problem"


@pytest.fixture
def priya(cast: Cast) -> Account:
    Worker.objects.filter(pk=cast.priya.pk).update(email="priya@example.org")
    return with_password(Account.objects.select_related("worker").get(worker=cast.priya))


def _open(client: Client, address: str, **also: Any) -> tuple[Any, dict[str, Any]]:
    """The page, and what a browser would send from it."""
    page = client.get(address, **also)
    assert page.status_code == 200, address
    assert FAULT not in text(page), address
    return page, filled(text(page)) if 'name="form_token"' in text(page) else {}


def _send(client: Client, address: str, sent: dict[str, Any], **fields: Any) -> Any:
    return client.post(address, sent | fields)


class TestNothingIsWrongBeforeItIsSent:
    @pytest.mark.parametrize("name", ["my-password", "code-app", "passkey-new"])
    def test_of_ones_own(self, cast: Cast, priya: Account, name: str) -> None:
        client = cast.client(priya)
        _, sent = _open(client, reverse(name))
        again = _send(client, reverse(name), sent)
        assert again.status_code == 422
        assert FAULT in text(again)

    @pytest.mark.parametrize("name", ["forgotten", "sign-in"])
    def test_of_everybody(self, cast: Cast, name: str) -> None:
        client = Client()
        _open(client, reverse(name))
        again = client.post(reverse(name), {})
        assert again.status_code in (200, 422)
        assert "_auth_user_id" not in client.session

    def test_a_name_must_be_typed_to_be_sent_a_link(self, cast: Cast) -> None:
        assert Client().post(reverse("forgotten"), {"name": ""}).status_code == 422


class TestConfirming:
    """Shown again who one is, before what is grave."""

    def _stale(self, cast: Cast, account: Account) -> Client:
        return grown_stale(cast.client(account))

    def _address(self, go_to: str = "/my-account/password/") -> str:
        return f"{reverse('confirm')}?next={go_to}"

    def test_by_password_where_there_is_no_second_step(self, cast: Cast, priya: Account) -> None:
        client = self._stale(cast, priya)
        _open(client, self._address())
        assert client.post(self._address(), {"password": ""}).status_code == 422
        wrong = client.post(self._address(), {"password": "another"})
        assert wrong.status_code == 422
        assert "That password does not fit" in text(wrong)
        assert SignInTry.objects.get().outcome == tries.REFUSED
        right = client.post(self._address(), {"password": PASSWORD})
        assert right.headers["Location"] == "/my-account/password/"
        assert not client.session.get(sessions.SECOND_STEP)
        assert set(TryCount.objects.values_list("tries", flat=True)) == {0}
        assert client.get("/my-account/password/").status_code == 200

    def test_by_a_code_where_there_is_an_app(self, cast: Cast, priya: Account) -> None:
        app = with_app(priya)
        client = self._stale(cast, priya)
        page, _ = _open(client, self._address())
        assert "Six-digit code" in text(page)
        wrong = client.post(self._address(), {"code": "000000"})
        assert wrong.status_code == 422
        assert "That code does not fit" in text(wrong)
        assert client.post(self._address(), {"code": code_of(app)}).status_code == 302
        assert client.session[sessions.SECOND_STEP] is True

    def test_by_a_passkey_where_there_is_nothing_else(self, cast: Cast, priya: Account) -> None:
        device = _with_passkey(cast, priya)
        client = self._stale(cast, priya)
        led = client.get(self._address())
        assert led.headers["Location"].startswith(reverse("confirm-passkey"))
        address = f"{reverse('confirm-passkey')}?next=/my-account/password/"
        page, _ = _open(client, address)
        asked = page.context["options"]
        refused = client.post(address, {"answer": "nonsense"})
        assert refused.status_code == 422
        assert "That passkey did not fit" in text(refused)
        asked = refused.context["options"]
        shown = client.post(address, {"answer": device.show(asked, origin="http://testserver")})
        assert shown.headers["Location"] == "/my-account/password/"
        assert client.session[sessions.SECOND_STEP] is True


def _with_passkey(cast: Cast, account: Account, client: Client | None = None) -> Device:
    """Made through the page, as a browser would."""
    client, device = client or cast.client(account), Device()
    page, sent = _open(client, reverse("passkey-new"))
    answer = device.make(page.context["options"], origin="http://testserver")
    made = _send(client, reverse("passkey-new"), sent, name="phone", answer=answer)
    assert made.headers["Location"] == reverse("recovery-codes")
    assert Passkey.objects.get(account=account).name == "phone"
    assert client.session[sessions.SECOND_STEP] is True
    return device


@pytest.fixture(autouse=True)
def _passkeys_at_the_test_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Browsers want HTTPS; the checks of `fido2` do too, but for localhost."""
    monkeypatch.setattr(Fido2Server, "__init__", _at_any_origin(Fido2Server.__init__))


def _at_any_origin(real: Any) -> Any:
    def made(self: Any, rp: Any) -> None:
        real(self, rp, verify_origin=lambda origin: origin == "http://testserver")

    return made


class TestOnesOwnSecondStep:
    def test_an_app_is_set_up_and_taken_off(self, cast: Cast, priya: Account) -> None:
        client = cast.client(priya)
        page, sent = _open(client, reverse("code-app"))
        app = CodeApp.objects.get(account=priya)
        assert app.secret[:4] in text(page)
        wrong = _send(client, reverse("code-app"), sent, code="000000")
        assert wrong.status_code == 422
        made = _send(client, reverse("code-app"), filled(text(wrong)), code=code_of(app))
        assert made.headers["Location"] == reverse("recovery-codes")
        assert client.session[sessions.SECOND_STEP] is True
        assert client.get(reverse("code-app")).headers["Location"] == reverse("my-account")
        page, sent = _open(client, reverse("code-app-off"))
        assert "It is your only second step. After that your password alone" in text(page)
        assert _send(client, reverse("code-app-off"), sent).headers["Location"] == reverse("my-account")
        assert not CodeApp.objects.exists()
        assert "The app is taken off." in text(client.get(reverse("my-account")))

    def test_another_s_app_is_not_shown(self, cast: Cast, priya: Account) -> None:
        CodeApp.objects.create(account=Account.objects.get(worker=cast.tom), secret="A" * 32, made_at=timezone.now())
        page, _ = _open(cast.client(priya), reverse("code-app"))
        assert "AAAA AAAA" not in text(page)

    def test_a_passkey_is_taken_off_and_another_way_stays(self, cast: Cast, priya: Account, settings: Any) -> None:
        client = cast.client(priya)
        _with_passkey(cast, priya, client)
        address = reverse("passkey-off", args=[Passkey.objects.get().pk])
        settings.SECOND_STEP_ROLES = frozenset({priya.role})
        assert "You will be asked to set up another at once." in text(_open(client, address)[0])
        with_app(priya)
        page, sent = _open(client, address)
        assert "Another way stays." in text(page)
        assert _send(client, address, sent).headers["Location"] == reverse("my-account")
        assert not Passkey.objects.exists()
        assert client.get(address).status_code == 404

    def test_codes_on_paper_are_for_who_has_a_second_step_and_shown_once(self, cast: Cast, priya: Account) -> None:
        client = cast.client(priya)
        assert client.get(reverse("recovery-codes")).headers["Location"] == reverse("second-step")
        with_app(priya)
        _, sent = _open(client, reverse("recovery-codes"))
        page = _send(client, reverse("recovery-codes"), sent)
        shown = page.context["codes"]
        assert (page.status_code, len(shown), RecoveryCode.objects.count()) == (200, 10, 10)
        assert shown[0] not in text(client.get(reverse("recovery-codes")))
        assert client.get(reverse("second-step")).headers["Location"] == reverse("my-account")

    def test_signing_out_everywhere_is_by_a_button(self, cast: Cast, priya: Account) -> None:
        here, there = cast.client(priya), cast.client(priya)
        address = reverse("sign-out-everywhere")
        assert here.get(address).headers["Location"] == reverse("my-account")
        sent = filled(text(here.get(reverse("my-account"))))
        assert here.post(address, sent).headers["Location"] == reverse("sign-in")
        assert there.get(reverse("my-account")).status_code == 302


class TestSigningIn:
    def test_a_code_is_asked_and_its_tries_are_counted(self, cast: Cast, priya: Account) -> None:
        app, client = with_app(priya), Client()
        assert sign_in(client, priya.name, next="/my-day/").headers["Location"] == reverse("sign-in-code")
        _open(client, reverse("sign-in-code"))
        wrong = client.post(reverse("sign-in-code"), {"code": "000000"})
        assert wrong.status_code == 422
        assert "That code does not fit" in text(wrong)
        assert SignInTry.objects.get(kind="code").outcome == tries.REFUSED
        right = client.post(reverse("sign-in-code"), {"code": code_of(app)})
        assert right.headers["Location"] == "/my-day/"
        assert client.session[sessions.SECOND_STEP] is True
        assert not TryCount.objects.filter(subject__startswith="code", tries__gt=0).exists()

    def test_a_passkey_alone_is_two_steps(self, cast: Cast, priya: Account) -> None:
        device, client = _with_passkey(cast, priya), Client()
        _open(client, f"{reverse('sign-in-passkey')}?next=/my-day/")
        refused = client.post(f"{reverse('sign-in-passkey')}?next=/my-day/", {"answer": "nonsense"})
        assert refused.status_code == 422
        asked = refused.context["options"]
        answer = device.show(asked, origin="http://testserver")
        shown = client.post(f"{reverse('sign-in-passkey')}?next=/my-day/", {"answer": answer, "next": "/my-day/"})
        assert shown.headers["Location"] == "/my-day/"
        assert client.session[sessions.SECOND_STEP] is True
        assert is_in(client)

    @pytest.mark.parametrize("why", ["switched off", "by the council"])
    def test_a_passkey_opens_nothing_to_who_may_not_come_in(
        self, cast: Cast, priya: Account, monkeypatch: pytest.MonkeyPatch, why: str
    ) -> None:
        device, client = _with_passkey(cast, priya), Client()
        page, _ = _open(client, reverse("sign-in-passkey"))
        if why == "switched off":
            Account.objects.filter(pk=priya.pk).update(is_active=False)
        else:
            monkeypatch.setattr("oneplan.web.access.arriving.only_by_council", lambda _: True)
        answer = device.show(page.context["options"], origin="http://testserver")
        assert client.post(reverse("sign-in-passkey"), {"answer": answer}).status_code == 422
        assert not is_in(client)

    def test_a_link_of_an_administrator_sets_a_password(self, cast: Cast, priya: Account, now: datetime) -> None:
        link = passwords.new_link(priya, at=now, lasts=timedelta(hours=1), by=None, address="")
        client = Client()
        _open(client, link)
        assert client.post(link, {"new_password": "", "password_again": ""}).status_code == 422
        assert client.post(link, {"new_password": "short", "password_again": "short"}).status_code == 422
        assert (
            client.post(
                link, {"new_password": "a lamp by the river", "password_again": "a lamp by the river"}
            ).status_code
            == 302
        )
        assert "Your new password is kept. Sign in with it now." in text(client.get(reverse("sign-in")))
        assert client.get(link).status_code == 404

    def test_half_a_session_is_nobody_s(self, cast: Cast, priya: Account) -> None:
        with_app(priya)
        client = Client()
        sign_in(client, priya.name)
        kept = SessionStore(client.cookies[settings.SESSION_COOKIE_NAME].value)
        assert "_auth_user_id" not in kept
        assert client.get(reverse("my-account")).status_code == 302


class TestAdministrators:
    @pytest.fixture
    def adam(self, cast: Cast) -> Client:
        return cast.client(cast.others["administrator"])

    def test_an_account_is_made_for_somebody_who_works_here(self, cast: Cast, adam: Client) -> None:
        lucy = Worker.objects.create(name="Lucy Tran", job_title="visitor", role="partner", agency=cast.green.agency)
        gone = Worker.objects.create(
            name="Lucy Gone", job_title="visitor", role="partner", agency=cast.green.agency, is_active=False
        )
        found = text(adam.get(reverse("account-find"), {"q": "lucy"}))
        assert (lucy.name in found, gone.name in found, cast.stan.name in found) == (True, False, False)
        address = reverse("account-make", args=[lucy.pk])
        page, sent = _open(adam, address)
        assert ('value="lucy.tran"' in text(page), "Make the account" in text(page)) == (True, True)
        assert _send(adam, address, sent, name="").status_code == 422
        _, sent = _open(adam, address)
        made = _send(adam, address, sent, name="lucy.tran", directory_id="")
        account = Account.objects.get(worker=lucy)
        assert made.headers["Location"] == reverse("account", args=[account.pk])
        page = adam.get(made.headers["Location"])
        assert "Give them a one-time link next." in text(page)
        assert adam.get(reverse("account-make", args=[10**9])).status_code == 404
        assert adam.get(reverse("account", args=[10**9])).status_code == 404

    @pytest.mark.parametrize(
        ("email", "says"), [("priya@example.org", "sent to their work e-mail"), ("", "hand it over")]
    )
    def test_a_link_is_sent_or_handed_over(
        self, cast: Cast, priya: Account, adam: Client, email: str, says: str
    ) -> None:
        Worker.objects.filter(pk=cast.priya.pk).update(email=email)
        address = reverse("account-link", args=[priya.pk])
        page, sent = _open(adam, address)
        assert (says in text(page), "Make the link" in text(page)) == (True, True)
        made = _send(adam, address, sent)
        assert ("/sign-in/link/" in text(made)) is not bool(email)

    @pytest.mark.parametrize("name", ["account-sign-out", "account-lift", "account-switch"])
    def test_what_needs_just_a_yes(self, cast: Cast, priya: Account, adam: Client, name: str) -> None:
        there = cast.client(priya)
        address = reverse(name, args=[priya.pk])
        _, sent = _open(adam, address)
        assert _send(adam, address, sent).headers["Location"] == reverse("account", args=[priya.pk])
        assert (there.get(reverse("my-account")).status_code == 200) is (name == "account-lift")

    def test_switching_off_and_on_says_what_it_does(self, priya: Account, adam: Client) -> None:
        address = reverse("account-switch", args=[priya.pk])
        for says, button, then in (
            ("They are signed out at once", "Switch it off", False), ("They can sign in ag", "Switch it on", True),
        ):  # fmt: skip
            page, sent = _open(adam, address)
            assert (says in text(page), button in text(page)) == (True, True)
            _send(adam, address, sent)
            priya.refresh_from_db()
            assert priya.is_active is then

    def test_the_entry_in_the_directory_and_beginning_anew(self, priya: Account, adam: Client) -> None:
        with_app(priya)
        address = reverse("account-directory", args=[priya.pk])
        _, sent = _open(adam, address)
        assert _send(adam, address, sent, directory_id="priya-1").status_code == 302
        assert 'value="priya-1"' in text(_open(adam, address)[0])
        address = reverse("account-start-over", args=[priya.pk])
        _, sent = _open(adam, address)
        assert _send(adam, address, sent, reason="").status_code == 422
        _, sent = _open(adam, address)
        assert _send(adam, address, sent, reason="I rang her").status_code == 302
        assert not CodeApp.objects.exists()
