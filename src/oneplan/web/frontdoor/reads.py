"""What the front door's pages ask: the queue, one request, and who the people named in it may be."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from oneplan.rulebook.people.dates import in_words
from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import policy, viewlog
from oneplan.web.casework.models import Closure, Episode, EpisodeRole
from oneplan.web.frontdoor import urgency
from oneplan.web.frontdoor.models import Request, RequestPerson
from oneplan.web.frontdoor.named import Named, read_all
from oneplan.web.people import identity, search
from oneplan.web.people.models import ContactRestriction, Family, Membership, Person
from oneplan.web.people.search import Found

State = Request.State
LIKE_ENOUGH = 78.0  # fewer, better suggestions than a search by hand
MOST_SUGGESTIONS = 3
SHOWS = (
    ("decide", "To decide"),
    ("offer", "To offer help"),
    ("answer", "Waiting for the family"),
    ("worker", "Needing a key worker"),
    ("answered", "Answered"),
)


@dataclass(frozen=True)
class Row:
    """One line of the queue."""

    request: Request
    who: str
    days: int
    urgency: urgency.Urgency
    missing: list[str]

    @property
    def age(self) -> str:
        return urgency.age(self.days)


@dataclass(frozen=True)
class Suggestion:
    found: Found
    goodbyes: list[Closure]
    is_protected: bool = False  # somebody may not see this person, or this person somebody

    @property
    def words(self) -> str:
        """“Grace Bell, born 2 April 1991 · the Bell family, we said goodbye on 3 May 2024”."""
        person = self.found.person
        families = [f"{family} ({family.reference})" for family in self.found.families]
        if self.found.has_other_families:
            families.append("known in another family")
        ends = [f"we said goodbye on {each.on:%-d %B %Y}, {each.what_changed[:80]}" for each in self.goodbyes]
        warning = ["a contact restriction is in force"] if self.is_protected else []
        return " · ".join([f"{person.name}, {person.born_words}", *warning, *families, *ends])


@dataclass
class NamedRow:
    """Somebody named in a request, as read, with those they may be."""

    named: RequestPerson
    read: Named
    suggestions: list[Suggestion] = field(default_factory=list)


def request_for(asker: Any, pk: int, permission: Permission = Permission.REQUEST_VIEW) -> Request:
    """What was asked stays to be read where the family's record is kept from the asker; nothing else may be done."""
    asking = (
        Request.objects.select_related(
            "family",
            "from_agency",
            "from_worker",
            "reopens",
            "decision__team",
            "decision__decided_by",
            "offer__made_by",
        )
        .filter(pk=pk)
        .first()
    )
    if asking is None:
        raise Http404("There is no request with that number. Check the number, or look in the queue.")
    policy.require(permission, by=asker, about=None if permission is Permission.REQUEST_VIEW else asking.family)
    viewlog.saw(asking, family=None if is_shut(asking, asker=asker) else asking.family)
    return asking


def is_shut(asking: Request, *, asker: Any) -> bool:
    """Is the request about a family whose record is kept from the asker?"""
    return asking.family is not None and policy.are_shut([asking.family], asker=asker)


def people_of(asking: Request, *, asker: Any) -> list[tuple[str, Person | None]]:
    """Everybody named, as said, with who they turned out to be; nobody's record that is kept from the asker."""
    named = list(asking.people.select_related("person").order_by("pk"))
    records = identity.records_of([each.person_id for each in named if each.person_id])
    shut = Family.objects.filter(policy.shut_filter(asker=asker))
    rows = Membership.objects.known().filter(family__in=shut, person__in=records).values_list("person", flat=True)
    kept = {records[pk] for pk in rows}
    if is_shut(asking, asker=asker):
        return [(each.said, None) for each in named]
    return [(each.said, None if records.get(each.person_id or 0) in kept else each.person) for each in named]


def own_request(asker: Any, pk: int) -> Request:
    """The request as whoever made it may follow it."""
    mine = Q(recorded_by=asker) | Q(from_worker=asker)
    asking = Request.objects.select_related("decision", "offer").filter(mine, pk=pk).first()
    if asking is None:
        raise Http404("You have made no request with that number.")
    viewlog.saw(asking)
    return asking


def queue(show: str, *, asker: Any) -> QuerySet[Request]:
    """Requests of one kind, the oldest first (answered ones the newest first).

    Of a family whose record is kept from the asker only what is new stands there: that somebody asked, not what became
    of it.
    """
    rows = Request.objects.select_related("from_agency", "family").prefetch_related("people")
    if show != "decide":
        shut = Family.objects.filter(policy.shut_filter(asker=asker), requests__pk=OuterRef("pk"))
        rows = rows.filter(~Exists(shut))
    match show:
        case "decide":
            return rows.filter(state=State.NEW).order_by("received_on", "pk")
        case "offer":
            return rows.filter(state=State.DECIDED).order_by("received_on", "pk")
        case "answer":
            return rows.filter(state=State.OFFERED).order_by("received_on", "pk")
        case "worker":
            return rows.filter(_without_key_worker(), state=State.ACCEPTED).order_by("received_on", "pk")
    return rows.exclude(state__in=(State.NEW, State.DECIDED, State.OFFERED)).order_by("-received_on", "-pk")


def counts(*, asker: Any) -> dict[str, int]:
    return {show: queue(show, asker=asker).count() for show, _ in SHOWS if show != "answered"}


def rows(requests: Iterable[Request], *, asker: Any, today: date) -> list[Row]:
    found = list(requests)
    families = Family.objects.filter(policy.shut_filter(asker=asker), pk__in={each.family_id for each in found})
    shut = set(families.values_list("pk", flat=True))
    return [_row(each, is_shut=each.family_id in shut, today=today) for each in found]


def missing(asking: Request) -> list[str]:
    """What somebody who decides would want to know first."""
    gaps = (
        (asking.family_id is None, "which family this is"),
        (asking.safety in ("", "unsure"), "how safe the children are"),
        (asking.family_agrees is None, "whether the family knows"),
        (not asking.family_view, "what the family themselves say"),
    )
    return [words for is_missing, words in gaps if is_missing]


def named_rows(asking: Request, *, asker: Any) -> list[NamedRow]:
    """Everybody named, with up to three people each may be, and how their last stretch of help ended."""
    people = list(asking.people.order_by("pk"))
    read = read_all([each.said for each in people], on=asking.received_on)
    found = [_look_for(each, asker=asker) for each in read]
    families = {family.pk for each in found for one in each for family in one.families}
    goodbyes = last_goodbyes(families)
    protected = _protected({one.person.pk for each in found for one in each}, today=timezone.localdate())
    return [
        NamedRow(person, words, [_suggestion(one, goodbyes, protected) for one in ones])
        for person, words, ones in zip(people, read, found, strict=True)
    ]


def last_goodbyes(families: Iterable[int]) -> dict[int, Closure]:
    """The latest goodbye of each family, by its number."""
    closures = Closure.objects.filter(episode__family__in=list(families)).select_related("episode").order_by("on", "pk")
    return {closure.episode.family_id: closure for closure in closures}


def families_suggested(rows: Iterable[NamedRow]) -> list[Family]:
    found = {family.pk: family for row in rows for each in row.suggestions for family in each.found.families}
    return list(found.values())


def _look_for(read: Named, *, asker: Any) -> list[Found]:
    born = in_words(read.born.earliest, read.born.precision) if read.born else ""
    found = search.find(f"{read.name} {born}".strip(), asker=asker, most=12)
    return [each for each in found if each.likeness >= LIKE_ENOUGH][:MOST_SUGGESTIONS]


def _suggestion(found: Found, goodbyes: dict[int, Closure], protected: set[int]) -> Suggestion:
    viewlog.saw(found.person)
    ends = [goodbyes[family.pk] for family in found.families if family.pk in goodbyes]
    return Suggestion(found, ends, found.person.pk in protected)


def _protected(ids: set[int], *, today: date) -> set[int]:
    """Of these people, those a contact restriction names, as the child or as whoever is barred."""
    records = identity.records_of(ids)
    rows = ContactRestriction.objects.current(today).filter(Q(child__in=records) | Q(barred__in=records))
    return {records[pk] for row in rows.values_list("child", "barred") for pk in row if pk in records}


def _row(asking: Request, *, is_shut: bool, today: date) -> Row:
    days = (today - asking.received_on).days
    people = read_all([each.said for each in asking.people.all()], on=asking.received_on)
    return Row(
        request=asking,
        who=str(asking.family) if asking.family and not is_shut else _who(people),
        days=days,
        urgency=urgency.of(safety=asking.safety, days=days, is_undecided=asking.state == State.NEW),
        missing=missing(asking) if asking.state == State.NEW else [],
    )


def _who(people: list[Named]) -> str:
    if not people:
        return "Nobody named yet"
    others = len(people) - 1
    return people[0].name if not others else f"{people[0].name} and {others} other{'' if others == 1 else 's'}"


def _without_key_worker() -> Q:
    held = EpisodeRole.objects.known().filter(episode=OuterRef("pk"), kind=EpisodeRole.Kind.KEY_WORKER, valid_to=None)
    empty = Episode.objects.filter(~Exists(held), family=OuterRef("family"), closed_on=None)
    return Q(Exists(empty))
