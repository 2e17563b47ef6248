"""What to talk about with a family again: a yes that runs out, a new notice, whether it felt like a real choice."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from oneplan.rulebook.sharing.asking_again import Felt, Why, choice_due, ground_is_said_until, yes_is_said_until
from oneplan.rulebook.sharing.categories import Category
from oneplan.rulebook.sharing.consent import PURPOSE_WORDS, Answer, Purpose, Standing, standing
from oneplan.web.people import identity
from oneplan.web.people.models import Person
from oneplan.web.sharing import neighbours
from oneplan.web.sharing.models import ConsentAnswer, ConsentTalk, PrivacyNotice, SharingBasis
from oneplan.web.sharing.reads.standing import answers_of


class Kind(StrEnum):
    RAN_OUT = "ran_out"
    RUNS_OUT = "runs_out"
    CHOICE = "choice"
    GROUND = "ground"
    NOTICE = "notice"


_ORDER = {kind: number for number, kind in enumerate(Kind)}
_VIEWS = {Kind.CHOICE: "agreed-choice", Kind.GROUND: "basis-review"}
_LINKS = {Kind.CHOICE: "Ask them", Kind.GROUND: "Look at it again"}


@dataclass(frozen=True)
class Prompt:
    """One thing to talk about; `more` says what depends on it."""

    family_id: int
    kind: Kind
    words: str
    more: str = ""
    who: Person | None = None
    about: int | None = None  # the row its page is about, where that is not the family

    @property
    def is_late(self) -> bool:
        return self.kind is Kind.RAN_OUT

    @property
    def view(self) -> str:
        return _VIEWS.get(self.kind, "agreed-talk")

    @property
    def number(self) -> int:
        """What stands in the address."""
        return self.about or self.family_id

    @property
    def link(self) -> str:
        return _LINKS.get(self.kind, "Talk about it")


def prompts_for(families: Iterable[int], *, on: date) -> list[Prompt]:
    """In a number of queries that does not grow with the families: what matters most first."""
    ids = list(families)
    if not ids:
        return []
    talks = _talks(ids)
    found = [*_running_out(ids, talks, on=on), *_choices(ids, talks, on=on), *_grounds(ids, on=on)]
    found += _notices(talks, on=on)
    return sorted(found, key=lambda each: (_ORDER[each.kind], each.words))


Talks = dict[int, list[ConsentTalk]]


def _talks(ids: Collection[int]) -> Talks:
    """Talks in which somebody was reached, by family, oldest first."""
    rows = ConsentTalk.objects.filter(family__in=ids).exclude(way=ConsentTalk.Way.TRIED).select_related("notice")
    found: Talks = defaultdict(list)
    for row in rows.prefetch_related("with_people").order_by("on", "pk"):
        found[row.family_id].append(row)
    return found


def _running_out(ids: Collection[int], talks: Talks, *, on: date) -> list[Prompt]:
    """One line for each person and day, however many answers end with it."""
    rows = ConsentAnswer.objects.filter(
        family__in=ids, answer=Answer.YES, struck_at=None, on__lte=on, expires_on__lte=yes_is_said_until(on)
    ).select_related("person", "given_by", "agency")
    ending = _still_counting(list(rows), on=on)
    grouped: dict[tuple[int, int, date], list[ConsentAnswer]] = defaultdict(list)
    for row in ending:
        if row.expires_on and not _talked_since(row, talks.get(row.family_id, [])):
            grouped[row.family_id, row.given_by_id, row.expires_on].append(row)
    return [_ends(each, ends, on=on) for (_, _, ends), each in grouped.items()]


def _still_counting(rows: list[ConsentAnswer], *, on: date) -> list[ConsentAnswer]:
    """Those whose end changes something: no other yes goes on, and no later no came."""
    kept = identity.records_of([row.person_id for row in rows])
    said = answers_of([row.person_id for row in rows], on=on)
    found = []
    for row in rows:
        how = standing(
            said.get(kept[row.person_id], ()),
            purpose=Purpose(row.purpose),
            on=max(on, row.expires_on or on),
            agency=row.agency_id,
            category=Category(row.category) if row.category else None,
        )
        if how.standing is Standing.EXPIRED and how.said is not None and how.said.order == row.pk:
            found.append(row)
    return found


def _talked_since(row: ConsentAnswer, talks: list[ConsentTalk]) -> bool:
    """Once it ran out and was talked about with them, what they said then counts, also where it was nothing."""
    people = {row.given_by_id, row.person_id}
    since = [talk for talk in talks if row.expires_on is not None and talk.on >= row.expires_on]
    return any(people & {each.pk for each in talk.with_people.all()} for talk in since)


def _ends(rows: list[ConsentAnswer], ends: date, *, on: date) -> Prompt:
    first = rows[0]
    whom = list(dict.fromkeys(_whom(row) for row in rows))
    listed = whom[0] if len(whom) == 1 else f"{', '.join(whom[:-1])} and {whom[-1]}"
    others = list(dict.fromkeys(row.person.short_name for row in rows if not row.is_own))
    is_also = any(row.is_own for row in rows)
    about = f" ({'also ' if is_also else ''}for {', '.join(others)})" if others else ""
    is_over = ends <= on
    said = f"{first.given_by.short_name}'s yes{about} {'ran out' if is_over else 'runs out'} on {ends:%-d %B %Y}"
    more = f"{listed}. {'It no longer counts.' if is_over else 'Ask whether it goes on.'}"
    return Prompt(first.family_id, Kind.RAN_OUT if is_over else Kind.RUNS_OUT, said, more, first.given_by)


def _whom(row: ConsentAnswer) -> str:
    if row.agency is not None:
        return row.agency.name
    return "Telling every service" if row.purpose == Purpose.SHARE else _capital(PURPOSE_WORDS[Purpose(row.purpose)])


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _choices(ids: Collection[int], talks: Talks, *, on: date) -> list[Prompt]:
    stepped = neighbours.stepped_down(ids)
    found = []
    for family in ids:
        asked = [(talk.on, Felt(talk.choice)) for talk in talks.get(family, []) if talk.choice]
        due = choice_due(asked, stepped_down_on=stepped.get(family), on=on)
        if due is not None:
            found.append(Prompt(family, Kind.CHOICE, _choice_words(due.why, due.since), _CHOICE_MORE[due.why]))
    return found


def _choice_words(why: Why, since: date) -> str:
    if why is Why.STEPPED_DOWN:
        return f"Help came down from social care on {since:%-d %B %Y}: does it feel like a real choice?"
    return f"On {since:%-d %B %Y} it felt like a must to them: how is it now?"


_CHOICE_MORE = {
    Why.STEPPED_DOWN: "After social care a yes may not feel free. Say that they may say no, and keep what they answer.",
    Why.FELT_A_MUST: "Say again what they may refuse, and that nothing hangs on it.",
}


def _grounds(ids: Collection[int], *, on: date) -> list[Prompt]:
    rows = SharingBasis.objects.filter(family__in=ids, ended_at=None, review_on__lte=ground_is_said_until(on))
    return [
        Prompt(
            row.family_id,
            Kind.GROUND,
            f"{row.agency} is told without consent: look at it again by {row.review_on:%-d %B %Y}",
            "Past that day nothing more is told." if row.review_on > on else "Its day is over: nothing more is told.",
            about=row.pk,
        )
        for row in rows.select_related("agency")
    ]


def _notices(talks: Talks, *, on: date) -> list[Prompt]:
    """Families who were talked with, but not since a notice that must be talked about."""
    newest = PrivacyNotice.objects.filter(valid_from__lte=on, asks_anew=True).last()
    if newest is None:
        return []
    return [
        Prompt(
            family,
            Kind.NOTICE,
            f"There is a new privacy notice since {newest.valid_from:%-d %B %Y}",
            newest.changes,
        )
        for family, rows in talks.items()
        if not any(row.notice and row.notice.valid_from >= newest.valid_from for row in rows)
    ]
