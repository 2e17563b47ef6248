"""A zip with one file in it: the file is read as if it had come alone."""

import shutil
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pyzipper

from oneplan.engine.feeds.reading.refusals import CannotOpen, Locked

LARGEST = 4 << 30  # bytes, unpacked
MOST_PACKED = 200  # times: what is packed tighter was made to fill a disk
WORKBOOKS = ("[Content_Types].xml", "mimetype", "xl/")  # a workbook is a zip, too: how names in it begin
PIECE = 1 << 20
HEADER = 30  # bytes before the name of each file in a zip; the last four are the lengths of name and more
ENCRYPTED = 0x1
WRITTEN = ("utf-8", "cp1252", "cp850")  # how programs turn the letters of a password (£) into bytes
NOT_WHOLE = "This zip cannot be unpacked ({}). Ask for it to be sent again."
BROKEN = (
    zipfile.BadZipFile, pyzipper.BadZipFile, zlib.error, NotImplementedError, OSError, EOFError, RuntimeError,
)  # fmt: skip


def refuse_bombs(path: Path) -> None:
    """Raises `CannotOpen` for a zip that would unpack to far more than a list can be."""
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as packed:
        size = sum(each.file_size for each in packed.infolist())
    if size > LARGEST or size > MOST_PACKED * max(path.stat().st_size, 100_000):
        raise CannotOpen(
            f"This file would unpack to {size / 1e9:.1f} GB, which no list needs. Ask the partner what it is."
        )


def unpacks_within(path: Path, most: int) -> bool:
    """Whether a zip holds no more than so many bytes: counted by unpacking, whatever it says of itself."""
    left = most
    try:
        with zipfile.ZipFile(path) as packed, path.open("rb") as raw:
            for each in packed.infolist():
                left -= _size(raw, each, left)
                if left < 0:
                    return False
    except BROKEN:
        return False
    return True


def _size(raw: IO[bytes], each: zipfile.ZipInfo, most: int) -> int:
    """How much there is in one file of a zip; of more than `most` it is not said how much more."""
    size = 0
    for piece in pieces(raw, each):
        size += len(piece)
        if size > most:
            break
    return size


def pieces(raw: IO[bytes], each: zipfile.ZipInfo) -> Iterator[bytes]:
    """What there is in one file of a zip, whatever the zip says of its length. Raises what is in `BROKEN`."""
    raw.seek(each.header_offset + HEADER - 4)
    name_and_more = raw.read(4)
    if len(name_and_more) < 4:
        raise EOFError("it ends too early")
    raw.seek(sum(struct.unpack("<HH", name_and_more)), 1)
    left = each.compress_size
    if each.compress_type == zipfile.ZIP_STORED:
        while left > 0 and (piece := raw.read(min(left, PIECE))):
            left -= len(piece)
            yield piece
        return
    if each.compress_type != zipfile.ZIP_DEFLATED:
        raise NotImplementedError(f"“{each.filename}” is packed in a way that is not known")
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    packed = b""
    while not inflate.eof:
        if not packed:
            packed = raw.read(min(left, PIECE))
            left -= len(packed)
        piece = inflate.decompress(packed, PIECE)
        if not packed and not piece:
            return
        packed = inflate.unconsumed_tail
        if piece:
            yield piece


def is_one(path: Path) -> bool:
    """A zip that is no workbook. Raises `CannotOpen`."""
    with path.open("rb") as file:
        if file.read(2) != b"PK" or not zipfile.is_zipfile(path):
            return False
    try:
        with zipfile.ZipFile(path) as packed:
            return not any(name.startswith(WORKBOOKS) for name in packed.namelist())
    except (zipfile.BadZipFile, NotImplementedError, OSError) as error:
        raise CannotOpen(NOT_WHOLE.format(error)) from error


def is_locked(path: Path) -> bool:
    """Whether a password locks what is in a zip."""
    with zipfile.ZipFile(path) as packed:
        return any(each.flag_bits & ENCRYPTED for each in packed.infolist())


def begins(path: Path) -> bytes:
    """How the one file of a zip begins; nothing where that cannot be said."""
    try:
        with zipfile.ZipFile(path) as packed, packed.open(_only(packed)) as source:
            return source.read(8)
    except (*BROKEN, CannotOpen):
        return b""


def unpack(path: Path, into: Path, *, password: str = "") -> str:
    """Write the one file of a zip to `into` and return what it is called. Raises `Locked` and `CannotOpen`.

    What it is called says nothing of where it goes: a name that climbs climbs nowhere.
    """
    refuse_bombs(path)
    if is_locked(path):
        return _unlock(path, into, password)
    with zipfile.ZipFile(path) as packed:
        one = _only(packed)
        try:
            _copy(packed, one, into)
        except BROKEN as error:
            raise CannotOpen(NOT_WHOLE.format(error)) from error
    return Path(one.filename).name


def _unlock(path: Path, into: Path, password: str) -> str:
    with pyzipper.AESZipFile(path) as packed:
        one = _only(packed)
        if not password:
            raise Locked(was_tried=False)
        for written in dict.fromkeys(password.encode(each, errors="replace") for each in WRITTEN):
            try:
                _copy(packed, one, into, written)
            except (NotImplementedError, OSError) as error:
                raise CannotOpen(NOT_WHOLE.format(error)) from error
            except BROKEN:  # the older lock lets one wrong password in 256 through, and then nothing fits
                continue
            return Path(one.filename).name
    raise Locked(was_tried=True)


def _copy(packed: Any, one: Any, into: Path, password: bytes | None = None) -> None:
    with packed.open(one, pwd=password) as source, into.open("wb") as out:
        shutil.copyfileobj(source, out, PIECE)


def _only(packed: Any) -> Any:
    found = [each for each in packed.infolist() if not each.is_dir() and not _is_hidden(each.filename)]
    if len(found) != 1:
        named = ", ".join(f"“{each.filename}”" for each in found[:5]) or "none"
        raise CannotOpen(f"This zip has {len(found)} files in it ({named}). Unpack it, and take them in one by one.")
    return found[0]


def _is_hidden(name: str) -> bool:
    return name.startswith("__MACOSX/") or Path(name).name.startswith(".")
