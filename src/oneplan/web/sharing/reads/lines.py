"""What a talk asks, line by line, and how each line stands for each person it may be about."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from oneplan.rulebook.sharing.categories import Category
from oneplan.rulebook.sharing.consent import Purpose, Said, Standing, Stands, standing
from oneplan.web.agencies.models import Agency
from oneplan.web.people import identity
from oneplan.web.people.models import Person
from oneplan.web.sharing.reads.standing import answers_of
from oneplan.web.sharing.reads.voices import Voices, voices_of

_HOW = {Standing.AGREED: "yes", Standing.REFUSED: "no", Standing.EXPIRED: "a yes that ran out"}
_SUMMED = {Standing.AGREED: "yes to", Standing.REFUSED: "no to", Standing.WITHDRAWN: "taken back:"}
_SHARE = f"{Purpose.SHARE}-"


@dataclass(frozen=True)
class Line:
    """One question: a purpose, and for telling others a kind of information and a service, or every service."""

    purpose: Purpose
    agency: Agency | None = None
    category: Category | None = None

    @property
    def name(self) -> str:
        """As the form calls it: “contact”, “share-4-school”, “share-any-health”."""
        if self.purpose is not Purpose.SHARE:
            return self.purpose.value
        return f"{_SHARE}{self.agency.pk if self.agency else 'any'}-{self.category}"

    def mark(self, said: Sequence[Said]) -> str:
        """Changes whenever somebody answers this, or an answer to it is struck out: how many there are, the newest."""
        theirs = [each.order for each in said if self._is_about(each)]
        return f"{len(theirs)}.{max(theirs, default=0)}"

    def stands(self, said: Sequence[Said], *, on: date) -> Stands:
        agency = self.agency.pk if self.agency else None
        return standing(said, purpose=self.purpose, on=on, agency=agency, category=self.category)

    def _is_about(self, said: Said) -> bool:
        is_agency = self.agency is None or said.agency in (None, self.agency.pk)
        is_kind = self.category is None or said.category in (None, self.category)
        return said.purpose is self.purpose and is_agency and is_kind


@dataclass(frozen=True)
class Held:
    """How one line stands for each person, and the mark it has for each."""

    line: Line
    stands: Mapping[int, Stands]
    marks: Mapping[int, str]


@dataclass(frozen=True)
class Sheet:
    """Every line of a talk, for the speaker, who comes first, and the children they speak for."""

    people: list[Person]
    held: dict[str, Held]
    voices: Voices

    def words(self, name: str) -> str:
        """“yes”, or where they differ how it is for whom."""
        found: dict[str, list[str]] = {}
        for person in self.people:
            found.setdefault(self._how(self.held[name].stands[person.pk], person), []).append(person.short_name)
        if len(found) == 1:
            return next(iter(found))
        return "differs. " + "; ".join(f"{', '.join(names)}: {words}" for words, names in found.items())

    def _how(self, stands: Stands, person: Person) -> str:
        """A child's own word is said to be that: it outranks what the speaker says for them."""
        how = _HOW.get(stands.standing) or self.voices.words(stands)
        is_their_word = stands.said is not None and stands.said.is_own and person != self.people[0]
        return f"{how}, in their own words" if is_their_word else how

    def summary(self, names: Iterable[str]) -> str:
        """“yes to 3, no to 1” over several lines, whoever it is about."""
        found = Counter(how for name in names for how in {each.standing for each in self.held[name].stands.values()})
        return ", ".join(f"{words} {found[how]}" for how, words in _SUMMED.items() if found[how]) or "not asked yet"

    def drawn(self) -> str:
        """What the form was drawn with, to be sent back: “1,2 contact=0.0,1.7 …”."""
        people = ",".join(str(person.pk) for person in self.people)
        marks = [f"{name}={','.join(held.marks[each.pk] for each in self.people)}" for name, held in self.held.items()]
        return " ".join([people, *marks])


def sheet_of(lines: Iterable[Line], *, people: Sequence[Person], on: date) -> Sheet:
    said = answers_of([person.pk for person in people], on=on)
    held = {
        line.name: Held(
            line,
            {each.pk: line.stands(said.get(each.pk, ()), on=on) for each in people},
            {each.pk: line.mark(said.get(each.pk, ())) for each in people},
        )
        for line in lines
    }
    return Sheet(list(people), held, voices_of(each for theirs in said.values() for each in theirs))


def mark_now(line: Line, *, person: Person, on: date) -> str:
    kept = identity.kept(person).pk
    return line.mark(answers_of([kept], on=on).get(kept, ()))


def read_drawn(text: str) -> dict[str, dict[int, str]]:
    """Marks by line and person; whatever cannot be read was never drawn."""
    first, *rest = text.split() or [""]
    if not all(_is_number(each) for each in first.split(",")):
        return {}
    people = [int(each) for each in first.split(",")]
    pairs = [each.partition("=") for each in rest]
    return {name: dict(zip(people, marks.split(","), strict=False)) for name, _, marks in pairs}


def agencies_drawn(text: str) -> list[int]:
    """The services whose lines were on the form, also where they are no longer around the family."""
    parts = [name.removeprefix(_SHARE).partition("-")[0] for name in read_drawn(text) if name.startswith(_SHARE)]
    return sorted({int(each) for each in parts if _is_number(each)})


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
