"""Walk a chain from its first row and say what was altered, removed, put in another order, cut off or made anew.

Rows are read as they lie in the database, some thousands at a time: millions are checked in about a minute, while
the site runs.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from oneplan.web.access import chain as chains
from oneplan.web.access.anchors import Anchors
from oneplan.web.access.models import ChainHead
from oneplan.web.access.rawrows import Row, rows_after

_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), check_circular=False).encode
Progress = Callable[[int], None]


@dataclass(frozen=True)
class Checked:
    """How many rows were read and every fault found, in words."""

    chain: str
    rows: int
    faults: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        return not self.faults


def verify(chain: str, *, most_faults: int = 20, progress: Progress = lambda _: None) -> Checked:
    """Read the whole chain once."""
    anchors = Anchors(chain)
    faults = anchors.faults
    keyed = chains.digester()
    before, expected, heads = chains.START, 1, [_head(chain)]
    for number, values, digest in rows_of(chain, heads=heads, progress=progress):
        anchored = anchors.of(number)
        is_linked = keyed(link_of(chain, before, number, values)) == digest
        if not is_linked or number != expected or (anchored is not None and anchored != digest):
            faults += _row_faults(
                number, expected=expected, is_linked=is_linked, is_anchored=anchored in (None, digest)
            )
        before, expected = digest, number + 1
        if len(faults) >= most_faults:
            break
    else:
        faults += end_faults(heads[-1], last=expected - 1, digest=before, newest=anchors.newest)
    return Checked(chain, expected - 1, tuple(faults[:most_faults]))


def link_of(chain: str, before: str, number: int, values: list[Any]) -> str:
    """The text that a row's digest is of; `chain.link_text` says the same of a row of fields."""
    return _encode([chain, before, number, *values])


def rows_of(
    chain: str,
    *,
    heads: list[ChainHead | None],
    progress: Progress = lambda _: None,
    after: int | None = None,
    until: int | None = None,
) -> Iterator[Row]:
    """Every row in order, those too that are added while the chain is read; or those after one number up to another.

    The head is read before each page, so that the last one kept is the head of the rows that were read.
    """
    last = after
    while until is None or last is None or last < until:
        heads[:] = [_head(chain)]
        if not (page := rows_after(chain, last)):
            return
        yield from page if until is None else (row for row in page if row[0] <= until)
        last = page[-1][0]
        progress(last)


def _head(chain: str) -> ChainHead | None:
    return ChainHead.objects.filter(chain=chain).first()


def _row_faults(number: int, *, expected: int, is_linked: bool, is_anchored: bool) -> Iterator[str]:
    if number != expected:
        yield f"rows {expected} to {number - 1} are missing"
    if not is_linked:
        yield f"row {number} was altered, moved, or follows a row that was"
    if not is_anchored:
        yield f"row {number} is not the row that was anchored outside the database"


def end_faults(head: ChainHead | None, *, last: int, digest: Any, newest: int) -> Iterator[str]:
    if newest > last:
        yield f"rows {last + 1} to {newest} were cut off the end: their anchors are still there"
    if head is not None and (head.number, head.digest) != (last, digest if last else chains.START):
        yield f"the chain's head says row {head.number}, the last row is {last}"
