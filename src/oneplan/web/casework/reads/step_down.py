"""When help last came down from social care to us: their plan ended, or a level of need below theirs was decided."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from oneplan.web.casework.actions.levels import PLAN_ENDED
from oneplan.web.casework.models import Episode, LevelDecision
from oneplan.web.site import lists

STATUTORY = "statutory"  # the mark of levels at which social care leads


def stepped_down(families: Collection[int]) -> dict[int, date]:
    """The newest step down of each family with help now, in one query however many there are."""
    going_on = Episode.objects.filter(closed_on=None).values("family")
    decided: dict[int, list[LevelDecision]] = defaultdict(list)
    for row in LevelDecision.objects.filter(family__in=list(families)).filter(family__in=going_on):
        decided[row.family_id].append(row)
    found = {family: _newest(rows) for family, rows in decided.items()}
    return {family: on for family, on in found.items() if on is not None}


def _newest(decided: Iterable[LevelDecision]) -> date | None:
    found, was_statutory = None, False
    for row in decided:
        if row.outcome == PLAN_ENDED:
            found, was_statutory = row.on, False
        elif row.level:
            is_statutory = bool(lists.marks_of("level", row.level).get(STATUTORY))
            if was_statutory and not is_statutory:
                found = row.on
            was_statutory = is_statutory
    return found
