"""What an export for an audience would have in it, said in counts before anybody takes it out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

from oneplan.engine.export import views
from oneplan.engine.export.declared import Audience
from oneplan.engine.export.folder import CannotExport
from oneplan.engine.export.published import Published
from oneplan.engine.facts.vocabulary import FactKind

_COUNTED = "SELECT kind, count(*), count(DISTINCT person_id) FROM chosen GROUP BY kind"
# days that follow on each other, or that two files tell of, are one span
_SPANS = """
WITH told AS (
  SELECT feed_key, "from" AS first, "to" AS after,
    max("to") OVER (PARTITION BY feed_key ORDER BY "from", "to" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
      AS before
  FROM coverage),
parts AS (
  SELECT *, count(*) FILTER (before IS NULL OR first > before) OVER (PARTITION BY feed_key ORDER BY first, after
    ROWS UNBOUNDED PRECEDING) AS part
  FROM told)
SELECT feed_key, min(first), max(after) FROM parts GROUP BY feed_key, part ORDER BY feed_key, part"""


@dataclass(frozen=True)
class Counted:
    kind: FactKind
    facts: int
    people: int


@dataclass(frozen=True)
class Watched:
    """Of which days a feed tells: spans from a first day to the day after the last."""

    feed: str
    partner: str
    kind: FactKind
    spans: Sequence[tuple[date, date]]


@dataclass(frozen=True)
class Summary:
    counted: Sequence[Counted]
    watched: Sequence[Watched]


def of(published: Sequence[Published], audience: Audience, *, without: Collection[str]) -> Summary:
    """Every kind and feed of which the audience gets anything; nobody of `without` counts. Raises `CannotExport`."""
    kinds = {each.name: each for each in audience.kinds}
    try:
        with duckdb.connect() as base:
            views.chosen(base, published, audience, without=without)
            counts = {kind: (facts, people) for kind, facts, people in base.execute(_COUNTED).fetchall()}
            spans = base.execute(_SPANS).fetchall()
    except (duckdb.Error, OSError) as failure:
        raise CannotExport("The published figures cannot be read. Tell whoever keeps OnePlan.") from failure
    counted = [Counted(kind, *counts[name]) for name, kind in kinds.items() if name in counts]
    feeds = sorted((each.feed for each in published if each.feed.kind.makes.kind in kinds), key=lambda each: each.name)
    watched = [
        Watched(
            feed.name, feed.partner, kinds[feed.kind.makes.kind],
            [(first, after) for name, first, after in spans if name == feed.name],
        )
        for feed in feeds
    ]  # fmt: skip
    return Summary(counted, watched)
