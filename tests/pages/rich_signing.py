"""Accounts, second steps, lockouts and partners' links for the full data set."""

from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from django.utils import timezone
from fido2.cose import ES256
from fido2.webauthn import AttestedCredentialData

from oneplan.rulebook.sharing.policy import Role
from oneplan.web.access import codes
from oneplan.web.access.actions import factors, passwords, questions
from oneplan.web.access.models import Account, CodeApp, OpenSession, PartnerQuestion, Passkey, SignInTry, TryCount
from oneplan.web.agencies.models import Worker
from oneplan.web.casework.actions import steps, team
from tests.cast import Cast


def add_signing(rich: Any, cast: Cast, *, at: datetime) -> None:
    _accounts(rich, cast, at=at)
    _links(rich, cast, at=at)


def _accounts(rich: Any, cast: Cast, *, at: datetime) -> None:
    rich.priya_account = Account.objects.get(worker=cast.priya)
    rich.tom_account = Account.objects.get(worker=cast.tom)
    dana = cast.others[Role.DATA_MANAGER]
    rich.dana_account = Account.objects.get(worker=dana)
    CodeApp.objects.create(account=rich.dana_account, secret=codes.new_secret(), made_at=at, confirmed_at=at)
    rich.passkey = Passkey.objects.create(
        account=rich.dana_account,
        name="my phone",
        credential_digest="0" * 64,
        credential=_key(),
        made_at=at,
        used_at=at,
    )
    factors.new_codes(account=rich.dana_account, by=dana, at=at)
    address = passwords.command_link(rich.tom_account, at=timezone.now(), address="")  # shown, although Tom has e-mail
    rich.way_in = address.split("/")[-2]
    Client(HTTP_USER_AGENT="Mozilla/5.0 (Android 15) Firefox/140.0").force_login(rich.priya_account)
    rich.session = OpenSession.objects.get(account=rich.priya_account)
    until = timezone.now() + timedelta(minutes=9)
    for subject, account in (("name:1", rich.tom_account), ("from:1", None)):
        TryCount.objects.create(subject=subject, account=account, tries=5, since=at, locked_until=until)
        SignInTry.objects.create(
            at=at, kind="password", outcome="locked", account=account, name_digest="0" * 64, from_address="192.0.2.7"
        )


def _key() -> bytes:
    """The public half of a passkey, as a browser would send it."""
    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())  # type: ignore[no-untyped-call]
    return bytes(AttestedCredentialData.create(bytes(16), b"made for a test", public))


def _links(rich: Any, cast: Cast, *, at: datetime) -> None:
    said: dict[str, Any] = {"by": cast.priya, "at": timezone.now()}
    rich.partner = Worker.objects.create(
        name="Lucy Tran", job_title="health visitor", role=Role.PARTNER, agency=cast.green.agency
    )
    rich.no_account = Worker.objects.create(
        name="Lucy Bell", job_title="nurse", role=Role.PARTNER, agency=cast.green.agency
    )
    team.add(family=cast.family, who=rich.partner, what_for="Mia's weight", by=cast.priya, at=at)
    rich.partner_step = steps.add(goal=rich.waiting_goal, what="Weigh Mia", owners=[rich.partner], **said)
    first = questions.ask(family=cast.family, to=rich.partner, text="Has Mia had her hearing test?", **said)
    assert first is not None
    rich.answered = PartnerQuestion.objects.get(pk=first.link.thing_id)
    questions.answer(question=rich.answered, text="Yes, on Monday; all well.", by=rich.partner, at=timezone.now())
    sent = questions.ask(family=cast.family, to=rich.partner, text="Is there a place in the Monday group?", **said)
    assert sent is not None
    questions.ask(family=cast.family, to=cast.green, text="Did Leo come on Friday?", **said)
    rich.asked_green = PartnerQuestion.objects.get(to=cast.green)
    rich.open_link, rich.partner_link = sent.link, sent.address.split("/")[-2]
    rich.partner_code = sent.code
    rich.link_account = Account.objects.get(worker=rich.partner)
