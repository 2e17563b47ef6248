"""How a worker or a family member stands to a family: what the policy asks for.

Each is a short list of families looked up by an index, never a question asked of every family in turn.
"""

from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Relation, Role
from oneplan.web.access import policy
from oneplan.web.access.models import Account
from oneplan.web.agencies.models import Agency, Cover, Worker
from oneplan.web.casework.models import Episode, EpisodeRole, Referral, TeamMember
from oneplan.web.casework.reads import step_down
from oneplan.web.people import identity
from oneplan.web.people.models import Membership
from oneplan.web.sharing import neighbours

_State = Referral.State


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
    helped_now = Episode.objects.filter(family=OuterRef("family"), closed_on=None)
    episodes = Episode.objects.filter(Q(closed_on=None) | ~Exists(helped_now), team=asker.team_id)
    return Q(pk__in=episodes.values("family"))


def families_around(asker: Any) -> Q:
    if not isinstance(asker, Worker):
        return Q(pk__in=[])
    places = TeamMember.objects.current(timezone.localdate()).filter(worker=asker)
    return Q(pk__in=places.values("family"))


def families_of_no_team(asker: Any) -> Q:
    """Families that no team works with, nor ever did: somebody has to see to them."""
    if not isinstance(asker, Worker):
        return Q(pk__in=[])
    return Q(~Exists(Episode.objects.filter(family=OuterRef("pk"), team__isnull=False)))


def own_family(asker: Any) -> Q:
    if not isinstance(asker, Account) or asker.person is None:
        return Q(pk__in=[])
    ids = identity.record_ids(identity.kept(asker.person))
    places = Membership.objects.current(timezone.localdate()).filter(person__in=ids)
    return Q(pk__in=places.exclude(role=Membership.Role.NETWORK).values("family"))


def workers_of(family: Any) -> list[Worker]:
    """Key worker and lead professional of the stretch of help going on."""
    roles = EpisodeRole.objects.filter(episode__family=family, episode__closed_on=None, known_until=None, valid_to=None)
    return list(Worker.objects.filter(pk__in=roles.values("worker"), is_active=True).select_related("agency"))


def managers_of(family: Any) -> list[Worker]:
    """Who manages the team that helps now, or helped last."""
    last = Episode.objects.filter(family=family).order_by(F("closed_on").desc(nulls_first=True), "-pk").first()
    rows = Worker.objects.filter(role=Role.TEAM_MANAGER, is_active=True)
    return list(rows.filter(team=last.team_id)) if last and last.team_id else []


def agencies_around(family: Any, on: date) -> list[Agency]:
    """Agencies in the team, or asked for help that is not over; not the one whose worker carries the plan."""
    team = TeamMember.objects.current(on).filter(family=family)
    going_on = (_State.ASKED, _State.WAITING, _State.STARTED, _State.NOT_ATTENDED)
    asked = Referral.objects.filter(family=family, people__state__in=going_on)
    own = EpisodeRole.objects.filter(episode__family=family, known_until=None, valid_to=None)
    named = [team.values("agency"), team.values("worker__agency"), asked.values("agency")]
    around = Agency.objects.filter(Q(pk__in=named[0]) | Q(pk__in=named[1]) | Q(pk__in=named[2]))
    return list(around.exclude(pk__in=own.values("worker__agency")))


def register() -> None:
    neighbours.register(
        workers=workers_of, managers=managers_of, around=agencies_around, stepped_down=step_down.stepped_down
    )
    policy.register(Relation.OWN_FAMILY, own_families)
    policy.register(Relation.OWN_TEAM, team_families)
    policy.register(Relation.AROUND_FAMILY, families_around)
    policy.register(Relation.NO_TEAM, families_of_no_team)
    policy.register(Relation.FAMILY_MEMBER, own_family)
