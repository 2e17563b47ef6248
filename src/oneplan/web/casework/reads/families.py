"""“My families” and “My team”: who works with whom, when they last met, and what is due."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery

from oneplan.rulebook.sharing.policy import Permission, Role
from oneplan.web.access import policy
from oneplan.web.agencies.models import Team, Worker
from oneplan.web.casework import relations
from oneplan.web.casework.models import Episode, EpisodeRole, LevelDecision, Note
from oneplan.web.casework.reads.due import DueLine, due_for, lines, promised_by
from oneplan.web.casework.reads.sight import working_with
from oneplan.web.people.models import Family, Membership

PAGE = 25


@dataclass(frozen=True)
class FamilyLine:
    family: Family
    key_worker: str
    level: str
    last_contact: date | None
    due: list[DueLine]
    is_going_on: bool

    @property
    def number_late(self) -> int:
        return sum(line.is_late for line in self.due)


@dataclass(frozen=True)
class FamiliesPage:
    lines: list[FamilyLine]
    number: int
    page: int
    number_of_pages: int
    is_partner: bool = False  # who sees of each family what was promised, and no more


@dataclass(frozen=True)
class Places:
    """How many families each worker of the team has now, and how many still wait for a worker."""

    workers: list[tuple[Worker, int]]
    number_without: int


def families_of(worker: Worker, *, whose: str) -> QuerySet[Family]:
    """`whose` is “mine”, “team” (those the worker's team works with) or “around”; never more than may be viewed."""
    may = policy.families_filter(Permission.FAMILY_VIEW, asker=worker)
    chosen = {
        "mine": relations.own_families,
        "team": relations.team_families,
        "around": relations.families_around,
    }[whose](worker)
    return Family.objects.filter(may, chosen)


def usual_choice(worker: Worker) -> str:
    return {Role.TEAM_MANAGER: "team", Role.PARTNER: "around"}.get(Role(worker.role), "mine")


def families_page(worker: Worker, *, whose: str, search: str, page: int, today: date) -> FamiliesPage:
    is_partner = whose == "around" and worker.role == Role.PARTNER
    rows = _searched(families_of(worker, whose=whose), search, by_people=not is_partner)
    if whose != "around":
        open_ones = Episode.objects.filter(family=OuterRef("pk"), closed_on=None)
        rows = rows.filter(Exists(open_ones))
    number = rows.count()
    pages = max(-(-number // PAGE), 1)
    page = min(max(page, 1), pages)
    shown = list(rows.order_by("name", "pk")[(page - 1) * PAGE : page * PAGE])
    lines_shown = (
        _plain_lines(shown, worker=worker, today=today) if is_partner else _lines(shown, worker=worker, today=today)
    )
    return FamiliesPage(lines_shown, number, page, pages, is_partner)


def places_of(team: Team) -> Places:
    held = EpisodeRole.objects.filter(
        kind=EpisodeRole.Kind.KEY_WORKER, known_until=None, valid_to=None, episode__closed_on=None
    )
    counts = dict(held.filter(worker__team=team).order_by().values_list("worker").annotate(Count("pk")))
    rows = Worker.objects.filter(team=team, is_active=True, role=Role.KEY_WORKER)
    workers = rows.prefetch_related("entries").order_by("name", "pk")
    without = Episode.objects.filter(team=team, closed_on=None).exclude(Exists(held.filter(episode=OuterRef("pk"))))
    return Places([(worker, counts.get(worker.pk, 0)) for worker in workers], without.count())


def last_contacts(families: Iterable[int]) -> dict[int, date]:
    """The last day anybody of the family was met or spoken to."""
    notes = Note.objects.filter(family__in=list(families), struck_at=None).exclude(
        kind__in=(Note.Kind.TRIED, Note.Kind.PROFESSIONAL)
    )
    return dict(notes.order_by().values_list("family").annotate(Max("on")))


def _searched(rows: QuerySet[Family], search: str, *, by_people: bool) -> QuerySet[Family]:
    """By name of the family or of anybody in it, or by reference; for partners by the family's own name alone."""
    search = " ".join(search.split())
    if not search:
        return rows
    if found := re.fullmatch(r"(?i)f-?(\d{4,12})", search):
        return rows.filter(pk=int(found[1]) - 1000)
    inside = Membership.objects.known().filter(family=OuterRef("pk"))
    for word in search.split():
        if not by_people:
            rows = rows.filter(name__icontains=word)
            continue
        named = Q(person__given_names__icontains=word) | Q(person__family_name__icontains=word)
        rows = rows.filter(Q(name__icontains=word) | Exists(inside.filter(named)))
    return rows


def _plain_lines(families: list[Family], *, worker: Worker, today: date) -> list[FamilyLine]:
    """For a partner: whom to ring, and what they or their agency promised; the rest stands on the family's page."""
    ids = [family.pk for family in families]
    workers = _key_workers(ids)
    going_on = set(Episode.objects.filter(family__in=ids, closed_on=None).values_list("family", flat=True))
    dues: dict[int, list[DueLine]] = defaultdict(list)
    for line in lines(promised_by(worker, families=ids), today=today):
        dues[line.due.family_id].append(line)
    return [
        FamilyLine(family, workers.get(family.pk, ""), "", None, dues[family.pk], family.pk in going_on)
        for family in families
    ]


def _lines(families: list[Family], *, worker: Worker, today: date) -> list[FamilyLine]:
    ids = [family.pk for family in families]
    workers, levels, contacts = _key_workers(ids), _levels(ids), last_contacts(ids)
    going_on = set(Episode.objects.filter(family__in=ids, closed_on=None).values_list("family", flat=True))
    dues: dict[int, list[DueLine]] = defaultdict(list)
    for line in lines(due_for(ids, sight=working_with(worker, ids)), today=today):
        dues[line.due.family_id].append(line)
    return [
        FamilyLine(
            family=family,
            key_worker=workers.get(family.pk, ""),
            level=levels.get(family.pk, ""),
            last_contact=contacts.get(family.pk),
            due=dues[family.pk],
            is_going_on=family.pk in going_on,
        )
        for family in families
    ]


def _key_workers(ids: list[int]) -> dict[int, str]:
    rows = EpisodeRole.objects.filter(
        episode__family__in=ids,
        episode__closed_on=None,
        kind=EpisodeRole.Kind.KEY_WORKER,
        known_until=None,
        valid_to=None,
    )
    return dict(rows.values_list("episode__family", "worker__name"))


def _levels(ids: list[int]) -> dict[int, str]:
    rows = LevelDecision.objects.exclude(level="")
    newest = rows.filter(family=OuterRef("family")).order_by("-on", "-pk").values("pk")[:1]
    found = rows.filter(pk=Subquery(newest), family__in=ids).values_list("family", "level")
    return dict(found)


def choices(worker: Worker) -> list[tuple[str, str]]:
    """Which lists this worker can choose between."""
    found: list[tuple[str, str]] = []
    role = Role(worker.role)
    if role in (Role.KEY_WORKER, Role.TEAM_MANAGER):
        found = [("mine", "Mine"), ("team", "My team's")]
    return [*found, ("around", "I am in the team around")]
