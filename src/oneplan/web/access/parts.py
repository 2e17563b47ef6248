"""A long chain verified in parts, each by a process of its own: as many times as quick as there are processors.

Parts only answer whether all is well. Where one says no, the whole chain is walked again by `verify`, which says in
words what was done to it.
"""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import django
from django.db import connection

from oneplan.web.access import chain as chains
from oneplan.web.access.anchors import Anchors
from oneplan.web.access.models import ChainHead
from oneplan.web.access.verify import Checked, end_faults, link_of, rows_of, verify

BEFORE_ALL = -1  # what somebody put before the first row belongs to the first part
PARTS_FROM = 200_000  # rows; below, a process takes longer to begin than the rows do


@dataclass(frozen=True)
class Part:
    """The rows after number `after` up to `until`, or up to the newest."""

    chain: str
    after: int
    until: int | None


Asks = Callable[[Callable[[Part], int | None], Iterable[Part]], Iterable[int | None]]


def verify_quickly(chain: str) -> Checked:
    """Like `verify`, with all processors where the chain is long."""
    head = ChainHead.objects.filter(chain=chain).first()
    if head is None or head.number < PARTS_FROM or connection.in_atomic_block:
        return verify(chain)
    many = os.cpu_count() or 1
    with ProcessPoolExecutor(many, get_context("spawn"), initializer=django.setup) as processes:
        return in_parts(chain, parts_of(chain, rows=head.number, many=many), asks=processes.map)


def parts_of(chain: str, *, rows: int, many: int) -> list[Part]:
    ends = [rows * nth // many for nth in range(1, many)]
    return [Part(chain, after, until) for after, until in zip([0, *ends], [*ends, None], strict=True)]


def in_parts(chain: str, parts: Iterable[Part], *, asks: Asks) -> Checked:
    """`asks` is how the parts are asked: `map`, or that of a pool of processes."""
    found = list(asks(rows_of_whole_part, parts))
    if None in found:
        return verify(chain)
    return Checked(chain, sum(rows for rows in found if rows), ())


def rows_of_whole_part(part: Part) -> int | None:
    """How many rows the part has; None where anything in it is not as it was written."""
    anchors = Anchors(part.chain, after=part.after or BEFORE_ALL, until=part.until)
    before = _digest_at(part.chain, part.after)
    if before is None or anchors.faults:
        return None
    keyed, last, heads = chains.digester(), part.after, list[ChainHead | None]()
    for number, values, digest in rows_of(part.chain, heads=heads, after=part.after or None, until=part.until):
        is_right = number == last + 1 and keyed(link_of(part.chain, before, number, values)) == digest
        if not is_right or anchors.of(number) not in (None, digest):
            return None
        before, last = digest, number
    if part.until is None:
        ends_well = not list(end_faults(heads[-1], last=last, digest=before, newest=anchors.newest))
    else:
        ends_well = last == part.until
    return last - part.after if ends_well else None


def _digest_at(chain: str, number: int) -> str | None:
    if number == 0:
        return chains.START
    return chains.MODELS[chain].objects.filter(number=number).values_list("digest", flat=True).first()
