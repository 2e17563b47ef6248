"""Whose time is over on a day, by which rule, and what holds the others back."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import BigIntegerField, Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone

from oneplan.rulebook.retention import periods
from oneplan.rulebook.retention.scrub import Way
from oneplan.web.casework.models import Episode, Note
from oneplan.web.frontdoor.models import Request, RequestPerson
from oneplan.web.people import identity
from oneplan.web.people.models import Family, Membership, Person, Relationship
from oneplan.web.rights import declared
from oneplan.web.rights.actions.holds import areas_own
from oneplan.web.rights.declared import Declared
from oneplan.web.rights.models import Breach, Hold, Pack, RightsRequest, Tombstone

FAMILY, REQUEST = "family_record", "request_only"
_TOMB = "people.family"


@dataclass(frozen=True)
class DueFamily:
    family: int
    rule: str
    due_on: date


@dataclass(frozen=True)
class Clocked:
    """Rows of one model that go by a clock of their own."""

    label: str
    rule: str
    number: int


@dataclass(frozen=True)
class Preview:
    day: date
    families: list[DueFamily]
    held: Counter[str]  # families whose time is over and that stay, by why
    clocked: list[Clocked]
    packs: int
    people: int  # known from a request alone, or never in any family

    @property
    def by_rule(self) -> Counter[str]:
        return Counter(each.rule for each in self.families)

    @property
    def is_empty(self) -> bool:
        return not (self.families or self.clocked or self.packs or self.people)


def preview(*, day: date) -> Preview:
    """What a run on this day would remove; it changes nothing."""
    own = areas_own(on=day)
    over = _over(day=day, own=own)
    blocked = _blocked({each.family for each in over})
    rules = _held_rules()
    families, held = [], Counter[str]()
    for each in over:
        why = blocked.get(each.family) or ("held by rule" if each.rule in rules else "")
        if why:
            held[why] += 1
        else:
            families.append(each)
    clocked = [
        Clocked(said.model._meta.label, said.clock_rule, number)
        for said in declared.declared().values()
        if said.clock and said.clock_rule not in rules and (number := clock_rows(said, day=day, own=own).count())
    ]
    packs = 0 if "packs" in rules else packs_over(day=day, own=own).count()
    people = 0 if REQUEST in rules else lonely_people(day=day, own=own).count()
    return Preview(day, families, held, clocked, packs, people)


def still_due(families: Iterable[int], *, day: date) -> list[DueFamily]:
    """Of these, those that may go at this moment: a hold or a request may have come since the preview."""
    wanted = list(families)
    rules = _held_rules()
    over = _over(day=day, own=areas_own(on=day), among=wanted)
    blocked = _blocked({each.family for each in over})
    return [each for each in over if each.family not in blocked and each.rule not in rules]


def clock_rows(said: Declared, *, day: date, own: list[periods.Figure]) -> QuerySet[Any]:
    """Rows of a model whose own clock has run out on the day."""
    figure = periods.in_force(said.clock_rule, on=day, areas_own=own)
    rows = said.model._default_manager.filter(**{f"{said.clock}__isnull": False})
    if figure.is_never:
        return rows.none()
    rows = rows.filter(**{f"{said.clock}__lt": _before(said, figure, day=day)})
    if said.clock_without:
        rows = rows.filter(**{f"{said.clock_without}__isnull": True})
    rows = _without_guarded(rows, families=said.of_family, people=(*said.of_person, *said.guard_person))
    emptied = {name: "" for name, way in said.scrubs.items() if way is Way.BLANK}
    return rows.exclude(**emptied) if emptied else rows


def packs_over(*, day: date, own: list[periods.Figure]) -> QuerySet[Pack]:
    figure = periods.in_force("packs", on=day, areas_own=own)
    if figure.is_never:
        return Pack.objects.none()
    rows = Pack.objects.filter(is_removed=False, made_at__lt=_moment(_last_event(figure, day=day)))
    return _without_guarded(rows, families=(), people=("request__person",), is_helped_too=True)


def lonely_people(*, day: date, own: list[periods.Figure]) -> QuerySet[Person]:
    """People in no family, named in no request that is still kept, whose time is over."""
    figure = periods.in_force(REQUEST, on=day, areas_own=own)
    if figure.is_never:
        return Person.objects.none()
    asking = set(RightsRequest.objects.filter(outcome="").values_list("person", flat=True))
    asking |= set(Hold.objects.filter(lifted_at=None, person__isnull=False).values_list("person", flat=True))
    members = Membership.objects.values("person")
    stones = Tombstone.objects.filter(thing_type="people.person")
    rows = Person.objects.filter(made_at__lt=_moment(_last_event(figure, day=day)))
    rows = rows.exclude(pk__in=identity.records_of(asking)).exclude(pk__in=members)
    rows = rows.exclude(Q(merged_into__in=members) | Q(merged__in=members))
    rows = rows.exclude(pk__in=RequestPerson.objects.filter(person__isnull=False).values("person"))
    rows = rows.exclude(pk__in=stones.annotate(number=Cast("thing_id", BigIntegerField())).values("number"))
    tied = Relationship.objects.filter(other__in=members).values("person")
    also_tied = Relationship.objects.filter(person__in=members).values("other")
    return rows.exclude(pk__in=tied).exclude(pk__in=also_tied)


def _without_guarded(
    rows: QuerySet[Any], *, families: Iterable[str], people: Iterable[str], is_helped_too: bool = False
) -> QuerySet[Any]:
    """Leave what is of a family with help now, or held, or of somebody whose request is open."""
    held = Hold.objects.filter(lifted_at=None)
    asking = set(RightsRequest.objects.filter(outcome="").values_list("person", flat=True))
    asking |= set(held.filter(person__isnull=False).values_list("person", flat=True))
    theirs = Membership.objects.filter(person__in=identity.records_of(asking)).values("family")
    kept = Q(pk__in=theirs) | Q(pk__in=held.filter(family__isnull=False).values("family"))
    if not is_helped_too:
        kept |= Q(pk__in=Episode.objects.filter(closed_on=None).values("family"))
    guarded = Family.objects.filter(kept)
    members = Membership.objects.filter(family__in=guarded).values("person")
    for lookup in families:
        rows = rows.exclude(**{f"{lookup}__in": guarded.values("pk")})
    for lookup in people:
        rows = rows.exclude(Q(**{f"{lookup}__in": members}) | Q(**{f"{lookup}__in": identity.records_of(asking)}))
    return rows


def _before(said: Declared, figure: periods.Figure, *, day: date) -> date | datetime:
    last = _last_event(figure, day=day)
    is_moment = said.model._meta.get_field(said.clock).get_internal_type() == "DateTimeField"
    return _moment(last) if is_moment else last


def _last_event(figure: periods.Figure, *, day: date) -> date:
    """Events before this day are over on `day`. Months are of unequal length, so the day is searched for."""
    guess = day - timedelta(days=figure.days + 31 * (12 * figure.years + figure.months) + 2)
    while True:
        goes = periods.goes_on(figure, event=guess)
        if goes is None or goes > day:
            return guess
        guess += timedelta(days=1)


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


def _over(*, day: date, own: list[periods.Figure], among: list[int] | None = None) -> list[DueFamily]:
    """Families without help now whose time is over, the longest over first."""
    is_open = Episode.objects.filter(family=OuterRef("pk"), closed_on=None)
    families = Family.objects.filter(~Exists(is_open)).exclude(pk__in=_removed())
    if among is not None:
        families = families.filter(pk__in=among)
    made = dict(families.values_list("pk", "made_at"))
    closed, last = _last_days(made if among is not None else None)
    youngest = _youngest(made if among is not None else None)
    found = []
    for family, made_at in made.items():
        rule = FAMILY if family in closed else REQUEST
        event = max(last.get(family, date.min), timezone.localdate(made_at) if rule == REQUEST else date.min)
        figure = periods.in_force(rule, on=day, areas_own=own)
        goes = periods.goes_on(figure, event=event, youngest_born=youngest.get(family))
        if goes is not None and goes <= day:
            found.append(DueFamily(family, rule, goes))
    return sorted(found, key=lambda each: (each.due_on, each.family))


def _removed() -> QuerySet[Any]:
    rows = Tombstone.objects.filter(thing_type=_TOMB)
    return rows.annotate(number=Cast("thing_id", BigIntegerField())).values("number")


def _last_days(families: Iterable[int] | None) -> tuple[set[int], dict[int, date]]:
    """Families that had help, and the last day anything happened to each: goodbye, note, request."""
    among = Q() if families is None else Q(family__in=list(families))
    last: dict[int, date] = {}
    closed = dict(Episode.objects.filter(among).order_by().values_list("family").annotate(Max("closed_on")))
    notes = Note.objects.filter(among).order_by().values_list("family").annotate(Max("on"))
    asked = Request.objects.filter(among, family__isnull=False).order_by().values_list("family")
    for family, on in [*closed.items(), *notes, *asked.annotate(Max("received_on"))]:
        if on is not None:
            last[family] = max(on, last.get(family, on))
    return set(closed), last


def _youngest(families: Iterable[int] | None) -> dict[int, date]:
    """The latest day the youngest child can have been born; without a birth date, the day we first knew of them."""
    rows = Membership.objects.known().filter(role=Membership.Role.CHILD)
    if families is not None:
        rows = rows.filter(family__in=list(families))
    found: dict[int, date] = {}
    wanted = ("family", "person__born_to", "person__due_on", "person__made_at")
    for family, born, due, made_at in rows.values_list(*wanted):
        latest = born or due or timezone.localdate(made_at)
        found[family] = max(latest, found.get(family, latest))
    return found


def _held_rules() -> set[str]:
    return set(Hold.objects.filter(lifted_at=None).exclude(rule="").values_list("rule", flat=True))


def _blocked(families: set[int]) -> dict[int, str]:
    """Families that stay whatever the day says, and why."""
    if not families:
        return {}
    by_person: dict[int, set[int]] = defaultdict(set)
    members = Membership.objects.filter(family__in=families).values_list("family", "person")
    records = identity.records_of({person for _, person in members})
    for family, person in members:
        by_person[records[person]].add(family)
    found: dict[int, str] = {}
    breaches = Breach.objects.filter(closed_on=None, families__in=families)
    found |= dict.fromkeys(breaches.values_list("families", flat=True), "a breach that is not closed")
    asked = RightsRequest.objects.filter(outcome="").values_list("person", flat=True)
    found |= _of_people(asked, records, by_person, why="a request about their data is open")
    holds = Hold.objects.filter(lifted_at=None)
    held = holds.filter(person__isnull=False).values_list("person", flat=True)
    found |= _of_people(held, records, by_person, why="a hold on somebody")
    of_family = holds.filter(family__in=families).values_list("family", flat=True)
    return found | dict.fromkeys(of_family, "a hold on the family")


def _of_people(
    people: Iterable[int], records: dict[int, int], by_person: dict[int, set[int]], *, why: str
) -> dict[int, str]:
    return {family: why for person in people if person in records for family in by_person[records[person]]}
