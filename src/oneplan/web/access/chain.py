"""Hash chains: every row is bound to the row before it by a key kept outside the database.

The newest number and digest are also written to an anchor file outside the database after each commit, so that
a tail cut off, or a chain made anew by somebody who can only change rows, shows.
"""

import hashlib
import hmac
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from oneplan.web.access.models import AuditEvent, ChainHead, ViewBatch

CHANGES, VIEWS = "changes", "views"
START = "0" * 64
FIELDS: dict[str, tuple[str, ...]] = {
    CHANGES: ("number", "at", "event", "by_worker", "by_account", "about_type", "about_id", "family_id", "payload"),
    VIEWS: ("number", "at", "account_id", "page", "family_id", "seen"),
}
MODELS: dict[str, type[AuditEvent] | type[ViewBatch]] = {CHANGES: AuditEvent, VIEWS: ViewBatch}


def keyed_digest(text: str) -> str:
    return hmac.new(settings.AUDIT_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def digester() -> Callable[[str], str]:
    """`keyed_digest` for millions of texts: HMAC by its definition, with what depends on the key alone done once."""
    key = settings.AUDIT_KEY.encode()
    block = (hashlib.sha256(key).digest() if len(key) > 64 else key).ljust(64, b"\0")
    within, around = (hashlib.sha256(bytes(byte ^ pad for byte in block)) for pad in (0x36, 0x5C))

    def digest(text: str) -> str:
        inner, outer = within.copy(), around.copy()
        inner.update(text.encode())
        outer.update(inner.digest())
        return outer.hexdigest()

    return digest


def link_digest(chain: str, *, row: Mapping[str, Any], before: str) -> str:
    """Return the digest that binds `row` to the digest of the row before it."""
    return keyed_digest(link_text(chain, row=row, before=before))


def link_text(chain: str, *, row: Mapping[str, Any], before: str) -> str:
    values = [_plain(row[name]) for name in FIELDS[chain]]
    return json.dumps([chain, before, *values], sort_keys=True, separators=(",", ":"))


def add(chain: str, **values: Any) -> AuditEvent | ViewBatch:
    """Add one link inside the caller's transaction; the anchor follows its commit.

    Every page with a record on it passes here, so the three statements are written out: what Django needs to put them
    together would cost more than the database does.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("A link is added inside the transaction of what it is about.")
    number, before = _locked_head(chain)
    row = {name: values[name] for name in FIELDS[chain] if name != "number"} | {"number": number + 1}
    digest = link_digest(chain, row=row, before=before)
    made = MODELS[chain](**row, digest=digest)
    statements = _statements(chain, connection.vendor)
    with connection.cursor() as cursor:
        fields = made._meta.concrete_fields
        cursor.execute(
            statements.add, [each.get_db_prep_save(getattr(made, each.attname), connection) for each in fields]
        )
        cursor.execute(statements.move_head, [made.number, digest, chain])
    transaction.on_commit(lambda: anchor(chain, number=made.number, digest=digest))
    return made


@dataclass(frozen=True)
class _Statements:
    lock_head: str
    move_head: str
    add: str


@cache
def _statements(chain: str, vendor: str) -> _Statements:
    """SQLite locks the whole database when a transaction begins; PostgreSQL locks the row of the head."""
    head, table = (f'"{model._meta.db_table}"' for model in (ChainHead, MODELS[chain]))
    fields = MODELS[chain]._meta.concrete_fields
    columns, places = ", ".join(f'"{each.column}"' for each in fields), ", ".join(["%s"] * len(fields))
    lock = " FOR UPDATE" if vendor == "postgresql" else ""
    return _Statements(
        lock_head=f'SELECT "number", "digest" FROM {head} WHERE "chain" = %s{lock}',  # noqa: S608 - our own names
        move_head=f'UPDATE {head} SET "number" = %s, "digest" = %s WHERE "chain" = %s',  # noqa: S608
        add=f"INSERT INTO {table} ({columns}) VALUES ({places})",  # noqa: S608
    )


def _locked_head(chain: str) -> tuple[int, str]:
    """Number and digest of the last link; the head of a new chain is made."""
    with connection.cursor() as cursor:
        cursor.execute(_statements(chain, connection.vendor).lock_head, [chain])
        if (head := cursor.fetchone()) is None:
            ChainHead.objects.get_or_create(chain=chain, defaults={"digest": START})
            cursor.execute(_statements(chain, connection.vendor).lock_head, [chain])
            head = cursor.fetchone()
    return head[0], head[1]


def anchor(chain: str, *, number: int, digest: str) -> None:
    """Append number and digest, themselves keyed, to the chain's anchor file."""
    path = anchor_file(chain)
    path.parent.mkdir(parents=True, exist_ok=True)
    line = f"{number} {digest} {keyed_digest(f'{chain} {number} {digest}')}\n"
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, line.encode())
    finally:
        os.close(handle)


def anchor_file(chain: str) -> Path:
    return Path(settings.AUDIT_ANCHORS) / f"{chain}.log"


def _plain(value: Any) -> Any:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
