"""Whom an export leaves out: nobody takes out facts of their own family, or of one too close to them."""

from collections.abc import Iterable

from django.db.models import Q

from oneplan.rulebook.sharing.policy import TABLE, Permission
from oneplan.web.agencies.models import Worker
from oneplan.web.data.actions.exports import ANALYSTS
from oneplan.web.people import identity
from oneplan.web.people.models import Family, Person
from oneplan.web.sharing.reads import shut

EXPORT = (Permission.FEED_WORK, Permission.FIGURES_TAKE)


def left_out(audience: str, *, by: Worker) -> set[str]:
    """Numbers of the people left out of an export.

    Analysts see each other's tables, which are those that the database has: what is missing in one of them would say
    whose family it is. So for them everybody is left out who is close to anybody who exports.
    """
    return kept_from(_who_export(by) if audience == ANALYSTS else [by])


def kept_from(workers: Iterable[Worker]) -> set[str]:
    """Numbers of people in families that are a worker's own, or close to them.

    A run may know somebody by a record that was joined with another one since.
    """
    theirs = Q(pk__in=[])
    for each in workers:
        theirs |= shut.tied_to(each)
    people = Person.objects.filter(memberships__family__in=Family.objects.filter(theirs))
    records = {pk for each in people for pk in identity.record_ids(identity.kept(each))}
    return {each.reference for each in Person.objects.filter(pk__in=records)}


def _who_export(by: Worker) -> list[Worker]:
    roles = {role for permission in EXPORT for role in TABLE[permission]}
    return [by, *Worker.objects.filter(role__in=roles, is_active=True)]
