"""What an agency may learn about a family on a day: the answers, grounds and agreements it rests on, looked up once."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from oneplan.rulebook.sharing.bases import grounds
from oneplan.rulebook.sharing.categories import Category
from oneplan.rulebook.sharing.consent import Answer, Purpose, Said, in_a_sentence, standing
from oneplan.rulebook.sharing.policy import Decision
from oneplan.rulebook.sharing.telling import Basis, Known, may_learn
from oneplan.web.agencies.models import Agency
from oneplan.web.people import identity
from oneplan.web.people.models import Family, Membership, Person
from oneplan.web.people.reads import members_on
from oneplan.web.sharing.agreements import covered_for
from oneplan.web.sharing.models import ConsentAnswer, SharingBasis
from oneplan.web.sharing.reads.speakers import ends_on

Role = Membership.Role
SPEAK_FOR_ALL = (Role.PARENT, Role.EXPECTANT, Role.CO_PARENT)


@dataclass(frozen=True)
class Standing:
    """How it stands between one agency and the people of one family."""

    known: Known
    agency: int
    on: date

    def may_learn(self, category: Category, people: Collection[Person | int]) -> Decision:
        """Decide for an item about these people, given under the records that stand for them."""
        ids = {each if isinstance(each, int) else each.pk for each in people}
        return may_learn(self.known, agency=self.agency, category=category, people=ids, on=self.on)

    def by_consent_alone(self) -> "Standing":
        """How it would stand without any ground."""
        return replace(self, known=replace(self.known, bases=()))


def of(family: Family, *, agency: Agency, on: date, members: Iterable[Membership] | None = None) -> Standing:
    rows = list(members) if members is not None else members_on(family, day=on)
    known = known_of(family, people=[row.person for row in rows], agency=agency, on=on)
    return Standing(_naming_whom_they_may(known, agency=agency.pk, on=on), agency.pk, on)


def for_those_who_work_with_them(family: Family, *, agency: Agency, on: date) -> Standing:
    """The same, with everybody named: whoever works with the family knows who they are."""
    known = known_of(family, people=[row.person for row in members_on(family, day=on)], agency=agency, on=on)
    return Standing(known, agency.pk, on)


def _naming_whom_they_may(known: Known, *, agency: int, on: date) -> Known:
    """A refusal names nobody whom the agency may not know of; they stay “somebody”."""
    names = {
        person: name
        for person, name in known.names.items()
        if may_learn(known, agency=agency, category=Category.BASICS, people=[person], on=on).allowed
    }
    return replace(known, names=names)


def may_look_up(family: Family, *, agency: Agency, on: date) -> Decision:
    """May this agency be asked what it knows? By everybody's yes who carries the family, or on a ground without it."""
    rows = members_on(family, day=on)
    people = whole_family(family, on=on, members=rows)
    known = known_of(family, people=people, agency=agency, on=on)
    if any(basis.agency == agency.pk and basis.is_approved for basis in known.bases):
        return Decision.yes("There is a ground without consent.")
    for person in people:
        how = standing(known.said.get(person.pk, ()), purpose=Purpose.LOOK_UP, on=on, agency=agency.pk)
        if not how.is_agreed:
            return Decision.no(in_a_sentence(how, person.short_name, topic="asking other services"))
    return Decision.yes("They agreed.") if people else Decision.no("Nobody has agreed to it.")


def known_of(family: Family, *, people: Iterable[Person], agency: Agency, on: date) -> Known:
    names = {person.pk: person.short_name for person in people}
    return Known(
        names=names,
        said=answers_of(names, on=on),
        bases=bases_of(family, on=on),
        agreements=frozenset(covered_for(agency, on=on)),
    )


def whole_family(family: Family, *, on: date, members: Iterable[Membership] | None = None) -> list[Person]:
    """Whom an item about nobody in particular is about: the grown-ups who carry the family."""
    rows = members if members is not None else members_on(family, day=on)
    return [row.person for row in rows if row.role in SPEAK_FOR_ALL and row.person.died_on is None]


def answers_of(people: Collection[int], *, on: date) -> dict[int, list[Said]]:
    """Every answer about these people up to the day, under the record that stands for each; struck ones left out."""
    kept = identity.records_of(people)
    rows = ConsentAnswer.objects.filter(person__in=kept, on__lte=on, struck_at=None).select_related("person")
    rows = rows.order_by("on", "pk")
    found: dict[int, list[Said]] = defaultdict(list)
    for row in rows:
        found[kept[row.person_id]].append(said_of(row))
    return found


def said_of(row: ConsentAnswer) -> Said:
    return Said(
        purpose=Purpose(row.purpose),
        answer=Answer(row.answer),
        on=row.on,
        order=row.pk,
        is_own=row.is_own,
        agency=row.agency_id,
        category=Category(row.category) if row.category else None,
        expires_on=_ends_on(row),
    )


def ground_for(
    family: Family, *, agency: Agency, categories: Collection[Category], people: Collection[Person], on: date
) -> SharingBasis | None:
    """The decision without consent by which this agency may be told one of these kinds about one of these people."""
    rows = SharingBasis.objects.filter(family=family, agency=agency, ended_at=None, review_on__gt=on)
    wanted, ids = set(categories), {person.pk for person in people}
    for row in rows.prefetch_related("people").order_by("-decided_at"):
        whom = {person.pk for person in row.people.all()}
        if row.is_approved and wanted & set(map(Category, row.categories)) and (not whom or whom & ids):
            return row
    return None


def _ends_on(row: ConsentAnswer) -> date | None:
    """By the birthday as it is known now."""
    if row.answer != Answer.YES:
        return row.expires_on
    return ends_on(row.person, is_own=row.is_own, until=row.expires_on)


def bases_of(family: Family, *, on: date) -> list[Basis]:
    rows = SharingBasis.objects.filter(family=family, ended_at=None, review_on__gt=on).prefetch_related("people")
    return [
        Basis(
            words=grounds(on=on)[row.ground].words.lower(),
            categories=frozenset(map(Category, row.categories)),
            review_on=row.review_on,
            agency=row.agency_id,
            people=frozenset(person.pk for person in row.people.all()) or None,
            is_approved=row.is_approved,
        )
        for row in rows
    ]
