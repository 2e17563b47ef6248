"""Passkeys, with a device made of a key and a counter: what is asked, what fits, what does not."""

import hashlib
import json
import os
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from oneplan.web.access import passkeys
from oneplan.web.access.models import Account, Passkey
from oneplan.web.access.passkeys import PasskeyRefused
from tests.cast import Cast

FLAGS = AuthenticatorData.FLAG
HERE = "http://localhost"


class Device:
    """A phone with one key; it shows that its owner put a finger on it, unless told not to."""

    def __init__(self) -> None:
        self.key, self.name, self.uses = ec.generate_private_key(ec.SECP256R1()), os.urandom(16), 0

    def make(self, asked: str, *, origin: str = HERE, finger: bool = True) -> str:
        options = json.loads(asked)
        public = ES256.from_cryptography_key(self.key.public_key())  # type: ignore[no-untyped-call]
        credential = AttestedCredentialData.create(bytes(16), self.name, public)
        data = self._data(options["rp"]["id"], finger=finger, credential=credential)
        client = self._client("webauthn.create", options, origin)
        said = {
            "clientDataJSON": websafe_encode(client),
            "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
        }
        return self._answer(said)

    def show(self, asked: str, *, origin: str = HERE, finger: bool = True) -> str:
        options = json.loads(asked)
        self.uses += 1
        data = self._data(options["rpId"], finger=finger)
        client = self._client("webauthn.get", options, origin)
        signed = self.key.sign(bytes(data) + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        said = {
            "clientDataJSON": websafe_encode(client), "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(signed),
        }  # fmt: skip
        return self._answer(said)

    def _data(self, where: str, *, finger: bool, credential: Any = b"") -> AuthenticatorData:
        flags = FLAGS.UP | (FLAGS.UV if finger else 0) | (FLAGS.AT if credential else 0)
        place = hashlib.sha256(where.encode()).digest()
        made: AuthenticatorData = AuthenticatorData.create(place, flags, self.uses, credential)
        return made

    def _client(self, kind: str, options: dict[str, Any], origin: str) -> CollectedClientData:
        return CollectedClientData.create(kind, websafe_decode(options["challenge"]), origin)

    def _answer(self, said: dict[str, str]) -> str:
        name = websafe_encode(self.name)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": said})


@pytest.fixture
def request_() -> Any:
    request: Any = RequestFactory().get("/", headers={"host": "localhost:8000"})
    request.session = SessionStore()
    return request


@pytest.fixture
def account(cast: Cast) -> Account:
    return Account.objects.get(worker=cast.priya)


def _kept(device: Device, account: Account, request: Any) -> Passkey:
    made = passkeys.made(request, device.make(passkeys.ask_to_make(request, account=account)))
    return Passkey.objects.create(
        account=account, name="phone", credential=made.credential, uses=made.uses, made_at=timezone.now(),
        credential_digest=passkeys.digest_of(made.credential),
    )  # fmt: skip


class TestMaking:
    def test_the_question_names_who_it_is_for_and_what_they_have(self, request_: Any, account: Account) -> None:
        device = Device()
        _kept(device, account, request_)
        asked = json.loads(passkeys.ask_to_make(request_, account=account))
        assert asked["rp"]["id"] == "localhost"
        assert (asked["user"]["name"], asked["user"]["displayName"]) == ("priya", "Priya Shah, intervention worker")
        assert websafe_decode(asked["user"]["id"]) == str(account.pk).encode()
        assert [each["id"] for each in asked["excludeCredentials"]] == [websafe_encode(device.name)]
        chosen = asked["authenticatorSelection"]
        assert (chosen["userVerification"], chosen["residentKey"]) == ("required", "required")

    def test_a_member_of_a_family_is_called_by_their_sign_in_name(self, request_: Any, cast: Cast) -> None:
        asked = json.loads(passkeys.ask_to_make(request_, account=cast.parent_account))
        assert asked["user"]["displayName"] == "grace"

    def test_each_question_is_answered_once(self, request_: Any, account: Account) -> None:
        device = Device()
        answer = device.make(passkeys.ask_to_make(request_, account=account))
        made = passkeys.made(request_, answer)
        assert AttestedCredentialData(made.credential).credential_id == device.name
        assert made.uses == 0
        with pytest.raises(PasskeyRefused):
            passkeys.made(request_, answer)

    @pytest.mark.parametrize("wrong", [{"origin": "http://elsewhere.example"}, {"finger": False}])
    def test_what_was_made_elsewhere_or_without_its_owner_is_refused(
        self, request_: Any, account: Account, wrong: dict[str, Any]
    ) -> None:
        asked = passkeys.ask_to_make(request_, account=account)
        with pytest.raises(PasskeyRefused, match="did not fit"):
            passkeys.made(request_, Device().make(asked, **wrong))

    @pytest.mark.parametrize("answer", ["", "{}", "[]", "no answer", '{"id": 1}'])
    def test_nonsense_is_refused_in_words(self, request_: Any, account: Account, answer: str) -> None:
        passkeys.ask_to_make(request_, account=account)
        with pytest.raises(PasskeyRefused, match="Try again, or use another way"):
            passkeys.made(request_, answer)
        passkeys.ask_to_show(request_, account=account)
        with pytest.raises(PasskeyRefused, match="Try again, or use another way"):
            passkeys.shown(request_, answer, account=account)


class TestShowing:
    @pytest.fixture
    def device(self, request_: Any, account: Account) -> Device:
        device = Device()
        _kept(device, account, request_)
        return device

    def test_it_says_whose_it_is_and_how_often_it_was_used(
        self, request_: Any, account: Account, device: Device
    ) -> None:
        for owner in (account, None):
            asked = passkeys.ask_to_show(request_, account=owner)
            row, uses = passkeys.shown(request_, device.show(asked), account=owner)
            assert (row.account, uses) == (account, device.uses)

    def test_the_question_names_the_account_s_own_or_none(
        self, request_: Any, account: Account, device: Device
    ) -> None:
        own = json.loads(passkeys.ask_to_show(request_, account=account))
        assert [each["id"] for each in own["allowCredentials"]] == [websafe_encode(device.name)]
        assert own["userVerification"] == "required"
        assert not json.loads(passkeys.ask_to_show(request_, account=None)).get("allowCredentials")

    def test_each_question_is_answered_once(self, request_: Any, account: Account, device: Device) -> None:
        answer = device.show(passkeys.ask_to_show(request_, account=account))
        passkeys.shown(request_, answer, account=account)
        with pytest.raises(PasskeyRefused):
            passkeys.shown(request_, answer, account=account)

    def test_another_s_does_not_fit(self, request_: Any, cast: Cast, device: Device) -> None:
        asked = passkeys.ask_to_show(request_, account=None)
        with pytest.raises(PasskeyRefused):
            passkeys.shown(request_, device.show(asked), account=Account.objects.get(worker=cast.tom))

    def test_one_that_is_not_here_does_not_fit(self, request_: Any, device: Device) -> None:
        asked = passkeys.ask_to_show(request_, account=None)
        with pytest.raises(PasskeyRefused):
            passkeys.shown(request_, Device().show(asked), account=None)

    def test_another_key_under_the_same_name_does_not_fit(self, request_: Any, device: Device) -> None:
        forged = Device()
        forged.name = device.name
        asked = passkeys.ask_to_show(request_, account=None)
        with pytest.raises(PasskeyRefused):
            passkeys.shown(request_, forged.show(asked), account=None)

    @pytest.mark.parametrize("wrong", [{"origin": "http://elsewhere.example"}, {"finger": False}])
    def test_what_was_shown_elsewhere_or_without_its_owner_is_refused(
        self, request_: Any, account: Account, device: Device, wrong: dict[str, Any]
    ) -> None:
        asked = passkeys.ask_to_show(request_, account=account)
        with pytest.raises(PasskeyRefused):
            passkeys.shown(request_, device.show(asked, **wrong), account=account)


@pytest.mark.parametrize(
    ("host", "is_secure", "work"),
    [
        ("localhost", False, True), ("localhost:8000", False, True), ("oneplan.example", True, True),
        ("oneplan.example:8443", True, True), ("oneplan.example", False, False), ("192.0.2.7", True, False),
        ("[::1]:8000", True, False), ("[::1]", True, False),
    ],
)  # fmt: skip
def test_where_browsers_allow_them(settings: Any, host: str, is_secure: bool, work: bool) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    request = RequestFactory().get("/", secure=is_secure, headers={"host": host})
    assert passkeys.work_at(request) is work
