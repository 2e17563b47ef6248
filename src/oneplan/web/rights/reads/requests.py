"""What pages ask of people's requests: the list with its clocks, one request, and the page of a pack to decide."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.core.paginator import Paginator
from django.db.models import Count, Model, Q, QuerySet

from oneplan.rulebook.rights import clock
from oneplan.rulebook.rights.others import KIND_WORDS, Kind, without
from oneplan.web.people import identity
from oneplan.web.people.models import ContactRestriction, Home, Person
from oneplan.web.rights import gathering, standing, subject
from oneplan.web.rights.gathering import Item
from oneplan.web.rights.models import PackItem, PackStrike, RightsRequest

A_PAGE = 12
MOST_ENTRIES = 300


@dataclass(frozen=True)
class Row:
    request: RightsRequest
    clock: clock.Clock | None


def clock_of(row: RightsRequest, *, today: date) -> clock.Clock | None:
    if not row.is_open:
        return None
    pauses = [clock.Pause(each.since, each.until) for each in row.pauses.all()]
    return clock.clock(row.received_on, today=today, pauses=pauses, extended_months=row.extended_months)


def open_requests(*, asker: Any, today: date) -> list[Row]:
    """The most urgent first; those whose clock stands still last."""
    rows = _listed(asker).filter(outcome="").select_related("person").prefetch_related("pauses")
    found = [Row(each, clock_of(each, today=today)) for each in rows]
    return sorted(found, key=lambda each: (each.clock is None or each.clock.due_on is None,
                                           (each.clock and each.clock.due_on) or date.max))  # fmt: skip


def answered(number: str, *, asker: Any) -> Any:
    rows = _listed(asker).exclude(outcome="").select_related("person").order_by("-answered_on", "-pk")
    return Paginator(rows, 50).get_page(number)


def _listed(asker: Any) -> QuerySet[RightsRequest]:
    """Without those of people who are kept from whoever asks."""
    return RightsRequest.objects.exclude(person__in=standing.people_of(standing.kept_from(asker)))


def entries_of(person: Person, *, day: date) -> list[tuple[Model, str]]:
    """The entries of a person's record that a request can be about, the newest first: what each is, and its day.

    Not a word of what stands in them: whoever writes down that somebody asks need not be allowed to read their record,
    least of all where they live.
    """
    items = [item for item in gathering.of_record(subject.of(person, day=day)) if not item.leave_out and item.on]
    items = [item for item in items if item.model.split(".")[0] in ("people", "casework", "frontdoor")]
    items.sort(key=lambda item: (item.on or date.min, item.row), reverse=True)
    called = [f"{item.title}, {item.on:%-d %B %Y}" for item in items[:MOST_ENTRIES]]
    return [(_row(item), words) for item, words in zip(items, _told_apart(called), strict=False)]


def _told_apart(called: list[str]) -> Iterator[str]:
    """Several of a kind on one day are numbered in the order in which they were kept."""
    of_a_kind = Counter(called)
    left = Counter(called)
    for words in called:
        yield words if of_a_kind[words] == 1 else f"{words} ({left[words]} of {of_a_kind[words]} that day)"
        left[words] -= 1


def safety_of(person: Person, *, day: date) -> list[str]:
    """Who may not see the person, in words: nothing of theirs goes to them."""
    rows = ContactRestriction.objects.current(day).filter(child__in=identity.record_ids(identity.kept(person)))
    return [
        f"{row.barred.name}: {row.get_kind_display()}, {row.get_extent_display()} with {row.child.short_name}"
        for row in rows.select_related("barred", "child")
    ]


def _row(item: Item) -> Model:
    model: type[Model] = apps.get_model(item.model)
    return model(pk=item.row)


def entry_of(row: RightsRequest, *, day: date) -> tuple[str, list[tuple[str, str]]] | None:
    """The entry a request is about, in words; what is kept safe is not shown."""
    if not row.about_type:
        return None
    items = gathering.gather(subject.for_request(row, day=day))
    found = next((i for i in items if (i.model.lower(), i.row) == (row.about_type, str(row.about_id))), None)
    if found is None:
        return None
    title = f"{found.title}, {found.on:%-d %B %Y}" if found.on else found.title
    return title, [(part.label, _safe(part)) for part in found.parts]


def _safe(part: gathering.Part) -> str:
    return without(part.text, [(find.start, find.end, True) for find in part.finds if find.is_final])


@dataclass(frozen=True)
class Progress:
    number: int
    decided: int
    left_out: int

    @property
    def waiting(self) -> int:
        return self.number - self.decided


def progress(row: RightsRequest) -> Progress:
    found = row.items.aggregate(
        number=Count("pk"),
        decided=Count("pk", filter=Q(decided_at__isnull=False)),
        left_out=Count("pk", filter=Q(is_left_out=True)),
    )
    return Progress(**found)


@dataclass(frozen=True)
class Piece:
    """A stretch of text: plain, or a place to decide on."""

    text: str
    strike: PackStrike | None = None

    @property
    def why(self) -> str:
        return KIND_WORDS[Kind(self.strike.kind)] if self.strike else ""


@dataclass(frozen=True)
class ToDecide:
    item: PackItem
    title: str
    on: date | None
    parts: list[tuple[str, list[Piece]]]

    @property
    def strikes(self) -> list[Piece]:
        return [piece for _, pieces in self.parts for piece in pieces if piece.strike and not piece.strike.is_final]


@dataclass(frozen=True)
class DecidePage:
    page: Any
    items: list[ToDecide]
    has_changed: bool
    own_is_safe: bool = False  # where they live now is kept safe, and theirs to read


def to_decide(row: RightsRequest, *, day: date, number: str, only_open: bool = False) -> DecidePage:
    """One page of entries with their words as they stand now, what is kept safe already taken out."""
    about = subject.for_request(row, day=day)
    found = {(item.model, item.row): item for item in gathering.gather(about)}
    kept = row.items.select_related("decided_by").prefetch_related("strikes__about")
    page = Paginator(kept.filter(decided_at=None) if only_open else kept, A_PAGE).get_page(number)
    items, has_changed = [], row.items.count() != len(found)
    for each in page.object_list:
        item = found.get((each.model, each.row))
        if item is None or not gathering.is_unchanged(each, item):
            has_changed = True
            continue
        items.append(_to_decide(each, item))
    own_is_safe = Home.objects.filter(pk__in=about.homes_now, is_protected=True).exists()
    return DecidePage(page, items, has_changed, own_is_safe)


def _to_decide(kept: PackItem, item: Item) -> ToDecide:
    by_part: dict[int, list[PackStrike]] = {}
    for strike in kept.strikes.all():
        by_part.setdefault(strike.part, []).append(strike)
    parts = [(part.label, _pieces(part.text, by_part.get(place, []))) for place, part in enumerate(item.parts)]
    return ToDecide(kept, item.title, item.on, parts)


def _pieces(text: str, strikes: list[PackStrike]) -> list[Piece]:
    found, last = [], 0
    for strike in strikes:
        words = "[address kept safe]" if strike.is_final else text[strike.start : strike.end]
        found += [Piece(text[last : strike.start]), Piece(words, strike)]
        last = strike.end
    return [piece for piece in [*found, Piece(text[last:])] if piece.text]
