"""Secrets that are good once: we keep what proves them, never the secrets themselves."""

import secrets

from oneplan.web.access import chain


def secret() -> str:
    """Return 256 bits in letters that may stand in an address."""
    return secrets.token_urlsafe(32)


def code() -> str:
    """Return six digits, to be read out or typed."""
    return f"{secrets.randbelow(10**6):06}"


def digest(text: str, *, of: str) -> str:
    """Return what is kept; `of` keeps a secret of one kind from passing for another."""
    return chain.keyed_digest(f"one-time {of} {text}")


def is_same(one: str, other: str) -> bool:
    return secrets.compare_digest(one.encode(), other.encode())
