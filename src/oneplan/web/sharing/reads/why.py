"""Why can I see this, and why not: the decision about one family, in words."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from oneplan.rulebook.sharing.categories import Category, about
from oneplan.rulebook.sharing.policy import PERMISSION_WORDS, Decision, Permission
from oneplan.web.access import policy
from oneplan.web.people.models import Family
from oneplan.web.people.reads import members_on
from oneplan.web.sharing.reads import standing

ASKED = (
    Permission.FAMILY_VIEW,
    Permission.FAMILY_WORK,
    Permission.NOTE_ADD,
    Permission.PLAN_CHANGE,
    Permission.FAMILY_CHANGE,
    Permission.CONSENT_RECORD,
)


@dataclass(frozen=True)
class KindWhy:
    words: str
    by_person: list[tuple[str, Decision]]

    @property
    def is_seen(self) -> bool:
        return any(decision.allowed for _, decision in self.by_person)


@dataclass(frozen=True)
class Why:
    rights: list[tuple[str, Decision]]
    kinds: list[KindWhy]  # for a partner: each kind of information, person by person


def why(family: Family, *, asker: Any, on: date) -> Why:
    rights = [(PERMISSION_WORDS[each], policy.decision(each, asker=asker, family=family)) for each in ASKED]
    works = policy.decision(Permission.FAMILY_WORK, asker=asker, family=family).allowed
    if works or getattr(asker, "agency", None) is None:
        return Why(rights, [])
    members = members_on(family, day=on)
    stands = standing.of(family, agency=asker.agency, on=on, members=members)
    kinds = []
    for category in Category:
        decided = [(row.person.short_name, stands.may_learn(category, [row.person])) for row in members]
        kinds.append(KindWhy(about(category).words, decided))
    return Why(rights, kinds)
