"""Scenarios of a model: what its file says, with some of it said otherwise.

    scenarios:
      cautious:
        words: half as well, and for half as long
        years: 3
        outcomes: {violence: {impact: 15 %}}

What a scenario says of an outcome or a cost takes the place of what the model says of it, and of that figure's range;
nothing is added or removed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from oneplan.rulebook.value.faults import Fault
from oneplan.rulebook.value.reading import Reading
from oneplan.rulebook.value.schema import names

_KEYS = names("scenario")


@dataclass(frozen=True)
class Changed:
    """What the scenario's file would say, and what is wrong with how it changes the model's."""

    said: Mapping[str, Any]
    found: list[Fault]


def each(said: Any) -> Iterator[tuple[str, Changed]]:
    """Each scenario of a file by its name, in the file's order."""
    given = said.get("scenarios") if isinstance(said, dict) else None
    for name, scenario in (given or {}).items() if isinstance(given, dict | None) else ():
        yield str(name), _changed(said, scenario)
    if given is not None and not isinstance(given, dict):
        yield "", Changed(said, [Fault("", "Names with something beneath each are wanted here.")])


def words(said: Mapping[str, Any], name: str) -> str:
    """What the scenario is said to be."""
    return str(said["scenarios"][name].get("words", name))


def _changed(said: Mapping[str, Any], scenario: Any) -> Changed:
    reading = Reading()
    scenario = reading.mapping(scenario, "")
    reading.known(scenario, _KEYS, "")
    made = {key: value for key, value in said.items() if key != "scenarios"}
    made |= {key: scenario[key] for key in ("years", "price_year") if key in scenario}
    for part in ("outcomes", "costs"):
        made[part] = _part(reading, said.get(part, {}), scenario.get(part, {}), part)
    return Changed(made, reading.found)


def _part(reading: Reading, ours: Any, theirs: Any, part: str) -> Any:
    theirs = reading.mapping(theirs, part)
    if not isinstance(ours, dict):
        return ours
    for name in sorted(set(theirs) - set(ours)):
        there = ", ".join(map(str, ours))
        reading.wrong(f"{part}.{name}", f"The model has no “{name}” there. It has: {there}.")
    changes = {str(name): reading.mapping(each, f"{part}.{name}") for name, each in theirs.items()}
    return {name: _merged(own, changes.get(str(name), {})) for name, own in ours.items()}


def _merged(own: Any, changes: Mapping[str, Any]) -> Any:
    """A range of the model's goes with the figure that it is of."""
    if not isinstance(own, dict):
        return own
    kept = own
    if isinstance(ranges := own.get("ranges"), dict):
        kept = {**own, "ranges": {name: each for name, each in ranges.items() if name not in changes}}
    return {**kept, **changes}
