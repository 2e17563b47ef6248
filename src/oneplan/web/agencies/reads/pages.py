"""What stands on the page of one agency, of one colleague, of the places, and on the list of cover."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from oneplan.rulebook.sharing.policy import Role
from oneplan.web.agencies import standing
from oneplan.web.agencies.models import (
    Agency,
    AgencyOffer,
    Contact,
    Cover,
    Forum,
    Hub,
    HubPlace,
    Link,
    Post,
    Team,
    Worker,
)
from oneplan.web.site import lists
from oneplan.web.site.spells import LATEST_FIRST, SpellQuerySet

MOST_WORKERS = 40
LOOKED_BACK = timedelta(days=60)


@dataclass(frozen=True)
class ContactLine:
    contact: Contact
    warnings: list[str]
    may_change: bool


@dataclass(frozen=True)
class AgencyPage:
    offer: AgencyOffer | None
    contacts: list[ContactLine]
    teams: list[tuple[Team, list[Link]]]
    linked: list[Link]  # whose link the agency is
    hubs: list[Hub]
    workers: list[Worker]
    has_more_workers: bool


@dataclass(frozen=True)
class WorkerPage:
    languages: list[str]
    skills: list[str]
    localities: list[str]
    links: list[Link]
    away: Cover | None
    covers_for: list[Cover]
    posts: list[Post]


@dataclass(frozen=True)
class LocalityLine:
    name: str
    description: str
    teams: list[Team]
    hubs: list[tuple[Hub, list[Agency]]]


def agency_page(agency: Agency, *, by: Worker, today: date) -> AgencyPage:
    workers = list(
        agency.workers.filter(is_active=True).select_related("team").order_by("name", "pk")[: MOST_WORKERS + 1]
    )
    links = Link.objects.known().filter(valid_to=None).select_related("team__agency", "agency", "worker")
    by_team = defaultdict(list)
    for link in links.filter(team__agency=agency).order_by("agency__name"):
        by_team[link.team_id].append(link)
    seats = HubPlace.objects.known().filter(agency=agency, valid_to=None).select_related("hub").order_by("hub__name")
    return AgencyPage(
        offer=current_offer(agency),
        contacts=contact_lines(Contact.objects.filter(agency=agency), by=by, today=today),
        teams=[(team, by_team[team.pk]) for team in agency.teams.order_by("name")],
        linked=list(links.filter(agency=agency).order_by("team__name")),
        hubs=[seat.hub for seat in seats],
        workers=workers[:MOST_WORKERS],
        has_more_workers=len(workers) > MOST_WORKERS,
    )


def current_offer(agency: Agency) -> AgencyOffer | None:
    return AgencyOffer.objects.known().filter(agency=agency, valid_to=None).first()


def contact_lines(rows: SpellQuerySet, *, by: Worker, today: date) -> list[ContactLine]:
    found = rows.known().filter(valid_to=None).select_related("agency", "kept_by", "holder", "deputy")
    return [
        ContactLine(row, row.warnings(today), standing.keeps(by, row))
        for row in found.order_by("agency__name", "-is_coordinator", "role", "pk")
    ]


def coordinators(*, by: Worker, today: date) -> list[ContactLine]:
    return contact_lines(Contact.objects.filter(is_coordinator=True), by=by, today=today)


def worker_page(worker: Worker, *, today: date) -> WorkerPage:
    entries = defaultdict(list)
    for each in worker.entries.all():
        entries[each.kind].append(lists.name_of(each.kind, each.code))
    covers = Cover.objects.known().filter(Q(valid_to=None) | Q(valid_to__gt=today))
    posts = Post.objects.known().filter(worker=worker).select_related("agency", "team")
    return WorkerPage(
        languages=sorted(entries["language"]),
        skills=sorted(entries["skill"]),
        localities=sorted(entries["locality"]),
        links=list(Link.objects.known().filter(worker=worker, valid_to=None).select_related("agency", "team")),
        away=Cover.objects.current(today).filter(worker=worker).select_related("covered_by").order_by("pk").first(),
        covers_for=list(covers.filter(covered_by=worker).select_related("worker").order_by("valid_from", "pk")),
        posts=list(posts.order_by(LATEST_FIRST, "-pk")),
    )


def localities(*, on: date) -> list[LocalityLine]:
    """Each locality of the area's list with its teams and hubs; those without one come last."""
    teams, hubs = defaultdict(list), defaultdict(list)
    for team in Team.objects.select_related("agency").order_by("agency__name", "name"):
        teams[team.locality].append(team)
    seats = defaultdict(list)
    for seat in HubPlace.objects.known().filter(valid_to=None).select_related("agency").order_by("agency__name"):
        seats[seat.hub_id].append(seat.agency)
    for hub in Hub.objects.order_by("name"):
        hubs[hub.locality].append((hub, seats[hub.pk]))
    known = {item.code: item for item in lists.items("locality", on=on)}
    found = [LocalityLine(item.name, item.description, teams[code], hubs[code]) for code, item in known.items()]
    others = [code for code in {*teams, *hubs} if code not in known and (teams[code] or hubs[code])]
    for code in sorted(others):
        name = lists.name_of("locality", code) if code else "Locality not said"
        found.append(LocalityLine(name, "", teams[code], hubs[code]))
    return found


def forums(*, today: date) -> tuple[list[Forum], list[Forum]]:
    """To come, and of the last weeks."""
    rows = Forum.objects.filter(on__gte=today - LOOKED_BACK)
    return [row for row in rows if row.on >= today], [row for row in reversed(rows) if row.on < today]


def public_offers() -> list[AgencyOffer]:
    rows = AgencyOffer.objects.known().filter(valid_to=None, is_public=True)
    return list(rows.select_related("agency").order_by("agency__name"))


@dataclass(frozen=True)
class CoverLine:
    cover: Cover
    is_now: bool


@dataclass(frozen=True)
class TeamCover:
    lines: list[CoverLine]
    leaving: list[Worker]


def team_cover(by: Worker, *, today: date) -> TeamCover:
    """Who is away, now and soon, and who is leaving: in the asker's own team, or everywhere for an administrator."""
    rows = Cover.objects.known().filter(Q(valid_to=None) | Q(valid_to__gt=today))
    leaving = Worker.objects.filter(is_active=True, leaves_on__isnull=False)
    if not standing.configures(by):
        rows, leaving = rows.filter(worker__team=by.team_id), leaving.filter(team=by.team_id)
    found = rows.select_related("worker__agency", "worker__team", "covered_by").order_by("valid_from", "pk")[:200]
    lines = [CoverLine(row, row.holds_on(today)) for row in found]
    lines.sort(key=lambda line: (not line.is_now, line.cover.valid_from or date.min, line.cover.pk))
    return TeamCover(lines, list(leaving.select_related("agency").order_by("leaves_on", "name")[:200]))


def managed_workers(by: Worker) -> QuerySet[Worker]:
    """Workers the asker manages; an administrator's are everybody."""
    rows = Worker.objects.filter(is_active=True)
    if not standing.configures(by):
        rows = rows.filter(team=by.team_id) if by.team_id else rows.none()
    return rows.exclude(role=Role.FAMILY_MEMBER).select_related("agency").order_by("name", "pk")
