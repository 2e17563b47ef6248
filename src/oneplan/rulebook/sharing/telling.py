"""May an agency around the family learn this about these people? By their consent, or on a ground without it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from oneplan.rulebook.sharing.categories import Category, about
from oneplan.rulebook.sharing.consent import Purpose, Said, in_a_sentence, standing
from oneplan.rulebook.sharing.policy import Decision


@dataclass(frozen=True, slots=True)
class Basis:
    """A decision to tell without consent: it stands until it must be reviewed, once it was approved if need be.

    Without `people` it is about everybody in the family, without `agency` for every agency around it.
    """

    words: str
    categories: frozenset[Category]
    review_on: date
    agency: int | None = None
    people: frozenset[int] | None = None
    is_approved: bool = True

    def covers(self, person: int, *, agency: int, category: Category, on: date) -> bool:
        is_theirs = self.agency in (None, agency) and (self.people is None or person in self.people)
        return is_theirs and category in self.categories and self.is_approved and on < self.review_on


@dataclass(frozen=True, slots=True)
class Known:
    """What the decision rests on: answers of each person, grounds without consent, kinds under a written agreement."""

    names: Mapping[int, str]
    said: Mapping[int, Sequence[Said]] = field(default_factory=dict)
    bases: Sequence[Basis] = ()
    agreements: frozenset[Category] = frozenset()


def may_learn(known: Known, *, agency: int, category: Category, people: Collection[int], on: date) -> Decision:
    """Decide for one item: everybody it is about must have agreed, or a ground must cover them.

    An item about nobody in particular is shown to nobody outside: name whom it is about.
    """
    kind = about(category)
    if kind.under_agreement and category not in known.agreements:
        return Decision.no(f"There is no written agreement with this agency about {kind.words}.")
    if not people:
        return Decision.no("Nobody has agreed to it.")
    reasons = []
    for person in sorted(people):
        decided = _about_one(known, person, agency=agency, category=category, on=on)
        if not decided.allowed:
            return decided
        reasons.append(decided.reason)
    return Decision.yes(" ".join(dict.fromkeys(reasons)))


def _about_one(known: Known, person: int, *, agency: int, category: Category, on: date) -> Decision:
    name = known.names.get(person, "Somebody")
    for basis in known.bases:
        if basis.covers(person, agency=agency, category=category, on=on):
            return Decision.yes(f"Without {name}'s consent: {basis.words}.")
    stands = standing(known.said.get(person, ()), purpose=Purpose.SHARE, on=on, agency=agency, category=category)
    if stands.is_agreed and stands.said is not None:
        whose = "agreed" if stands.said.is_own else "'s parent or carer agreed"
        return Decision.yes(f"{name}{' ' if stands.said.is_own else ''}{whose} on {stands.said.on:%-d %B %Y}.")
    return Decision.no(in_a_sentence(stands, known.names.get(person), topic=about(category).words))
