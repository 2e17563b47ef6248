"""What a backup says of itself: rows, digests, files, migrations, which keys it needs; signed with the audit key."""

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

FORMAT = 1
NAME = "manifest.json"


class CannotBackUp(Exception):
    """The text says what did not work and what to do."""


class CannotRestore(Exception):
    """The text says what did not work, that nothing was changed, and what to do."""


@dataclass(frozen=True)
class Table:
    rows: int
    digest: str  # the same whatever the order of the rows


@dataclass(frozen=True)
class File:
    bytes: int
    sha256: str


@dataclass
class Manifest:
    made_at: str
    version: str
    vendor: str
    schema: str
    migrations: dict[str, list[str]]
    tables: dict[str, Table]
    chains: dict[str, dict[str, Any]]
    keys: dict[str, str]  # names and fingerprints, never a key
    files: dict[str, File] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())

    @property
    def check(self) -> str:
        """Shows, to whoever has the audit key, that nothing in the manifest was changed."""
        return self.check_with(settings.AUDIT_KEY)

    def check_with(self, key: str) -> str:
        text = json.dumps(asdict(self), sort_keys=True)
        return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()

    def write(self, folder: Path) -> None:
        text = json.dumps({**asdict(self), "check": self.check}, indent=1, sort_keys=True)
        (folder / NAME).write_text(text + "\n", encoding="utf-8")


def read(folder: Path) -> tuple[Manifest, str]:
    """The manifest of a backup, and the check that stands in it."""
    try:
        said = json.loads((folder / NAME).read_text(encoding="utf-8"))
        check, form = said.pop("check"), said["format"]
        said["tables"] = {name: Table(**table) for name, table in said["tables"].items()}
        said["files"] = {name: File(**each) for name, each in said["files"].items()}
        manifest = Manifest(**said)
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise CannotRestore(f"{folder} holds no whole backup: its {NAME} cannot be read ({fault}).") from None
    if form != FORMAT:
        raise CannotRestore(f"The backup is of format {form}; this OnePlan reads format {FORMAT}. Nothing was changed.")
    return manifest, check


def key_fingerprints() -> dict[str, str]:
    """Short names by which it is known whether the right keys are there."""
    from oneplan.web.site import keyring

    named = {name.lower(): getattr(settings, name) for name in ("AUDIT_KEY", "SEARCH_KEY", "SECRET_KEY")}
    found = {name: fingerprint(name, key) for name, key in named.items()}
    return found | {f"seal {key.fingerprint}": key.fingerprint for key in keyring.ring().keys}


def fingerprint(name: str, key: str) -> str:
    return hashlib.sha256(f"oneplan {name} {key}".encode()).hexdigest()[:8]
