"""A file comes in by page, command or folder: kept by what is in it, then written down as a feed's; or neither."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from oneplan.engine.runs import files
from oneplan.web.agencies.models import Worker
from oneplan.web.data.actions import Cannot, loads
from oneplan.web.data.models import Feed, Load


def take_in(
    feed: Feed, content: Iterable[bytes], *, store: Path, name: str, way: str, by: Worker | None, at: datetime
) -> Load:
    """Raises what `loads.receive` and `files.keep` raise; a file that is refused is not kept."""
    kept = files.keep(store, content)
    try:
        return loads.receive(feed=feed, file=kept, name=name, way=way, by=by, at=at)
    except Cannot:
        if kept.is_new:
            files.forget(store, kept.digest)
        raise
