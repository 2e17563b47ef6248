"""Actions of a goal that is kept from whoever does them: told without their words, and by whom to be told them."""

from collections.abc import Collection

from oneplan.web.agencies.models import Worker
from oneplan.web.casework.models import Action, Goal
from oneplan.web.sharing.models import KeptPrivate
from oneplan.web.sharing.reads import guarded, private

_GOAL = Goal._meta.label_lower
NOBODY = "the family's key worker"


def whom_to_ask(worker: Worker, actions: Collection[Action]) -> dict[int, str]:
    """By the action's number, for those whose goal is kept from this worker; the others are not in it."""
    families = {action.goal.plan.episode.family_id for action in actions}
    hidden = private.hidden_from(worker, families) if families else private.Hidden()
    kept = {action.pk: (_GOAL, action.goal_id) for action in actions if hidden.has(action.goal)}
    marks = private.marks_on(kept.values()) if kept else {}
    return {pk: _named(marks.get(key, []), but=worker) for pk, key in kept.items()}


def plainly(ask: str) -> str:
    return f"A step you cannot open: ask {ask}"


def _named(marks: Collection[KeptPrivate], *, but: Worker) -> str:
    """Whoever every mark names, so that whom they ask can tell them."""
    named = [{each for each in row.workers.all() if each.is_active} for row in marks if row.kind == row.Kind.NAMED]
    found = set.intersection(*named) - {but} if named else set[Worker]()
    return guarded.names(sorted(found, key=lambda each: (each.name, each.pk)), last="or") or NOBODY
