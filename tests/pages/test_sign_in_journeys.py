"""Signing in as people do it: app, passkey, paper code, forgotten password, by the council, by one link."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from oneplan.rulebook.sharing.policy import Role
from oneplan.web.access import codes, second_step
from oneplan.web.access.models import Account, CodeApp, PartnerQuestion
from oneplan.web.agencies.models import Worker
from oneplan.web.site import worker
from oneplan.web.site.models import OutboxMessage
from tests.browser import OpenPage
from tests.identity_provider import CLIENT_ID, CLIENT_SECRET, Provider, running
from tests.pages.conftest import SignIn
from tests.pages.looking import problems
from tests.pages.rich import PASSWORD, give_password
from tests.pages.typist import Typist

pytestmark = pytest.mark.slow


def _come_in(page: Page, name: str, password: str = PASSWORD) -> Typist:
    visitor = Typist(page)
    page.goto("/sign-in/")
    visitor.write("Your name to sign in with", name)
    visitor.write("Password", password)
    _enter(page)
    return visitor


def _enter(page: Page) -> None:
    """Send the form by the key."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _code(account: Account, *, later: int = 0) -> str:
    return codes.code_at(CodeApp.objects.get(account=account).secret, codes.step_of(timezone.now()) + later)


def test_an_app_is_set_up_on_a_phone_without_script_and_asked_for_from_then_on(
    rich: Any, signed_in: SignIn, settings: Any
) -> None:
    settings.SECOND_STEP_ROLES = frozenset({Role.KEY_WORKER})
    account = rich.priya_account
    priya = _come_in(signed_in(None, script=False, width=360), give_password(rich.cast.priya))
    assert priya.reads("Your role needs one")
    priya.page.goto("/my-day/")
    assert priya.reads("Set up your second step")
    priya.follow("Set up an app")
    assert priya.sees(priya.page.locator("figure svg"))
    priya.write("Six-digit code", _code(account))
    _enter(priya.page)
    priya.press("Show me ten codes")
    paper = priya.page.locator("ol code").all_inner_texts()
    assert len(paper) == 10
    priya.follow("I have them")
    assert priya.reads("10 left")
    priya.press("Sign out")
    _come_in(priya.page, account.name)
    assert priya.reads("One more step")
    priya.write("Six-digit code", "123")
    priya.press("Sign in")
    assert priya.reads("That code does not fit")
    priya.write("Six-digit code", _code(account, later=1))
    priya.press("Sign in")
    assert priya.sees(priya.page.get_by_role("heading", name="My day"))
    priya.press("Sign out")
    _come_in(priya.page, account.name)
    priya.write("Six-digit code", paper[3])
    priya.press("Sign in")
    assert priya.sees(priya.page.get_by_role("heading", name="My day"))
    assert second_step.codes_left(account) == 9


def test_the_pages_between_the_two_steps_are_fit_for_everybody(rich: Any, signed_in: SignIn) -> None:
    account, name = rich.dana_account, give_password(rich.cast.others[Role.DATA_MANAGER])
    dana = _come_in(signed_in(None), name)
    found = problems(dana.page, "sign-in-code")
    dana.write("Six-digit code", "123")
    dana.press("Sign in")
    found += problems(dana.page, "sign-in-code-wrong")
    dana.write("Six-digit code", _code(account))
    dana.press("Sign in")
    dana.page.goto("/my-account/recovery-codes/")
    dana.press("Show me ten codes")
    found += problems(dana.page, "recovery-codes-shown")
    lucy = Typist(signed_in(None))
    lucy.page.goto(reverse("partner-link", args=[rich.partner_link]))
    lucy.write("The code we sent", rich.partner_code)
    lucy.press("Open it")
    found += problems(lucy.page, "partner-task")
    lucy.write("Your answer", "Yes.")
    lucy.press("Send the answer")
    found += problems(lucy.page, "partner-thanks")
    assert found == []


def _with_authenticator(page: Page) -> None:
    """A finger reader of our own inside the browser."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_is_added_and_is_the_whole_way_in_and_the_second_step(rich: Any, signed_in: SignIn) -> None:
    priya = Typist(signed_in(None))
    _with_authenticator(priya.page)
    _come_in(priya.page, give_password(rich.cast.priya))
    priya.page.goto("/my-account/")
    priya.follow("Add a passkey")
    priya.write("What shall we call it?", "work laptop")
    priya.press("Add the passkey")
    priya.press("Show me ten codes")
    priya.follow("I have them")
    assert priya.reads("Passkey “work laptop”")
    priya.press("Sign out")
    priya.follow("Use a passkey instead")
    priya.press("Use my passkey")
    priya.page.get_by_role("heading", name="My day").wait_for()
    priya.press("Sign out")
    _come_in(priya.page, rich.priya_account.name)
    assert priya.reads("Your device asks")
    priya.press("Use my passkey")
    priya.page.get_by_role("heading", name="My day").wait_for()
    assert rich.priya_account.passkeys.get().uses > 0
    priya.page.goto("/confirm/?next=/my-families/")
    priya.press("Use my passkey")
    priya.page.get_by_role("heading", name="My families").wait_for()


def test_a_browser_without_the_passkey_is_told_so_and_not_let_in(rich: Any, signed_in: SignIn) -> None:
    stranger = Typist(signed_in(None))
    _with_authenticator(stranger.page)
    stranger.page.goto("/sign-in/passkey/")
    stranger.press("Use my passkey")
    stranger.page.get_by_text("The passkey was not used").wait_for()
    without = Typist(signed_in(None, script=False))
    without.page.goto("/sign-in/passkey/")
    assert without.reads("Passkeys need JavaScript")
    without.press("Use my passkey")
    assert without.reads("That passkey did not fit")


def test_a_forgotten_password_without_script(rich: Any, signed_in: SignIn) -> None:
    Worker.objects.filter(pk=rich.cast.priya.pk).update(email="priya@example.org")
    priya = Typist(signed_in(None, script=False, width=360))
    priya.page.goto("/sign-in/")
    priya.follow("Forgotten your password?")
    priya.write("Your name to sign in with", "priya")
    priya.press("Send me a link")
    assert priya.reads("If that name is known here")
    worker.once_over(at=timezone.now())
    letter = OutboxMessage.objects.get(to_worker=rich.cast.priya, kind="way_in").text
    found = re.search(r"/sign-in/link/[^/]+/", letter)
    assert found is not None
    priya.page.goto(found[0])
    priya.write("New password", "a lamp beside the river")
    priya.write("The same again", "a lamp beside the river")
    priya.press("Keep this password")
    assert priya.reads("Your new password is kept.")
    _come_in(priya.page, "priya", "a lamp beside the river")
    assert priya.sees(priya.page.get_by_role("heading", name="My day"))


@pytest.fixture
def provider(rich: Any, live_server: Any, settings: Any) -> Iterator[Provider]:
    with running() as found:
        settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID = found.issuer, CLIENT_ID
        settings.OIDC_CLIENT_SECRET, settings.ADDRESS = CLIENT_SECRET, live_server.url
        cache.clear()
        yield found
        cache.clear()


def test_by_the_council_s_sign_in_without_script(rich: Any, provider: Provider, signed_in: SignIn) -> None:
    priya = Typist(signed_in(None, script=False, width=360))
    priya.page.goto("/my-families/")
    priya.follow("Sign in by the council")
    assert priya.reads("nobody has made an account for you")
    Account.objects.filter(worker=rich.cast.priya).update(directory_id="priya-in-the-directory")
    priya.page.goto("/my-families/")
    priya.follow("Sign in by the council")
    assert priya.sees(priya.page.get_by_role("heading", name="My families"))
    priya.page.goto("/my-account/")
    assert priya.reads("by the council")
    provider.error = "access_denied"
    priya.press("Sign out")
    priya.follow("Sign in by the council")
    assert priya.reads("did not let you through")


@pytest.mark.requirement("R196")
def test_a_partner_answers_by_one_link_on_a_phone_by_keyboard(
    rich: Any, signed_in: SignIn, open_page: OpenPage
) -> None:
    priya = Typist(signed_in(rich.cast.priya, script=False))
    priya.page.goto(reverse("team", args=[rich.cast.family.pk]))
    priya.follow("Ask a partner a question")
    priya.tap("Lucy Tran, health visitor", exact=False)
    priya.write("What do you want to know?", "Did you see Mia this week?")
    priya.press("Send it")
    link, code = priya.page.locator("main code").all_inner_texts()
    address = link[link.index("/link/") :]
    lucy = Typist(open_page(width=360, script=False))
    lucy.page.goto(address)
    lucy.page.get_by_label("The code we sent").focus()
    lucy.page.keyboard.type(code)
    _enter(lucy.page)
    assert lucy.reads("Did you see Mia this week?")
    lucy.page.get_by_label("Your answer").focus()
    lucy.page.keyboard.type("Yes, on Tuesday.")
    lucy.page.keyboard.press("Tab")
    _enter(lucy.page)
    assert lucy.reads("Your answer has reached them.")
    lucy.page.goto(address)
    assert lucy.reads("This link opens nothing")
    priya.page.goto("/my-day/")
    assert priya.reads("Yes, on Tuesday.")
    assert PartnerQuestion.objects.filter(answer="Yes, on Tuesday.", to=rich.partner).exists()
