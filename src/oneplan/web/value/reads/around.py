"""Who the record names around families whose help ended in the last year: key workers, their team, others' plans."""

from collections import defaultdict
from datetime import date, timedelta

from django.db.models import QuerySet

from oneplan.rulebook.value.around import Around, Ended, Place, around
from oneplan.rulebook.value.measures import days
from oneplan.web.casework.models import Episode, EpisodeRole, LinkedPlan, TeamMember


def around_families(day: date) -> Around:
    """Of every family once: its help that ended last. Friends and relatives in a team are neither agency nor worker."""
    ended = Episode.objects.filter(closed_on__gt=day - timedelta(days=days()), closed_on__lte=day)
    last = ended.order_by("family", "closed_on", "pk").values_list("family", "pk", "opened_on", "closed_on")
    helped = {family: (episode, began, closed) for family, episode, began, closed in last if closed}
    by_family = _places(ended)
    by_episode = _roles(ended)
    return around(
        Ended(began, closed, [*by_family[family], *by_episode[episode]])
        for family, (episode, began, closed) in helped.items()
    )


def _places(ended: QuerySet[Episode]) -> defaultdict[int, list[Place]]:
    """By family: its team, and the agencies that have a plan of their own for somebody in it."""
    found: defaultdict[int, list[Place]] = defaultdict(list)
    team = TeamMember.objects.known().filter(family__in=ended.values("family"), person=None)
    named = ("family", "agency", "worker__agency", "worker", "valid_from", "valid_to")
    for family, agency, of_worker, worker, start, end in team.values_list(*named):
        found[family].append(_place(agency or of_worker, worker, start, end))
    plans = LinkedPlan.objects.filter(family__in=ended.values("family"), agency__isnull=False)
    for family, agency, start, end in plans.values_list("family", "agency", "on", "until"):
        found[family].append(_place(agency, None, start, end))
    return found


def _roles(ended: QuerySet[Episode]) -> defaultdict[int, list[Place]]:
    """By episode: its key workers and lead professionals."""
    found: defaultdict[int, list[Place]] = defaultdict(list)
    rows = EpisodeRole.objects.known().filter(episode__in=ended.values("pk"))
    named = ("episode", "worker__agency", "worker", "valid_from", "valid_to")
    for episode, agency, worker, start, end in rows.values_list(*named):
        found[episode].append(_place(agency, worker, start, end))
    return found


def _place(agency: int | None, worker: int | None, start: date | None, end: date | None) -> Place:
    return Place(str(agency or ""), str(worker or ""), start, end)
