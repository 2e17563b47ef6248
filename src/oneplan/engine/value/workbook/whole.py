"""All sheets of the workbook of a result, in their order."""

from dataclasses import dataclass

from oneplan.engine.value.workbook import inputs, readme, results, years
from oneplan.engine.value.workbook.cells import Sheet
from oneplan.engine.value.workbook.places import Places, places
from oneplan.rulebook.value.reckon import Result


@dataclass(frozen=True)
class Book:
    sheets: tuple[Sheet, ...]
    places: Places


def book(result: Result) -> Book:
    at = places(result.model, steps=len(result.ladder.steps))
    made = (
        results.results, results.agencies, inputs.inputs, inputs.costs,
        years.discounting, years.benefits, years.charges, years.payback,
    )  # fmt: skip
    return Book((readme.readme(result), *(sheet(result, at) for sheet in made)), at)
