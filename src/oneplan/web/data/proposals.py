"""A first file on its way to a feed: what it seems to be, and the profile somebody confirms."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from oneplan.engine.feeds import profiles, proposing, reading
from oneplan.engine.feeds.contract.kinds import Kind, kinds
from oneplan.engine.feeds.profiles import Meaning
from oneplan.engine.feeds.proposing import Proposal
from oneplan.engine.runs import files
from oneplan.web.data import working
from oneplan.web.data.actions import Cannot

NO_FEED = "None of its columns is one OnePlan knows. Is it the right file? It can read: {}."
COVERS = (
    "1 week", "1 month", "3 months", "1 year",
    "3 months back", "4 months back", "6 months back", "12 months back", "24 months back",
)  # fmt: skip
MEANINGS = {
    Meaning.SNAPSHOT: "All there is, for what it tells of: a row that is missing is gone",
    Meaning.DELTA: "Only what changed: a row that is missing stays as it was",
    Meaning.EVENTS: "What happened since the last file: earlier rows stay",
}


@dataclass(frozen=True)
class Look:
    """`examples` has the first values of each column of the file."""

    proposal: Proposal
    header: Sequence[str]
    examples: Mapping[str, str]

    def known(self, columns: Mapping[str, str]) -> dict[str, Any]:
        """What is known of such a feed beyond what a form asks: of a known layout also its codes and days, where
        somebody left a column at the header it has there."""
        layout = self.proposal.layout
        if layout is None:
            return dict(self.proposal.kind.usual)
        said = dict(layout.profile())
        return said | {"columns": {n: c for n, c in said["columns"].items() if columns.get(n) == c["header"]}}


def look(digest: str) -> Look:
    """Read a file that was kept and say what it seems to be. Raises `Cannot`."""
    path = files.path(working.store().folder, digest)
    try:
        with tempfile.TemporaryDirectory(prefix="oneplan-") as folder:
            found = reading.read(path, Path(folder) / "received.parquet")
            proposal = proposing.propose(found)
            if not any(each.column in proposal.kind.needs for each in proposal.guesses):
                raise Cannot(NO_FEED.format(", ".join(kind.words for kind in kinds().values())))
            return Look(proposal, [name for name in found.header if name], proposing.examples(found))
    except working.REFUSALS as refusal:
        raise Cannot(str(refusal)) from refusal
    except FileNotFoundError as gone:
        raise Cannot(working.GONE) from gone


def covers(kind: Kind, said: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a file of this kind can cover, in words; what the profile says now among it."""
    now = str(said.get("covers", kind.usual["covers"]))
    offered = [now] if kind.is_by_term else dict.fromkeys([*COVERS, now])
    return [(each, profiles.covers(each, kind).words.capitalize()) for each in offered]


def covered(said: Mapping[str, Any]) -> str:
    """Of which days a file of such a profile tells, in words."""
    kind = kinds()[said["feed"]]
    return profiles.covers(str(said.get("covers", kind.usual["covers"])), kind).words


def profile(
    kind: str, *, partner: str, columns: Mapping[str, str], meaning: str, covers: str, rest: Mapping[str, Any]
) -> dict[str, Any]:
    """The profile as kept: `columns` are ours and their headers; `rest` what a form does not ask for."""
    said = {name: {**_of(rest, name), "header": _headers(rest, name, header)} for name, header in columns.items()}
    told = {"feed": kind, "partner": partner, "meaning": meaning, "covers": covers}
    return {**rest, **told, "columns": said}


def _of(rest: Mapping[str, Any], name: str) -> dict[str, Any]:
    said = rest.get("columns", {}).get(name, {})
    return dict(said) if isinstance(said, Mapping) else {}


def _headers(rest: Mapping[str, Any], name: str, header: str) -> list[str]:
    """The header now, and those by which the column was known before."""
    before = _of(rest, name).get("header", rest.get("columns", {}).get(name, []))
    known = [before] if isinstance(before, str) else before if isinstance(before, list) else []
    return list(dict.fromkeys([header, *known]))
