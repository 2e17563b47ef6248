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
    is_seen: bool
    reasons: list[str]  # each once


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
        decided = [stands.may_learn(category, [row.person]) for row in members]
        is_seen = any(each.allowed for each in decided)
        reasons = dict.fromkeys(each.reason for each in decided if each.allowed is is_seen)
        kinds.append(KindWhy(about(category).words, is_seen, list(reasons)))
    return Why(rights, kinds)
