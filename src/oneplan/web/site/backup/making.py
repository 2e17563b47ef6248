"""Make a backup while the site runs: first the database at one moment, then what lies outside it."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

import oneplan
from oneplan.web.access import audit
from oneplan.web.access import chain as chains
from oneplan.web.access.models import ChainHead
from oneplan.web.site.actions import action
from oneplan.web.site.backup import files, manifest, postgresql, sqlite
from oneplan.web.site.backup.manifest import CannotBackUp, Manifest

Say = Callable[[str], None]
Reading = sqlite.Reading | postgresql.Reading


def make(*, into: Path, at: datetime, say: Say, keys_into: Path | None = None) -> tuple[Path, Manifest]:
    """Write a backup of this moment into a new folder of `into`; it has its name only when it is whole."""
    name = f"oneplan-{at.astimezone(UTC):%Y%m%d-%H%M%SZ}"
    done, draft = into / name, into / f".{name}.partial"
    if done.exists():
        raise CannotBackUp(f"{done} is there already. Wait a second, or choose another folder.")
    _room(into)
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True, mode=0o700)
    try:
        made = _write(draft, at=at, say=say)
        if keys_into:
            write_keys(keys_into)
        files.settle(draft)
        draft.rename(done)
        files.settle(into)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    note_made(manifest=made, by=None, at=at)
    return done, made


def _write(draft: Path, *, at: datetime, say: Say) -> Manifest:
    with _moment(draft, say=say) as reading:
        say("  manifest: counting and digesting rows")
        made = described(reading, at=at)
    say("  files")
    heads = {chain: int(head["number"]) for chain, head in made.chains.items()}
    dumped = sqlite.FILE if connection.vendor == "sqlite" else postgresql.FILE
    made.files = (
        {dumped: files.measured(draft / dumped)} | files.copy_anchors(draft, heads=heads) | files.copy_all(draft)
    )
    made.write(draft)
    return made


@contextmanager
def _moment(draft: Path, *, say: Say) -> Iterator[Reading]:
    """The database dumped, and open for reading as it was dumped."""
    if connection.vendor == "sqlite":
        sqlite.dump(draft, say=say)
        with closing(sqlite.Reading(draft / sqlite.FILE)) as copied:
            yield copied
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SET LOCAL TIME ZONE 'UTC'")
        postgresql.dump(draft, say=say)
        yield postgresql.Reading()


def described(reading: Reading, *, at: datetime) -> Manifest:
    """The manifest of what `reading` reads."""
    migrations: dict[str, list[str]] = {}
    for app, name in reading.ask("SELECT app, name FROM django_migrations ORDER BY app, name"):
        migrations.setdefault(app, []).append(name)
    heads = reading.ask("SELECT chain, number, digest FROM access_chainhead ORDER BY chain")
    return Manifest(
        made_at=at.astimezone(UTC).isoformat(),
        version=oneplan.__version__,
        vendor=connection.vendor,
        schema=reading.schema(),
        migrations=migrations,
        tables={name: reading.table(name) for name in reading.tables()},
        chains={chain: {"number": number, "digest": digest} for chain, number, digest in heads},
        keys=manifest.key_fingerprints(),
    )


def write_keys(path: Path) -> None:
    """Every key of the installation, into a file of its own that only its owner reads."""
    folder = Path(settings.SEAL_FOLDER)
    found = {str(each.relative_to(folder)): each.read_text() for each in files.every_file(folder)}
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise CannotBackUp(f"{path} is there already; keys are never written over. Choose another name.") from None
    with os.fdopen(handle, "w") as out:
        json.dump(found, out)


@action
def note_made(*, manifest: Manifest, by: Any, at: datetime) -> None:
    """Keep in the chain that everything was copied."""
    audit.record("backup_made", about=_head(), by=by, at=at, rows=manifest.rows, check=manifest.check)


@action
def note_restored(*, manifest: Manifest, by: Any, at: datetime) -> None:
    """Keep in the chain that a backup was put back, and of when it is."""
    audit.record("backup_restored", about=_head(), by=by, at=at, rows=manifest.rows, made_at=manifest.made_at,
                 check=manifest.check)  # fmt: skip


def _head() -> ChainHead:
    return ChainHead.objects.get_or_create(chain=chains.CHANGES, defaults={"digest": chains.START})[0]


def _room(into: Path) -> None:
    into.mkdir(parents=True, exist_ok=True, mode=0o700)
    if connection.vendor != "sqlite":
        return
    wanted, free = int(sqlite.live_file().stat().st_size * 1.1), shutil.disk_usage(into).free
    if free < wanted:
        raise CannotBackUp(f"{into} has {free >> 20} MiB free; the backup needs about {wanted >> 20}. Make room first.")
