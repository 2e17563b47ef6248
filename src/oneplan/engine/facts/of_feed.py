"""Facts, people and coverage of one feed: from the versions of its rows, each fact traced to its file and row.

A person is one of those known where number and day of birth agree exactly with theirs: our reference first, then the
number that the kind of feed goes by, then another in the file that the case record knows (a pupil's number beside
the partner's own, say). Everybody else is provisional, under a key made of the partner's own number and day of birth,
so that linking can take over without a change of shape.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from oneplan.engine.facts import coverage, versions
from oneplan.engine.facts.versions import Loaded
from oneplan.engine.facts.vocabulary import fact_kinds
from oneplan.engine.feeds.contract.kinds import OUR_REFERENCE
from oneplan.engine.feeds.profiles import Profile
from oneplan.engine.sql import as_one, named, text, to_file
from oneplan.rulebook.school.terms import school_year, terms_of

FIRST_YEAR, LAST_YEAR = 2000, 2099
Known = Mapping[str, Path]
PROVISIONAL = "~"  # begins the key of a person whom nobody has recognised yet


class NothingStands(Exception):
    """The feed has no file that stands, so it makes no facts."""


@dataclass(frozen=True)
class Made:
    """Parquet of the shapes in facts/shape.py, and how many facts are in force, by the month in which they start."""

    facts: Path
    people: Path
    coverage: Path
    months: Mapping[str, int]

    @property
    def in_force(self) -> int:
        return sum(self.months.values())


def make(
    profile: Profile, loads: Sequence[Loaded], into: Path, *, known: Known | None = None, asked: Path | None = None
) -> Made:
    """Write the feed's facts to the folder `into`.

    `known` is, for each column that is a person's number, Parquet with `number`, `born`, `person_id` of those whom the
    case record knows by it; `asked` the same by our own reference, of those about whom partners were asked.
    Raises `NothingStands`.
    """
    if not loads:
        raise NothingStands(f"“{profile.name}” has no file that stands.")
    made = Made(into / "facts.parquet", into / "people.parquet", into / "coverage.parquet", {})
    with duckdb.connect() as base:
        base.execute("SET TimeZone = 'UTC'")
        columns = _columns(base, loads, profile)
        steps = versions.steps(profile, loads, columns)
        base.execute(f"CREATE TEMP TABLE versions AS {as_one(steps)}")
        base.execute(f"CREATE TEMP TABLE terms AS {terms_table()}")
        base.execute(f"CREATE VIEW known AS {_known((known or {}).get(profile.kind.number))}")
        base.execute(f"CREATE VIEW besides AS {_besides(profile, known or {}, columns)}")
        base.execute(f"CREATE VIEW asked AS {_known(asked)}")
        base.execute(f"CREATE TEMP TABLE told AS {_told(profile, columns)}")
        base.execute(to_file(_facts(profile), made.facts))
        base.execute(to_file(_people(profile, columns), made.people))
        base.execute(
            to_file(coverage.select(profile, rows={name: steps[name] for name in ("loads", "rows")}), made.coverage)
        )
        counted = base.execute(_months(profile)).fetchall()
    return Made(made.facts, made.people, made.coverage, dict(counted))


def _months(profile: Profile) -> str:
    month = f"strftime({profile.kind.makes.start}, '%Y-%m')"
    return f"SELECT {month}, count(*) FROM told WHERE known_until IS NULL GROUP BY ALL ORDER BY ALL"


def place_of(source: str) -> tuple[str, int, int]:
    """Feed, load and row that a fact's `source` names."""
    feed, load, row = source.rsplit(":", 2)
    return feed, int(load), int(row)


def _columns(base: duckdb.DuckDBPyConnection, loads: Sequence[Loaded], profile: Profile) -> list[str]:
    """The columns on which facts rest, of the others those that every file has; our reference where one file has it."""
    there = [set(base.sql(f"SELECT * FROM read_parquet({text(each.rows)}) LIMIT 0").columns) for each in loads]
    names = [each.name for each in profile.kind.every]
    said = {OUR_REFERENCE} & set[str]().union(*there)
    return [
        name
        for name in names
        if name in said or profile.kind.rests_on(name) or all(name in columns for columns in there)
    ]


def terms_table() -> str:
    """SELECT of every term: `academic_year`, `term`, its `first` day and the day `after` its last."""
    every = [term for first in range(FIRST_YEAR, LAST_YEAR) for term in terms_of(school_year(first))]
    values = ", ".join(f"('{each.year}', '{each.name}', DATE '{each.start}', DATE '{each.end}')" for each in every)
    return f"SELECT * FROM (VALUES {values}) AS said(academic_year, term, first, after)"


def _known(known: Path | None) -> str:
    if known is None:
        return "SELECT NULL::VARCHAR AS number, NULL::DATE AS born, NULL::VARCHAR AS person_id WHERE false"
    return f"SELECT number, born, person_id FROM read_parquet({text(known)})"


def _besides(profile: Profile, known: Known, columns: Sequence[str]) -> str:
    """SELECT of whoever is known by another number in their rows; where these say two people, it is neither."""
    kind = profile.kind
    others = [each for each in columns if each in known and each != kind.number]
    found = " UNION ALL ".join(
        f"SELECT versions.{kind.number} AS number, born, person_id "
        f"FROM versions JOIN ({_known(known[each])}) AS theirs "
        f"ON theirs.number = versions.{each} AND theirs.born = versions.{kind.born}"
        for each in others
    )
    every = found or _known(None)
    one = "any_value(person_id) AS person_id"
    return f"SELECT number, born, {one} FROM ({every}) GROUP BY number, born HAVING count(DISTINCT person_id) = 1"


def _told(profile: Profile, columns: Sequence[str]) -> str:
    kind = profile.kind
    provisional = f"'{PROVISIONAL}' || md5(concat_ws('|', {text(profile.partner)}, {kind.number}, {kind.born}))"
    of_term = ", terms.first, terms.after" if kind.is_by_term else ""
    terms = "JOIN terms USING (academic_year, term)" if kind.is_by_term else ""
    ours = f"upper(versions.{OUR_REFERENCE})" if OUR_REFERENCE in columns else "NULL::VARCHAR"
    return f"""
    SELECT versions.*{of_term},
      coalesce(asked.person_id, known.person_id, besides.person_id, {provisional}) AS person_id
    FROM versions {terms}
    LEFT JOIN asked ON asked.number = {ours} AND asked.born = versions.{kind.born}
    LEFT JOIN known ON known.number = versions.{kind.number} AND known.born = versions.{kind.born}
    LEFT JOIN besides ON besides.number = versions.{kind.number} AND besides.born = versions.{kind.born}"""


def _facts(profile: Profile) -> str:
    """The id is a hash of all that the fact says and since when, so that the same files make the same ids."""
    makes = profile.kind.makes
    kind = fact_kinds()[makes.kind]
    pairs = ", ".join(f"'{name}': {name}::VARCHAR" for name in makes.attributes)
    says = ", ".join(["person_id", makes.start, makes.end, makes.value, *makes.attributes, "known_from"])
    fact_id = f"md5(concat_ws('|', '{makes.kind}', {text(profile.name)}, {says}))"
    columns = {
        "fact_id": fact_id,
        "person_id": "person_id",
        "family_id": "NULL::VARCHAR",
        "kind": f"'{makes.kind}'",
        "start": makes.start,
        "end": makes.end,
        "value": f"({makes.value})::DOUBLE",
        "unit": text(kind.unit),
        "attributes": f"MAP {{{pairs}}}",
        "source": f"concat_ws(':', {text(profile.name)}, load, row)",
        "known_from": "known_from",
        "known_until": "known_until",
        "recorded_by": text(profile.partner),
        "category": f"'{kind.category}'",
    }
    return f"SELECT {named(columns)} FROM told ORDER BY person_id, start, known_from"


def _people(profile: Profile, columns: Sequence[str]) -> str:
    """One row a person: day of birth as the number was recognised by; sex where all rows agree on it."""
    born = profile.kind.born
    sex = "CASE WHEN count(DISTINCT sex) = 1 THEN any_value(sex) END" if "sex" in columns else "NULL::VARCHAR"
    made = {
        "person_id": "person_id",
        "born_from": f"min({born})",
        "born_to": f"max({born})",
        "due_on": "NULL::DATE",
        "died_on": "NULL::DATE",
        "sex": sex,
    }
    return f"SELECT {named(made)} FROM told GROUP BY person_id ORDER BY person_id"
