"""The verifier as it was first written, row by row through the models: what the quick one must agree with.

One thing was added since: an altered anchor is told even when a later line for the same row is good.
"""

from collections.abc import Iterator

from oneplan.web.access import chain as chains
from oneplan.web.access.models import ChainHead
from oneplan.web.access.verify import Checked


def plain_verify(chain: str, *, most_faults: int = 20) -> Checked:
    lines = list(_anchors(chain))
    anchors = dict(lines)
    altered = dict.fromkeys(number for number, digest in lines if digest is None)
    faults = [f"anchor {number}: its line was altered" for number in altered]
    before, expected = chains.START, 1
    rows = chains.MODELS[chain].objects.order_by("number").values(*chains.FIELDS[chain], "digest")
    for row in rows.iterator(chunk_size=1000):
        faults += _row_faults(chain, row=row, before=before, expected=expected, anchored=anchors.get(row["number"]))
        before, expected = row["digest"], row["number"] + 1
        if len(faults) >= most_faults:
            break
    else:
        faults += _end_faults(chain, last=expected - 1, digest=before, newest=max(anchors, default=0))
    return Checked(chain, expected - 1, tuple(faults[:most_faults]))


def _row_faults(
    chain: str, *, row: dict[str, object], before: str, expected: int, anchored: str | None
) -> Iterator[str]:
    number = row["number"]
    if number != expected:
        yield f"rows {expected} to {int(str(number)) - 1} are missing"
    if chains.link_digest(chain, row=row, before=before) != row["digest"]:
        yield f"row {number} was altered, moved, or follows a row that was"
    if anchored is not None and anchored != row["digest"]:
        yield f"row {number} is not the row that was anchored outside the database"


def _end_faults(chain: str, *, last: int, digest: str, newest: int) -> Iterator[str]:
    if newest > last:
        yield f"rows {last + 1} to {newest} were cut off the end: their anchors are still there"
    head = ChainHead.objects.filter(chain=chain).first()
    if head is not None and (head.number, head.digest) != (last, digest if last else chains.START):
        yield f"the chain's head says row {head.number}, the last row is {last}"


def _anchors(chain: str) -> Iterator[tuple[int, str | None]]:
    path = chains.anchor_file(chain)
    if not path.exists():
        return
    with path.open() as lines:
        for line in lines:
            number, digest, check = (line.split() + ["0", "", ""])[:3]
            is_good = chains.keyed_digest(f"{chain} {number} {digest}") == check
            yield int(number) if number.isdigit() else 0, digest if is_good else None
