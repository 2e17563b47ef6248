"""“Who may see what”: what each person agreed to for each agency around a family, and on what else it rests."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from oneplan.rulebook.sharing.bases import Ground, grounds
from oneplan.rulebook.sharing.categories import Category, about
from oneplan.rulebook.sharing.consent import PURPOSE_WORDS, Answer, Purpose, Said, Standing, Stands, standing
from oneplan.web.agencies.models import Agency
from oneplan.web.people.models import Family, Person
from oneplan.web.sharing import neighbours
from oneplan.web.sharing.agreements import covered_for
from oneplan.web.sharing.models import ConsentAnswer, ConsentTalk, SharingBasis
from oneplan.web.sharing.reads import speakers
from oneplan.web.sharing.reads import standing as stands
from oneplan.web.sharing.reads.standing import answers_of
from oneplan.web.sharing.reads.voices import Voices, voices_of

MOST_TALKS = 12
_SHOWN = (Standing.AGREED, Standing.REFUSED, Standing.WITHDRAWN)


@dataclass(frozen=True)
class KindLine:
    """Kinds of information that an agency sees of the same people, or that was refused or taken back for them."""

    who: str  # “Sarah, James and Aran”, or “everybody”
    kinds: list[str]
    is_agreed: bool
    no: str = ""  # “said no”, or “taken back by Sarah, 3 May 2026”
    needs_agreement: bool = False


@dataclass(frozen=True)
class AgencyCard:
    agency: Agency
    lines: list[KindLine]
    not_asked: list[str]
    bases: list["BasisLine"]

    @property
    def sees_nothing(self) -> bool:
        return not any(line.is_agreed for line in self.lines) and not self.bases


@dataclass(frozen=True)
class BasisLine:
    row: SharingBasis
    ground: Ground
    kinds: str
    whom: str
    on: date

    @property
    def is_late(self) -> bool:
        return self.row.review_on <= self.on


@dataclass(frozen=True)
class PurposeLine:
    words: str
    people: list[tuple[str, str, str]]  # name, how it stands, tone of its tag


@dataclass(frozen=True)
class AgreedPage:
    cards: list[AgencyCard]
    purposes: list[PurposeLine]
    talks: list[ConsentTalk]
    answers: list[ConsentAnswer]
    ask_first: list[str]  # young people old enough to be asked themselves, who have not been
    number_of_attempts: int

    @property
    def was_talked(self) -> bool:
        return any(talk.way != ConsentTalk.Way.TRIED for talk in self.talks)


def agreed_page(family: Family, *, on: date, only: Agency | None = None) -> AgreedPage:
    """`only`: for a worker of that agency, who sees how it stands with theirs, of those they may know of."""
    of = speakers.of(family, on=on)
    people = [row.person for row in of.asked]
    if only:
        known = stands.of(family, agency=only, on=on, members=of.members)
        people = [person for person in people if known.may_learn(Category.BASICS, [person]).allowed]
    said = answers_of([person.pk for person in people], on=on)
    to_ask = [person for person in people if not of.is_kept_from_somebody(person)]
    agencies = [only] if only else _agencies(family, said, on=on)
    names = _names(family, [row.person for row in of.asked], only=only, on=on)
    bases = [each for each in _bases(family, names=names, on=on) if not only or each.row.is_approved]
    talks = list(family.consent_talks.select_related("worker", "notice").prefetch_related("with_people"))
    talks.sort(key=lambda talk: (talk.on, talk.pk), reverse=True)
    voices = voices_of((each for theirs in said.values() for each in theirs), names=names if only else None)
    heard: dict[str, Any] = {"voices": voices, "on": on}
    told: dict[str, Any] = {"names": names, "bases": bases, "is_theirs": bool(only)}
    return AgreedPage(
        cards=[_card(each, people, said, to_ask=to_ask, **told, **heard) for each in agencies],
        purposes=[] if only else [_purpose(each, people, said, **heard) for each in Purpose if each != Purpose.SHARE],
        talks=[] if only else talks[:MOST_TALKS],
        answers=[] if only else _answers(family),
        ask_first=[] if only else [each.name for each in to_ask if of.is_asked_first(each) and not _spoke(each, said)],
        number_of_attempts=sum(talk.way == ConsentTalk.Way.TRIED for talk in talks),
    )


def shared_words(family: Family, *, on: date) -> list[tuple[str, str]]:
    """“Mill Lane Primary” and “the plan and how it goes; meetings”, for a card on the family's page."""
    of = speakers.of(family, on=on)
    people = [row.person for row in of.asked]
    said = answers_of([person.pk for person in people], on=on)
    found = []
    for agency in neighbours.agencies_around(family, on=on):
        seen = [
            about(category).words
            for category in Category
            if any(_stands(said.get(each.pk, ()), agency, category, on=on).is_agreed for each in people)
        ]
        found.append((agency.name, "; ".join(seen)))
    return found


def _agencies(family: Family, said: Mapping[int, Sequence[Said]], *, on: date) -> list[Agency]:
    around = {agency.pk: agency for agency in neighbours.agencies_around(family, on=on)}
    named = {each.agency for answers in said.values() for each in answers if each.agency} - around.keys()
    told = set(family.sharing_bases.filter(ended_at=None).values_list("agency", flat=True)) - around.keys()
    around |= Agency.objects.in_bulk(named | told)
    return sorted(around.values(), key=lambda agency: agency.name)


def _names(family: Family, people: list[Person], *, only: Agency | None, on: date) -> Mapping[int, str]:
    """A partner reads the names of those whom their agency may know of; everybody else stays “somebody”."""
    if only is None:
        return {each.pk: each.short_name for each in people}
    known = stands.of(family, agency=only, on=on).known.names
    return {each.pk: known.get(each.pk, "somebody") for each in people}


def _card(
    agency: Agency, people: list[Person], said: Mapping[int, Sequence[Said]], *,
    to_ask: list[Person], names: Mapping[int, str], voices: Voices, bases: list[BasisLine], is_theirs: bool, on: date,
) -> AgencyCard:  # fmt: skip
    """`is_theirs`: the agency itself reads it, and is told of no refusal that tells something (health, faith)."""
    silent = dict.fromkeys(names[each.pk] for each in to_ask if not _was_asked(said.get(each.pk, ()), agency))
    own = [each for each in bases if each.row.agency_id == agency.pk]
    kinds = [kind for kind in Category if not (is_theirs and about(kind).special)]
    lines = _lines(agency, people, said, names=names, voices=voices, no_of=kinds, on=on)
    return AgencyCard(agency, lines, list(silent), own)


def _lines(
    agency: Agency, people: list[Person], said: Mapping[int, Sequence[Said]], *,
    names: Mapping[int, str], voices: Voices, no_of: Collection[Category], on: date,
) -> list[KindLine]:  # fmt: skip
    """One line for the kinds that the same people agreed to, or said no to; what waits for an agreement apart.

    A no is told of the kinds in `no_of`.
    """
    covered = covered_for(agency, on=on)
    found: dict[tuple[bool, bool, str, tuple[str, ...]], list[str]] = {}
    for category in Category:
        kind = about(category)
        those: dict[tuple[bool, str], list[str]] = {}
        for each in people:
            how = _stands(said.get(each.pk, ()), agency, category, on=on)
            if how.is_agreed or (how.standing in _SHOWN and category in no_of):
                those.setdefault((how.is_agreed, "" if how.is_agreed else voices.words(how)), []).append(names[each.pk])
        for (is_agreed, no), who in those.items():
            waits = is_agreed and kind.under_agreement and category not in covered
            found.setdefault((is_agreed, waits, no, tuple(who)), []).append(kind.words)
    ordered = sorted(found.items(), key=lambda each: (not each[0][0], each[0][1], -len(each[0][3])))
    return [
        KindLine(_listing(who, of=len(people)), kinds, is_agreed, no, needs_agreement=waits)
        for (is_agreed, waits, no, who), kinds in ordered
    ]


def _listing(names: tuple[str, ...], *, of: int) -> str:
    if len(names) == of and of > 1:
        return "everybody"
    names = tuple(dict.fromkeys(names))
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _stands(said: Sequence[Said], agency: Agency, category: Category, *, on: date) -> Stands:
    return standing(said, purpose=Purpose.SHARE, on=on, agency=agency.pk, category=category)


def _was_asked(said: Sequence[Said], agency: Agency) -> bool:
    return any(each.purpose is Purpose.SHARE and each.agency in (None, agency.pk) for each in said)


def _purpose(
    purpose: Purpose, people: list[Person], said: Mapping[int, Sequence[Said]], *, voices: Voices, on: date
) -> PurposeLine:
    found = [(each, standing(said.get(each.pk, ()), purpose=purpose, on=on)) for each in people]
    shown = [
        (each.short_name, voices.words(how), _TONES[how.standing])
        for each, how in found
        if how.standing != Standing.NOT_ASKED
    ]
    return PurposeLine(PURPOSE_WORDS[purpose], shown)


_TONES = {
    Standing.AGREED: "ok",
    Standing.REFUSED: "warm",
    Standing.WITHDRAWN: "warm",
    Standing.EXPIRED: "late",
    Standing.NOT_ASKED: "quiet",
}


def _spoke(person: Person, said: Mapping[int, Sequence[Said]]) -> bool:
    return any(each.is_own for each in said.get(person.pk, ()))


def _bases(family: Family, *, names: Mapping[int, str], on: date) -> list[BasisLine]:
    rows = family.sharing_bases.filter(ended_at=None).select_related("agency", "decided_by", "approved_by")
    known = grounds(on=on)
    return [
        BasisLine(
            row=row,
            ground=known[row.ground],
            kinds=", ".join(about(Category(code)).words for code in row.categories),
            whom=", ".join(names.get(each.pk, "somebody") for each in row.people.all()) or "everybody in the family",
            on=on,
        )
        for row in rows.prefetch_related("people").order_by("-decided_at")
    ]


def _answers(family: Family) -> list[ConsentAnswer]:
    """Every answer, newest first, with what it was about in words."""
    rows = family.consent_answers.select_related("person", "given_by", "agency", "recorded_by")
    return list(rows.order_by("-on", "-pk"))


def question_of(row: ConsentAnswer) -> str:
    """“We may tell Mill Lane Primary about the plan and how it goes”."""
    if row.purpose != Purpose.SHARE:
        whom = f" ({row.agency})" if row.agency else ""
        return f"{PURPOSE_WORDS[Purpose(row.purpose)]}{whom}"
    what = about(Category(row.category)).words if row.category else "everything usual"
    return f"{row.agency or 'any service'} may know: {what}"


def whose_of(row: ConsentAnswer) -> str:
    """“Sarah for James”: who spoke, and about whom."""
    return row.given_by.short_name if row.is_own else f"{row.given_by.short_name} for {row.person.short_name}"


def can_take_back(row: ConsentAnswer) -> bool:
    return row.answer == Answer.YES and row.struck_at is None
