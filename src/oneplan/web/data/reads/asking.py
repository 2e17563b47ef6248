"""About whom a partner may be asked today, and how many are left out for which reason."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.db.models import Q

from oneplan.engine.facts import published
from oneplan.engine.feeds.contract.columns import columns
from oneplan.engine.feeds.contract.kinds import Kind
from oneplan.rulebook.feeds.asking import Out, ages
from oneplan.rulebook.sharing.categories import Category
from oneplan.web.access import policy
from oneplan.web.agencies.models import Agency, SharingAgreement, Worker
from oneplan.web.data import known
from oneplan.web.data.models import AskedPerson, Published
from oneplan.web.data.reads import facts
from oneplan.web.people import identity, reads
from oneplan.web.people.models import Family, Identifier, Membership, Person
from oneplan.web.sharing.reads import private, standing
from oneplan.web.sharing.reads.standing import Standing

ASKED_AS = (Category.BASICS,)


@dataclass(frozen=True)
class What:
    """What is asked of whom: `helped_since` and `unknown_since` are days; nothing of that kind is known since then."""

    kind: Kind
    partner: Agency
    agreement: SharingAgreement
    helped_since: date
    unknown_since: date


@dataclass(frozen=True)
class Candidate:
    family: Family
    person: Person
    number: str  # the partner's, where it is known and they may be told it
    categories: Sequence[Category]  # what is told about them by asking


@dataclass(frozen=True)
class Whom:
    people: list[Candidate] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)

    @property
    def families(self) -> int:
        return len({each.family.pk for each in self.people})


def whom(what: What, *, by: Worker, day: date) -> Whom:
    """Everybody of the right age in families helped since that day, once each; whoever is left out is counted.

    Whose record is kept from whoever asks is as if they were not there.
    """
    found, seen = Whom(), kept_people(by)
    rows = [row for family in _helped(what, day=day) for row in _members(family, what.kind, day=day)]
    answered, waiting = _answered(what, rows), _waiting(what)
    for family, members in groupby(rows, key=lambda row: row.family):
        stands: Standing | Out | None = None
        for row in members:
            if row.person.pk in seen:
                continue
            seen.add(row.person.pk)
            decided: Candidate | Out | None = _why_out(row, answered=answered, waiting=waiting)
            if decided is None:
                stands = stands or _stands(family, what.partner, day=day)
                decided = _decided(family, row.person, stands, kind=what.kind, by=by)
            if isinstance(decided, Candidate):
                found.people.append(decided)
            else:
                found.left_out[decided] += 1
    return found


def still(family: Family, *, kind: Kind, partner: Agency, by: Worker, day: date) -> dict[int, Candidate]:
    """Of those who belong to the family on that day, whom this partner may be asked about, as whoever asks them first.

    Of those whose record is kept from `by` the caller takes care.
    """
    stands = _stands(family, partner, day=day)
    there = [row.person for row in reads.members_on(family, day=day) if row.person.died_on is None]
    decided = [_decided(family, each, stands, kind=kind, by=by) for each in there if known.is_exact(each)]
    return {each.person.pk: each for each in decided if isinstance(each, Candidate)}


def kept_people(by: Worker) -> set[int]:
    """Every record of those in a family whose record is kept from this worker, their own family among them."""
    families = Family.objects.filter(policy.shut_filter(asker=by))
    people = Membership.objects.known().filter(family__in=families).values_list("person", flat=True)
    return set(identity.records_of(list(people)))


def _stands(family: Family, partner: Agency, *, day: date) -> Standing | Out:
    if not standing.may_look_up(family, agency=partner, on=day).allowed:
        return Out.NOT_AGREED
    return standing.for_those_who_work_with_them(family, agency=partner, on=day)


def _decided(family: Family, person: Person, stands: Standing | Out, *, kind: Kind, by: Worker) -> Candidate | Out:
    if isinstance(stands, Out):
        return stands
    if not stands.may_learn(Category.BASICS, [person]).allowed:
        return Out.NOT_TOLD
    theirs = Category(columns()[kind.number].category)
    may_be_told = stands.may_learn(theirs, [person]).allowed
    number = _number(person, kind, by=by, day=stands.on) if may_be_told else ""
    if not number:
        return Candidate(family, person, "", ASKED_AS)
    return Candidate(family, person, number, tuple(dict.fromkeys((*ASKED_AS, theirs))))


def _helped(what: What, *, day: date) -> list[Family]:
    helped = Q(episodes__closed_on=None, episodes__opened_on__lte=day) | Q(episodes__closed_on__gte=what.helped_since)
    return list(Family.objects.filter(helped).distinct().order_by("pk"))


def _members(family: Family, kind: Kind, *, day: date) -> list[Membership]:
    bounds = ages()[kind.name]
    alive = [row for row in reads.members_on(family, day=day) if row.person.died_on is None]
    return [row for row in alive if bounds.may_be(row.person.age_on(day))]


def _why_out(row: Membership, *, answered: Collection[int], waiting: Collection[int]) -> Out | None:
    if not known.is_exact(row.person):
        return Out.BIRTH
    if row.person.pk in waiting:
        return Out.ASKED
    return Out.KNOWN if row.person.pk in answered else None


def _waiting(what: What) -> set[int]:
    """Whoever stands on an open list of the same sort, not answered yet."""
    rows = AskedPerson.objects.filter(
        asked__closed_at=None, load=None, asked__feed__kind=what.kind.name, asked__feed__partner=what.partner
    )
    return set(identity.records_of(rows.values_list("person", flat=True)).values())


def _answered(what: What, rows: Sequence[Membership]) -> set[int]:
    """Of whom the figures that hold say something of that kind since the day."""
    row = Published.objects.select_related("run").first()
    records = identity.records_of([each.person.pk for each in rows])
    if row is None or not records:
        return set()
    owners = {each.reference: records[each.pk] for each in Person.objects.filter(pk__in=records)}
    paths = facts.paths_of(row)
    if paths is None:
        return set()
    found = [each for each in published.of_people(paths, list(owners)) if each.kind == what.kind.makes.kind]
    since = what.unknown_since
    return {owners[str(each.person_id)] for each in found if each.start >= since or (each.end and each.end > since)}


def _number(person: Person, kind: Kind, *, by: Worker, day: date) -> str:
    """The one number of theirs that this partner uses; nothing where there are two, or it is kept from whoever asks."""
    scheme = known.SCHEMES.get(kind.number)
    rows = Identifier.objects.current(day).filter(person__in=identity.record_ids(person), scheme=scheme)
    kept = {row.pk for row in private.sieve(by, rows)} if scheme else set()
    numbers = {row.number for row in rows if row.pk in kept}
    return numbers.pop() if len(numbers) == 1 else ""
