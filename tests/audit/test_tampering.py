"""Whoever changes audit rows in the database is found out, whichever way they try."""

import hashlib
from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError

from oneplan.web.access import audit, chain, viewlog
from oneplan.web.access.models import AuditEvent, ChainHead
from oneplan.web.access.verify import verify
from tests.cast import Cast

pytestmark = [pytest.mark.django_db(transaction=True)]
ROWS = 12


@pytest.fixture
def chained(cast: Cast, now: datetime) -> Cast:
    for n in range(ROWS):
        _record(cast, now, n=n)
    return cast


def _record(cast: Cast, now: datetime, **payload: int) -> None:
    with transaction.atomic():
        audit.record("note_added", about=cast.family, by=cast.priya, at=now, family=cast.family, **payload)


def _edit() -> None:
    AuditEvent.objects.filter(number=5).update(payload={"n": 99})


def _edit_who() -> None:
    AuditEvent.objects.filter(number=5).update(by_worker=1234)


def _edit_when() -> None:
    row = AuditEvent.objects.get(number=5)
    AuditEvent.objects.filter(number=5).update(at=row.at.replace(year=2001))


def _delete() -> None:
    AuditEvent.objects.filter(number=5).delete()


def _reorder() -> None:
    AuditEvent.objects.filter(number=5).update(number=500)
    AuditEvent.objects.filter(number=6).update(number=5)
    AuditEvent.objects.filter(number=500).update(number=6)


def _cut_tail() -> None:
    AuditEvent.objects.filter(number__gt=ROWS - 3).delete()


def _cut_tail_and_mend_head() -> None:
    _cut_tail()
    last = AuditEvent.objects.order_by("-number")[0]
    ChainHead.objects.filter(chain=chain.CHANGES).update(number=last.number, digest=last.digest)


def _empty() -> None:
    AuditEvent.objects.all().delete()
    ChainHead.objects.all().delete()


def _insert() -> None:
    row = AuditEvent.objects.get(number=ROWS)
    AuditEvent.objects.create(number=ROWS + 1, at=row.at, event="forged", about_type="x", about_id="1", digest="0" * 64)


def _recompute(key: Callable[[str], str]) -> None:
    """Change row 5 and make every digest after it anew, the head too."""
    AuditEvent.objects.filter(number=5).update(payload={"n": 99})
    before = AuditEvent.objects.get(number=4).digest
    for row in AuditEvent.objects.filter(number__gte=5).order_by("number").values():
        before = key_digest(dict(row), before, key)
        AuditEvent.objects.filter(number=row["number"]).update(digest=before)
    ChainHead.objects.filter(chain=chain.CHANGES).update(digest=before)


def key_digest(row: dict[str, object], before: str, key: Callable[[str], str]) -> str:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chain, "keyed_digest", key)
        return chain.link_digest(chain.CHANGES, row=row, before=before)


def _recompute_without_the_key() -> None:
    _recompute(lambda text: hashlib.sha256(text.encode()).hexdigest())


def _recompute_even_with_the_key() -> None:
    _recompute(chain.keyed_digest)


WAYS = [
    _edit,
    _edit_who,
    _edit_when,
    _delete,
    _reorder,
    _cut_tail,
    _cut_tail_and_mend_head,
    _empty,
    _insert,
    _recompute_without_the_key,
    _recompute_even_with_the_key,
]


def test_an_untouched_chain_is_whole(chained: Cast) -> None:
    checked = verify(chain.CHANGES)
    assert (checked.rows, checked.faults) == (ROWS, ())


@pytest.mark.parametrize("tamper", WAYS, ids=lambda way: way.__name__.strip("_"))
def test_tampering_is_found(chained: Cast, tamper: Callable[[], None]) -> None:
    tamper()
    assert not verify(chain.CHANGES).is_whole


def test_an_altered_anchor_is_found(chained: Cast) -> None:
    path = chain.anchor_file(chain.CHANGES)
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines[:-1], lines[-1].replace(lines[-1].split()[1], "f" * 64)]) + "\n")
    assert not verify(chain.CHANGES).is_whole


def test_the_chain_goes_on_after_a_refused_action(chained: Cast, now: datetime) -> None:
    def refused() -> None:
        with transaction.atomic():
            audit.record("note_added", about=chained.family, by=chained.priya, at=now)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        refused()
    _record(chained, now)
    assert verify(chain.CHANGES).rows == ROWS + 1
    assert verify(chain.CHANGES).is_whole


def test_views_are_chained_too(chained: Cast) -> None:
    client = chained.client(chained.priya)
    assert client.get(f"/families/{chained.family.reference}/").status_code in (200, 302, 404)
    with viewlog.collecting() as seen:
        viewlog.saw(chained.child, family=chained.family)
    assert seen.entries == [f"people.person:{chained.child.pk}", f"people.family:{chained.family.pk}"]
    assert verify(chain.VIEWS).is_whole


def test_a_change_outside_a_transaction_is_refused(cast: Cast, now: datetime) -> None:
    with pytest.raises(TransactionManagementError):
        audit.record("note_added", about=cast.family, by=cast.priya, at=now)
