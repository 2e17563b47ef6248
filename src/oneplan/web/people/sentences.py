"""How spells read as sentences: since when, until when, who is what to whom."""

from dataclasses import dataclass

from oneplan.rulebook.people.dates import Precision, in_words
from oneplan.web.people import identity
from oneplan.web.people.models import Person, Relationship, SafeContactRule
from oneplan.web.site.spells import Spell


def period(row: Spell) -> str:
    """“since May 2012”, “3 May 2012 to June 2014”, “until 2014”, or empty when nothing is known."""
    began, ended = start(row), end(row)
    if began and ended:
        return f"{began} to {ended}"
    if began:
        return f"since {began}"
    return f"until {ended}" if ended else ""


def start(row: Spell) -> str:
    return in_words(row.valid_from, row.valid_from_precision) if row.valid_from else ""


def end(row: Spell) -> str:
    return in_words(row.valid_to, row.valid_to_precision) if row.valid_to else ""


@dataclass(frozen=True)
class Tie:
    """A relationship as a sentence about the person whose page it stands on."""

    row: Relationship
    subject: Person
    verb: str
    other: Person

    @property
    def period(self) -> str:
        return period(self.row)


def tie(row: Relationship) -> Tie:
    verb = row.get_kind_display()
    if row.kind == Relationship.Kind.CARES_FOR:
        verb = "cared for" if row.valid_to else verb
    else:
        verb = f"{'was' if row.valid_to else 'is'} {verb}"
    return Tie(row, identity.kept(row.person), verb, identity.kept(row.other))


def born(person: Person) -> str:
    """Birth, due date or age in words, no more exactly than it is known."""
    if person.due_on or person.born_from is None:
        return person.born_words
    if person.born_precision in (Precision.UNKNOWN, Precision.AGE):
        return ""
    return f"born {person.born_words}"


def safe_contact(row: SafeContactRule) -> str:
    """“Never post: opened by others”, “text messages not after 18:00”."""
    hours = [
        f"not {word} {time:%H:%M}" for word, time in (("before", row.not_before), ("after", row.not_after)) if time
    ]
    way = row.get_channel_display()
    rule = f"never {way}" if row.never else f"{way} {', '.join(hours)}"
    return f"{rule[0].upper()}{rule[1:]}{f': {row.words}' if row.words else ''}"
