"""All that is told of a model: its result, how sure it is, what matters most, scenarios, what has no price, notes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from oneplan.engine.value import sureness, telling
from oneplan.engine.value.draws import Drawn
from oneplan.engine.value.library import library
from oneplan.engine.value.tornado import Bar
from oneplan.rulebook.value.guards import findings
from oneplan.rulebook.value.model import Unpriced
from oneplan.rulebook.value.notes import notes
from oneplan.rulebook.value.reckon import Result


@dataclass(frozen=True)
class Story:
    """`drawn` is None where no draws were asked for; a model without ranges has no bars."""

    result: Result
    scenarios: Mapping[str, Result]
    drawn: Drawn | None
    bars: list[Bar]

    def lines(self) -> Iterator[str]:
        yield from telling.lines(self.result)
        if self.drawn:
            title = f"How sure it is: nine of ten of {self.drawn.draws:,} draws (seed {self.drawn.seed})"
            yield from _part(title, telling.table(list(sureness.of_draws(self.drawn))))
        if self.bars:
            title = "What matters most: the fiscal net present value with one figure alone at its ends"
            yield from _part(title, telling.table(list(sureness.of_tornado(self.bars))))
        yield from _part("What would have to be true", telling.table(list(sureness.needed(self.result))))
        if self.scenarios:
            together = {"as it is": self.result, **self.scenarios}
            yield from _part("Scenarios", sureness.beside_each_other(together))
        yield from self._beside_the_sums()

    def plain(self) -> dict[str, Any]:
        model = self.result.model
        return {
            **telling.plain(self.result),
            **sureness.plain(self.drawn, self.bars),
            "scenarios": {name: telling.plain(result) for name, result in self.scenarios.items()},
            "not_priced": [
                {"name": each.name, "words": each.words, "source": each.source, "reached": each.reached,
                 "how_many": None if each.how_many is None else f"{each.how_many:f}"}
                for each in model.not_priced
            ],
            "stories": list(model.stories),
            "notes": notes(model, library()),
        }  # fmt: skip

    def _beside_the_sums(self) -> Iterator[str]:
        model = self.result.model
        if model.reached:
            yield from _part("Reached, and without a price", map(_unpriced, model.reached))
        if model.not_counted:
            yield from _part("Looked for, and not counted", map(_unpriced, model.not_counted))
        if model.stories:
            yield from _part("Told", (f"  {each}" for each in model.stories))
        warned = [f"  {each.outcome.name}: {each.why}" for each in findings(model)]
        if warned:
            yield from _part("Look at", iter(warned))
        if noted := notes(model, library()):
            yield from _part("Know", (f"  {each}" for each in noted))


def _unpriced(each: Unpriced) -> str:
    how_many = "" if each.how_many is None else f"{each.how_many:,f} "
    return f"  {how_many}{each.words}" + (f" ({each.source})" if each.source else "")


def _part(title: str, lines: Iterator[str]) -> Iterator[str]:
    yield ""
    yield title
    yield from lines
