"""Ways to tamper with a chain, drawn at random: edits, deletions, insertions, new orders, cut tails, new chains."""

import hashlib
import hmac
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from oneplan.web.access import chain
from oneplan.web.access.models import AuditEvent, ChainHead

Way = Callable[[str, Random], None]
START = datetime(2026, 3, 29, 0, 59, 58, tzinfo=UTC)


def fill(name: str, rows: int, random: Random) -> None:
    """A chain of `rows` rows with their anchors; some moments have microseconds, some payloads letters and nests."""
    before = chain.START
    for number in range(1, rows + 1):
        row = _row(name, number, random)
        before = chain.link_digest(name, row=row, before=before)
        chain.MODELS[name].objects.create(**row, digest=before)
        if number % 3 or number == rows:
            chain.anchor(name, number=number, digest=before)
    ChainHead.objects.update_or_create(chain=name, defaults={"number": rows, "digest": before})


def _row(name: str, number: int, random: Random) -> dict[str, Any]:
    at = START + timedelta(seconds=number, microseconds=random.choice([0, 0, 1, 120_000, 999_999]))
    if name == chain.VIEWS:
        seen = [f"people.person:{random.randrange(99)}" for _ in range(random.randrange(4))]
        return {"number": number, "at": at, "account_id": 7, "page": "person", "family_id": number % 5, "seen": seen}
    payload = random.choice([{}, {"person": 5}, {"z": 1, "a": 'Ünal “Ö” \\ "x"'}, {"rows": [1, None, 2.5], "ok": True}])
    return {
        "number": number, "at": at, "event": "note_added", "by_worker": random.choice([None, 3]), "by_account": 4,
        "about_type": "casework.note", "about_id": str(number), "family_id": number % 5, "payload": payload,
    }  # fmt: skip


def _rows(name: str) -> Any:
    return chain.MODELS[name].objects


def _any(name: str, random: Random, *, but_last: int = 0) -> Any:
    numbers = list(_rows(name).order_by("number").values_list("number", flat=True))
    return _rows(name).get(number=random.choice(numbers[: len(numbers) - but_last]))


def edit(name: str, random: Random) -> None:
    row = _any(name, random)
    changed: dict[str, Any] = {
        "at": row.at + random.choice([timedelta(microseconds=1), timedelta(days=-400)]),
        "family_id": None if row.family_id else 77,
        "digest": row.digest[:-1] + ("0" if row.digest[-1] != "0" else "1"),
    }
    if isinstance(row, AuditEvent):
        changed |= {"event": "note_struck", "by_worker": 99, "by_account": None, "about_id": "x", "about_type": "y"}
        changed |= {"payload": {**row.payload, "n": 1}}
    else:
        changed |= {"account_id": 8, "page": "home", "seen": [*row.seen, "people.person:1"]}
    field = random.choice(sorted(changed))
    _rows(name).filter(number=row.number).update(**{field: changed[field]})


def delete(name: str, random: Random) -> None:
    row = _any(name, random)
    _rows(name).filter(number__gte=row.number, number__lt=row.number + random.randint(1, 4)).delete()


def insert(name: str, random: Random) -> None:
    """A forged row at the end, with the head moved up to it, with a made-up digest or none that fits."""
    last = _rows(name).order_by("-number")[0]
    forged = _row(name, last.number + random.randint(1, 3), random)
    digest = random.choice(["0" * 64, last.digest, hashlib.sha256(b"forged").hexdigest()])
    _rows(name).create(**forged, digest=digest)
    if random.random() < 0.5:
        ChainHead.objects.filter(chain=name).update(number=forged["number"], digest=digest)


def reorder(name: str, random: Random) -> None:
    """Two rows change places; sometimes their digests stay where they were."""
    first, second = _any(name, random), _any(name, random)
    while first.number == second.number:
        second = _any(name, random)
    numbers = (first.number, second.number)
    if random.random() < 0.5:
        first.digest, second.digest = second.digest, first.digest
    first.number, second.number = second.number, first.number
    _rows(name).filter(number__in=numbers).delete()
    first.save(force_insert=True)
    second.save(force_insert=True)


def cut_tail(name: str, random: Random) -> None:
    """The newest rows go; half the times the head is mended, and at times nothing at all is left."""
    row = _any(name, random)
    _rows(name).filter(number__gte=random.choice([row.number, row.number, 1])).delete()
    if random.random() < 0.5:
        last = _rows(name).order_by("-number").first()
        ChainHead.objects.filter(chain=name).delete()
        if last:
            ChainHead.objects.create(chain=name, number=last.number, digest=last.digest)


def recompute(name: str, random: Random) -> None:
    """A row is changed and every digest from there on made anew, with the true key or a wrong one; the head too."""
    row = _any(name, random)
    _rows(name).filter(number=row.number).update(family_id=(row.family_id or 0) + 1)
    key = random.choice([None, b"a wrong key"])
    before = _rows(name).filter(number=row.number - 1).values_list("digest", flat=True).first() or chain.START
    for each in _rows(name).filter(number__gte=row.number).order_by("number"):
        text = chain.link_text(name, row=vars(each), before=before)
        before = chain.keyed_digest(text) if key is None else hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
        _rows(name).filter(number=each.number).update(digest=before)
    ChainHead.objects.filter(chain=name).update(digest=before)


def alter_anchor(name: str, random: Random) -> None:
    path = chain.anchor_file(name)
    lines = path.read_text().splitlines()
    place = random.randrange(len(lines))
    number, digest, check = lines[place].split()
    lines[place] = random.choice([f"{int(number) + 1} {digest} {check}", f"{number} {check} {digest}", "x", number])
    path.write_text("\n".join(lines) + "\n")


WAYS: list[Way] = [edit, delete, insert, reorder, cut_tail, recompute, alter_anchor]
