"""What a run published, as an export reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from oneplan.engine.feeds import profiles
from oneplan.engine.feeds.profiles import Profile
from oneplan.engine.runs import run
from oneplan.engine.runs.artefacts import Store


@dataclass(frozen=True)
class Published:
    """How one feed was read, and Parquet of the shapes in facts/shape.py that was made of it."""

    feed: Profile
    facts: Path
    people: Path
    coverage: Path


def of_run(store: Store, told: Mapping[str, Any]) -> list[Published]:
    """What each feed told in a run; `told` is the run's manifest."""
    found = zip(*(run.facts(store, told, name) for name in ("facts", "people", "coverage")), strict=True)
    feeds = [profiles.made(each["profile"], name=each["feed"]) for each in told["feeds"] if each["facts"]]
    return [Published(feed, *paths) for feed, paths in zip(feeds, found, strict=True)]
