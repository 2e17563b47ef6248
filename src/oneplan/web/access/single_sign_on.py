"""Single sign-on by OpenID Connect: the council's own sign-in says who somebody is; OnePlan says what they may do.

Code flow with PKCE, state and nonce. The ticket (ID token) is believed only when its signature, issuer, audience,
age and nonce are right. Nobody is let in whose account was not made here before, and no group of the directory
gives any right.
"""

import base64
import hashlib
import json
import secrets
import time
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import jwt
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from oneplan.web.access.models import Account

STATE = "single_sign_on"
LASTS = 600
PATIENCE = 10
LARGEST = 1_000_000
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]
SECOND_STEPS = frozenset({"mfa", "otp", "hwk", "swk", "fpt", "face", "sms"})
NOT_ANSWERING = "The council's sign-in does not answer just now. Try again in a moment, or sign in with your password."
NOT_FITTING = "What the council's sign-in sent does not fit. Begin again at the sign-in page."


class _NoRedirects(HTTPRedirectHandler):
    """The provider is where the settings say, and nowhere that its answers would lead: a redirect is an error."""

    def redirect_request(self, *_args: Any, **_also: Any) -> None:
        return None


_OPENER = build_opener(_NoRedirects)


class Refused(Exception):
    """The words are for whoever wanted to sign in."""


@dataclass(frozen=True)
class Arrived:
    account: Account
    go_to: str
    had_second_step: bool


def is_on() -> bool:
    return bool(settings.OIDC_ISSUER)


def begin(request: HttpRequest, *, back_to: str, go_to: str) -> str:
    """Remember what must come back, and return the provider's address to send the browser to."""
    config = _configuration()
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    request.session[STATE] = {
        "state": state, "nonce": nonce, "verifier": verifier, "go_to": go_to, "at": int(time.time())
    }  # fmt: skip
    asked = {
        "response_type": "code",
        "client_id": settings.OIDC_CLIENT_ID,
        "redirect_uri": back_to,
        "scope": settings.OIDC_SCOPE,
        "state": state,
        "nonce": nonce,
        "code_challenge": _unpadded(hashlib.sha256(verifier.encode()).digest()),
        "code_challenge_method": "S256",
    }
    joint = "&" if "?" in config["authorization_endpoint"] else "?"
    return f"{config['authorization_endpoint']}{joint}{urlencode(asked)}"


def finish(request: HttpRequest, *, back_to: str) -> Arrived:
    """Check what came back; return the account that was made for it."""
    kept = request.session.pop(STATE, None)
    if not kept or time.time() - kept["at"] > LASTS:
        raise Refused(NOT_FITTING)
    if not secrets.compare_digest(request.GET.get("state", "").encode(), kept["state"].encode()):
        raise Refused(NOT_FITTING)
    if "iss" in request.GET and request.GET["iss"] != settings.OIDC_ISSUER:
        raise Refused(NOT_FITTING)
    if "error" in request.GET or not request.GET.get("code"):
        raise Refused(
            "The council's sign-in did not let you through. If you changed jobs or came back from leave, ask the "
            "council's IT desk whether your account there is switched on."
        )
    claims = _claims(request.GET["code"], verifier=kept["verifier"], nonce=kept["nonce"], back_to=back_to)
    ways = claims.get("amr")
    had_second_step = isinstance(ways, list) and bool(SECOND_STEPS & set(map(str, ways)))
    return Arrived(_account(claims), kept["go_to"], had_second_step)


def _claims(code: str, *, verifier: str, nonce: str, back_to: str) -> dict[str, Any]:
    config = _configuration()
    sent = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back_to,
        "client_id": settings.OIDC_CLIENT_ID,
        "client_secret": settings.OIDC_CLIENT_SECRET,
        "code_verifier": verifier,
    }
    ticket = _fetch(config["token_endpoint"], sent=sent).get("id_token", "")
    try:
        claims: dict[str, Any] = jwt.decode(
            ticket,
            _key_for(ticket, config),
            algorithms=ALGORITHMS,
            audience=settings.OIDC_CLIENT_ID,
            issuer=settings.OIDC_ISSUER,
            leeway=60,
            options={"require": ["exp", "iat", "aud", "iss", "sub"]},
        )
    except (jwt.PyJWTError, ValueError, TypeError) as fault:
        raise Refused(NOT_FITTING) from fault
    if not secrets.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise Refused(NOT_FITTING)
    return claims


def _account(claims: dict[str, Any]) -> Account:
    """Match the one configured claim with the entry an administrator wrote down; nothing else is looked at."""
    said = claims.get(settings.OIDC_CLAIM)
    rows = Account.objects.select_related("worker")
    account = rows.filter(directory_id=said).first() if isinstance(said, str) and said else None
    if account is None:
        raise Refused(
            "The council knows you, but nobody has made an account for you in OnePlan yet. Ask your administrator."
        )
    if not account.may_sign_in:
        raise Refused("Your account in OnePlan is switched off. If that is a mistake, ask your administrator.")
    return account


def _key_for(ticket: str, config: dict[str, Any]) -> Any:
    """The provider's key the ticket names; once more afresh, for providers change their keys."""
    wanted = jwt.get_unverified_header(ticket).get("kid")
    for afresh in (False, True):
        keys = jwt.PyJWKSet.from_dict(_kept("keys", config["jwks_uri"], afresh=afresh)).keys
        for key in keys:
            if wanted is None or key.key_id == wanted:
                return key
    raise Refused(NOT_FITTING)


def _configuration() -> dict[str, Any]:
    config = _kept("config", f"{settings.OIDC_ISSUER.rstrip('/')}/.well-known/openid-configuration")
    if config.get("issuer") != settings.OIDC_ISSUER:
        raise Refused(NOT_ANSWERING)
    return config


def _kept(what: str, address: str, *, afresh: bool = False) -> dict[str, Any]:
    name = f"oidc:{what}:{address}"
    found: dict[str, Any] | None = None if afresh else cache.get(name)
    if found is None:
        found = _fetch(address)
        cache.set(name, found, LASTS)
    return found


def _fetch(address: str, *, sent: dict[str, str] | None = None) -> dict[str, Any]:
    parts = urlsplit(address)
    if parts.scheme != "https" and parts.hostname not in {"127.0.0.1", "localhost", "::1"}:
        raise Refused(NOT_ANSWERING)
    body = urlencode(sent).encode() if sent else None
    asked = Request(address, data=body, headers={"Accept": "application/json"})  # noqa: S310 - scheme checked above
    try:
        with _OPENER.open(asked, timeout=PATIENCE) as answer:
            read = json.loads(answer.read(LARGEST))
    except HTTPError as fault:
        raise Refused(NOT_FITTING if sent else NOT_ANSWERING) from fault
    except (URLError, OSError, ValueError) as fault:
        raise Refused(NOT_ANSWERING) from fault
    if not isinstance(read, dict):
        raise Refused(NOT_ANSWERING)
    return read


def _unpadded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
