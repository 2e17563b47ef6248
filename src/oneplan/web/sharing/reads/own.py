"""What somebody of a family sees of who may see what: their own answers and those they gave for children."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from oneplan.rulebook.sharing.categories import Category, about
from oneplan.rulebook.sharing.consent import PURPOSE_WORDS, Answer, Purpose, Said, yeses_that_hold
from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import policy
from oneplan.web.people import identity
from oneplan.web.people.models import ContactRestriction, Family, Membership, Person
from oneplan.web.sharing.models import ConsentAnswer
from oneplan.web.sharing.reads import own_told
from oneplan.web.sharing.reads.standing import answers_of

MOST_TOLD = 10


@dataclass(frozen=True)
class OwnAnswer:
    """One kind for one agency, about oneself and the children it was said for: taken back together."""

    row: ConsentAnswer
    words: str
    since: dict[str, date]  # for whom, and the day of the first yes that still counts

    @property
    def by_day(self) -> list[tuple[date, list[str]]]:
        found: dict[date, list[str]] = {}
        for name, day in self.since.items():
            found.setdefault(day, []).append(name)
        return list(found.items())


@dataclass(frozen=True)
class OwnFamily:
    family: Family
    by_agency: list[tuple[str, list[OwnAnswer]]]
    told: list[own_told.OwnTold]


def own_page(person: Person, *, account: Any, on: date) -> list[OwnFamily]:
    """The families this account may see; none where the person is kept from somebody in it."""
    may = policy.families_filter(Permission.OWN_SHARING, asker=account)
    families = [
        each for each in Family.objects.filter(may).order_by("name", "pk") if not _is_barred(person, each, on=on)
    ]
    return [_own(each, person, account=account, on=on) for each in families]


def is_theirs(row: ConsentAnswer, person: Person, *, account: Any, on: date) -> bool:
    ids = identity.record_ids(identity.kept(person))
    may = policy.decision(Permission.OWN_SHARING, asker=account, family=row.family).allowed
    return may and row.given_by_id in ids and not _is_barred(person, row.family, on=on)


def _own(family: Family, person: Person, *, account: Any, on: date) -> OwnFamily:
    ids = identity.record_ids(identity.kept(person))
    rows = ConsentAnswer.objects.filter(family=family, given_by__in=ids, answer=Answer.YES, struck_at=None)
    rows = rows.select_related("person", "agency").order_by("agency__name", "on", "pk")
    said = answers_of([row.person_id for row in rows], on=on)
    found: dict[str, dict[tuple[str, str], OwnAnswer]] = {}
    for row in rows:
        if _holds(row, said, on=on):
            name = str(row.agency) if row.agency else "Us, and every service we work with"
            one = found.setdefault(name, {}).setdefault((row.purpose, row.category), _worded(row))
            whose = "you" if identity.kept(row.person) == identity.kept(person) else row.person.short_name
            one.since.setdefault(whose, row.on)
    by_agency = [(name, list(each.values())) for name, each in found.items()]
    return OwnFamily(family, by_agency, own_told.told(family, person, account=account, on=on)[:MOST_TOLD])


def _holds(row: ConsentAnswer, said: dict[int, list[Said]], *, on: date) -> bool:
    """Does this very yes count? One from before a withdrawal does not, though a newer one may."""
    kept = identity.kept(row.person).pk
    holding = yeses_that_hold(
        said.get(kept, ()),
        purpose=Purpose(row.purpose),
        on=on,
        agency=row.agency_id,
        category=Category(row.category) if row.category else None,
    )
    return row.pk in {each.order for each in holding}


def same_question(row: ConsentAnswer, person: Person, *, on: date) -> list[ConsentAnswer]:
    """Every yes of this person's to the same question that holds: about themself and each child."""
    ids = identity.record_ids(identity.kept(person))
    rows = ConsentAnswer.objects.filter(
        family=row.family,
        given_by__in=ids,
        answer=Answer.YES,
        struck_at=None,
        agency=row.agency,
        purpose=row.purpose,
        category=row.category,
    ).select_related("person", "agency", "family", "given_by")
    said = answers_of([each.person_id for each in rows], on=on)
    return list({each.person_id: each for each in rows if _holds(each, said, on=on)}.values())


def _worded(row: ConsentAnswer) -> OwnAnswer:
    if row.purpose == Purpose.SHARE:
        words = about(Category(row.category)).plain if row.category else "everything usual"
    else:
        words = PURPOSE_WORDS[Purpose(row.purpose)]
    return OwnAnswer(row, words, {})


def _is_barred(person: Person, family: Family, *, on: date) -> bool:
    ids = identity.record_ids(identity.kept(person))
    members = Membership.objects.known().filter(family=family).values_list("person", flat=True)
    rows = ContactRestriction.objects.current(on).filter(barred__in=ids)
    return rows.filter(child__in=list(identity.records_of(members))).exists()
