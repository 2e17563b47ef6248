"""What somebody has agreed to. Each answer stands by itself; a no is never argued away by an older or wider yes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from oneplan.rulebook.sharing.categories import Category, about


class Purpose(StrEnum):
    CONTACT = "contact"
    TAKE_PART = "take_part"
    ASSESS = "assess"
    LOOK_UP = "look_up"
    SHARE = "share"


PURPOSE_WORDS = {
    Purpose.CONTACT: "we may get in touch",
    Purpose.TAKE_PART: "take part, with a worker for the whole family",
    Purpose.ASSESS: "look together at what helps this person",
    Purpose.LOOK_UP: "we may ask other services what they know",
    Purpose.SHARE: "we may tell other services",
}


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    WITHDRAWN = "withdrawn"


class Standing(StrEnum):
    AGREED = "agreed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    NOT_ASKED = "not_asked"


STANDING_WORDS = {
    Standing.AGREED: "agreed",
    Standing.REFUSED: "said no",
    Standing.WITHDRAWN: "took back their yes",
    Standing.EXPIRED: "agreed for a time that has ended",
    Standing.NOT_ASKED: "has not been asked",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One answer about one person.

    `is_own`: by that person; else by somebody who speaks for them, a parent for a child. Without `agency` or
    `category` it is about every one of them. `order` tells two answers of one day apart.
    """

    purpose: Purpose
    answer: Answer
    on: date
    order: int = 0
    is_own: bool = True
    agency: int | None = None
    category: Category | None = None
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class Stands:
    """How it stands on a day, and the answer it rests on (none: never asked)."""

    standing: Standing
    said: Said | None = None

    @property
    def is_agreed(self) -> bool:
        return self.standing is Standing.AGREED


def standing(
    said: Iterable[Said], *, purpose: Purpose, on: date, agency: int | None = None, category: Category | None = None
) -> Stands:
    """Judge what one person's answers come to on a day, for one agency and one kind of information.

    A yes stands unless it ran out or a no that covers the same question blocks it (`blocks`). A yes to everything
    does not cover the special kinds, a no to everything does.
    """
    covering = [each for each in said if each.on <= on and _covers(each, purpose, agency, category)]
    noes = [each for each in covering if each.answer is not Answer.YES]
    open_yeses = _unblocked(covering)
    if lasting := [yes for yes in open_yeses if _lasts(yes, on=on)]:
        return Stands(Standing.AGREED, _newest(lasting))
    if open_yeses:
        return Stands(Standing.EXPIRED, _newest(open_yeses))
    if noes:
        newest = _newest(noes)
        return Stands(Standing.WITHDRAWN if newest.answer is Answer.WITHDRAWN else Standing.REFUSED, newest)
    return Stands(Standing.NOT_ASKED)


def yeses_that_hold(
    said: Iterable[Said], *, purpose: Purpose, on: date, agency: int | None = None, category: Category | None = None
) -> list[Said]:
    """Every yes that counts on a day: not blocked, not run out. One from before a withdrawal is none of them."""
    covering = [each for each in said if each.on <= on and _covers(each, purpose, agency, category)]
    return [yes for yes in _unblocked(covering) if _lasts(yes, on=on)]


def to_keep(stands: Stands, wish: Answer, *, is_speakers: bool, on: date, ends_on: date | None) -> tuple[Answer, ...]:
    """What a yes or no said now adds to what counts: nothing where the same voice said the same before.

    `is_speakers`: what counts was said by whoever speaks now. A no to one's own yes takes it back; a yes for a
    shorter time ends the longer one first, because a lasting yes outlives it.
    """
    said = stands.said if is_speakers else None
    if wish is not Answer.YES:
        if said and stands.is_agreed:
            return (Answer.WITHDRAWN,)
        return () if said and said.on <= on and stands.standing is Standing.REFUSED else (Answer.NO,)
    if said is None or not stands.is_agreed or said.on > on:
        return (Answer.YES,)
    if said.expires_on == ends_on:
        return ()
    is_shorter = ends_on is not None and (said.expires_on is None or ends_on < said.expires_on)
    return (Answer.WITHDRAWN, Answer.YES) if is_shorter else (Answer.YES,)


def in_a_sentence(stands: Stands, name: str | None, *, topic: str) -> str:
    """Why it is not agreed, and whose word that was: a child did not say what a parent said for them."""
    if stands.said is None or stands.said.is_own:
        words = f"{name or 'Somebody'} {STANDING_WORDS[stands.standing]} about {topic}"
    else:
        words = f"A parent or carer {STANDING_WORDS[stands.standing]} for {name or 'somebody'} about {topic}"
    if stands.said is not None and stands.standing is Standing.WITHDRAWN:
        return f"{words} on {stands.said.on:%-d %B %Y}."
    return f"{words}."


def blocks(no: Said, yes: Said) -> bool:
    """Does this no undo this yes? The person's own word outranks a word said for them.

    Between equals the later one counts; and an older no that named the agency or the kind stands against a later yes
    to all of them, until it is taken up by name.
    """
    if no.is_own != yes.is_own:
        return no.is_own
    names_more = (no.agency is not None and yes.agency is None) or (no.category is not None and yes.category is None)
    return names_more or (no.on, no.order) > (yes.on, yes.order)


def _covers(said: Said, purpose: Purpose, agency: int | None, category: Category | None) -> bool:
    if said.purpose is not purpose or said.agency not in (None, agency):
        return False
    if said.category is not None:
        return said.category is category
    return said.answer is not Answer.YES or category is None or not about(category).special


def _unblocked(covering: list[Said]) -> list[Said]:
    noes = [each for each in covering if each.answer is not Answer.YES]
    yeses = [each for each in covering if each.answer is Answer.YES]
    return [yes for yes in yeses if not any(blocks(no, yes) for no in noes)]


def _lasts(yes: Said, *, on: date) -> bool:
    return yes.expires_on is None or on < yes.expires_on


def _newest(said: list[Said]) -> Said:
    return max(said, key=lambda each: (each.on, each.order))
