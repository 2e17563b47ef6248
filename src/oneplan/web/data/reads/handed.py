"""A list as the partner sees it by their link: how each answer is, what was handed in, what needs another look."""

import json
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from oneplan.engine.feeds import asking as sheets
from oneplan.engine.feeds.checking import remarks
from oneplan.engine.feeds.contract.kinds import IN_WORDS, kinds
from oneplan.engine.feeds.profiles import Mapped, Profile
from oneplan.engine.runs import seeing
from oneplan.engine.runs.coming_back import RowBack, rows_back
from oneplan.engine.runs.loads import Opened
from oneplan.engine.runs.seeing import NotThere
from oneplan.web.data import answers
from oneplan.web.data.models import AskedPerson, ListAnswer, ListLink, Load
from oneplan.web.data.reads import asked as lists
from oneplan.web.data.reads import rows

PAGE = 20
SAME_AGAIN = {"school"}  # types of columns of which the next person usually says the same
KEPT_AFTER = timedelta(days=14)  # a link whose time is over may be renewed; what was typed waits so long
NOT_TAKEN = (
    "Nothing of this file could be taken. Take the sheet out again, leave its columns and the line with their names as "
    "they are, fill it in and hand that in."
)
Said = Mapping[str, str]
Read = Mapping[int, tuple[Opened, list[RowBack]]]


@dataclass(frozen=True)
class Back:
    """The newest row that they handed in of somebody, and what is wrong with it."""

    load: Load
    row: int
    reasons: tuple[str, ...]
    has_words: bool
    is_empty: bool


@dataclass(frozen=True)
class Line:
    """Somebody on the list, and how the answer about them is."""

    line: AskedPerson
    person: sheets.Asked
    said: Said
    is_ready: bool
    is_waiting: bool
    back: Back | None

    @property
    def words(self) -> str:
        if self.said:
            return "ready to hand in" if self.is_ready else "half done"
        if self.is_waiting:
            return "handed in, being checked"
        if self.back is not None and not self.back.is_empty and (self.back.reasons or not self.line.load_id):
            return "in your words" if self.back.has_words and not self.line.load_id else "needs another look"
        return "taken" if self.line.load_id else "not answered yet"

    @property
    def tone(self) -> str:
        tones = {"taken": "ok", "half done": "warm", "needs another look": "warm", "ready to hand in": "brand"}
        return tones.get(self.words, "quiet")

    @property
    def reasons(self) -> tuple[str, ...]:
        return self.back.reasons if self.back and self.words in {"needs another look", "in your words"} else ()


@dataclass(frozen=True)
class HandedIn:
    load: Load
    words: str


@dataclass(frozen=True)
class Page:
    lines: Sequence[Line]
    at: int
    pages: int
    ready: int
    half_done: int
    handed_in: Sequence[HandedIn]
    is_waiting: bool = field(default=False)


def lines_of(link: ListLink) -> list[AskedPerson]:
    """Everybody on the list whom the sender of the link may know of, by name; who may be asked about, comes after."""
    found = lists.seen_by(link.made_by, link.asked)
    return sorted(found, key=lambda each: (each.person.family_name, each.person.given_names, each.pk))


def page(link: ListLink, profile: Profile, *, at: int, day: date) -> Page:
    every = lines_of(link)
    pages = max(1, -(-len(every) // PAGE))
    at = min(max(1, at), pages)
    shown = every[PAGE * (at - 1) : PAGE * at]
    kept = _kept(link)
    typed = {pk: said for pk, answer in kept.items() if (said := said_of(answer))}
    told = lists.told_by_number(link.asked)
    ready = [each for each in every if is_ready(profile, typed.get(each.pk, {}), _given(link, each, told))]
    loads = list(came_by_link(link))
    read = _read(loads)
    handed = [HandedIn(each, _how(each, read)) for each in loads]
    waiting = any(each.state == Load.State.WAITING for each in loads)
    lines = _lines(link, profile, shown, kept=kept, back=_back(loads, read), day=day)
    return Page(lines, at, pages, len(ready), len(typed) - len(ready), handed[::-1], is_waiting=waiting)


def one(link: ListLink, profile: Profile, pk: int, *, day: date) -> Line | None:
    """Somebody on this list who may be asked about today; nobody else, whatever the number in the address."""
    found, loads = [each for each in lines_of(link) if each.pk == pk], came_by_link(link)
    lines = _lines(link, profile, found, kept=_kept(link), back=_back(loads, _read(loads)), day=day)
    return lines[0] if lines else None


def after(link: ListLink, pk: int, *, day: date) -> int | None:
    """Whose turn it is after that person: the next of whom nothing was said yet, who may be asked about today."""
    every, kept = lines_of(link), _kept(link)
    place = next((number for number, each in enumerate(every) if each.pk == pk), -1)
    rest = [*every[place + 1 :], *every[: max(0, place)]]
    for each in rest:
        is_open = each.load_id is None and each.pk not in kept
        if is_open and lists.still_asked(link.asked, [each], by=link.made_by, day=day):
            return each.pk
    return None


def begins_with(link: ListLink, line: Line, asks: Sequence[Mapped]) -> Said:
    """What stands in the form of somebody: what was typed, else what they handed in, else what is the same again."""
    if line.said or line.is_waiting:
        return line.said
    if line.back is not None and not line.back.is_empty:
        cells = seeing.whole(rows.opened(line.back.load), line.back.row).cells
        return {each.column.name: " ".join(each.received.split()) for each in cells if each.received}
    again = {each.column.name for each in asks if each.column.type.name in SAME_AGAIN}
    asked_besides = {each.column.name for each in asks} - again - {IN_WORDS}
    before = link.answers.filter(load=None).order_by("-saved_at").first() if asked_besides else None
    return {name: text for name, text in said_of(before).items() if name in again}


def is_new(line: Line, said: Said, begins: Said, asks: Sequence[Mapped]) -> bool:
    """Whether somebody typed more than what stood there before they did."""
    stood = {each.column.name: begins[each.column.name] for each in asks if each.column.name in begins}
    return bool(line.said) or said != stood


def to_hand_in(link: ListLink, profile: Profile, *, day: date) -> list[tuple[ListAnswer, sheets.Asked, Said]]:
    """What is ready, of those who may still be asked about today."""
    kept, told = _kept(link), lists.told_by_number(link.asked)
    lines = [each for each in lines_of(link) if is_ready(profile, said_of(kept.get(each.pk)), _given(link, each, told))]
    still = lists.still_asked(link.asked, lines, by=link.made_by, day=day)
    return [(kept[line.pk], person, said_of(kept[line.pk])) for line, person in still]


def said_of(answer: ListAnswer | None) -> dict[str, str]:
    said: dict[str, str] = json.loads(answer.said) if answer is not None and answer.said else {}
    return said


def is_ready(profile: Profile, said: Said, given: Collection[str]) -> bool:
    """Whether it can be handed in: what is needed and not `given` is there, and is such a value; or it is in words."""
    if said.get(IN_WORDS):
        return True
    return bool(said) and set(profile.kind.needs) - set(given) <= set(said) and not wrong(profile, said)


def _given(link: ListLink, line: AskedPerson, told: Collection[int]) -> set[str]:
    """The columns of somebody that the list fills in itself: who they are, and what is the same for everybody."""
    kind = kinds()[link.asked.feed.kind]
    return {kind.born, *sheets.NAMES, *link.asked.same, *({kind.number} if line.person_id in told else ())}


def wrong(profile: Profile, said: Said) -> dict[str, str]:
    """By column, what its value would have to be, where it is none."""
    mapped = {each.column.name: each for each in profile.mapped}
    values = ((mapped[name], text) for name, text in said.items() if name in mapped)
    return {each.column.name: sheets.wanted(each) for each, text in values
            if each.column.type.plain(text, each.options) is None}  # fmt: skip


def came_by_link(link: ListLink) -> Sequence[Load]:
    """Files that whoever has the link handed in, by this link or one before it."""
    to = {"link__worker": link.worker, "link__to_name": link.to_name, "link__to_email": link.to_email}
    rows = Load.objects.filter(link__asked=link.asked, **to).exclude(state=Load.State.WITHDRAWN)
    return list(rows.select_related("feed", "file").order_by("number"))


def unasked(*, day: date, at: datetime) -> list[int]:
    """Half-done answers about people who may not be asked about any more, or whose link was over for long."""
    found = []
    for link in ListLink.objects.filter(answers__load=None, answers__isnull=False).distinct():
        rows = {each.line_id: each.pk for each in link.answers.filter(load=None)}
        is_over = link.ended_at is not None or link.expires_at + KEPT_AFTER <= at
        lines = [] if is_over else [each for each in lines_of(link) if each.pk in rows]
        still = lists.still_asked(link.asked, lines, by=link.made_by, day=day)
        found += [rows[pk] for pk in rows.keys() - {line.pk for line, _ in still}]
    return found


def _kept(link: ListLink) -> dict[int, ListAnswer]:
    return {each.line_id: each for each in link.answers.select_related("load")}


def _lines(
    link: ListLink, profile: Profile, lines: Sequence[AskedPerson], *, kept: Mapping[int, ListAnswer],
    back: Mapping[str, Back], day: date,
) -> list[Line]:  # fmt: skip
    told = lists.told_by_number(link.asked)
    found = []
    for line, person in lists.still_asked(link.asked, lines, by=link.made_by, day=day):
        answer = kept.get(line.pk)
        said = said_of(answer)
        load = answer.load if answer is not None else None
        is_waiting = load is not None and load.state == Load.State.WAITING
        ready = is_ready(profile, said, _given(link, line, told))
        found.append(Line(line, person, said, ready, is_waiting, back.get(person.reference.upper())))
    return found


def _read(loads: Sequence[Load]) -> dict[int, tuple[Opened, list[RowBack]]]:
    """By file, what was found in it; of one that was not checked, or is kept no longer, nothing."""
    found = {}
    for load in loads:
        if load.state == Load.State.CHECKED:
            with suppress(NotThere):
                opened = rows.opened(load)
                found[load.pk] = (opened, rows_back(opened))
    return found


def _back(loads: Sequence[Load], read: Read) -> dict[str, Back]:
    """By our reference, the newest row of a file that they handed in and that was checked."""
    found: dict[str, Back] = {}
    for load in (each for each in loads if each.pk in read):
        opened, came = read[load.pk]
        headers = {each.column.name: each.headers[0] for each in opened.profile.mapped}
        for row in (each for each in came if each.reference):
            reasons = tuple(_reason(each, headers) for each in row.remarks)
            is_empty = _is_empty(row, opened.profile)
            found[row.reference] = Back(load, row.row, reasons, bool(row.in_words), is_empty)
    return found


def _reason(remark: seeing.Remark, headers: Mapping[str, str]) -> str:
    """“Sessions possible: not a whole number from 0 to 250”, in the partner's own word for the column."""
    return f"{headers[remark.column]}: {remark.words}" if remark.column in headers else remark.words.capitalize()


def _is_empty(row: RowBack, profile: Profile) -> bool:
    """A row that was left empty: of what is asked nothing stands there."""
    if row.is_taken or row.in_words or any(each.code != remarks.MISSING for each in row.remarks):
        return False
    kind = profile.kind
    given = {kind.born, kind.number, *(each.name for each in sheets.same_for_all(kind))}
    return {each.column for each in row.remarks} >= set(kind.needs) - given


def _how(load: Load, read: Read) -> str:
    """What became of a file, in a sentence."""
    if load.state == Load.State.WAITING:
        return "is being checked"
    if load.state == Load.State.REFUSED:
        return load.reason if load.reason.startswith(answers.NOT_ON_IT) else NOT_TAKEN
    opened, came = read.get(load.pk, (None, []))
    taken = load.accepted + load.repaired
    empty = sum(_is_empty(each, opened.profile) for each in came) if opened else 0
    look = load.set_aside - empty
    parts = [f"{taken} answer{'' if taken == 1 else 's'} taken"] if taken or not load.set_aside else []
    parts += [f"{look} need{'s' if look == 1 else ''} another look"] if look else []
    parts += [f"{empty} left empty"] if empty else []
    return ", ".join(parts)
