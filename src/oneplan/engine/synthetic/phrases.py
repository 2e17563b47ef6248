"""Sentences for notes, decisions, reviews and closures: `phrases.yaml`, composed."""

from functools import cache

from oneplan.engine.synthetic.communities import communities, given_name, surname
from oneplan.engine.synthetic.draws import Draws, Weighted
from oneplan.engine.synthetic.people import Sex
from oneplan.engine.synthetic.reading import table

COLLEAGUES = 900
BORN_BEFORE = 1990  # colleagues are grown up: draw from the older names


@cache
def sentences(part: str, under: str | None = None) -> tuple[str, ...]:
    found = table("phrases")[part]
    return tuple(found if under is None else found[under])


@cache
def exit_supports() -> tuple[tuple[str, str], ...]:
    return tuple((row["sector"], row["text"]) for row in table("phrases")["exit_supports"])


@cache
def referrers() -> Weighted[str]:
    return Weighted({sector: float(row["asks"]) for sector, row in table("agencies").items()})


@cache
def parts_of(sector: str) -> tuple[str, ...]:
    return tuple(table("agencies")[sector]["parts"])


def colleague(draws: Draws) -> str:
    """The name of somebody who works with families in the area."""
    return draws.pick(_colleagues())


@cache
def _colleagues() -> tuple[str, ...]:
    draws = Draws(0, purpose="colleagues", index=0)
    return tuple(_grown_up(draws) for _ in range(COLLEAGUES))


def _grown_up(draws: Draws) -> str:
    sex: Sex = "female" if draws.chance(0.75) else "male"
    community = draws.weighted(communities())
    given = given_name(draws, community=community, sex=sex, year=BORN_BEFORE)
    return f"{given} {surname(draws, community=community, sex=sex)}"


def joined(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
