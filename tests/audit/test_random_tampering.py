"""Chains tampered with at random: each is found, and the quick verifier says what the plain one says."""

import os
from random import Random
from typing import Any

import pytest
from django.db import connection, transaction

from oneplan.web.access import chain, rawrows
from oneplan.web.access.models import AuditEvent, ChainHead
from oneplan.web.access.parts import in_parts, parts_of, rows_of_whole_part
from oneplan.web.access.verify import verify
from tests.audit.plain_verify import plain_verify
from tests.audit.tampering import WAYS, fill

pytestmark = pytest.mark.django_db
TIMES = int(os.environ.get("ONEPLAN_TAMPERINGS", "42"))
ROWS = 40


@pytest.mark.parametrize("name", [chain.CHANGES, chain.VIEWS])
def test_every_tampering_is_found_and_told_alike(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rawrows, "PAGE", 7)
    fill(name, ROWS, Random(3))
    assert verify(name) == plain_verify(name)
    assert verify(name).is_whole
    for many in (1, 2, 3, 7):
        assert [rows_of_whole_part(part) for part in parts_of(name, rows=ROWS, many=many)].count(None) == 0
        assert in_parts(name, parts_of(name, rows=ROWS, many=many), asks=map) == plain_verify(name)
    anchored = chain.anchor_file(name).read_bytes()
    for number in range(TIMES // 2):
        way, random = WAYS[number % len(WAYS)], Random(number)
        with transaction.atomic():
            way(name, random)
            quick, plain = verify(name), plain_verify(name)
            assert not quick.is_whole, f"{way.__name__} {number} was not found"
            assert quick == plain, f"{way.__name__} {number}"
            for many in (2, 3, 7):
                told = in_parts(name, parts_of(name, rows=ROWS, many=many), asks=map)
                assert told == plain, f"{way.__name__} {number} in {many} parts"
            transaction.set_rollback(True)
        chain.anchor_file(name).write_bytes(anchored)
    assert verify(name).is_whole


def test_texts_of_every_shape_are_read_as_the_models_read_them() -> None:
    fill(chain.CHANGES, ROWS, Random(11))
    fields = chain.FIELDS[chain.CHANGES]
    rows: Any = AuditEvent.objects.order_by("number").values(*fields, "digest")
    for row, (number, values, digest) in zip(rows, rawrows.rows_after(chain.CHANGES, None), strict=True):
        assert [number, *values] == [chain._plain(row[name]) for name in fields]
        assert digest == row["digest"]


def test_the_quick_digest_is_the_keyed_digest(settings: Any) -> None:
    for key in ("short", "k" * 64, "long" * 40):
        settings.AUDIT_KEY = key
        for text in ("", "Ünal", "x" * 5000):
            assert chain.digester()(text) == chain.keyed_digest(text)


def test_only_the_worst_faults_are_told() -> None:
    fill(chain.CHANGES, ROWS, Random(5))
    AuditEvent.objects.update(event="forged")
    checked = verify(chain.CHANGES, most_faults=4)
    assert checked == plain_verify(chain.CHANGES, most_faults=4)
    assert len(checked.faults) == 4


def test_anchors_out_of_order_and_doubled_are_no_fault() -> None:
    """Two saves at once may write their anchors the other way round."""
    fill(chain.CHANGES, ROWS, Random(8))
    path = chain.anchor_file(chain.CHANGES)
    lines = path.read_text().splitlines()
    lines[4], lines[5] = lines[5], lines[4]
    path.write_text("\n".join([*lines, lines[9], lines[-1]]) + "\n")
    assert verify(chain.CHANGES) == plain_verify(chain.CHANGES)
    assert verify(chain.CHANGES).is_whole
    AuditEvent.objects.filter(number=5).update(digest="0" * 64)
    assert verify(chain.CHANGES) == plain_verify(chain.CHANGES)


def test_rows_added_while_the_chain_is_read_are_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    fill(chain.CHANGES, ROWS, Random(8))
    head = ChainHead.objects.get(chain=chain.CHANGES)
    added: list[int] = []

    def someone_saves(read: int) -> None:
        if read == ROWS and not added:
            row = AuditEvent.objects.get(number=1).__dict__ | {"number": ROWS + 1}
            digest = chain.link_digest(chain.CHANGES, row=row, before=head.digest)
            fields = {name: row[name] for name in chain.FIELDS[chain.CHANGES]}
            AuditEvent.objects.create(**fields, digest=digest)
            ChainHead.objects.filter(chain=chain.CHANGES).update(number=ROWS + 1, digest=digest)
            chain.anchor(chain.CHANGES, number=ROWS + 1, digest=digest)
            added.append(read)

    checked = verify(chain.CHANGES, progress=someone_saves)
    assert (checked.rows, checked.faults) == (ROWS + 1, ())


@pytest.mark.sqlite_only
@pytest.mark.parametrize("text", ["2026-03-29 00:59:58.000000", "2026-03-29T00:59:58", "2026-13-45 00:00:00", "never"])
def test_a_moment_written_another_way_is_judged_as_the_models_judge_it(text: str) -> None:
    fill(chain.CHANGES, 3, Random(1))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE access_auditevent SET at = %s WHERE number = 2", [text])
    try:
        plain = plain_verify(chain.CHANGES)
    except ValueError:  # the models cannot even read it
        assert verify(chain.CHANGES).faults[0].startswith("row 2 was altered")
    else:
        assert verify(chain.CHANGES) == plain
