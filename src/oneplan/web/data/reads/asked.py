"""Lists that partners were asked to fill in: how each is, and everybody on it whom the reader may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from oneplan.engine.feeds import asking as sheets
from oneplan.engine.feeds.contract.columns import columns
from oneplan.engine.feeds.contract.kinds import kinds
from oneplan.engine.runs import seeing
from oneplan.engine.runs.seeing import NotThere
from oneplan.rulebook.feeds.asking import OUT_WORDS, Out, is_overdue
from oneplan.web.agencies.models import Worker
from oneplan.web.data.models import AskedList, AskedPerson, ListLink, Load
from oneplan.web.data.reads import asking, rows
from oneplan.web.data.reads.asking import Candidate
from oneplan.web.people import identity
from oneplan.web.people.models import Person
from oneplan.web.sharing.models import Disclosure


@dataclass(frozen=True)
class ListLine:
    """`people` are on it, `still_open` of them without an answer."""

    asked: AskedList
    people: int
    still_open: int
    chased: int
    is_late: bool

    @property
    def words(self) -> str:
        if self.asked.closed_at:
            return "closed"
        if not self.still_open:
            return "everybody is answered"
        return "late" if self.is_late else "asked"

    @property
    def tone(self) -> str:
        if self.asked.closed_at:
            return "quiet"
        return "ok" if not self.still_open else "late" if self.is_late else "quiet"

    @property
    def what(self) -> str:
        """“attendance by term, 2026/27, Autumn”."""
        return what(self.asked)


@dataclass(frozen=True)
class Came:
    """The newest row that came for somebody: which, and what of it is words that no code stands for."""

    load: int
    row: int
    is_taken: bool
    words: tuple[str, ...]


@dataclass(frozen=True)
class PersonLine:
    line: AskedPerson
    person: Person
    came: Came | None

    @property
    def words(self) -> str:
        if self.line.load_id:
            return "answered"
        return "came, not taken" if self.came and self.came.words else "open"

    @property
    def tone(self) -> str:
        return {"answered": "ok", "open": "quiet"}.get(self.words, "warm")


@dataclass(frozen=True)
class LinkLine:
    """The link by which the partner answers, unless it was taken back."""

    row: ListLink
    words: str
    tone: str


@dataclass(frozen=True)
class Page:
    """People of families whose record is kept from the reader are not among the people, and not counted."""

    list: ListLine
    people: Sequence[PersonLine]
    left_out: Sequence[tuple[int, str]]  # as whoever asked read it, for them alone
    same: Sequence[tuple[str, str]]


def lists(*, by: Worker, today: date) -> list[ListLine]:
    """Those on which somebody is waited for first, the most overdue at the top; closed ones last.

    A list of nobody but people kept from the reader is not there.
    """
    rows = [_line(each, today=today) for each in _rows(by).order_by("-asked_at", "-pk")[:200]]
    found = [each for each in rows if each.people]
    return sorted(found, key=lambda each: (bool(each.asked.closed_at), not each.still_open, each.asked.wanted_by))


def page(asked: AskedList, *, by: Worker, today: date) -> Page:
    shown = seen_by(by, asked)
    came = _came(asked)
    lines = [PersonLine(each, identity.kept(each.person), came.get(each.person.reference)) for each in shown]
    ordered = sorted(lines, key=lambda each: (bool(each.line.load_id), each.person.family_name, each.person.pk))
    told = asked.left_out if asked.asked_by_id == by.pk else {}
    left = [(count, OUT_WORDS[Out(code)]) for code, count in told.items() if count and code in set(Out)]
    line = _line(_rows(by).get(pk=asked.pk), today=today)
    return Page(line, ordered, sorted(left, reverse=True), same(asked))


def what(asked: AskedList) -> str:
    """“attendance by term, 2026/27, Autumn”."""
    return ", ".join([kinds()[asked.feed.kind].words, *(value for _, value in same(asked))])


def same(asked: AskedList) -> list[tuple[str, str]]:
    """What is the same for everybody, in the order of the sheet: a database may keep it in another one."""
    wanted = sheets.same_for_all(kinds()[asked.feed.kind])
    return [(each.words, asked.same[each.name]) for each in wanted if each.name in asked.same]


def link_of(asked: AskedList, *, at: datetime) -> LinkLine | None:
    row = asked.links.filter(ended_at=None).select_related("made_by").first()
    if row is None:
        return None
    if row.expires_at <= at:
        return LinkLine(row, "its time is over; a reminder renews it", "warm")
    until = f"works until {timezone.localtime(row.expires_at):%-d %B}"
    return LinkLine(row, f"opened, {until}" if row.bound_at else f"not opened yet, {until}", "quiet")


def seen_by(worker: Worker, asked: AskedList) -> list[AskedPerson]:
    """Without those of families whose record is kept from the reader."""
    lines = asked.people.exclude(person__in=asking.kept_people(worker))
    return list(lines.select_related("person", "family", "load").order_by("pk"))


def to_ask(asked: AskedList, *, by: Worker, day: date) -> list[sheets.Asked]:
    """Everybody who is open and may still be asked about today: an answer at home may have changed since."""
    lines = [each for each in seen_by(by, asked) if each.load_id is None]
    return [person for _, person in still_asked(asked, lines, by=by, day=day)]


def still_asked(
    asked: AskedList, lines: Sequence[AskedPerson], *, by: Worker, day: date
) -> list[tuple[AskedPerson, sheets.Asked]]:
    """Of these people of a list, whom `seen_by` lets `by` see, those who may be asked about today."""
    kind, told = kinds()[asked.feed.kind], told_by_number(asked)
    still: dict[int, dict[int, Candidate]] = {}
    found = []
    for line in lines:
        if line.family_id not in still:
            still[line.family_id] = asking.still(line.family, kind=kind, partner=asked.feed.partner, by=by, day=day)
        if (each := still[line.family_id].get(identity.kept(line.person).pk)) is None:
            continue
        person, number = each.person, each.number if line.person_id in told else ""
        if person.born_from is not None:
            ours = line.person.reference
            asks = sheets.Asked(ours, person.given_names, person.family_name, person.born_from, number)
            found.append((line, asks))
    return found


def told_by_number(asked: AskedList) -> set[int]:
    """Of whom the register says that the partner was told what kind of number it is; of others it is not given."""
    theirs = columns()[kinds()[asked.feed.kind].number].category
    rows = Disclosure.objects.filter(thing_type=asked._meta.label_lower, thing_id=asked.pk).prefetch_related("people")
    return {person.pk for row in rows if theirs in row.categories for person in row.people.all()}


def _came(asked: AskedList) -> dict[str, Came]:
    """By our reference, the newest row of a file since the list was asked."""
    found: dict[str, Came] = {}
    for load in asked.feed.loads.filter(state=Load.State.CHECKED, received_at__gte=asked.asked_at).order_by("number"):
        try:
            opened = rows.opened(load)
        except NotThere:
            continue
        said = seeing.said_in_words(opened)
        for number, reference, is_taken in seeing.answers(opened):
            found[reference.upper()] = Came(load.number, number, is_taken, said.get(number, ()))
    return found


def _rows(by: Worker) -> QuerySet[AskedList]:
    seen = ~Q(people__person__in=asking.kept_people(by))
    still = Q(people__load=None, people__isnull=False) & seen
    counts = {"all_people": Count("people", filter=seen), "open_people": Count("people", filter=still)}
    return AskedList.objects.select_related("feed__partner", "feed__agreement", "asked_by", "closed_by").annotate(
        **counts
    )


def _line(row: AskedList, *, today: date) -> ListLine:
    still = row.open_people  # type: ignore[attr-defined]
    is_late = bool(still) and row.closed_at is None and is_overdue(row.wanted_by, today=today)
    return ListLine(row, row.all_people, still, row.chases.count(), is_late)  # type: ignore[attr-defined]
