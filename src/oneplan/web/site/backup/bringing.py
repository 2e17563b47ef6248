"""Bring a backup back: everything is checked and laid ready first, then put in place in one go.

Until the switch nothing of the installation is touched. During it a marked file stands in the folder, with which
OnePlan refuses to start; what was there before is moved aside, never deleted.
"""

import json
import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader

from oneplan.web.site import running
from oneplan.web.site.backup import files, postgresql, sqlite
from oneplan.web.site.backup import manifest as manifests
from oneplan.web.site.backup.manifest import CannotRestore, Manifest

Say = Callable[[str], None]
STAGED = ".restore-laid-ready"
FRAME_TABLES = {
    "auth_permission",
    "django_migrations",
    "django_content_type",
    "django_session",
    "site_arealistitem",
    "access_chainhead",
}


def restore(folder: Path, *, at: datetime, say: Say, replaces: bool, keys_from: Path | None = None) -> Path:
    """Put the backup in place of what is here; return the folder where that lies now."""
    home = Path(settings.HOME)
    with running.alone(home):
        made, check = manifests.read(folder)
        keys = _keys(keys_from)
        say("  checking the backup")
        _refuse_unfit(folder, made, check, keys=keys)
        is_cut_off = (home / running.UNFINISHED).exists()
        if not (replaces or is_cut_off or is_empty()):
            raise CannotRestore(
                "This installation is not empty, so nothing was changed. To put the backup in its place say --replace: "
                "what is here now is moved aside, except the tables of PostgreSQL, which are replaced."
            )
        say("  laying ready")
        staged = _lay_ready(folder, home / STAGED, made, keys=keys)
        aside = home / f"before-restore-{at.astimezone(UTC):%Y%m%d-%H%M%SZ}"
        _switch(folder, staged=staged, aside=aside, say=say, has_keys=bool(keys))
    return aside


def is_empty() -> bool:
    """Is there nothing here that somebody would miss?"""
    tables = [name for name in connection.introspection.table_names() if name not in FRAME_TABLES]
    with connection.cursor() as cursor:
        for name in tables:
            cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(name)} LIMIT 1")  # noqa: S608 - our own tables
            if cursor.fetchone():
                return False
    return not any(True for place in files.folders().values() for _ in files.every_file(place))


def _refuse_unfit(folder: Path, made: Manifest, check: str, *, keys: dict[str, str]) -> None:
    if made.vendor != connection.vendor:
        raise CannotRestore(f"The backup is of {made.vendor}, this installation runs on {connection.vendor}.")
    known = MigrationLoader(None).disk_migrations.keys()
    newer = [f"{app} {name}" for app, names in made.migrations.items() for name in names if (app, name) not in known]
    if newer:
        raise CannotRestore(
            f"The backup is of a newer OnePlan ({made.version}); install that first. Unknown: {newer[0]}."
        )
    audit_key = os.environ.get("ONEPLAN_AUDIT_KEY") or keys.get("audit_key", settings.AUDIT_KEY)
    if manifests.fingerprint("audit_key", audit_key) != made.keys["audit_key"]:
        raise CannotRestore(
            "The audit key here is not the one of the backup, so its chains could not be verified. Put the keys of "
            "that time into the folder “keys”, or say --keys with the file they were saved to. Nothing was changed."
        )
    if made.check_with(audit_key) != check:
        raise CannotRestore("The manifest of the backup was changed since it was written. Nothing was changed here.")
    for name, file in made.files.items():
        if not (folder / name).is_file() or files.measured(folder / name) != file:
            raise CannotRestore(f"{name} of the backup is missing or damaged. Nothing was changed here.")


def _keys(path: Path | None) -> dict[str, str]:
    if path is None:
        return {}
    try:
        found: dict[str, str] = json.loads(path.read_text())
    except (OSError, ValueError) as fault:
        raise CannotRestore(f"The keys cannot be read from {path} ({fault}). Nothing was changed.") from None
    return {name: text.strip() for name, text in found.items()}


def _lay_ready(folder: Path, staged: Path, made: Manifest, *, keys: dict[str, str]) -> Path:
    """Copy everything beside the installation, and look at the copy."""
    shutil.rmtree(staged, ignore_errors=True)
    for name in files.live():
        (staged / name).mkdir(parents=True, mode=0o700)
    for name in made.files:
        if name != postgresql.FILE:
            files.copy(folder / name, staged / name)
    for name, text in keys.items():
        (staged / "keys" / name).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        (staged / "keys" / name).touch(mode=0o600)
        (staged / "keys" / name).write_text(text)
    if connection.vendor == "sqlite":
        sqlite.check_whole(staged / sqlite.FILE)
        reading = sqlite.Reading(staged / sqlite.FILE)
        differing = [name for name, table in made.tables.items() if reading.table(name) != table]
        reading.close()
        if differing:
            raise CannotRestore(f"Rows of {differing[0]} are not those of the manifest. Nothing was changed here.")
    return staged


def _switch(folder: Path, *, staged: Path, aside: Path, say: Say, has_keys: bool) -> None:
    home = Path(settings.HOME)
    connections.close_all()
    _mark(home, folder)
    if connection.vendor == "postgresql":
        try:
            postgresql.bring_back(folder, say=say)
        except CannotRestore:  # its transaction was rolled back: all is as it was
            (home / running.UNFINISHED).unlink()
            raise
    say("  putting in place")
    aside.mkdir(mode=0o700)
    for live, ready in _moves(staged, has_keys=has_keys):
        if live.exists():
            shutil.move(live, aside / live.name)
        if ready.exists():
            live.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(ready, live)
    files.settle(home)
    shutil.rmtree(staged)
    (home / running.UNFINISHED).unlink()
    files.settle(home)


def _moves(staged: Path, *, has_keys: bool) -> list[tuple[Path, Path]]:
    moves = [(live, staged / name) for name, live in files.live().items()]
    if has_keys:
        moves.append((Path(settings.SEAL_FOLDER), staged / "keys"))
    if connection.vendor == "sqlite":
        database = sqlite.live_file()
        moves += [(database.with_name(database.name + end), staged / f"none{end}") for end in ("-wal", "-shm")]
        moves.append((database, staged / sqlite.FILE))
    return moves


def _mark(home: Path, folder: Path) -> None:
    with (home / running.UNFINISHED).open("w") as out:
        out.write(f"A restore of {folder} began here and has not ended.\n")
        out.flush()
        os.fsync(out.fileno())
    files.settle(home)
