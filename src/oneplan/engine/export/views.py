"""What the tables of an export are selected from: one view for each, with the names that star.yaml uses."""

from collections.abc import Collection, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from oneplan.engine.export.declared import Audience, Table
from oneplan.engine.export.keys import Key
from oneplan.engine.export.published import Published
from oneplan.engine.facts import shape
from oneplan.engine.facts.of_feed import PROVISIONAL, terms_table
from oneplan.engine.feeds.contract.columns import columns
from oneplan.engine.feeds.profiles import Profile
from oneplan.engine.sql import text

SHAPES = {"facts": shape.FACTS, "people": shape.PEOPLE, "coverage": shape.COVERAGE}
AREA = "area"
_FEED = "regexp_replace(source, ':[0-9]+:[0-9]+$', '')"
ORDER = {
    "dim_person": "person_key", "dim_day": "day", "dim_kind": "kind_key", "dim_feed": "feed_key",
    "fact": "person_key, start, feed_key, value, known_from, fact_id",
    "coverage": 'feed_key, population, "from", as_of',
}  # fmt: skip


def make(
    base: duckdb.DuckDBPyConnection,
    published: Sequence[Published],
    audience: Audience,
    *,
    key: Key,
    without: Collection[str],
) -> None:
    """Make the views `dim_person`, `dim_day`, `dim_kind`, `dim_feed`, `fact` and `coverage`.

    Nothing is told of the people `without`, by the numbers that the case record has for them. Feeds whose facts the
    audience does not get are not looked at.
    """
    chosen(base, published, audience, without=without)
    people = [person for (person,) in base.execute("SELECT DISTINCT person_id FROM chosen").fetchall() if person]
    base.register("keys", _keys(people, key))
    for name, select in (
        ("fact", "SELECT * FROM chosen LEFT JOIN keys USING (person_id)"), ("dim_person", _people()),
        ("dim_kind", "SELECT * FROM known_kinds"), ("dim_feed", _told_feeds()), ("dim_day", _days()),
    ):  # fmt: skip
        base.execute(f"CREATE VIEW {name} AS {select}")


def chosen(
    base: duckdb.DuckDBPyConnection, published: Sequence[Published], audience: Audience, *, without: Collection[str]
) -> None:
    """Make the views `chosen` (the facts that the audience gets, with the numbers of people) and `coverage`."""
    kinds = {each.name for each in audience.kinds}
    published = [each for each in published if each.feed.kind.makes.kind in kinds]
    base.execute("SET TimeZone = 'UTC'")
    for name, empty in SHAPES.items():
        base.register(f"no_{name}", empty.empty_table())
        base.execute(f"CREATE VIEW every_{name} AS {_every(name, [getattr(each, name) for each in published])}")
    base.register("left_out", pa.table({"person_id": pa.array(sorted(without), pa.string())}))
    base.register("known_kinds", _kinds(audience))
    base.register("known_feeds", _feeds([each.feed for each in published], audience))
    base.execute(f"CREATE VIEW chosen AS {_chosen(audience)}")
    base.execute(f"CREATE VIEW coverage AS {_coverage()}")


def select(table: Table) -> str:
    """SELECT of one table of an export, in an order that says nothing of who anybody is."""
    view = "fact" if table.of else table.name
    those = f" WHERE kind = {text(table.of.name)}" if table.of else ""
    named = ", ".join(f"{each.select} AS {each.name}" for each in table.columns)
    return f"SELECT {named} FROM {view}{those} ORDER BY {ORDER[view]}"


def _every(name: str, paths: Sequence[Path]) -> str:
    found = f" UNION ALL BY NAME SELECT * FROM read_parquet([{', '.join(map(text, paths))}])" if paths else ""
    return f"SELECT * FROM no_{name}{found}"


def _chosen(audience: Audience) -> str:
    held = "" if audience.is_with_history else "AND known_until IS NULL"
    return f"""
    SELECT *, {_FEED} AS feed_key FROM every_facts
    WHERE (person_id IS NULL OR person_id NOT IN (FROM left_out)) {held}"""


def _keys(people: Sequence[str], key: Key) -> pa.Table:
    return pa.table(
        {
            "person_id": pa.array(people, pa.string()),
            "person_key": pa.array([key(each) for each in people], pa.string()),
        }
    )


def _people() -> str:
    return f"""
    SELECT person_key, NOT starts_with(person_id, '{PROVISIONAL}') AS is_recognised, min(born_from) AS born_from,
      max(born_to) AS born_to, min(died_on) AS died_on, CASE WHEN count(DISTINCT sex) = 1 THEN any_value(sex) END AS sex
    FROM every_people JOIN keys USING (person_id) GROUP BY person_key, person_id"""


def _coverage() -> str:
    """Of whom a feed tells is said where the audience gets columns of that type: it may be somebody's number."""
    return """
    SELECT DISTINCT source AS feed_key, kind, CASE WHEN tells_population THEN population END AS population, "from",
      "to", as_of
    FROM every_coverage JOIN known_feeds ON feed_key = source"""


def _told_feeds() -> str:
    return """
    SELECT known_feeds.feed_key, partner, kind_key, meaning, max(as_of) AS last_came
    FROM known_feeds LEFT JOIN coverage USING (feed_key) GROUP BY ALL"""


def _days() -> str:
    """From the first to the last day that stands anywhere in the tables."""
    told = ("fact", "start"), ("fact", "end"), ("coverage", "from"), ("coverage", "to")
    every = " UNION ALL ".join(f'SELECT "{column}" AS day FROM {table}' for table, column in told)
    return f"""
    WITH told AS ({every}), bounds AS (SELECT min(day) AS first, max(day) AS last FROM told),
    days AS (SELECT unnest(generate_series(first, last, INTERVAL 1 DAY))::DATE AS day FROM bounds),
    terms AS ({terms_table()})
    SELECT day, academic_year, term FROM days LEFT JOIN terms ON day >= terms.first AND day < terms.after"""


def _kinds(audience: Audience) -> pa.Table:
    found = audience.kinds
    told = {"kind_key": [each.name for each in found], "keep_years": [each.keep_years for each in found]}
    words = {name: [getattr(each, name) for each in found] for name in ("words", "unit", "category")}
    return pa.table({**told, **words})


def _feeds(feeds: Sequence[Profile], audience: Audience) -> pa.Table:
    said = {
        "feed_key": [each.name for each in feeds], "partner": [each.partner for each in feeds],
        "kind_key": [each.kind.makes.kind for each in feeds], "meaning": [str(each.meaning) for each in feeds],
    }  # fmt: skip
    tells = pa.array([_tells(each, audience) for each in feeds], pa.bool_())
    return pa.table({name: pa.array(texts, pa.string()) for name, texts in said.items()} | {"tells_population": tells})


def _tells(feed: Profile, audience: Audience) -> bool:
    return feed.population == AREA or columns()[feed.population].type.name in audience.attributes
