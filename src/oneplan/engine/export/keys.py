"""What stands for people in an export: their number, or a pseudonym that only a secret can make."""

import hashlib
import hmac
import secrets
from collections.abc import Callable

from oneplan.engine.export.declared import Audience, Keys

LETTERS = 32  # half of SHA-256: no two people meet by chance

Key = Callable[[str], str]


def key(audience: Audience, *, secret: str) -> Key:
    """How a person's number becomes their key. Another audience has other pseudonyms, made of the same secret."""
    if audience.keys is Keys.OPEN:
        return str
    kept = secrets.token_bytes(32) if audience.keys is Keys.ONCE else _hashed(secret.encode(), audience.name)
    return lambda person: _hashed(kept, person).hex()[:LETTERS]


def _hashed(secret: bytes, text: str) -> bytes:
    return hmac.digest(secret, text.encode(), hashlib.sha256)
