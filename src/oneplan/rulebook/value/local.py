"""The area's own value of a row of the unit cost library, with its source and its day, in place of the edition's.

Local areas should put their own figures over the averages where they have them (reference cost-benefit, section 3).
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from oneplan.rulebook.value.prices import no_year
from oneplan.rulebook.value.reading import MISSING, Reading
from oneplan.rulebook.value.schema import names
from oneplan.rulebook.value.units import Amount, Edition, Kind, Unit
from oneplan.rulebook.value.written import pounds

_KEYS = names("local")


def over(reading: Reading, said: Mapping[str, Any], edition: Edition) -> Edition:
    """The edition with the area's own values; who bears what share of a row stays as published."""
    given = reading.mapping(said.get("local", {}), "local")
    units = dict(edition.units)
    for code, each in given.items():
        at = f"local.{code}"
        unit = units.get(str(code))
        if unit is None:
            reading.wrong(at, f"There is no row “{code}” in {edition.title}: nothing is there to put it in place of.")
            continue
        units[str(code)] = _own(reading, reading.mapping(each, at), at, unit)
    return replace(edition, units=units)


def _own(reading: Reading, said: Mapping[str, Any], at: str, unit: Unit) -> Unit:
    reading.known(said, _KEYS, at)
    year = reading.text(said, "price_year", at, what="Write the year of whose prices it is, like 2013/14.")
    if year and (words := no_year(year)):
        reading.wrong(f"{at}.price_year", words)
    source = reading.text(said, "source", at, what="Write where the figure comes from: nobody believes one without.")
    as_of = said.get("as_of")
    if not isinstance(as_of, date):
        reading.wrong(f"{at}.as_of", "Write the day of the figure, like 2014-09-30.")
    kinds = [kind for kind in Kind if kind in said]
    if not kinds:
        reading.wrong(at, f"It has no amount. Write at least one of: {', '.join(Kind)}.")
    own = {kind: Amount(reading.number(said, kind, pounds, at, MISSING), year) for kind in kinds}
    return replace(unit, amounts={**unit.amounts, **own}, local=f"{source}, {as_of}")
