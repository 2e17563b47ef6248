"""Files locked with a password: unlocked once, at the door, and kept without their lock.

The password is used and forgotten: it stands in no file, no log and no message.
"""

import io
import struct
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

import msoffcrypto
import olefile
from msoffcrypto import exceptions

from oneplan.engine.feeds.reading import packed
from oneplan.engine.feeds.reading.refusals import CannotOpen, Locked

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # as old Excel files begin, and every locked one
MOST_ROUNDS = 10_000_000  # of hashing before a password is tried: what the format allows
LARGEST_LOCKED = 1 << 30  # bytes: unlocking an Office file holds it whole
_NOT_AS_SAID = (
    exceptions.FileFormatError, exceptions.DecryptionError, exceptions.ParseError, ExpatError, AssertionError,
    AttributeError, KeyError, IndexError, OSError, ValueError, struct.error,
)  # fmt: skip


def opened(path: Path, folder: Path, *, password: str) -> Path | None:
    """The file without its lock, in `folder`; None where it has none. Raises `Locked` and `CannotOpen`.

    A locked Office file within a zip is unlocked, too; a zip with a lock is unpacked.
    """
    at = path
    if packed.is_one(path) and (packed.is_locked(path) or packed.begins(path) == OLE):
        at = folder / "unpacked"
        packed.unpack(path, at, password=password)
    if is_locked(at):
        unlock(at, folder / "unlocked", password=password)
        return folder / "unlocked"
    return at if at != path and packed.is_locked(path) else None


def is_locked(path: Path) -> bool:
    """Whether it is an Excel file that a password locks."""
    with path.open("rb") as file:
        if file.read(len(OLE)) != OLE:
            return False
        try:
            return bool(_office(file).is_encrypted())
        except _NOT_AS_SAID:
            return False  # what it is then, the reader says


def unlock(path: Path, into: Path, *, password: str) -> None:
    """Raises `Locked` and `CannotOpen`."""
    if not password:
        raise Locked(was_tried=False)
    if path.stat().st_size > LARGEST_LOCKED:
        raise CannotOpen("This locked file has more than 1 GB. Ask the partner for it as CSV in a locked zip.")
    with path.open("rb") as file:
        try:
            locked = _office(file)
            if _rounds(locked) > MOST_ROUNDS:
                raise CannotOpen("This file is locked in a way that no spreadsheet does. Ask the partner what it is.")
            verifies = {"verify_password": True} if locked.format == "ooxml" else {}
            locked.load_key(password=password, **verifies)
            with into.open("wb") as out:
                locked.decrypt(out)
        except exceptions.InvalidKeyError as error:
            raise Locked(was_tried=True) from error
        except _NOT_AS_SAID as error:
            raise CannotOpen(
                "This file is locked in a way that cannot be opened here. Open it, save it without a password, and "
                "take that in."
            ) from error


def password_in(path: Path | None) -> str:
    """The first line of a file with a password; nothing where no file is named. Raises `CannotOpen`, `OSError`."""
    if path is None:
        return ""
    with path.open("rb") as file:
        begins = file.read(1_000)
    try:
        line = next(iter(io.StringIO(begins.decode("utf-8-sig"))), "").strip("\r\n")
    except UnicodeDecodeError as error:
        raise CannotOpen(f"“{path.name}” holds no password that is text (UTF-8). Write it anew.") from error
    if not line:
        raise CannotOpen(f"The first line of “{path.name}” is empty. Write the password there.")
    return line


def _office(file: Any) -> Any:
    """How it is locked is said in XML, and one with entities of its own is not read. Raises `_NOT_AS_SAID`."""
    file.seek(0)
    with olefile.OleFileIO(file) as inside:
        if inside.exists("EncryptionInfo") and b"<!" in inside.openstream("EncryptionInfo").read():
            raise exceptions.FileFormatError("a document type or entities")
    file.seek(0)
    return msoffcrypto.OfficeFile(file)


def _rounds(locked: Any) -> int:
    said = getattr(locked, "info", None)
    return int(said.get("spinValue", 0)) if isinstance(said, dict) else 0
