"""Whether two records may be joined: nobody comes to see a family by it, neither worker nor member."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import policy
from oneplan.web.access.models import Account
from oneplan.web.people import identity
from oneplan.web.people.models import Family, Membership, Merge, Person

WHO_CAN = (
    "You may not open every family that these two are, or were, in. So you cannot compare their records, join them or "
    "part them. Ask the front door, or the manager of the other team. If a record is kept to named workers, a manager "
    "who is one of them can do it."
)
ACCOUNT_OPENS_MORE = (
    "One of these two signs in to their family's plan, and the other record is in another family as well. Joined, "
    "that account would open the other family's plan too. Ask an administrator to switch the account off first."
)

JOINED_OPENS_MORE = (
    "This person's records were joined, and the other record is in another family as well: their account would open "
    "that family's plan too. It stays shut. Ask a manager to look whether the two are one person, and to part the "
    "records if they are not."
)


def may(one: Person, two: Person, *, by: Any) -> bool:
    """May `by` open every family, past ones too, of both? An emergency is for reading, so it does not count."""
    families = {family for each in _families_of([one.pk, two.pk]).values() for family in each}
    return families <= _opened(families, by=by)


def require(one: Person, two: Person, *, by: Any) -> None:
    policy.require(Permission.PERSON_MERGE, by=by)
    if not may(one, two, by=by):
        raise policy.NotAllowed(WHO_CAN)


def refuse_as_a_strangers(*, by: Any) -> None:
    """A number that is nobody's is answered as one of somebody whom `by` may not open."""
    if not policy.decision(Permission.RECORDS_JOIN, asker=by, family=Family(pk=0)).allowed:
        raise policy.NotAllowed(WHO_CAN)


def shown(rows: Iterable[Merge], *, by: Any) -> list[Merge]:
    """Those of the joinings that `by` may read of, and undo."""
    rows = list(rows)
    of = _families_of({pk for row in rows for pk in (row.gone_id, row.kept_id)})
    opened = _opened({family for each in of.values() for family in each}, by=by)
    return [row for row in rows if of[row.gone_id] | of[row.kept_id] <= opened]


def opens_more(one: Person, two: Person, *, on: date) -> bool:
    """Would somebody's account open, once the two are joined, a family that their own record does not?"""
    mine, theirs = _Reach(one, on=on), _Reach(two, on=on)
    return (mine.signs_in and not theirs.families <= mine.families) or (
        theirs.signs_in and not mine.families <= theirs.families
    )


def why_not_open(person: Person, at: datetime) -> str:
    """Would an account of theirs open more than their own record does, because another was joined to it?"""
    on, person = localdate(at), Person.objects.get(pk=person.pk)  # as it stands: it may have been joined since
    alone = _Reach(person, on=on, ids=[person.pk])
    return "" if _Reach(person, on=on).families <= alone.families else JOINED_OPENS_MORE


class _Reach:
    """The families of one person, each with whether its plan is open to them now; of some of their records alone."""

    def __init__(self, person: Person, *, on: date, ids: Sequence[int] = ()) -> None:
        ids = ids or identity.record_ids(identity.kept(person))
        known = Membership.objects.known().filter(person__in=ids)
        own = Membership.objects.current(on).filter(person__in=ids).exclude(role=Membership.Role.NETWORK)
        self.signs_in = Account.objects.filter(person__in=ids, is_active=True).exists()
        self.families = {(family, False) for family in known.values_list("family", flat=True)}
        self.families |= {(family, True) for family in own.values_list("family", flat=True)}


def _families_of(people: Iterable[int]) -> dict[int, set[int]]:
    """Of each the families of every record that is this person now; past ones too, not what was struck out."""
    people = list(people)
    records = identity.records_of(people)
    found: dict[int, set[int]] = defaultdict(set)
    rows = Membership.objects.known().filter(person__in=list(records))
    for person, family in rows.values_list("person", "family"):
        found[records[person]].add(family)
    return {each: found[records[each]] for each in people}


def _opened(families: Iterable[int], *, by: Any) -> set[int]:
    allowed = Family.objects.filter(policy.families_filter(Permission.RECORDS_JOIN, asker=by), pk__in=list(families))
    return set(allowed.values_list("pk", flat=True))
