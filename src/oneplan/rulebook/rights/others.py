"""Other people's details in a sentence: names, numbers, addresses and services, offered for taking out.

The rule only suggests, and errs on the side of taking out; a person decides each. What is kept safe (a protected
address) is never offered: it is always taken out. What is the person's own, and the names of those at home with them,
is found and not offered: it still tells whether an entry is about others.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

TAKEN_OUT = "[taken out]"
KEPT_SAFE = "[address kept safe]"


class Kind(StrEnum):
    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    SERVICE = "service"
    SOURCE = "source"
    KEPT_SAFE = "kept_safe"


KIND_WORDS = {
    Kind.NAME: "somebody else's name",
    Kind.PHONE: "a phone number",
    Kind.EMAIL: "an e-mail address",
    Kind.ADDRESS: "where somebody else lives",
    Kind.SERVICE: "a service that keeps people safe",
    Kind.SOURCE: "who told us",
    Kind.KEPT_SAFE: "an address kept safe",
}


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody who is not the person the pack is about."""

    id: int
    given_names: str
    family_name: str

    @property
    def name(self) -> str:
        return f"{self.given_names} {self.family_name}".strip()


@dataclass(frozen=True, slots=True)
class Around:
    """What is known of the people and places around the person the pack is about."""

    others: Sequence[Other] = ()
    own_names: frozenset[str] = frozenset()  # every word of the person's own names, lower case
    addresses: Sequence[str] = ()  # where others live and the person does not
    services: Sequence[str] = ()
    kept_safe: Sequence[str] = ()
    work_phones: frozenset[str] = frozenset()  # digits of workers' and agencies' numbers, which may be given
    known: frozenset[int] = frozenset()  # others whose names they know well: who lives with them, their own children
    own_places: frozenset[str] = frozenset()  # pieces of where they live or lived, letters and digits alone
    own_contacts: frozenset[str] = frozenset()  # digits of their own numbers, their own e-mail addresses


@dataclass(frozen=True, slots=True)
class Found:
    start: int
    end: int
    kind: Kind
    why: str
    about: int | None = None
    is_own: bool = False  # theirs, or the name of somebody at home with them: nothing to take out

    @property
    def is_final(self) -> bool:
        return self.kind is Kind.KEPT_SAFE


_PHONE = re.compile(r"(?<![\w+])(?:\+44\s?|0)\d(?:[\s-]?\d){7,11}(?!\d)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_POSTCODE = re.compile(r"(?<!\w)[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}(?!\w)", re.IGNORECASE)


def found_in(text: str, *, around: Around) -> list[Found]:
    """Everything to decide on, in the order of the text, nothing twice; the longer find wins, kept safe before all."""
    every = [
        *_phrases(text, around.kept_safe, kind=Kind.KEPT_SAFE),
        *_phrases(text, around.addresses, kind=Kind.ADDRESS),
        *_phrases(text, around.services, kind=Kind.SERVICE),
        *_matches(text, _EMAIL, kind=Kind.EMAIL),
        *(each for each in _matches(text, _PHONE, kind=Kind.PHONE) if not _is_work(text, each, around)),
        *_matches(text, _POSTCODE, kind=Kind.ADDRESS),
        *_names(text, around),
    ]
    every = [replace(each, is_own=_is_own(text, each, around)) for each in every]
    every.sort(key=lambda each: (not each.is_final, each.start - each.end, each.start, each.is_own))
    chosen: list[Found] = []
    for each in every:
        if all(each.end <= other.start or other.end <= each.start for other in chosen):
            chosen.append(each)
    return sorted(chosen, key=lambda each: each.start)


def names_somebody(text: str, *, names: Iterable[str]) -> bool:
    """Is any of these words in the text, as a word of its own?"""
    wanted = {each.lower() for each in names if len(each) > 1}
    return any(word.lower() in wanted for word in re.findall(r"[^\W\d_]+", text))


def without(text: str, spans: Iterable[tuple[int, int, bool]]) -> str:
    """Return the text with each (start, end, is kept safe) replaced by words that say so."""
    out, last = [], 0
    for start, end, is_safe in sorted(spans):
        if start < last:
            continue
        out += [text[last:start], KEPT_SAFE if is_safe else TAKEN_OUT]
        last = end
    return "".join([*out, text[last:]])


def _names(text: str, around: Around) -> list[Found]:
    found = []
    for other in around.others:
        for words in _ways_to_name(other, around.own_names):
            found += [
                Found(each.start, each.end, Kind.NAME, f"May be {other.name}", other.id)
                for each in _phrases(text, [words], kind=Kind.NAME)
            ]
    return found


def _ways_to_name(other: Other, own: frozenset[str]) -> list[str]:
    """Whole name, each given name, and the family name unless the person has the same one."""
    given = [word for word in re.split(r"[\s]+", other.given_names) if len(word) > 1]
    family = [other.family_name] if other.family_name and not _words(other.family_name) & own else []
    whole = [other.name] if other.given_names and other.family_name else []
    return [*whole, other.given_names, *given, *family] if other.given_names else family


def _words(text: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[^\W\d_]+", text)}


def _phrases(text: str, phrases: Iterable[str], *, kind: Kind) -> list[Found]:
    found = []
    for phrase in {each.strip() for each in phrases if len(each.strip()) > 1}:
        parts = [re.escape(word) for word in re.split(r"[\s,]+", phrase) if word]
        pattern = re.compile(r"(?<![^\W_])" + r"[\s,]*".join(parts) + r"(?![^\W_])", re.IGNORECASE)
        found += _matches(text, pattern, kind=kind)
    return found


def _matches(text: str, pattern: re.Pattern[str], *, kind: Kind) -> list[Found]:
    words = KIND_WORDS[kind]
    return [Found(m.start(), m.end(), kind, words[0].upper() + words[1:]) for m in pattern.finditer(text)]


def _is_work(text: str, found: Found, around: Around) -> bool:
    return digits(text[found.start : found.end]) in around.work_phones


def _is_own(text: str, found: Found, around: Around) -> bool:
    words = text[found.start : found.end]
    match found.kind:
        case Kind.NAME:
            return found.about in around.known
        case Kind.ADDRESS:
            return bare(words) in around.own_places
        case Kind.PHONE:
            return digits(words) in around.own_contacts
        case Kind.EMAIL:
            return words.lower() in around.own_contacts
    return False


def contacts_in(text: str) -> set[str]:
    """Phone numbers as digits, e-mail addresses in small letters."""
    phones = {digits(each.group()) for each in _PHONE.finditer(text)}
    return phones | {each.group().lower() for each in _EMAIL.finditer(text)}


def digits(text: str) -> str:
    """A number however it is written: +44 and 0 are one."""
    found = re.sub(r"\D", "", text)
    return f"0{found[2:]}" if text.strip().startswith("+44") else found


def bare(text: str) -> str:
    return "".join(re.findall(r"[^\W_]+", text)).lower()
