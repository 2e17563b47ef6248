"""Why somebody sees one goal, meeting, need or note: what decides about it, for the page that says why."""

from typing import Any

from django.db.models import Model

from oneplan.rulebook.sharing.categories import Category
from oneplan.rulebook.sharing.policy import Decision, Permission
from oneplan.web.access import policy
from oneplan.web.casework.models import Goal, Meeting, Need, Note
from oneplan.web.casework.reads.sight import sight_of
from oneplan.web.people.models import Family


def decides(row: Model, *, asker: Any, family: Family) -> tuple[Category | None, Decision] | None:
    """The kind of information it is, and the decision; None for what this room does not decide about."""
    sight = sight_of(asker, family)
    match row:
        case Goal():
            return Category.PLAN, sight.goal(row)
        case Meeting():
            return Category.MEETINGS, sight.meeting(row)
        case Need():
            return Category.NEEDS, sight.need(row)
        case Note():
            return None, policy.decision(Permission.NOTE_ADD, asker=asker, family=family)
    return None
