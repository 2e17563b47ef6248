"""The unit cost library of an area: the editions that come with OnePlan, and those it took in itself."""

import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from oneplan.rulebook.value.units import Edition, editions, read_editions


def folder() -> Path:
    """Where an area's own editions are: `units` in its home."""
    return Path(os.environ.get("ONEPLAN_HOME", "var")).resolve() / "units"


def library(own: Path | None = None) -> Mapping[str, Edition]:
    """Every edition by its name. One that was taken in since is there at once, in every process."""
    own = own or folder()
    stamp = own.stat().st_mtime_ns if own.is_dir() else 0
    return {**editions(), **_own(own, stamp)}


@lru_cache(maxsize=4)
def _own(own: Path, stamp: int) -> Mapping[str, Edition]:
    return read_editions(own) if stamp else {}
