"""Hash chains: every row is bound to the row before it by a key kept outside the database.

The newest number and digest are also written to an anchor file outside the database after each commit, so that
a tail cut off, or a chain made anew by somebody who can only change rows, shows.
"""

import hashlib
import hmac
import json
import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

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
    """Add one link inside the caller's transaction; the anchor follows its commit."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("A link is added inside the transaction of what it is about.")
    ChainHead.objects.get_or_create(chain=chain, defaults={"digest": START})
    head = ChainHead.objects.select_for_update().get(chain=chain)
    row = values | {"number": head.number + 1}
    digest = link_digest(chain, row=row, before=head.digest)
    made = MODELS[chain](**row, digest=digest)
    made.save(force_insert=True)
    ChainHead.objects.filter(chain=chain).update(number=made.number, digest=digest)
    transaction.on_commit(lambda: anchor(chain, number=made.number, digest=digest))
    return made


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
