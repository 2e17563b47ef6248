"""Is this installation set up as one that real families' records may be kept in? Each line: what, why, what to do."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps
from django.conf import settings
from django.core import checks
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from oneplan.web.access import chain as chains
from oneplan.web.access.models import AuditEvent, ChainHead
from oneplan.web.site import keyring, rotation, running
from oneplan.web.site.models import SealKey

NOT_OURS = {"security.W009"}  # asks for 50 letters; ours are 32 random bytes in 44
TEXTS = Path(__file__).with_suffix(".yaml")
LOOPBACK = {"127.0.0.1", "localhost", "[::1]", "testserver"}
OLDEST_BACKUP, OLDEST_KEY, A_MOMENT = timedelta(hours=26), timedelta(days=400), timedelta(minutes=2)
A_MONTH, LONGEST_SESSION = 30 * 24 * 3600, 4 * 3600
_MAY_REWRITE = (
    "SELECT bool_or(has_table_privilege(t, 'UPDATE') OR has_table_privilege(t, 'DELETE')) "
    "FROM unnest(ARRAY['access_auditevent', 'access_viewbatch']) AS t"
)


@dataclass(frozen=True)
class Line:
    what: str
    holds: bool
    why: str
    todo: str
    is_must: bool = True


Check = Callable[[datetime], Iterator[tuple[str, bool]]]


def lines(*, at: datetime) -> list[Line]:
    """Every line, ours first, then what Django's own checks found."""
    texts = yaml.safe_load(TEXTS.read_text(encoding="utf-8"))
    ours = [_line(texts[code], holds=holds) for check in CHECKS for code, holds in check(at)]
    return ours + list(_django())


def _line(text: dict[str, Any], *, holds: bool) -> Line:
    return Line(text["what"], holds, text["why"], text["todo"], is_must=not text.get("should"))


def _settings(_at: datetime) -> Iterator[tuple[str, bool]]:
    own = [host for host in settings.ALLOWED_HOSTS if host not in LOOPBACK]
    yield "debug", not settings.DEBUG
    yield "demo", not (settings.DEMO or apps.get_model("demo", "DemoStep")._default_manager.exists())
    yield "https", bool(settings.SECURE_COOKIES)
    yield "hsts", settings.SECURE_HSTS_SECONDS >= A_MONTH
    yield "hosts", bool(own) and "*" not in own
    yield "session", settings.SESSION_COOKIE_AGE <= LONGEST_SESSION


def _folder(_at: datetime) -> Iterator[tuple[str, bool]]:
    home, keys = Path(settings.HOME), Path(settings.SEAL_FOLDER)
    free = shutil.disk_usage(home)
    open_to_others = [path for path in (keys.rglob("*") if keys.is_dir() else ()) if path.stat().st_mode & 0o077]
    yield "key_files", not open_to_others
    yield "folder", not home.stat().st_mode & 0o007
    yield "keys_apart", connection.vendor != "sqlite" or not keys.is_dir() or keys.stat().st_dev != home.stat().st_dev
    yield "not_root", os.geteuid() != 0
    yield "room", free.free > free.total / 10
    yield "restore", not (home / running.UNFINISHED).exists()
    yield "static", (Path(settings.STATIC_ROOT) / "staticfiles.json").is_file()


def _database(at: datetime) -> Iterator[tuple[str, bool]]:
    executor = MigrationExecutor(connection)
    newest = AuditEvent.objects.order_by("-number").values_list("at", flat=True).first()
    yield "tables", not executor.migration_plan(executor.loader.graph.leaf_nodes())
    yield "clock", newest is None or newest <= at + A_MOMENT
    if connection.vendor == "postgresql":
        yield "superuser", not _one("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        yield "audit_rights", not _one(_MAY_REWRITE)


def _one(question: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


def _keys(at: datetime) -> Iterator[tuple[str, bool]]:
    here = {key.fingerprint for key in keyring.ring().keys}
    row = SealKey.objects.filter(fingerprint=keyring.ring().newest.fingerprint).first()
    yield "sealed", not any(count for key, count in rotation.needed().items() if key not in here)
    yield "key_age", row is None or at - row.made_at < OLDEST_KEY


def _keeping(at: datetime) -> Iterator[tuple[str, bool]]:
    folder = Path(settings.HOME) / "backups"
    found = [path.stat().st_mtime for path in folder.glob("oneplan-*/manifest.json")]
    yield "backup", bool(found) and at.timestamp() - max(found) < OLDEST_BACKUP.total_seconds()
    yield "anchors", all(_is_anchored(chain) for chain in chains.MODELS)


def _is_anchored(chain: str) -> bool:
    head = ChainHead.objects.filter(chain=chain).first()
    return head is None or head.number == 0 or chains.anchor_file(chain).is_file()


def _django() -> Iterator[Line]:
    for found in checks.run_checks(include_deployment_checks=True):
        if found.id not in NOT_OURS and not found.is_silenced():
            is_must = found.level >= checks.ERROR
            yield Line(
                f"Django: {found.id}", holds=False, why=str(found.msg), todo=str(found.hint or ""), is_must=is_must
            )


def score(found: list[Line]) -> int:
    """Of a hundred: a must counts three times."""
    weights = [(3 if line.is_must else 1, line.holds) for line in found]
    total = sum(weight for weight, _ in weights)
    return round(100 * sum(weight for weight, holds in weights if holds) / total) if total else 100


def as_told(line: Line) -> dict[str, Any]:
    return {"what": line.what, "holds": line.holds, "must": line.is_must, "why": line.why, "todo": line.todo}


CHECKS: list[Check] = [_settings, _folder, _database, _keys, _keeping]
