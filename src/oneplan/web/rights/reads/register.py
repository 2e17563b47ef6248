"""Who looked at a family's record and who changed it: in full for managers, as a plain list for the family."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.utils import timezone

from oneplan.web.access import words
from oneplan.web.access.models import Account, AuditEvent, RefusedPage, ViewBatch
from oneplan.web.agencies.models import Worker
from oneplan.web.people import identity
from oneplan.web.people.models import Family, Membership, Person
from oneplan.web.rights.reads import emergencies, kind_words
from oneplan.web.rights.reads.ties import Ties
from oneplan.web.sharing.reads import own_told
from oneplan.web.sharing.reads.private import KEPT_OFF

A_PAGE = 50
MOST_OFFERED = 200
PLAIN_DAYS = 365
LOOKS, CHANGES, REFUSED = "looks", "changes", "refused"
Row = ViewBatch | AuditEvent | RefusedPage


@dataclass(frozen=True)
class Asked:
    """What the page was asked to show; the days count from midnight to midnight."""

    show: str = LOOKS
    worker: int | None = None
    person: int | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Line:
    at: datetime
    number: int
    who: str
    what: str
    records: list[str]
    unusual: list[str]


@dataclass(frozen=True)
class Register:
    lines: list[Line]
    page: Any
    workers: list[tuple[int, str]]
    people: list[tuple[int, str]]


def register(family: Family, *, asked: Asked, number: str | int = 1) -> Register:
    """One page of the register, newest first; as many questions for ten thousand rows as for ten."""
    people = _people_of(family)
    rows: QuerySet[Any] = _LISTS[asked.show](family, asked)
    page = Paginator(rows, A_PAGE).get_page(number)
    shown: list[Row] = list(page.object_list)
    names = Names(shown)
    ties = Ties([family.pk])
    lines = [
        Line(
            at=row.at,
            number=row.pk,
            who=names.of(row),
            what=_what(row),
            records=_records(row, people),
            unusual=ties.reasons(row, worker=names.worker(row)) if isinstance(row, ViewBatch) else [],
        )
        for row in shown
    ]
    return Register(lines, page, _workers_of(family, asked.show), sorted(people.items(), key=lambda each: each[1]))


def _looks(family: Family, asked: Asked) -> QuerySet[ViewBatch]:
    rows = ViewBatch.objects.filter(_between(asked), family_id=family.pk).order_by("-number")
    if asked.worker is not None:
        rows = rows.filter(account_id__in=Account.objects.filter(worker=asked.worker).values("pk"))
    if asked.person is not None:
        marks = [f'"people.person:{pk}"' for pk in identity.records_of([asked.person])]
        rows = rows.filter(_any_in("seen", marks))
    return rows


def _changes(family: Family, asked: Asked) -> QuerySet[AuditEvent]:
    rows = AuditEvent.objects.filter(_between(asked), family_id=family.pk).order_by("-number")
    if asked.worker is not None:
        rows = rows.filter(by_worker=asked.worker)
    if asked.person is not None:
        ids = list(identity.records_of([asked.person]))
        named = Q(payload__person__in=ids)
        rows = rows.filter(named | Q(about_type="people.person", about_id__in=[str(pk) for pk in ids]))
    return rows


def _refused(family: Family, asked: Asked) -> QuerySet[RefusedPage]:
    """What was asked for and not shown; by whom, not about whom: no more is known of it than its address."""
    rows = RefusedPage.objects.filter(_between(asked), family_id=family.pk).order_by("-pk")
    return rows if asked.worker is None else rows.filter(account__worker=asked.worker)


_LISTS = {LOOKS: _looks, CHANGES: _changes, REFUSED: _refused}


def _any_in(field: str, marks: Iterable[str]) -> Q:
    """The list of what was seen is short and read as text, the same way on both databases."""
    wanted = Q(pk__in=[])
    for mark in marks:
        wanted |= Q(**{f"{field}__icontains": mark})
    return wanted


def _between(asked: Asked) -> Q:
    wanted = Q()
    if asked.since:
        wanted &= Q(at__gte=_midnight(asked.since))
    if asked.until:
        wanted &= Q(at__lt=_midnight(asked.until + timedelta(days=1)))
    return wanted


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


class Names:
    """Who the accounts and workers of some rows are, looked up once."""

    def __init__(self, rows: Iterable[Row]) -> None:
        rows = list(rows)
        accounts = {pk for row in rows if (pk := _account(row)) is not None}
        workers = {row.by_worker for row in rows if isinstance(row, AuditEvent) and row.by_worker is not None}
        found = Account.objects.filter(pk__in=accounts).select_related("worker__agency", "person")
        self.accounts = {account.pk: account for account in found}
        missing = workers - {account.worker_id for account in self.accounts.values()}
        self.workers = {each.pk: each for each in Worker.objects.filter(pk__in=missing).select_related("agency")}
        self.workers |= {each.worker.pk: each.worker for each in self.accounts.values() if each.worker}

    def worker(self, row: Row) -> Worker | None:
        if isinstance(row, AuditEvent) and row.by_worker:
            return self.workers.get(row.by_worker)
        account = self.accounts.get(_account(row) or 0)
        return account.worker if account else None

    def of(self, row: Row) -> str:
        if (worker := self.worker(row)) is not None:
            return f"{worker.name}, {worker.agency.name}"
        account = self.accounts.get(_account(row) or 0)
        if account and account.person:
            return f"{account.person.name}, of the family"
        return "the system" if isinstance(row, AuditEvent) else "an account that is gone"


def _account(row: Row) -> int | None:
    return row.by_account if isinstance(row, AuditEvent) else row.account_id


def _what(row: Row) -> str:
    if isinstance(row, AuditEvent):
        return words.event(row.event)
    if isinstance(row, RefusedPage):
        return kind_words.refused(row.page, why=row.get_kind_display())
    return kind_words.opened(row.page)


def _records(row: Row, people: dict[int, str]) -> list[str]:
    """What was on the page, people by name, the rest by how many of a kind."""
    if isinstance(row, RefusedPage):
        return ["nothing was shown"]
    if isinstance(row, AuditEvent):
        return _changed(row, people)
    counts: dict[str, int] = {}
    named = []
    for entry in row.seen:
        kind, _, pk = str(entry).partition(":")
        if kind == "people.person" and pk.isdigit() and int(pk) in people:
            named.append(people[int(pk)])
        elif kind != "people.family":
            counts[kind] = counts.get(kind, 0) + 1
    return [*dict.fromkeys(named), *(words.record(kind, number=n) for kind, n in counts.items())]


def _changed(row: AuditEvent, people: dict[int, str]) -> list[str]:
    """The kind of entry and whom it is about: of the family by name."""
    about = int(row.about_id) if row.about_type == "people.person" and row.about_id.isdigit() else 0
    if about in people:
        return [people[about]]
    named = people.get(row.payload.get("person") or 0, "") if isinstance(row.payload.get("person"), int) else ""
    return [words.record(row.about_type), *([named] if named else [])]


def _people_of(family: Family) -> dict[int, str]:
    ids = identity.records_of(Membership.objects.filter(family=family).values_list("person", flat=True))
    names = {person.pk: person.name for person in Person.objects.filter(pk__in=ids)}
    return {each: names[kept] for each, kept in ids.items() if kept in names}


def _workers_of(family: Family, show: str) -> list[tuple[int, str]]:
    if show == REFUSED:
        rows = Worker.objects.filter(account__in=RefusedPage.objects.filter(family_id=family.pk).values("account_id"))
    elif show == CHANGES:
        ids = AuditEvent.objects.filter(family_id=family.pk).values("by_worker").distinct()
        rows = Worker.objects.filter(pk__in=ids)
    else:
        seen = ViewBatch.objects.filter(family_id=family.pk).values("account_id").distinct()
        rows = Worker.objects.filter(account__in=seen)
    return [(each.pk, each.name) for each in rows.order_by("name")[:MOST_OFFERED]]


@dataclass(frozen=True)
class PlainLine:
    """“Priya Shah, Sallowdale Council early help, opened your plan.”"""

    day: date
    who: str
    agency: str
    what: str
    emergency: str = ""  # that it was opened in one, and whether a manager looked at it


def plain_list(
    family: Family, *, today: date, person: Person | None = None, since: date | None = None, days: int = PLAIN_DAYS
) -> list[PlainLine]:
    """Who of the workers looked, a line for each of them and each day, newest first.

    It names no page that would tell one of the family about another's private matter, no other member who looked,
    no service whose very name could put somebody in danger, and none that `person`, or without one somebody at home,
    does not know to be told.
    """
    first = max(since or date.min, today - timedelta(days=days))
    rows = ViewBatch.objects.filter(family_id=family.pk, at__gte=_midnight(first)).order_by("-number")
    found: dict[tuple[date, int], tuple[Worker, set[str]]] = {}
    read = list(rows.only("number", "at", "account_id", "page", "seen")[:5000])
    names, ties = Names(read), Ties([family.pk])
    kept = own_told.kept_from_list(family, person, on=today)
    own = f"people.family:{family.pk}"
    for row in read:
        worker = names.worker(row)
        if worker is None or worker.agency.sector in KEPT_OFF:
            continue
        if own not in row.seen and not ties.has_any(row, worker=worker):
            continue  # a page of somebody who is in another family too: that family is not told here
        key = (timezone.localdate(row.at), worker.pk)
        found.setdefault(key, (worker, set()))[1].add(kind_words.for_the_family(row.page))
    opened = emergencies.opened(family, since=_midnight(first), today=today)
    for key, each in opened.items():
        if key[0] == each.on:  # the opening itself is told, whether or not a page was looked at
            found.setdefault(key, (each.worker, {kind_words.THE_RECORD}))
    return [
        PlainLine(key[0], worker.name, worker.agency.name, kind_words.one_sentence(said),
                  opened[key].words if key in opened else "")
        for key, (worker, said) in sorted(found.items(), key=lambda each: each[0][0], reverse=True)
        if not kept.covers(worker.agency_id, on=key[0])
    ]  # fmt: skip


def place_since(person: Person, family: Family, *, day: date) -> date | None:
    """From when the person belongs to the family, as far as that is known."""
    ids = identity.record_ids(identity.kept(person))
    rows = Membership.objects.current(day).filter(person__in=ids, family=family)
    return min((row.valid_from for row in rows if row.valid_from), default=None)
