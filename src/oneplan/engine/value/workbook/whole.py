"""All sheets of the workbook of a result, in their order."""

from dataclasses import dataclass

from oneplan.engine.value.workbook import beside, inputs, readme, results, years
from oneplan.engine.value.workbook.cells import Sheet
from oneplan.engine.value.workbook.library_rows import unit_costs
from oneplan.engine.value.workbook.places import Places, places
from oneplan.engine.value.workbook.readme import Library
from oneplan.rulebook.value.reckon import Result
from oneplan.rulebook.value.units import editions


@dataclass(frozen=True)
class Book:
    sheets: tuple[Sheet, ...]
    places: Places


def book(result: Result, library: Library | None = None) -> Book:
    """`library` has the editions of unit costs by name; without it, those that come with OnePlan."""
    at = places(result.model, steps=len(result.ladder.steps))
    made = (
        inputs.inputs, inputs.costs, beside.ranges, beside.funding,
        years.discounting, years.benefits, years.charges, years.payback,
    )  # fmt: skip
    known = editions() if library is None else library
    first = (readme.readme(result, known), results.results(result, at, known), results.agencies(result, at, known))
    sheets = (sheet(result, at) for sheet in made)
    return Book((*first, *sheets, unit_costs(result, known), beside.beside(result)), at)
