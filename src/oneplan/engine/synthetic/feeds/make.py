"""`oneplan synthetic feeds`: partners' files, the profiles by which they are read, and the truth."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb
import yaml

from oneplan.engine.feeds.contract.columns import Column
from oneplan.engine.feeds.contract.kinds import Kind, kinds
from oneplan.engine.feeds.contract.layouts import Layout, layouts
from oneplan.engine.feeds.profiles import Meaning
from oneplan.engine.sql import text, to_file
from oneplan.engine.synthetic.feeds import spec, texts, who, writing
from oneplan.engine.synthetic.feeds.spec import Period

MANIFEST = "feeds.json"
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


@dataclass(frozen=True)
class Wanted:
    """So many people; the first `helped` families were helped. With `years`, files tell of so many years at once.

    `only` names kinds of feeds; without it, all of them.
    """

    people: int
    seed: int
    today: date
    years: int = 0
    helped: int = 0
    only: tuple[str, ...] = ()


def make(folder: Path, wanted: Wanted, *, say: Say) -> list[MadeFeed]:
    """Write everything below `folder`, which must be empty or not there. Raises `NotEmpty`."""
    if folder.exists() and any(folder.iterdir()):
        raise NotEmpty(f"There is something in {folder} already. Name a folder that is empty or not there yet.")
    for part in ("files", "profiles", "truth/rows"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    everybody = folder / "truth" / "people.parquet"
    who.write(everybody, wanted.people, who.Whom(wanted.seed, wanted.today, wanted.helped), say=say)
    made: list[MadeFeed] = []
    with duckdb.connect() as base:
        for macro in texts.macros(wanted.seed):
            base.execute(macro)
        base.execute(f"CREATE VIEW people AS SELECT * FROM read_parquet({text(everybody)})")
        for kind in (each for each in kinds().values() if not wanted.only or each.name in wanted.only):
            made += _of_kind(base, kind, folder, wanted, say=say)
    said = {**asdict(wanted), "today": f"{wanted.today}", "feeds": [asdict(each) for each in made]}
    (folder / MANIFEST).write_text(json.dumps(said, indent=1), encoding="utf-8")
    return made


def told(folder: Path) -> Mapping[str, Any]:
    """What was made there. Raises `OSError` or `ValueError` where nothing was, or not to its end."""
    said: Mapping[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return said


def _of_kind(base: duckdb.DuckDBPyConnection, kind: Kind, folder: Path, wanted: Wanted, *, say: Say) -> list[MadeFeed]:
    those = [each for each in layouts() if each.kind.name == kind.name]
    columns = [each for each in kind.columns if any(each.name in layout.columns for layout in those)]
    periods = _periods(kind, wanted)
    base.execute(f"CREATE OR REPLACE TEMP TABLE rows AS {texts.true_rows(kind, columns, periods)}")
    return [_of_layout(base, each, columns, periods, folder, say=say) for each in those]


def _periods(kind: Kind, wanted: Wanted) -> list[Period]:
    said = spec.rows(kind.name).periods
    if not wanted.years:
        return spec.periods(said, today=wanted.today)
    is_events = kind.usual["meaning"] == Meaning.EVENTS
    return spec.history(said, today=wanted.today, years=wanted.years, is_events=is_events)


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
    by_file = [list(each) for _, each in groupby(periods, key=lambda period: period.file)]
    files = tuple(_file(base, layout, each, folder, say=say) for each in by_file)
    values = ", ".join(f"true_{each.name}" for each in own)
    those = "FROM told JOIN rows USING (id) ORDER BY told.file, row"
    truth = f"SELECT told.file, row, copy, told.person, faults, {values} {those}"
    base.execute(to_file(truth, folder / "truth" / "rows" / f"{layout.called}.parquet"))
    profile = folder / "profiles" / f"{layout.called}.yaml"
    says = dict(layout.profile()) | _covers(by_file[-1])
    profile.write_text(yaml.safe_dump(says, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return MadeFeed(layout.called, layout.kind.name, layout.partner, f"profiles/{profile.name}", files)


def _covers(periods: Sequence[Period]) -> dict[str, str]:
    """What the profile of a file with years in it says of that; a file of one year or less is as usual."""
    years = round((periods[-1].after - periods[0].first).days / spec.DAYS)
    return {"covers": f"{spec.MONTHS * years} months back"} if years > 1 else {}


def _placed(layout: Layout, columns: Sequence[Column]) -> str:
    """Each row with its file and the number that it has there."""
    order = f"{layout.written.merged}, id, copy" if layout.written.merged else "id, copy"
    number = f"row_number() OVER (PARTITION BY sent ORDER BY {order}) + {writing.before(layout.written)}"
    return f"SELECT {number} AS row, sent AS file, * FROM ({texts.written(layout, columns)})"


def _file(
    base: duckdb.DuckDBPyConnection, layout: Layout, periods: Sequence[Period], folder: Path, *, say: Say
) -> MadeFile:
    last = periods[-1]
    suffix = writing.SUFFIX[layout.written.form]
    path = folder / "files" / layout.called / f"{layout.called}-{last.name}{suffix}"
    path.parent.mkdir(exist_ok=True)
    those = f"FROM told WHERE file = {last.file}"
    writing.write(base, layout, f"SELECT * {those} ORDER BY row", path)
    ((count,),) = base.execute(f"SELECT count(*) {those}").fetchall()
    say(f"{path.name}: {count:,} rows")
    return MadeFile(f"files/{layout.called}/{path.name}", f"{last.came}", int(count))
