"""The check of a file as a list of named SQL steps, each one idea: raw, tidied, valued, corrected, told, judged."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from oneplan.engine.feeds.profiles import Mapped, Profile

MASKS = ("wrong", "mended", "corrected", "broken")
FIXES = "fixes"  # the table of corrections
ACCEPTED, REPAIRED, SET_ASIDE = "accepted", "repaired", "set_aside"


@dataclass(frozen=True)
class Place:
    """A column of ours in this file: `at` is where it stands, `bit` its place in the masks of faults and repairs."""

    mapped: Mapped
    at: int
    bit: int
    is_needed: bool

    @property
    def name(self) -> str:
        return self.mapped.column.name

    def value_of(self, written: str) -> str:
        """SQL: the value of what somebody wrote into this column, or NULL."""
        kind = self.mapped.column.type
        return kind.value(kind.tidy(written), self.mapped.options)


def placed(profile: Profile, header: Sequence[str]) -> tuple[Place, ...]:
    """Raises `profiles.CannotRead` where the header does not fit the profile."""
    places = profile.places(header)
    there = [each for each in profile.mapped if each.column.name in places]
    return tuple(
        Place(each, places[each.column.name], bit, is_needed=each.column.name in profile.kind.needs)
        for bit, each in enumerate(there)
    )


def steps(profile: Profile, places: Sequence[Place], *, corrected: Collection[str] = ()) -> Mapping[str, str]:
    """Name and SELECT of each step; each reads the one before, the first the table `received`.

    `corrected` are the columns of which the table of corrections says something.
    """
    return {
        "raw": _raw(places),
        "tidied": _tidied(places),
        "valued": _valued(places),
        "corrected": _corrected(profile, [each for each in places if each.name in corrected], places),
        "told": _told(profile, places),
        "judged": _judged(places),
    }


def _raw(places: Sequence[Place]) -> str:
    return _select("received", ["row", *(f"c{each.at} AS {each.name}_raw" for each in places)])


def _tidied(places: Sequence[Place]) -> str:
    tidy = [f"{each.mapped.column.type.tidy(f'{each.name}_raw')} AS {each.name}_tidy" for each in places]
    return _select("raw", ["*", *tidy])


def _valued(places: Sequence[Place]) -> str:
    values = [
        f"{each.mapped.column.type.value(f'{each.name}_tidy', each.mapped.options)} AS {each.name}" for each in places
    ]
    return _select("tidied", ["*", *values])


def recorded(profile: Profile, places: Sequence[Place]) -> str:
    """SELECT: the rows as they came, and the record each of them is (`fix_record`).

    A record is the key of a row and the day of birth, as received. Where some of that is missing or no value, or two
    rows of the file have the same, it is told apart by everything else in the row, at last by the row's number: what
    is said of one child must never become true of another.
    """
    there = [each.name for each in places]
    names = [name for name in dict.fromkeys((*profile.kind.key, profile.kind.born)) if name in there]
    base = _texts(f"coalesce({name}::VARCHAR, {name}_tidy, '')" for name in names)
    whole = " AND ".join(f"{name} IS NOT NULL" for name in names)
    rest = _texts(f"coalesce({name}_tidy, '')" for name in there)
    told = f"SELECT *, {base} AS base, md5({rest}) AS rest, {whole} AS is_whole FROM valued"
    return f"""
    SELECT * EXCLUDE (base, rest, is_whole), CASE
      WHEN is_whole AND count(*) OVER (PARTITION BY base) = 1 THEN base
      WHEN count(*) OVER (PARTITION BY base, rest) = 1 THEN base || '#' || rest
      ELSE base || '#' || row END AS fix_record
    FROM ({told})"""


def _texts(parts: Iterable[str]) -> str:
    return f"concat_ws('|', {', '.join(parts)})"


def _corrected(profile: Profile, those: Sequence[Place], places: Sequence[Place]) -> str:
    """What a correction of the record says, else one of that text in every row; `corrected` has a bit for each."""
    if not those:
        return _select("valued", ["*", "0::BIGINT AS corrected"])
    values = ", ".join(
        f"CASE WHEN {_fix(each)} IS NULL THEN {each.name} ELSE {each.value_of(_said(each))} END AS {each.name}"
        for each in those
    )
    mask = " | ".join(f"(({_fix(each)} IS NOT NULL)::BIGINT << {each.bit})" for each in those)
    joins = " ".join(_joined(each) for each in those)
    rows = recorded(profile, places)
    return f"SELECT valued.* REPLACE ({values}), {mask} AS corrected FROM ({rows}) AS valued {joins}"


def _fix(each: Place) -> str:
    return f"coalesce({each.name}_own.fix, {each.name}_any.fix)"


def _said(each: Place) -> str:
    return f"CASE WHEN {each.name}_own.fix IS NULL THEN {each.name}_any.fix_value ELSE {each.name}_own.fix_value END"


def _joined(each: Place) -> str:
    own, every = f"{each.name}_own", f"{each.name}_any"
    fits = f"fix_received IS NOT DISTINCT FROM {each.name}_tidy"
    said = f"(SELECT * FROM {FIXES} WHERE fix_column = '{each.name}' AND fix_record IS"
    return (
        f"LEFT JOIN {said} NOT NULL) AS {own} ON {own}.fix_record = valued.fix_record AND {own}.{fits} "
        f"LEFT JOIN {said} NULL) AS {every} ON {every}.{fits}"
    )


def _told(profile: Profile, places: Sequence[Place]) -> str:
    """Masks: a bit a column for a missing or wrong value that is needed, one for a value left out or tidied."""
    wrong = [f"(({each.name} IS NULL)::BIGINT << {each.bit})" for each in places if each.is_needed]
    mended = [f"(CASE WHEN {_is_mended(each)} THEN {1 << each.bit} ELSE 0 END)" for each in places]
    there = {each.name for each in places}
    broken = [
        f"((NOT coalesce({rule.holds}, true))::BIGINT << {bit})"
        for bit, rule in enumerate(profile.kind.rules)
        if there.issuperset(rule.columns)
    ]
    masks = {"wrong": wrong, "mended": mended, "broken": broken}
    told = {name: " | ".join(bits) or "0" for name, bits in masks.items()}
    told["mended"] = f"({told['mended']}) & ~corrected"
    return _select("corrected", ["*", *(f"{bits} AS {name}" for name, bits in told.items())])


def _is_mended(each: Place) -> str:
    """Tidied, or for a column that is not needed: there, but no such value."""
    kept = each.name if each.mapped.column.type.is_kept_as_written else f"{each.name}_tidy"
    tidied = f"coalesce({kept} <> {each.name}_raw, false)"
    if each.is_needed:
        return f"{each.name} IS NOT NULL AND {tidied}"
    return f"({each.name} IS NOT NULL AND {tidied}) OR ({each.name} IS NULL AND {each.name}_tidy IS NOT NULL)"


def key_of(profile: Profile, places: Sequence[Place]) -> str:
    """SQL: what tells one row from another, where all of it is known."""
    names = {each.name for each in places}
    return " || '|' || ".join(f"{name}::VARCHAR" for name in profile.kind.key if name in names)


def _judged(places: Sequence[Place]) -> str:
    """The values, the masks and the verdict."""
    names = [each.name for each in places]
    fails, mends = "wrong <> 0 OR broken <> 0", "mended <> 0 OR corrected <> 0"
    verdict = f"CASE WHEN {fails} THEN '{SET_ASIDE}' WHEN {mends} THEN '{REPAIRED}' ELSE '{ACCEPTED}' END AS verdict"
    return _select("told", ["row", *names, *MASKS, verdict])


def _select(source: str, columns: Sequence[str]) -> str:
    return f"SELECT {', '.join(columns)} FROM {source}"
