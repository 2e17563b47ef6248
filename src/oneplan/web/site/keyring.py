"""The keys that seal: from ONEPLAN_SEAL_KEYS, else files in the installation's `keys` folder, newest first.

The key of held forms of older versions (`form_key`) still opens what it sealed, and never seals again.
"""

import hashlib
import re
from base64 import urlsafe_b64decode
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cryptography.fernet import Fernet
from django.conf import settings

from oneplan.web.site import keys

FILE = re.compile(r"seal-(\d{4})")
RETIRED = "retired"
ENVIRONMENT = "ONEPLAN_SEAL_KEYS"


class CannotUseKeys(Exception):
    """Says which key is not as it should be, and what to do."""


@dataclass(frozen=True)
class Key:
    """One key, where it lies, and by what short name it is spoken of."""

    text: str
    place: str
    file: Path | None = None

    @cached_property
    def fingerprint(self) -> str:
        return hashlib.sha256(f"oneplan seal {self.text}".encode()).hexdigest()[:8]

    @cached_property
    def fernet(self) -> Fernet:
        return Fernet(self.text)


@dataclass(frozen=True)
class Ring:
    keys: tuple[Key, ...]

    @property
    def newest(self) -> Key:
        return self.keys[0]

    def named(self, fingerprint: str) -> Key | None:
        return next((key for key in self.keys if key.fingerprint == fingerprint), None)


_read: dict[tuple[object, ...], Ring] = {}


def ring(*, afresh: bool = False) -> Ring:
    """The keys as they are now: a key put into the folder by another process is seen at the next use."""
    folder = Path(settings.SEAL_FOLDER)
    mark = (str(folder), _changed(folder), tuple(settings.SEAL_KEYS), settings.FORM_KEY)
    if afresh or (found := _read.get(mark)) is None:
        found = _ring(folder)
        _read.clear()
        _read[(str(folder), _changed(folder), *mark[2:])] = found
    return found


def add() -> Key:
    """Make a new newest key in the folder."""
    if settings.SEAL_KEYS:
        raise CannotUseKeys(
            f"The keys are given in {ENVIRONMENT}. Put a new one first in that list, start OnePlan again, and run "
            "this once more: what the older keys sealed is then sealed anew."
        )
    files = _files(Path(settings.SEAL_FOLDER), with_retired=True)
    last = max((int(FILE.fullmatch(path.name)[1]) for path in files), default=0)  # type: ignore[index]
    made = keys.secret(f"seal-{last + 1:04}", home=Path(settings.SEAL_FOLDER).parent)
    return next(key for key in ring().keys if key.text == made)


def put_away(key: Key) -> None:
    """Move a key's file to the folder of retired keys: it opens nothing any more, and older backups may need it."""
    if key.file is not None:
        folder = key.file.parent / RETIRED
        folder.mkdir(exist_ok=True, mode=0o700)
        key.file.rename(folder / key.file.name)


def _ring(folder: Path) -> Ring:
    found = [Key(text, ENVIRONMENT) for text in settings.SEAL_KEYS]
    found += [_from_file(path) for path in sorted(_files(folder), reverse=True)]
    if not found:
        keys.secret("seal-0001", home=folder.parent)
        found = [_from_file(folder / "seal-0001")]
    if settings.FORM_KEY:
        found.append(Key(settings.FORM_KEY, "ONEPLAN_FORM_KEY"))
    elif (folder / "form_key").exists():
        found.append(_from_file(folder / "form_key"))
    for key in found:
        _check(key)
    return Ring(tuple(found))


def _files(folder: Path, *, with_retired: bool = False) -> list[Path]:
    folders = [folder, folder / RETIRED] if with_retired else [folder]
    return [path for each in folders if each.is_dir() for path in each.iterdir() if FILE.fullmatch(path.name)]


def _from_file(path: Path) -> Key:
    return Key(path.read_text().strip(), f"keys/{path.name}", path)


def _check(key: Key) -> None:
    try:
        is_good = len(urlsafe_b64decode(key.text)) == 32
    except ValueError:
        is_good = False
    if not is_good:
        raise CannotUseKeys(
            f"A key in {key.place} is not a key: 32 bytes in URL-safe base64 are wanted. Bring the right one back "
            "from the safe place; nothing was changed."
        )


def _changed(folder: Path) -> int:
    try:
        return folder.stat().st_mtime_ns
    except FileNotFoundError:
        return 0
