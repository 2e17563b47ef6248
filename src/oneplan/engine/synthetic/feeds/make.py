"""`oneplan synthetic feeds`: partners' files, the profiles by which they are read, and the truth."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import duckdb
import yaml

from oneplan.engine.feeds.contract.columns import Column
from oneplan.engine.feeds.contract.kinds import Kind, kinds
from oneplan.engine.feeds.contract.layouts import Layout, layouts
from oneplan.engine.sql import text, to_file
from oneplan.engine.synthetic.feeds import spec, texts, who, writing
from oneplan.engine.synthetic.feeds.spec import Period

Say = Callable[[str], None]


class NotEmpty(Exception):
    """The text is for who asked."""


@dataclass(frozen=True)
class MadeFile:
    """`path` is below the folder; `came` the day on which the partner would send it."""

    path: str
    came: str
    rows: int


@dataclass(frozen=True)
class MadeFeed:
    name: str
    kind: str
    partner: str
    profile: str
    files: tuple[MadeFile, ...]


def make(folder: Path, *, people: int, seed: int, today: date, say: Say) -> list[MadeFeed]:
    """Write everything below `folder`, which must be empty or not there. Raises `NotEmpty`."""
    if folder.exists() and any(folder.iterdir()):
        raise NotEmpty(f"There is something in {folder} already. Name a folder that is empty or not there yet.")
    for part in ("files", "profiles", "truth/rows"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    everybody = folder / "truth" / "people.parquet"
    who.write(everybody, people=people, seed=seed, today=today, say=say)
    made: list[MadeFeed] = []
    with duckdb.connect() as base:
        for macro in texts.macros(seed):
            base.execute(macro)
        base.execute(f"CREATE VIEW people AS SELECT * FROM read_parquet({text(everybody)})")
        for kind in kinds().values():
            made += _of_kind(base, kind, folder, today=today, say=say)
    told = {"people": people, "seed": seed, "today": f"{today}", "feeds": [asdict(each) for each in made]}
    (folder / "feeds.json").write_text(json.dumps(told, indent=1), encoding="utf-8")
    return made


def _of_kind(base: duckdb.DuckDBPyConnection, kind: Kind, folder: Path, *, today: date, say: Say) -> list[MadeFeed]:
    those = [each for each in layouts() if each.kind.name == kind.name]
    columns = [each for each in kind.columns if any(each.name in layout.columns for layout in those)]
    periods = spec.periods(spec.rows(kind.name).periods, today=today)
    base.execute(f"CREATE OR REPLACE TEMP TABLE rows AS {texts.true_rows(kind, columns, periods)}")
    return [_of_layout(base, each, columns, periods, folder, say=say) for each in those]


def _of_layout(
    base: duckdb.DuckDBPyConnection,
    layout: Layout,
    columns: Sequence[Column],
    periods: Sequence[Period],
    folder: Path,
    *,
    say: Say,
) -> MadeFeed:
    own = [each for each in columns if each.name in layout.columns]
    base.execute(f"CREATE OR REPLACE TEMP TABLE told AS {_placed(layout, own)}")
    files = tuple(_file(base, layout, nth, period, folder, say=say) for nth, period in enumerate(periods))
    values = ", ".join(f"true_{each.name}" for each in own)
    truth = f"SELECT file, row, copy, told.person, faults, {values} FROM told JOIN rows USING (id) ORDER BY file, row"
    base.execute(to_file(truth, folder / "truth" / "rows" / f"{layout.called}.parquet"))
    profile = folder / "profiles" / f"{layout.called}.yaml"
    profile.write_text(yaml.safe_dump(dict(layout.profile()), sort_keys=False, allow_unicode=True), encoding="utf-8")
    return MadeFeed(layout.called, layout.kind.name, layout.partner, f"profiles/{profile.name}", files)


def _placed(layout: Layout, columns: Sequence[Column]) -> str:
    """Each row with its file and the number that it has there."""
    order = f"{layout.written.merged}, id, copy" if layout.written.merged else "id, copy"
    number = f"row_number() OVER (PARTITION BY sent ORDER BY {order}) + {writing.before(layout.written)}"
    return f"SELECT {number} AS row, sent AS file, * FROM ({texts.written(layout, columns)})"


def _file(
    base: duckdb.DuckDBPyConnection, layout: Layout, nth: int, period: Period, folder: Path, *, say: Say
) -> MadeFile:
    suffix = writing.SUFFIX[layout.written.form]
    path = folder / "files" / layout.called / f"{layout.called}-{period.name}{suffix}"
    path.parent.mkdir(exist_ok=True)
    those = f"FROM told WHERE file = {nth}"
    writing.write(base, layout, f"SELECT * {those} ORDER BY row", path)
    ((count,),) = base.execute(f"SELECT count(*) {those}").fetchall()
    say(f"{path.name}: {count:,} rows")
    return MadeFile(f"files/{layout.called}/{path.name}", f"{period.came}", int(count))
