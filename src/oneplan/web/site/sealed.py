"""Text that is encrypted at rest: second-factor secrets, protected addresses, bank and document numbers, held forms.

A sealed text names the key that sealed it, so that it is known, without opening, which keys are still needed.
"""

from typing import TYPE_CHECKING, Any

from cryptography.fernet import InvalidToken, MultiFernet
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.lookups import Exact, IsNull, Lookup

from oneplan.web.site import keyring

MARK = "s1"
if TYPE_CHECKING:
    _Text = models.TextField[Any, Any]
    _Exact = Exact[Any]
else:
    _Text, _Exact = models.TextField, Exact


class CannotOpen(Exception):
    """No key of the ring opens the text; the words say what to do."""


class CannotSearchSealed(FieldError):
    """Somebody looked for the value of a field that is sealed."""


def seal(text: str) -> str:
    """Encrypt with the newest key; the empty text stays empty, so that "nothing there" can be seen."""
    if not text:
        return ""
    newest = keyring.ring().newest
    return f"{MARK}:{newest.fingerprint}:{newest.fernet.encrypt(text.encode()).decode()}"


def opened(text: str) -> str:
    """Decrypt what `seal` made, or a bare token of an older version."""
    if not text:
        return ""
    fingerprint, token = parted(text)
    ring = keyring.ring()
    if fingerprint and ring.named(fingerprint) is None:
        ring = keyring.ring(afresh=True)
    named = ring.named(fingerprint)
    try:
        opener = named.fernet if named else MultiFernet([key.fernet for key in ring.keys])
        return opener.decrypt(token.encode()).decode()
    except InvalidToken:
        raise CannotOpen(_why_not(fingerprint)) from None


def parted(text: str) -> tuple[str, str]:
    """The fingerprint of the key that sealed it (empty where none is named), and the token."""
    mark, _, rest = text.partition(":")
    if mark != MARK:
        return "", text
    fingerprint, _, token = rest.partition(":")
    return fingerprint, token


def start_of(fingerprint: str) -> str:
    """With what every text begins that the key sealed."""
    return f"{MARK}:{fingerprint}:"


class EncryptedTextField(_Text):
    """Plain in Python, sealed in the database. It cannot be searched: only "is it empty?" may be asked.

    To find a row by its value, keep a keyed digest beside it.
    """

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        value = super().get_db_prep_save(value, connection)
        return seal(value) if isinstance(value, str) else value

    def from_db_value(self, value: str | None, *_about: object) -> str | None:
        return value if value is None else opened(value)

    def get_lookup(self, lookup_name: str) -> "type[Lookup[Any]]":
        allowed: dict[str, Any] = {"exact": _IsEmpty, "isnull": IsNull}
        if lookup_name not in allowed:
            raise CannotSearchSealed(_cannot_search(self))
        return allowed[lookup_name]  # type: ignore[no-any-return]

    def get_transform(self, lookup_name: str) -> Any:  # noqa: ARG002 - Django's call
        raise CannotSearchSealed(_cannot_search(self))


class _IsEmpty(_Exact):
    def get_prep_lookup(self) -> Any:
        if self.rhs != "":
            raise CannotSearchSealed(_cannot_search(self.lhs.output_field))
        return ""


def _cannot_search(field: Any) -> str:
    return (
        f"“{field.model._meta.label_lower}.{field.name}” is sealed: the database cannot look for its value. "
        "Keep a keyed digest beside it and look for that."
    )


def _why_not(fingerprint: str) -> str:
    which = f"It was sealed with key {fingerprint}, which is not here" if fingerprint else "It names no key"
    if fingerprint and keyring.ring().named(fingerprint):
        which = f"Key {fingerprint} is here, so the text itself was damaged or changed"
    return (
        f"A sealed text cannot be opened with the {len(keyring.ring().keys)} keys of this installation. {which}. "
        "Bring the key back from the safe place into the folder “keys”, then try again; nothing was lost."
    )
