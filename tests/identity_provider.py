"""An OpenID Connect provider of our own, on this machine, for the length of a test: it can also be made to lie."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT_ID, CLIENT_SECRET = "oneplan", "a secret between the two"


@dataclass
class Provider:
    """Who signs in next, and in what way the answer is to be wrong."""

    issuer: str = ""
    claims: dict[str, Any] = field(default_factory=lambda: {"sub": "priya-in-the-directory"})
    wrong: dict[str, Any] = field(default_factory=dict)
    error: str = ""
    forged: bool = False
    leads_on: bool = False  # its keys are said to be at another address
    grants: dict[str, dict[str, str]] = field(default_factory=dict)
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))

    def keys(self) -> dict[str, Any]:
        public = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [public | {"kid": "one", "use": "sig", "alg": "RS256"}]}

    def configuration(self) -> dict[str, str]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        }

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser goes on to."""
        if self.error:
            return f"{asked['redirect_uri']}?{urlencode({'error': self.error, 'state': asked['state']})}"
        code = secrets.token_urlsafe(8)
        self.grants[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state'], 'iss': self.issuer})}"

    def token(self, sent: dict[str, str]) -> dict[str, str] | None:
        """The ticket; None where the code, the secret or the proof of the same browser (PKCE) does not fit."""
        asked = self.grants.pop(sent.get("code", ""), None)
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        proof = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked is None or sent.get("client_secret") != CLIENT_SECRET or asked["code_challenge"] != proof:
            return None
        now = int(time.time())
        said = {"iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        key = rsa.generate_private_key(65537, 2048) if self.forged else self.key
        ticket = jwt.encode(said | self.claims | self.wrong, key, algorithm="RS256", headers={"kid": "one"})
        return {"id_token": ticket, "access_token": "unused", "token_type": "Bearer"}


class _Server(ThreadingHTTPServer):
    provider: Provider


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        parts, provider = urlsplit(self.path), self.server.provider
        if parts.path == "/authorize":
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            self._lead_to(provider.authorize(asked))
        elif parts.path == "/keys" and provider.leads_on:
            self._lead_to("/keys-elsewhere")
        elif parts.path in ("/keys", "/keys-elsewhere"):
            self._say(provider.keys())
        else:
            self._say(provider.configuration())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        answer = self.server.provider.token({name: values[0] for name, values in parse_qs(body).items()})
        self._say(answer or {"error": "invalid_grant"}, status=200 if answer else 400)

    def _say(self, what: dict[str, Any], *, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(what).encode())

    def _lead_to(self, address: str) -> None:
        self.send_response(302)
        self.send_header("Location", address)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def running() -> Iterator[Provider]:
    server = _Server(("127.0.0.1", 0), _Handler)
    provider = server.provider = Provider(issuer=f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
