"""What became of each row of a file that somebody handed in themself, to be told to them: small files, read whole."""

from collections import defaultdict
from dataclasses import dataclass

import pyarrow.parquet as pq

from oneplan.engine.feeds.checking import remarks
from oneplan.engine.feeds.checking.steps import SET_ASIDE
from oneplan.engine.feeds.contract.kinds import IN_WORDS, OUR_REFERENCE
from oneplan.engine.runs.loads import Opened
from oneplan.engine.runs.seeing import Remark


@dataclass(frozen=True)
class RowBack:
    """`remarks` are why it was set aside, and values that were left out because they are none."""

    row: int
    reference: str
    is_taken: bool
    in_words: str
    remarks: tuple[Remark, ...]


def rows_back(opened: Opened) -> list[RowBack]:
    """Every row, in the order of the file."""
    there = [name for name in (OUR_REFERENCE, IN_WORDS) if name in pq.read_schema(opened.checked.rows).names]
    rows = pq.read_table(opened.checked.rows, columns=["row", "verdict", *there]).to_pylist()
    said = _said(opened)
    return [
        RowBack(
            int(each["row"]), str(each.get(OUR_REFERENCE) or "").upper(), each["verdict"] != SET_ASIDE,
            each.get(IN_WORDS) or "", tuple(said.get(each["row"], ())),
        )
        for each in sorted(rows, key=lambda each: int(each["row"]))
    ]  # fmt: skip


def _said(opened: Opened) -> dict[int, list[Remark]]:
    kind, found = opened.profile.kind, defaultdict(list)
    told = pq.read_table(opened.checked.said, columns=["row", "column_name", "code", "what", "value"]).to_pylist()
    for each in sorted(told, key=lambda each: (each["row"], each["column_name"], each["code"])):
        is_fault, column, code = each["what"] == "fault", each["column_name"], each["code"]
        if is_fault or code == remarks.LEFT_OUT:
            words = remarks.words(kind, code, column)
            found[each["row"]].append(Remark(column, code, words, each["value"], is_fault))
    return found
