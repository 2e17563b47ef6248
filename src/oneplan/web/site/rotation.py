"""Rotating the keys that seal: a new newest key, every sealed row sealed anew in batches, old keys retired."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.fernet import InvalidToken
from django.apps import apps
from django.db import models, transaction
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Cast

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy
from oneplan.web.site import keyring, sealed
from oneplan.web.site.actions import action
from oneplan.web.site.keyring import Key
from oneplan.web.site.models import SealKey
from oneplan.web.site.sealed import EncryptedTextField

BATCH = 500
SealsBatch = Callable[..., int]
_unsealed: list[SealsBatch] = []


class CannotRetire(Exception):
    """Says how many rows still need the key, and what to do."""


@dataclass(frozen=True)
class Sealed:
    """One sealed column."""

    model: type[models.Model]
    name: str

    @property
    def words(self) -> str:
        return f"{self.model._meta.label_lower}.{self.name}"

    def rows(self) -> QuerySet[Any]:
        """Rows that hold something, each with `raw`: the text as it lies in the database."""
        rows: QuerySet[Any] = self.model._base_manager.annotate(raw=Cast(F(self.name), models.TextField()))
        return rows.exclude(raw="").exclude(raw=None)


def seals(batch: SealsBatch) -> None:
    """Let a room seal what should be sealed and is not yet: an action with `by` and `at` that says how many it did."""
    if batch not in _unsealed:
        _unsealed.append(batch)


def seal_open(*, by: Any, at: datetime) -> int:
    """Seal whatever the area has marked as sealed since it was written."""
    total = 0
    for batch in _unsealed:
        while done := batch(by=by, at=at):
            total += done
    return total


def columns() -> list[Sealed]:
    """Every sealed column of every room."""
    return [
        Sealed(model, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, EncryptedTextField)
    ]


def needed() -> Counter[str]:
    """How many sealed texts need which key; texts whose key is not here stand under the key they name."""
    found: Counter[str] = Counter()
    for column in columns():
        for key in keyring.ring().keys:
            found[key.fingerprint] += column.rows().filter(raw__startswith=sealed.start_of(key.fingerprint)).count()
        for raw in _not_of_the_ring(column):
            found[_opened_by(raw)] += 1
    return found


def waiting() -> int:
    """How many texts are not sealed with the newest key yet."""
    newest = keyring.ring().newest.fingerprint
    return sum(count for fingerprint, count in needed().items() if fingerprint != newest)


def rotate(*, by: Any, at: datetime, say: Callable[[str], None] = lambda _: None) -> int:
    """Seal everything with a new key; go on where an earlier rotation stopped. Return how many texts were sealed."""
    if waiting():
        say("Not everything is sealed with the newest key yet: going on with that, no new key is made.")
    else:
        keyring.add()
    register(by=by, at=at)
    total = 0
    for column in columns():
        while done := reseal(column=column, by=by, at=at):
            total += done
            say(f"  {column.words}: {total} texts sealed anew so far")
    return total


@action
def register(*, by: Any, at: datetime) -> None:
    """Note each key of the ring that is not known yet."""
    _require(by)
    for key in reversed(keyring.ring().keys):
        row, is_new = SealKey.objects.get_or_create(fingerprint=key.fingerprint, defaults={"made_at": at})
        if is_new:
            audit.record("seal_key_added", about=row, by=by, at=at, key=key.fingerprint)


@action
def reseal(*, column: Sealed, by: Any, at: datetime, most: int | None = None) -> int:
    """Seal one batch of rows anew with the newest key; return how many there were."""
    _require(by)
    newest = keyring.ring().newest
    rows = column.rows().exclude(raw__startswith=sealed.start_of(newest.fingerprint)).order_by("pk")
    batch = list(rows.select_for_update(of=("self",)).values_list("pk", "raw")[: most or BATCH])
    for pk, raw in batch:
        text = Value(sealed.seal(sealed.opened(raw)), output_field=models.TextField())
        column.model._base_manager.filter(pk=pk).update(**{column.name: text})
    if batch:
        audit.record("rows_sealed_anew", about=_row(newest, at=at), by=by, at=at, column=column.words, rows=len(batch),
                     first=str(batch[0][0]), last=str(batch[-1][0]), key=newest.fingerprint)  # fmt: skip
    return len(batch)


@action
def retire(*, key: Key, by: Any, at: datetime) -> None:
    """Put an old key away, once nothing needs it any more."""
    _require(by)
    if key.file is None:
        raise CannotRetire(f"Key {key.fingerprint} is given in {key.place}: take it out of there yourself.")
    if key == keyring.ring().newest:
        raise CannotRetire(f"Key {key.fingerprint} is the newest: it seals. Run “oneplan keys rotate” first.")
    if count := needed()[key.fingerprint]:
        raise CannotRetire(
            f"Key {key.fingerprint} stays: {count} sealed texts still need it. Run “oneplan keys rotate”, then this."
        )
    row = _row(key, at=at)
    SealKey.objects.filter(pk=row.pk).update(retired_at=at)
    audit.record("seal_key_retired", about=row, by=by, at=at, key=key.fingerprint)
    transaction.on_commit(lambda: keyring.put_away(key))


def _require(by: Any) -> None:
    """From the command line there is no worker: whoever runs commands there has the keys anyway."""
    if by is not None:
        policy.require(Permission.AREA_CONFIGURE, by=by)


def _row(key: Key, *, at: datetime) -> SealKey:
    return SealKey.objects.get_or_create(fingerprint=key.fingerprint, defaults={"made_at": at})[0]


def _not_of_the_ring(column: Sealed) -> Iterator[str]:
    starts = Q()
    for key in keyring.ring().keys:
        starts |= Q(raw__startswith=sealed.start_of(key.fingerprint))
    yield from column.rows().exclude(starts).values_list("raw", flat=True).iterator()


def _opened_by(raw: str) -> str:
    fingerprint, token = sealed.parted(raw)
    if fingerprint:
        return fingerprint
    return next((key.fingerprint for key in keyring.ring().keys if _opens(key, token)), "")


def _opens(key: Key, token: str) -> bool:
    try:
        key.fernet.decrypt(token.encode())
    except InvalidToken:
        return False
    return True
