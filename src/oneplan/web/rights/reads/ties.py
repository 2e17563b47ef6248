"""Who had to do with families, and when: looked up once for a page, so that unusual looks can be named."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.utils import timezone

from oneplan.rulebook.rights.unusual import Look, Tie, limit, reasons
from oneplan.rulebook.sharing.policy import Role
from oneplan.web.access.models import ViewBatch
from oneplan.web.agencies.models import Cover, Worker
from oneplan.web.casework.models import Episode, EpisodeRole, TeamMember
from oneplan.web.frontdoor.models import Request
from oneplan.web.rights.reads.kind_words import TAKEN

# how many of the newest views are read to see who opened many records in an hour
MOST_READ = 20_000


class Ties:
    def __init__(self, families: Iterable[int]) -> None:
        families = list(families)
        self._ties: dict[int, list[Tie]] = defaultdict(list)
        self._requests: dict[int, list[date]] = defaultdict(list)
        self._read_roles(families)
        self._read_rest(families)

    def _read_roles(self, families: list[int]) -> None:
        roles = EpisodeRole.objects.known().filter(episode__family__in=families)
        rows = list(roles.values_list("episode__family", "worker", "valid_from", "valid_to", "episode__closed_on"))
        covers: dict[int, list[tuple[int, date | None, date | None]]] = defaultdict(list)
        found = Cover.objects.known().filter(worker__in={row[1] for row in rows})
        for worker, covered_by, since, until in found.values_list("worker", "covered_by", "valid_from", "valid_to"):
            covers[worker].append((covered_by, since, until))
        for family, worker, since, until, closed in rows:
            self._ties[family].append(Tie(since, None if until == closed else until, worker=worker))
            self._ties[family] += [Tie(begin, end, worker=each) for each, begin, end in covers[worker]]

    def _read_rest(self, families: list[int]) -> None:
        places = TeamMember.objects.known().filter(family__in=families, worker__isnull=False)
        for family, worker, since, until in places.values_list("family", "worker", "valid_from", "valid_to"):
            self._ties[family].append(Tie(since, until, worker=worker))
        episodes = Episode.objects.filter(family__in=families, team__isnull=False)
        for family, team, since, until in episodes.values_list("family", "team", "opened_on", "closed_on"):
            self._ties[family].append(Tie(since, until, team=team))
        for family, on in Request.objects.filter(family__in=families).values_list("family", "received_on"):
            self._requests[family].append(on)

    def reasons(self, row: ViewBatch, *, worker: Worker | None, in_the_hour: int = 0) -> list[str]:
        """Why this look stands out; a family member's own look never does, nor what somebody else had agreed to."""
        if worker is None or row.family_id is None or row.page == TAKEN:
            return []
        return reasons(
            _look(row, worker, in_the_hour=in_the_hour),
            ties=self._ties[row.family_id],
            request_days=self._requests[row.family_id],
        )

    def has_any(self, row: ViewBatch, *, worker: Worker) -> bool:
        return not self.reasons(row, worker=worker)


def _look(row: ViewBatch, worker: Worker, *, in_the_hour: int) -> Look:
    on = timezone.localdate(row.at)
    return Look(on, worker.pk, worker.team_id, Role(worker.role), in_the_hour)


def busy_hours(rows: Iterable[tuple[int, datetime, int | None]]) -> dict[tuple[int, datetime], int]:
    """How many families each account opened within an hour, by account and moment, where it was more than usual."""
    by_account: dict[int, list[tuple[datetime, int]]] = defaultdict(list)
    for account, at, family in rows:
        if family is not None:
            by_account[account].append((at, family))
    found: dict[tuple[int, datetime], int] = {}
    for account, looks in by_account.items():
        looks.sort()
        first = 0
        for place, (at, _) in enumerate(looks):
            while looks[first][0] < at - timedelta(hours=1):
                first += 1
            number = len({family for _, family in looks[first : place + 1]})
            if number > limit("families_in_an_hour", on=timezone.localdate(at)):
                found[account, at] = number
    return found
