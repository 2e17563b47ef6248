"""Starting profiles: layouts in which partners were seen to send a kind of feed, two of each.

A first file in one of them proposes its whole profile, codes and days with it; invented files are written in them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from oneplan.engine.feeds.contract.kinds import Kind, kinds
from oneplan.engine.feeds.reading.dialect import folded

FOLDER = Path(__file__).parent.parent / "layouts"
DAY = "day"


@dataclass(frozen=True)
class Written:
    """How invented files of a layout are written: `form` is csv, xlsx, parquet or zip (with a csv in it).

    `title` are lines above the header, `besides` columns of no use to us, `merged` a column whose like cells are
    merged in a workbook.
    """

    form: str = "csv"
    delimiter: str = ","
    encoding: str = "utf-8"
    title: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()
    merged: str = ""
    name: str = ""


@dataclass(frozen=True)
class Layout:
    """`days` is how days are written; `columns` are as in a profile, in the order in which they stand.

    `usual` is what its files mean where that is not as usual for the kind.
    """

    kind: Kind
    name: str
    partner: str
    days: str
    columns: Mapping[str, Mapping[str, Any]]
    written: Written
    usual: Mapping[str, Any] = field(default_factory=dict)

    @property
    def called(self) -> str:
        return f"{self.kind.name}-{self.name}".replace("_", "-")

    def profile(self, *, partner: str = "") -> Mapping[str, Any]:
        """What a profile says, as YAML has it."""
        return {
            "feed": self.kind.name,
            "partner": partner or self.partner,
            **self.kind.usual,
            **self.usual,
            "columns": {name: dict(said) for name, said in self.columns.items()},
        }

    def fits(self, header: Sequence[str]) -> bool:
        there = {folded(name) for name in header}
        return all(folded(str(said["header"])) in there for said in self.columns.values())


@cache
def layouts() -> tuple[Layout, ...]:
    found = [
        _layout(kinds()[path.stem], name, said)
        for path in sorted(FOLDER.glob("*.yaml"))
        for name, said in yaml.safe_load(path.read_text(encoding="utf-8")).items()
    ]
    return tuple(found)


def like(header: Sequence[str]) -> Layout | None:
    """The layout that a file with that header has, the one with most columns where several fit."""
    return max((each for each in layouts() if each.fits(header)), key=lambda each: len(each.columns), default=None)


def _layout(kind: Kind, name: str, said: Mapping[str, Any]) -> Layout:
    days = {each.name for each in kind.columns if each.type.name == DAY}
    columns = {}
    for column, is_so in said["columns"].items():
        columns[column] = {"header": is_so} if isinstance(is_so, str) else dict(is_so)
        if column in days:
            columns[column]["formats"] = [said["days"]]
    how = said["written"]
    lists = {name: tuple(how.get(name, ())) for name in ("title", "besides")}
    return Layout(
        kind, name, said["partner"], said["days"], columns, Written(**{**how, **lists}), said.get("usual", {})
    )
