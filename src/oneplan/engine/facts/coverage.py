"""Coverage of a feed: of whom, and of which days, its files told. Where no file tells, nothing was being watched.

A file tells of no day after the one on which it came: what had not ended yet is watched until then.
"""

from collections.abc import Mapping

from oneplan.engine.feeds.profiles import NOTHING, TERM, Profile
from oneplan.engine.sql import as_one, named, text


def select(profile: Profile, *, rows: Mapping[str, str]) -> str:
    """SELECT of the shape in facts/shape.py.

    Reads the table `told` of a feed by terms; else the steps `rows`, which end with every row of every file.
    """
    if profile.covers == NOTHING:
        return _nothing(profile)
    if profile.covers == TERM:
        return _by_term(profile)
    return as_one({**rows, "spans": _spans(profile), "covered": _covered(profile)})


def _nothing(profile: Profile) -> str:
    made = _made(profile, start="NULL::DATE", end="NULL::DATE", as_of="told_at")
    return f"SELECT {named(made)} FROM told WHERE false"


def _by_term(profile: Profile) -> str:
    made = _made(profile, start="first", end="least(after, max(told_at)::DATE)", as_of="max(told_at)")
    grouped = "FROM told GROUP BY population, first, after HAVING max(told_at)::DATE > first"
    return f"SELECT {named(made)} {grouped} ORDER BY population, first"


def _spans(profile: Profile) -> str:
    """Of each file and population: the day on which it came, and the last day it tells of before that."""
    day = profile.kind.makes.start
    return f"""
    SELECT {_population(profile)} AS population, received_at, received_at::DATE AS came,
      max({day}) FILTER ({day} < received_at::DATE) AS last
    FROM rows JOIN loads USING (load) WHERE verdict <> 'set_aside' GROUP BY ALL"""


def _covered(profile: Profile) -> str:
    said = profile.covers
    span = f"INTERVAL {said.number} {said.unit}"
    after = "came" if said.is_back else f"(date_trunc('{said.unit}', last) + INTERVAL 1 {said.unit})::DATE"
    start, end = f"({after} - {span})::DATE", f"least({after}, came)"
    made = _made(profile, start=start, end=end, as_of="received_at", population="population")
    return f"SELECT {named(made)} FROM spans WHERE {start} < {end} ORDER BY population, received_at"


def _made(profile: Profile, *, start: str, end: str, as_of: str, population: str | None = None) -> dict[str, str]:
    return {
        "source": text(profile.name),
        "kind": text(profile.kind.makes.kind),
        "population": population or _population(profile),
        "from": start,
        "to": end,
        "as_of": as_of,
    }


def _population(profile: Profile) -> str:
    return "'area'" if profile.population == "area" else f"{profile.population}::VARCHAR"
