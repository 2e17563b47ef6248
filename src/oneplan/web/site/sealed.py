"""Text that is encrypted at rest."""

from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import models


def seal(text: str) -> str:
    """Encrypt with the newest key; the empty text stays empty."""
    return _ring().encrypt(text.encode()).decode() if text else ""


def opened(text: str) -> str:
    return _ring().decrypt(text.encode()).decode() if text else ""


def _ring() -> MultiFernet:
    return MultiFernet([Fernet(settings.FORM_KEY)])


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]
    """Plain in Python, sealed in the database."""

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        value = super().get_db_prep_save(value, connection)
        return seal(value) if isinstance(value, str) else value

    def from_db_value(self, value: str | None, *_about: object) -> str | None:
        return value if value is None else opened(value)
