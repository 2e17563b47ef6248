"""The only door to finished packs on disk: two sealed files for each, under the installation's own folder."""

import os
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from cryptography.fernet import Fernet
from django.conf import settings

PDF, JSON = "pdf", "json"


def keep(pack: UUID, kind: str, content: bytes) -> str:
    """Seal and write one file; return the digest of what was sealed."""
    folder = Path(settings.PACK_FOLDER)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = folder / f".{pack}.{kind}.{os.getpid()}"
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(Fernet(settings.PACK_KEY).encrypt(content))
        out.flush()
        os.fsync(out.fileno())
    draft.rename(_path(pack, kind))
    return sha256(content).hexdigest()


def opened(pack: UUID, kind: str) -> bytes | None:
    """Return what was sealed; None when the file is gone."""
    path = _path(pack, kind)
    return Fernet(settings.PACK_KEY).decrypt(path.read_bytes()) if path.exists() else None


def remove(pack: UUID) -> None:
    for kind in (PDF, JSON):
        _path(pack, kind).unlink(missing_ok=True)


def remove_all(packs: Iterable[UUID]) -> None:
    for pack in packs:
        remove(pack)


def _path(pack: UUID, kind: str) -> Path:
    return Path(settings.PACK_FOLDER) / f"{pack}.{kind}.sealed"
