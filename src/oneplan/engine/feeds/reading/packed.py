"""A zip with one file in it: the file is read as if it had come alone."""

import shutil
import zipfile
import zlib
from pathlib import Path

from oneplan.engine.feeds.reading.refusals import CannotOpen

LARGEST = 4 << 30  # bytes, unpacked
MOST_PACKED = 200  # times: what is packed tighter was made to fill a disk
WORKBOOKS = ("[Content_Types].xml", "mimetype", "xl/")  # a workbook is a zip, too: how names in it begin
PIECE = 1 << 20
ENCRYPTED = 0x1


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


def is_one(path: Path) -> bool:
    """A zip that is no workbook."""
    with path.open("rb") as file:
        if file.read(2) != b"PK" or not zipfile.is_zipfile(path):
            return False
    with zipfile.ZipFile(path) as packed:
        return not any(name.startswith(WORKBOOKS) for name in packed.namelist())


def unpack(path: Path, into: Path) -> str:
    """Write the one file of a zip to `into` and return what it is called. Raises `CannotOpen`.

    What it is called says nothing of where it goes: a name that climbs climbs nowhere.
    """
    refuse_bombs(path)
    with zipfile.ZipFile(path) as packed:
        one = _only(packed)
        if one.flag_bits & ENCRYPTED:
            raise CannotOpen("This zip is locked with a password. Unpack it, and take in the file that was in it.")
        try:
            with packed.open(one) as source, into.open("wb") as out:
                shutil.copyfileobj(source, out, PIECE)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, EOFError) as error:
            raise CannotOpen(f"This zip cannot be unpacked ({error}). Ask for it to be sent again.") from error
    return Path(one.filename).name


def _only(packed: zipfile.ZipFile) -> zipfile.ZipInfo:
    found = [each for each in packed.infolist() if not each.is_dir() and not _is_hidden(each.filename)]
    if len(found) != 1:
        named = ", ".join(f"“{each.filename}”" for each in found[:5]) or "none"
        raise CannotOpen(f"This zip has {len(found)} files in it ({named}). Unpack it, and take them in one by one.")
    return found[0]


def _is_hidden(name: str) -> bool:
    return name.startswith("__MACOSX/") or Path(name).name.startswith(".")
