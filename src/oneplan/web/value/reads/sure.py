"""How sure a result is, what matters most, what would have to be true, scenarios beside it: as a page tells them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from oneplan.engine.value import report, sureness, telling
from oneplan.engine.value.draws import Drawn, drawn
from oneplan.engine.value.figures import each_pound, joined
from oneplan.engine.value.library import library
from oneplan.rulebook.value import scenarios
from oneplan.rulebook.value.files import read_scenarios
from oneplan.rulebook.value.model import Model
from oneplan.rulebook.value.reckon import Result, reckon

FEWEST, AT_ONCE = 2_000, 120_000  # draws of a model, and of its outcomes together: a tenth of a second


def draws_of(model: Model) -> int:
    """As many as for the paper, so that both say the same; fewer of a model so large that its page would wait."""
    return min(report.DRAWS, max(FEWEST, AT_ONCE // max(1, len(model.outcomes))))


@dataclass(frozen=True)
class Scenario:
    name: str
    words: str


@dataclass(frozen=True)
class Scenarios:
    """A row for each result: its name, then as it is, then in each scenario."""

    columns: list[Scenario]
    rows: list[tuple[str, list[str]]]


@dataclass(frozen=True)
class Sure:
    said: Mapping[str, Any]
    result: Result

    @cached_property
    def drawn(self) -> Drawn | None:
        """None where no input has a range: then there is nothing to draw."""
        model = self.result.model
        if not any(each.spans for each in model.outcomes) and not any(each.span for each in model.costs):
            return None
        return drawn(model, ladder=self.result.ladder, draws=draws_of(model))

    @cached_property
    def likely(self) -> str:
        """Between what nine of ten draws of what comes back for each pound lie."""
        ratio = self.drawn.fiscal_ratio if self.drawn else None
        return joined(each_pound(ratio.low), each_pound(ratio.high)) if ratio else ""

    @cached_property
    def intervals(self) -> list[tuple[str, str]]:
        return list(sureness.in_short(self.drawn)) if self.drawn else []

    @cached_property
    def other_intervals(self) -> list[tuple[str, str]]:
        return list(sureness.besides(self.drawn)) if self.drawn else []

    @cached_property
    def needed(self) -> list[tuple[str, str]]:
        return list(sureness.needed(self.result)) if self.result.pv_cost else []

    @cached_property
    def scenarios(self) -> Scenarios | None:
        models = read_scenarios(self.said, ladder=self.result.ladder, library=library())
        if not models:
            return None
        together = [self.result, *(reckon(each, ladder=self.result.ladder) for each in models.values())]
        tables = [telling.whole(each) for each in together]
        rows = [(row[0][0], [said for _, said in row]) for row in zip(*tables, strict=True)]
        return Scenarios([Scenario(each, scenarios.words(self.said, each)) for each in models], rows)
