"""The person a pack is about: all their records, their families and when, and who and what is around them."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from oneplan.rulebook.rights.others import Around, Other
from oneplan.rulebook.sharing.speaking import is_asked_first
from oneplan.web.agencies.models import Agency, Team, Worker
from oneplan.web.casework.reads.barred import for_family
from oneplan.web.people import identity
from oneplan.web.people.models import Family, Home, Membership, Person, PersonName, Relationship, Residence
from oneplan.web.people.telling import pieces as giveaways
from oneplan.web.rights import own
from oneplan.web.rights.models import RightsRequest
from oneplan.web.sharing.reads.private import KEPT_OFF
from oneplan.web.sharing.reads.speakers import birth_of

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Span:
    since: date | None
    until: date | None

    def holds(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


@dataclass(frozen=True)
class Subject:
    person: Person
    ids: list[int]
    spans: dict[int, list[Span]]  # by family
    barred_in: set[int]  # families somebody of which this person may not see
    given_names: frozenset[str]
    homes_now: set[int]
    around: Around
    day: date
    kept_off: set[int] = field(default_factory=set)  # agencies that keep people safe
    reads_it_alone: bool = True  # they asked themselves: what is private to them is theirs to read

    @property
    def family_ids(self) -> list[int]:
        return list(self.spans)

    def is_in(self, family: int, *, on: date) -> bool:
        return any(span.holds(on) for span in self.spans.get(family, ()))


def for_request(row: RightsRequest, *, day: date) -> Subject:
    """As whoever asks may read it: a child's address kept safe is not for a parent who asks in their name."""
    is_own = row.asked_by == RightsRequest.AskedBy.THEMSELVES
    return of(row.person, day=day) if is_own else of(row.person, day=day, reader="somebody else")


def of(person: Person, *, day: date, reader: str = "themselves") -> Subject:
    person = identity.kept(person)
    ids = identity.record_ids(person)
    spans = _spans(ids)
    families = Family.objects.filter(pk__in=spans)
    lives = Residence.objects.current(day).filter(person__in=ids)
    if reader != "themselves" or _is_a_child(person, ids, day=day):
        lives = lives.filter(home__is_protected=False)
    homes_now = set(lives.values_list("home", flat=True))
    names = list(PersonName.objects.filter(person__in=ids).values_list("given_names", "family_name"))
    names += list(Person.objects.filter(pk__in=ids).values_list("given_names", "family_name"))
    barred_in = {family.pk for family in families if for_family(family, day=day).of(person)}
    around = _around(ids, families=list(spans), homes_now=homes_now, names=names)
    around = own.added(around, ids=ids, homes_now=homes_now, day=day, reads_it_alone=reader == "themselves",
                       is_barred=bool(barred_in))  # fmt: skip
    return Subject(
        person=person,
        ids=ids,
        spans=spans,
        barred_in=barred_in,
        given_names=frozenset(word.lower() for given, _ in names for word in _WORD.findall(given)),
        homes_now=homes_now,
        around=around,
        day=day,
        reads_it_alone=reader == "themselves",
        kept_off=set(Agency.objects.filter(sector__in=KEPT_OFF).values_list("pk", flat=True)),
    )


def _is_a_child(person: Person, ids: list[int], *, day: date) -> bool:
    """A child's copy lies about and is asked for by others: it never says where a home is that is kept safe."""
    rows = Membership.objects.current(day).filter(person__in=ids, role=Membership.Role.CHILD)
    is_child_here = rows.exists()
    birth = birth_of(person, is_child_here=is_child_here)
    return is_child_here and not is_asked_first(birth, on=day)


def _spans(ids: list[int]) -> dict[int, list[Span]]:
    rows = Membership.objects.known().filter(person__in=ids).exclude(role=Membership.Role.NETWORK)
    found: dict[int, list[Span]] = defaultdict(list)
    for family, since, until in rows.values_list("family", "valid_from", "valid_to"):
        found[family].append(Span(since, until))
    return dict(found)


def _around(
    ids: list[int], *, families: list[int], homes_now: set[int], names: list[tuple[str, str]]
) -> Around:  # fmt: skip
    others = _other_ids(ids, families)
    elsewhere = Home.objects.filter(residences__person__in=others).exclude(pk__in=homes_now).distinct()
    lived_in = Home.objects.filter(residences__person__in=ids, is_protected=True).exclude(pk__in=homes_now)
    homes = {home.pk: home for home in [*elsewhere, *lived_in]}.values()
    shared = {part for home in Home.objects.filter(pk__in=homes_now) for part in giveaways(home)}
    kept_safe = {part for home in homes if home.is_protected for part in giveaways(home)}
    return Around(
        others=_named(others),
        own_names=frozenset(word.lower() for pair in names for part in pair for word in _WORD.findall(part)),
        addresses=sorted({part for home in homes if not home.is_protected for part in giveaways(home)} - shared),
        services=_services_that_keep_safe(),
        kept_safe=sorted(kept_safe - shared),
        work_phones=_work_phones(),
    )


def _other_ids(ids: list[int], families: list[int]) -> set[int]:
    """Everybody of the person's families, and everybody tied to them."""
    found = set(Membership.objects.filter(family__in=families).values_list("person", flat=True))
    found |= set(Relationship.objects.filter(person__in=ids).values_list("other", flat=True))
    found |= set(Relationship.objects.filter(other__in=ids).values_list("person", flat=True))
    found |= set(Relationship.objects.filter(person__in=found).values_list("other", flat=True))
    return set(identity.records_of(found)) - set(ids)


def _named(ids: set[int]) -> list[Other]:
    rows = list(PersonName.objects.filter(person__in=ids).values_list("person", "given_names", "family_name"))
    rows += list(Person.objects.filter(pk__in=ids).values_list("pk", "given_names", "family_name"))
    return [Other(*row) for row in sorted(set(rows))]


def _services_that_keep_safe() -> list[str]:
    """By name, and by the names of those who work there: a refuge worker's name says that there is a refuge."""
    workers = Worker.objects.filter(agency__sector__in=KEPT_OFF)
    agencies = Agency.objects.filter(sector__in=KEPT_OFF)
    return [*agencies.values_list("name", flat=True), *workers.values_list("name", flat=True)]


def _work_phones() -> frozenset[str]:
    rows = [
        *Worker.objects.exclude(phone="").values_list("phone", flat=True),
        *Team.objects.exclude(phone="").values_list("phone", flat=True),
        *Agency.objects.exclude(phone="").values_list("phone", flat=True),
    ]
    return frozenset(re.sub(r"\D", "", each) for each in rows)
