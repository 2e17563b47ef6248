"""How long what is in somebody's copy is kept, and why: from each model's declaration and the figures in force."""

from collections.abc import Iterable
from datetime import date

from oneplan.rulebook.retention import periods
from oneplan.web.rights import registry
from oneplan.web.rights.actions.holds import areas_own
from oneplan.web.rights.declared import NEVER, declared


def lines(models: Iterable[str], *, on: date) -> list[str]:
    """One line for each rule that something in the copy falls under, in the order of the rulebook."""
    models = set(models)
    outside = [each for each in registry.elsewhere() if each.name in models]
    held = {declared()[model].rule for model in models - {each.name for each in outside}} - NEVER
    own = areas_own(on=on)
    return [
        f"{rule.title}: {periods.in_force(code, on=on, areas_own=own).words}, counted from {rule.event}. {rule.reason}"
        for code, rule in periods.rules().items()
        if code in held
    ] + [each.kept() for each in outside]
