"""How a worker or a family member stands to a family: what the policy asks for.

Each is a short list of families looked up by an index, never a question asked of every family in turn.
"""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Relation
from oneplan.web.access import policy
from oneplan.web.access.models import Account
from oneplan.web.agencies.models import Cover, Worker
from oneplan.web.casework.models import Episode, EpisodeRole, TeamMember
from oneplan.web.people import identity
from oneplan.web.people.models import Membership


def own_families(asker: Any) -> Q:
    """Families whose key worker or lead the asker is, was when they said goodbye, or covers for today."""
    if not isinstance(asker, Worker):
        return Q(pk__in=[])
    today = timezone.localdate()
    covered = Cover.objects.current(today).filter(covered_by=asker).values("worker")
    is_helped_now = Episode.objects.filter(family=OuterRef("episode__family"), closed_on=None)
    until_goodbye = Q(valid_to=F("episode__closed_on")) & ~Exists(is_helped_now)
    roles = EpisodeRole.objects.filter(
        Q(worker=asker) | Q(worker__in=covered),
        Q(valid_to=None) | until_goodbye,
        known_until=None,
    )
    return Q(pk__in=roles.values("episode__family"))


def team_families(asker: Any) -> Q:
    """Families the asker's team works with, or worked with while no other team does now."""
    if not isinstance(asker, Worker) or asker.team_id is None:
        return Q(pk__in=[])
    another_team = Episode.objects.filter(family=OuterRef("family"), closed_on=None).exclude(team=asker.team_id)
    episodes = Episode.objects.filter(Q(closed_on=None) | ~Exists(another_team), team=asker.team_id)
    return Q(pk__in=episodes.values("family"))


def families_around(asker: Any) -> Q:
    if not isinstance(asker, Worker):
        return Q(pk__in=[])
    places = TeamMember.objects.current(timezone.localdate()).filter(worker=asker)
    return Q(pk__in=places.values("family"))


def own_family(asker: Any) -> Q:
    if not isinstance(asker, Account) or asker.person is None:
        return Q(pk__in=[])
    ids = identity.record_ids(identity.kept(asker.person))
    places = Membership.objects.current(timezone.localdate()).filter(person__in=ids)
    return Q(pk__in=places.exclude(role=Membership.Role.NETWORK).values("family"))


def register() -> None:
    policy.register(Relation.OWN_FAMILY, own_families)
    policy.register(Relation.OWN_TEAM, team_families)
    policy.register(Relation.AROUND_FAMILY, families_around)
    policy.register(Relation.FAMILY_MEMBER, own_family)
