"""Passkeys: what the browser is asked, and whether what it answers is right. The checks are Yubico's `fido2`."""

import json
from dataclasses import dataclass

from django.http import HttpRequest
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from oneplan.web.access import chain
from oneplan.web.access.models import Account, Passkey

STATE = "passkey_state"
VERIFIED = UserVerificationRequirement.REQUIRED  # finger, face or PIN: so that the passkey alone is two steps


class PasskeyRefused(Exception):
    """The words are for whoever tried."""

    def __init__(self) -> None:
        super().__init__("That passkey did not fit. Try again, or use another way.")


@dataclass(frozen=True)
class Made:
    credential: bytes
    uses: int


def ask_to_make(request: HttpRequest, *, account: Account) -> str:
    """Return the question for the browser as JSON, and remember it in the session."""
    user = PublicKeyCredentialUserEntity(
        id=str(account.pk).encode(), name=account.name, display_name=str(account.worker or account.name)
    )
    options, state = _server(request).register_begin(
        user,
        credentials=[_data(row) for row in account.passkeys.all()],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=VERIFIED,
    )
    request.session[STATE] = state
    return json.dumps(dict(options)["publicKey"])


def made(request: HttpRequest, answer: str) -> Made:
    """Check what the browser made; each question is answered once."""
    state = request.session.pop(STATE, None)
    try:
        data = _server(request).register_complete(state, json.loads(answer))
    except (ValueError, TypeError, KeyError, AttributeError) as fault:
        raise PasskeyRefused from fault
    if data.credential_data is None:
        raise PasskeyRefused
    return Made(bytes(data.credential_data), data.counter)


def ask_to_show(request: HttpRequest, *, account: Account | None) -> str:
    """Ask for one of the account's passkeys, or, without an account, for any that the device has for us."""
    rows = [_data(row) for row in account.passkeys.all()] if account else None
    options, state = _server(request).authenticate_begin(rows, user_verification=VERIFIED)
    request.session[STATE] = state
    return json.dumps(dict(options)["publicKey"])


def shown(request: HttpRequest, answer: str, *, account: Account | None) -> tuple[Passkey, int]:
    """Return the passkey that answered, and its own count of uses."""
    state = request.session.pop(STATE, None)
    try:
        response = AuthenticationResponse.from_dict(json.loads(answer))
        row = (
            Passkey.objects.select_related("account__worker").filter(credential_digest=digest(response.raw_id)).first()
        )
        if row is None or (account is not None and row.account_id != account.pk):
            raise PasskeyRefused
        _server(request).authenticate_complete(state, [_data(row)], response)
    except (ValueError, TypeError, KeyError, AttributeError) as fault:
        raise PasskeyRefused from fault
    return row, response.response.authenticator_data.counter


def digest(credential_id: bytes) -> str:
    return chain.keyed_digest(f"passkey {credential_id.hex()}")


def digest_of(credential: bytes) -> str:
    return digest(AttestedCredentialData(credential).credential_id)


def work_at(request: HttpRequest) -> bool:
    """Browsers allow passkeys at a name, not at a bare number; without HTTPS at localhost only."""
    host = _host(request)
    return host == "localhost" or (request.is_secure() and not host.replace(".", "").isdigit() and ":" not in host)


def _server(request: HttpRequest) -> Fido2Server:
    return Fido2Server(PublicKeyCredentialRpEntity(name="OnePlan", id=_host(request)))


def _host(request: HttpRequest) -> str:
    host = request.get_host()
    return host if host.endswith("]") else host.rsplit(":", 1)[0]


def _data(row: Passkey) -> AttestedCredentialData:
    return AttestedCredentialData(bytes(row.credential))
