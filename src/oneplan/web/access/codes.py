"""Codes that change every half minute, as authenticator apps make them (RFC 6238), and codes on paper."""

import base64
import hashlib
import hmac
import secrets
import struct
from datetime import datetime
from urllib.parse import quote

HALF_MINUTE = 30
DIGITS = 6
LEEWAY = 1  # half minutes a clock may be off, to either side
PAPER_CODES = 10
PAPER_DIGITS = 10


def new_secret() -> str:
    return base64.b32encode(secrets.token_bytes(20)).decode()


def code_at(secret: str, step: int) -> str:
    """Return the code of the half minute `step`."""
    mac = hmac.new(base64.b32decode(secret), struct.pack(">Q", step), hashlib.sha1).digest()
    start = mac[-1] & 0x0F
    number = int.from_bytes(mac[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def step_of(at: datetime) -> int:
    return int(at.timestamp()) // HALF_MINUTE


def step_matching(secret: str, code: str, *, at: datetime) -> int | None:
    """Return the half minute whose code this is, or None. Every candidate is compared, so time tells nothing."""
    now = step_of(at)
    found = None
    for step in range(now - LEEWAY, now + LEEWAY + 1):
        if hmac.compare_digest(code_at(secret, step).encode(), code.encode()):
            found = step
    return found


def app_address(secret: str, *, name: str, issuer: str) -> str:
    """Return what the square code says to the app."""
    label = quote(f"{issuer}:{name}")
    return f"otpauth://totp/{label}?secret={secret}&issuer={quote(issuer)}&digits={DIGITS}&period={HALF_MINUTE}"


def new_paper_codes() -> list[str]:
    return [f"{secrets.randbelow(10**PAPER_DIGITS):0{PAPER_DIGITS}}" for _ in range(PAPER_CODES)]


def digits(typed: str) -> str:
    """Leave only the digits of what was typed: people type codes with gaps."""
    return "".join(each for each in typed if each.isdigit() and each.isascii())
