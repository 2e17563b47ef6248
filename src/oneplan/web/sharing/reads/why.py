"""Why can I see this, and why not: the decision about one family, in words."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
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


# A no about health, police or faith tells by itself that there is something: it reads like everything not shared.
NOT_SHARED = "It is not shared with your agency."
WITH_ALL = "You see what is about them and about the family as a whole, nothing about others."
WITHOUT_ALL = "You see what is about them alone, nothing about others or the family as a whole."


class Seen(StrEnum):
    ALL = "yes"
    PART = "in part"
    NOTHING = "no"


@dataclass(frozen=True)
class RightWhy:
    """What is decided alike, and why, said once."""

    words: list[str]
    allowed: bool
    reason: str


@dataclass(frozen=True)
class KindWhy:
    words: str
    seen: Seen
    reasons: list[str]  # each once


@dataclass(frozen=True)
class KindsWhy:
    """Kinds of information seen alike for the same reasons, said once."""

    words: list[str]
    seen: Seen
    reasons: list[str]


@dataclass(frozen=True)
class Why:
    rights: list[RightWhy]
    kinds: list[KindWhy]  # for a partner: each kind of information, person by person

    @property
    def kinds_together(self) -> list[KindsWhy]:
        found: dict[tuple[Seen, tuple[str, ...]], list[KindWhy]] = {}
        for kind in self.kinds:
            of_all = tuple(reason.replace(f"about {kind.words}", "about this") for reason in kind.reasons)
            found.setdefault((kind.seen, of_all), []).append(kind)
        return [
            KindsWhy([kind.words for kind in alike], seen, list(of_all) if len(alike) > 1 else alike[0].reasons)
            for (seen, of_all), alike in found.items()
        ]


def why(family: Family, *, asker: Any, on: date) -> Why:
    rights = _together([(each, policy.decision(each, asker=asker, family=family)) for each in ASKED])
    works = policy.decision(Permission.FAMILY_WORK, asker=asker, family=family).allowed
    if works or getattr(asker, "agency", None) is None:
        return Why(rights, [])
    members = members_on(family, day=on)
    stands = standing.of(family, agency=asker.agency, on=on, members=members)
    whole = [person.pk for person in standing.whole_family(family, on=on, members=members)]
    kinds = [_kind(category, stands, people=[row.person.pk for row in members], whole=whole) for category in Category]
    return Why(rights, kinds)


def _together(decided: list[tuple[Permission, Decision]]) -> list[RightWhy]:
    """One sentence for all that it is true of; what is asked for stands beside it."""
    found: dict[tuple[bool, str], list[tuple[str, str]]] = {}
    for permission, decision in decided:
        words = PERMISSION_WORDS[permission]
        of_all = decision.reason.replace(f": {words}.", ".").replace(words, "do this")
        found.setdefault((decision.allowed, of_all), []).append((words, decision.reason))
    return [
        RightWhy([words for words, _ in alike], allowed, of_all if len(alike) > 1 else alike[0][1])
        for (allowed, of_all), alike in found.items()
    ]


def _kind(category: Category, stands: standing.Standing, *, people: list[int], whole: list[int]) -> KindWhy:
    """As the pages decide it: for each person, and for what is about all of them, which rests on the grown-ups."""
    kind = about(category)
    of_all = stands.may_learn(category, whole)
    decided = [*(stands.may_learn(category, [each]) for each in people), of_all]
    yes = [each.reason for each in decided if each.allowed]
    no = [NOT_SHARED if kind.special else each.reason for each in decided if not each.allowed]
    seen = Seen.ALL if not no else Seen.PART if yes else Seen.NOTHING
    reasons = [*yes, WITH_ALL if of_all.allowed else WITHOUT_ALL, *no] if seen is Seen.PART else yes or no
    return KindWhy(kind.words, seen, list(dict.fromkeys(reasons)))
