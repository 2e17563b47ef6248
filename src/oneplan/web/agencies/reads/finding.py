"""Looking up agencies and colleagues: by name, by what they do, by where they are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from oneplan.web.agencies.models import Agency, HubPlace, Team, Worker, WorkerEntry
from oneplan.web.site import lists

A_PAGE = 25
M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Filter:
    """One select of a filter bar."""

    name: str
    label: str
    choices: list[tuple[str, str]]
    chosen: str


@dataclass(frozen=True)
class Found(Generic[M]):
    page: "Page[M]"
    search: str
    filters: list[Filter] = field(default_factory=list)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.search or any(each.chosen for each in self.filters))


def agencies(asked: Mapping[str, str]) -> Found[Agency]:
    search = _words(asked)
    filters = [
        _filter(asked, "sector", "Kind of agency"),
        _filter(asked, "reach", "Whom it is for"),
        _filter(asked, "locality", "Locality"),
    ]
    rows = Agency.objects.all()
    for word in search.split():
        rows = rows.filter(Q(name__icontains=word) | Q(what_it_does__icontains=word))
    sector, reach, locality = (each.chosen for each in filters)
    if sector:
        rows = rows.filter(sector=sector)
    if reach:
        rows = rows.filter(reach=reach)
    if locality:
        teams = Team.objects.filter(agency=OuterRef("pk"), locality=locality)
        seats = HubPlace.objects.known().filter(agency=OuterRef("pk"), valid_to=None, hub__locality=locality)
        rows = rows.filter(Exists(teams) | Exists(seats))
    return Found(_page(rows.order_by("name", "pk"), asked), search, filters)


def colleagues(asked: Mapping[str, str]) -> Found[Worker]:
    """Whoever works here now."""
    search = _words(asked)
    filters = [_filter(asked, kind, label) for kind, label in _ENTRIES.items()]
    rows = Worker.objects.filter(is_active=True)
    for word in search.split():
        rows = rows.filter(
            Q(name__icontains=word)
            | Q(job_title__icontains=word)
            | Q(agency__name__icontains=word)
            | Q(team__name__icontains=word)
        )
    for each in filters:
        if each.chosen:
            has = WorkerEntry.objects.filter(worker=OuterRef("pk"), kind=each.name, code=each.chosen)
            rows = rows.filter(Exists(has))
    rows = rows.select_related("agency", "team").prefetch_related("entries").order_by("name", "pk")
    return Found(_page(rows, asked), search, filters)


_ENTRIES = {"language": "Speaks", "skill": "Good at", "locality": "Covers"}


def _words(asked: Mapping[str, str]) -> str:
    return " ".join(asked.get("q", "").replace("\x00", "").split())[:80]


def _filter(asked: Mapping[str, str], name: str, label: str) -> Filter:
    choices = lists.choices(name)
    chosen = asked.get(name, "")
    return Filter(name, label, choices, chosen if chosen in dict(choices) else "")


def _page(rows: QuerySet[Any], asked: Mapping[str, str]) -> "Page[Any]":
    return Paginator(rows, A_PAGE).get_page(asked.get("page"))
