"""The commands `oneplan backup` and `oneplan restore`. They end with 0 when all is well.

1: refused, nothing was changed. 2: restored, but what was restored is not as the backup says.
"""

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any


def add_to(commands: Any) -> None:
    backup = commands.add_parser("backup", help="copy database, attachments and anchors, while OnePlan runs")
    backup.add_argument("--to", type=Path, metavar="FOLDER", help="where backups lie (the folder's own backups/)")
    backup.add_argument("--with-keys", type=Path, metavar="FILE", help="save the keys too, to this file, apart from it")
    backup.add_argument("--json", action="store_true", help="say the result as JSON")
    backup.set_defaults(does=_backup)
    restore = commands.add_parser("restore", help="bring a backup back, all or nothing, and verify it")
    restore.add_argument("backup", type=Path, help="the folder of the backup")
    restore.add_argument("--replace", action="store_true", help="though the installation is not empty")
    restore.add_argument("--keys", type=Path, metavar="FILE", help="put in place the keys saved with --with-keys")
    restore.add_argument("--only-verify", action="store_true", help="change nothing; say whether this is the backup")
    restore.add_argument("--note", action="store_true", help=argparse.SUPPRESS)
    restore.add_argument("--json", action="store_true", help="say the result as JSON")
    restore.set_defaults(does=_restore)


def _backup(asked: argparse.Namespace) -> int:
    import django

    django.setup()
    from django.conf import settings
    from django.utils import timezone

    from oneplan.web.site import running
    from oneplan.web.site.backup import making, manifest

    started = time.monotonic()
    try:
        running.refuse_unfinished(Path(settings.HOME))
        into = asked.to or Path(settings.HOME) / "backups"
        folder, made = making.make(into=into, at=timezone.now(), say=_say, keys_into=asked.with_keys)
    except (manifest.CannotBackUp, running.RestoreUnfinished, OSError) as refusal:
        return _refused(refusal, asked)
    took = round(time.monotonic() - started, 1)
    told = {"folder": str(folder), "rows": made.rows, "tables": len(made.tables), "files": len(made.files)}
    keys = f" The keys are in {asked.with_keys}: keep them apart." if asked.with_keys else " Keys are not in it."
    words = f"Backed up to {folder}: {made.rows} rows, {len(made.files)} files, {took} s.{keys}"
    return _done({**told, "seconds": took}, words, asked)


def _restore(asked: argparse.Namespace) -> int:
    import django

    django.setup()
    from django.utils import timezone

    from oneplan.web.site import running
    from oneplan.web.site.backup import bringing, manifest

    if asked.only_verify:
        return _verify(asked)
    started = time.monotonic()
    try:
        aside = bringing.restore(
            asked.backup.resolve(), at=timezone.now(), say=_say, replaces=asked.replace, keys_from=asked.keys
        )
    except (manifest.CannotRestore, running.StillRunning, OSError) as refusal:
        return _refused(refusal, asked)
    _say("  verifying")
    command = [
        sys.executable,
        "-m",
        "oneplan.cli",
        "restore",
        str(asked.backup.resolve()),
        "--only-verify",
        "--note",
        "--json",
    ]
    verified = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)  # the keys may be new: read anew
    took = round(time.monotonic() - started, 1)
    told = json.loads(verified.stdout or "{}") | {"before": str(aside), "seconds": took}
    words = f"Restored {asked.backup} in {took} s: {told.get('words')}\nWhat was here before lies in {aside}."
    return _done(told, words, asked) or verified.returncode


def _verify(asked: argparse.Namespace) -> int:
    from dataclasses import asdict

    from django.utils import timezone

    from oneplan.web.site.backup import making, manifest, verifying

    try:
        found = verifying.installation(asked.backup.resolve())
        if asked.note and not found.waits_for_upgrade:
            made, _ = manifest.read(asked.backup.resolve())
            making.note_restored(manifest=made, by=None, at=timezone.now())
    except manifest.CannotRestore as refusal:
        return _refused(refusal, asked)
    words = "every row as in the backup, chains whole, keys there" if found.is_whole else "; ".join(found.words)
    if found.waits_for_upgrade:
        words += ". It is of an older OnePlan: run “oneplan upgrade” now, which verifies the chains too"
    _done({**asdict(found), "is_whole": found.is_whole, "words": words}, f"{words[0].upper()}{words[1:]}.", asked)
    return 0 if found.is_whole else 2


def _refused(refusal: Exception, asked: argparse.Namespace) -> int:
    if asked.json:
        print(json.dumps({"refused": str(refusal)}), flush=True)
    print(refusal, file=sys.stderr, flush=True)
    return 1


def _done(told: dict[str, Any], words: str, asked: argparse.Namespace) -> int:
    print(json.dumps(told) if asked.json else words, flush=True)
    return 0


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
