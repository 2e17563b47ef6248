"""What a reader has to know of a model's figures before relying on them: what is old, unverified or nobody's figure."""

from collections.abc import Iterator, Mapping

import yaml

from oneplan.rulebook.value.model import Model, Outcome
from oneplan.rulebook.value.optimism import FILE as OPTIMISM
from oneplan.rulebook.value.units import Edition, Quality, editions

AGED = {
    Quality.RED: "old: its price year is 2007/08 or before, or its evidence is weak",
    Quality.AMBER: "ageing: its price year is 2008/09 to 2010/11, or its evidence is fair",
}


def notes(model: Model, library: Mapping[str, Edition] | None = None) -> list[str]:
    """Sentences, those on the whole model first; `library` as `files.read` was given it."""
    edition = (editions() if library is None else library).get(model.units)
    return [*_of_edition(edition, model), *_of_ladder(model), *_of_outcomes(model, edition)]


def _of_edition(edition: Edition | None, model: Model) -> Iterator[str]:
    if edition is None:
        return
    if not edition.is_current:
        yield f"The unit costs are those of {edition.title}, {edition.published}. {edition.newer}"
    index = edition.prices
    if index.forecast_from and model.price_year >= index.forecast_from:
        yield f"{index.words}: from {index.forecast_from} on it was a forecast. {index.newer}"
    yield f"Source of the unit costs: {edition.attribution}."


def _of_ladder(model: Model) -> Iterator[str]:
    said = yaml.safe_load(OPTIMISM.read_text(encoding="utf-8"))
    if not said["verified"] and any(each.optimism or each.spans for each in model.outcomes):
        yield (
            "By how much benefits are cut and how far a figure may be off, by grade, is common practice; no published "
            "source of the steps was read."
        )


def _of_outcomes(model: Model, edition: Edition | None) -> Iterator[str]:
    for outcome in model.outcomes:
        yield from _of_outcome(outcome, edition)


def _of_outcome(outcome: Outcome, edition: Edition | None) -> Iterator[str]:
    unit = edition.units.get(outcome.code) if edition and outcome.code else None
    if outcome.local:
        yield f"{outcome.words}: the value is the area's own ({outcome.local})."
    elif unit is not None and unit.quality in AGED:
        yield f"{outcome.words}: the unit cost {unit.code} is {AGED[unit.quality]}."
    elif unit is None and not outcome.source:
        yield f"{outcome.words}: the value is typed in, and nothing says where it comes from."
    if not outcome.spans:
        yield f"{outcome.words}: no range is said, so it looks surer than it is."
