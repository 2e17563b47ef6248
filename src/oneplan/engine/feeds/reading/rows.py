"""The one shape of what was received: Parquet of texts, each row with its number; beside it what was no row."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from oneplan.engine.sql import text

BATCH = 50_000
ROW = "row"
SHEET = 1 << 21  # more rows than a sheet can have: row 5 of the second sheet read is SHEET + 5


@dataclass(frozen=True)
class Broken:
    """A line that could not be told apart into columns; `row` is its number, `text` the start of it."""

    row: int
    text: str
    reason: str


class DoesNotAddUp(Exception):
    """Rows were lost or doubled on the way: a fault of OnePlan, never of the file."""


@dataclass(frozen=True)
class Received:
    """A file as it was received: `path` has the rows (`row`, `c0`, `c1` …), `header` the names of its columns.

    `header_row` counts the rows down to the header, of all sheets together. `header_row` + `rows` + `broken` + `blank`
    = `total`, every row of the file: checked whenever one is made.

    Where no line was left out, `row` is not kept: rows are numbered on from `numbered_from`. `select` hides that.
    """

    path: Path
    header: tuple[str, ...]
    header_row: int
    rows: int
    broken: tuple[Broken, ...]
    blank: int
    total: int
    how: str  # how it was read, in words
    numbered_from: int | None = None
    sheets: tuple[str, ...] = ()  # of a workbook, those that were read

    def __post_init__(self) -> None:
        told = self.header_row + self.rows + len(self.broken) + self.blank
        if told != self.total:
            raise DoesNotAddUp(f"The file has {self.total} rows, and {told} were told of: a fault of OnePlan.")

    def where(self, row: int) -> str:
        """A row's place in words, as a spreadsheet shows it: “row 5”, “row 5 of sheet “Hill””."""
        sheet, number = divmod(row, SHEET) if self.sheets else (0, row)
        return f"row {number} of sheet “{self.sheets[sheet]}”" if len(self.sheets) > 1 else f"row {number}"

    @property
    def select(self) -> str:
        """SQL: every row, with its number."""
        if self.numbered_from is None:
            return f"SELECT * FROM read_parquet({text(self.path)})"
        numbered = f"file_row_number + {self.numbered_from} AS {ROW}"
        rows = f"read_parquet({text(self.path)}, file_row_number = true)"
        return f"SELECT {numbered}, * EXCLUDE (file_row_number) FROM {rows}"


Numbered = tuple[int, list[str | None]]


def column_names(width: int) -> list[str]:
    return [f"c{place}" for place in range(width)]


def write(found: Iterable[Numbered], path: Path, *, width: int) -> int:
    """Write numbered rows of `width` texts (None: empty) to Parquet, a batch at a time; return how many."""
    schema = pa.schema([(ROW, pa.int64()), *((name, pa.string()) for name in column_names(width))])
    total = 0
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in _batches(found):
            numbers = pa.array([number for number, _ in batch], pa.int64())
            columns = zip(*(values for _, values in batch), strict=True)
            texts = [pa.array(list(column), pa.string()) for column in columns]
            writer.write_batch(pa.record_batch([numbers, *texts], schema=schema))
            total += len(batch)
    return total


def _batches(found: Iterable[Numbered]) -> Iterator[list[Numbered]]:
    batch: list[Numbered] = []
    for row in found:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
