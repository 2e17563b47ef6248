"""What a reader has to know of a model's figures before relying on them: what is old, unverified or nobody's figure."""

from collections.abc import Iterator, Mapping
from functools import cache

import yaml

from oneplan.rulebook.value.model import Model, Outcome
from oneplan.rulebook.value.optimism import FILE as OPTIMISM
from oneplan.rulebook.value.units import Edition, Quality, editions

AGED = {Quality.RED: "old, or its evidence is weak", Quality.AMBER: "ageing, or its evidence is only fair"}


def notes(model: Model, library: Mapping[str, Edition] | None = None) -> list[str]:
    """Sentences, those on the whole model first; `library` as `files.read` was given it."""
    return [*of_model(model, library), *of_outcomes(model, library)]


def of_model(model: Model, library: Mapping[str, Edition] | None = None) -> list[str]:
    return [*_of_edition(_edition(model, library), model), *_of_ladder(model)]


def of_outcomes(model: Model, library: Mapping[str, Edition] | None = None) -> list[str]:
    edition = _edition(model, library)
    return [words for outcome in model.outcomes for words in _of_outcome(outcome, edition)]


def _edition(model: Model, library: Mapping[str, Edition] | None) -> Edition | None:
    return (editions() if library is None else library).get(model.units)


def in_short(model: Model, library: Mapping[str, Edition] | None = None) -> str:
    """One sentence on what is old or unverified, for whatever shows a result without its notes; empty if nothing is."""
    edition = _edition(model, library)
    parts = list(_old_units(model, edition))
    if edition and _is_forecast(edition, model) and any(each.code for each in model.outcomes):
        parts.append("the price index")
    if _rests_on_ladder(model):
        parts.append("how far figures may be off")
    return f"Old or unverified: {', '.join(parts)}." if parts else ""


def _old_units(model: Model, edition: Edition | None) -> Iterator[str]:
    found = [each for each in model.outcomes if _is_old(each, edition)]
    if not found:
        return
    whole = len(model.outcomes)
    is_outdated = edition and not edition.is_current and any(each.code for each in found)
    of = f" (edition of {edition.published})" if edition and is_outdated else ""
    yield (f"{len(found)} of its {whole} unit costs" if whole > 1 else "its unit cost") + of


def _is_old(outcome: Outcome, edition: Edition | None) -> bool:
    """Whether what one is worth is old, or nobody's figure."""
    if outcome.local:
        return False
    unit = edition.units.get(outcome.code) if edition and outcome.code else None
    if unit is None or edition is None:
        return not outcome.source
    return unit.quality in AGED or not edition.is_current


def _of_edition(edition: Edition | None, model: Model) -> Iterator[str]:
    if edition is None:
        return
    if not edition.is_current:
        yield f"The unit costs are those of {edition.title}, {edition.published}. {edition.newer}"
    index = edition.prices
    if _is_forecast(edition, model):
        yield f"{index.words}: from {index.forecast_from} on it was a forecast. {index.newer}"
    yield f"Source of the unit costs: {edition.attribution}."


def _is_forecast(edition: Edition, model: Model) -> bool:
    since = edition.prices.forecast_from
    return bool(since) and model.price_year >= since


def _of_ladder(model: Model) -> Iterator[str]:
    if _rests_on_ladder(model):
        yield (
            "By how much benefits are cut and how far a figure may be off, by grade, is common practice; no published "
            "source of the steps was read."
        )


def _rests_on_ladder(model: Model) -> bool:
    """Whether a benefit is cut, or may be off, by steps that nobody verified."""
    return not _is_ladder_verified() and any(each.optimism or each.spans for each in model.outcomes)


@cache
def _is_ladder_verified() -> bool:
    return bool(yaml.safe_load(OPTIMISM.read_text(encoding="utf-8"))["verified"])


def _of_outcome(outcome: Outcome, edition: Edition | None) -> Iterator[str]:
    unit = edition.units.get(outcome.code) if edition and outcome.code else None
    if outcome.local:
        yield f"{outcome.words}: the value is the area's own ({outcome.local})."
    elif unit is not None and unit.quality in AGED:
        of = " and ".join(sorted({amount.year for amount in unit.amounts.values()}))
        marked = f"is marked {unit.quality} by its publishers: {AGED[unit.quality]}"
        yield f"{outcome.words}: the unit cost {unit.code}, of {of}, {marked}."
    elif unit is None and not outcome.source:
        yield f"{outcome.words}: the value is typed in, and nothing says where it comes from."
    if not any((outcome.worth.fiscal, outcome.worth.economic, outcome.worth.social)):
        yield f"{outcome.words}: one is worth nothing here, so it adds nothing to the sums."
    if not outcome.course.duration:
        yield f"{outcome.words}: it lasts no year, so it adds nothing to the sums."
    if not outcome.spans:
        yield f"{outcome.words}: no range is said, so it looks surer than it is."
