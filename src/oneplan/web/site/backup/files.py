"""The folders outside the database that belong to a backup, copied block by block."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from oneplan.web.access import chain as chains
from oneplan.web.site.backup.manifest import File

BLOCK = 1 << 20


def folders() -> dict[str, Path]:
    """Attachments: what was handed over for sending, what was uploaded, partners' files and what was made of them."""
    return {
        "outbox": Path(settings.OUTBOX_FOLDER),
        "media": Path(settings.MEDIA_ROOT),
        "data": Path(settings.DATA_FOLDER),
    }


def live() -> dict[str, Path]:
    """Every folder that a restore puts in place."""
    return {**folders(), "anchors": Path(settings.AUDIT_ANCHORS)}


def copy_all(into: Path) -> dict[str, File]:
    """Copy the attachments; what a sender takes away meanwhile has gone on its way and is left out."""
    found: dict[str, File] = {}
    for name, folder in folders().items():
        for path in every_file(folder):
            place = Path(name) / path.relative_to(folder)
            try:
                found[str(place)] = copy(path, into / place)
            except FileNotFoundError:
                (into / place).unlink(missing_ok=True)
    return found


def copy_anchors(into: Path, *, heads: dict[str, int]) -> dict[str, File]:
    """Copy each chain's anchors up to its head in the database that was copied: later ones are of later rows."""
    found: dict[str, File] = {}
    for chain in chains.MODELS:
        source, place = chains.anchor_file(chain), Path("anchors") / f"{chain}.log"
        if not source.exists():
            continue
        (into / place).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with source.open() as lines, (into / place).open("w") as out:
            for line in lines:
                number = line.split(" ", 1)[0]
                if not number.isdigit() or int(number) <= heads.get(chain, 0):
                    out.write(line)
        found[str(place)] = measured(into / place)
    return found


def every_file(folder: Path) -> Iterator[Path]:
    """Files of a folder, without the drafts that are being written."""
    if folder.is_dir():
        yield from sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))


def copy(source: Path, to: Path) -> File:
    to.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with source.open("rb") as out_of, to.open("wb") as into:
        os.fchmod(into.fileno(), 0o600)
        shutil.copyfileobj(out_of, into, BLOCK)
        into.flush()
        os.fsync(into.fileno())
    return measured(to)


def measured(path: Path) -> File:
    total = hashlib.sha256()
    with path.open("rb") as blocks:
        while block := blocks.read(BLOCK):
            total.update(block)
    return File(path.stat().st_size, total.hexdigest())


def settle(folder: Path) -> None:
    """Make sure that names are on the disk, not only contents."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
