"""What was told to other services, as somebody of the family reads it on their own page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from oneplan.rulebook.sharing.categories import Category
from oneplan.rulebook.sharing.own_page import Reader, is_shown, is_special, shows_why
from oneplan.web.people import identity
from oneplan.web.people.models import Family, Person
from oneplan.web.sharing.models import Disclosure, SharingBasis
from oneplan.web.sharing.reads import private, speakers, standing

NOT_NAMED = "Somebody outside"
OF_EACH = "Everybody it is about had said yes, or knows why it was told."


@dataclass(frozen=True)
class OwnTold:
    whom: str
    on: date
    rests_on: str


def told(family: Family, person: Person, *, account: Any, on: date) -> list[OwnTold]:
    """Newest first, without what is private to somebody else, and without what it was not safe to tell them."""
    reader, hidden = _reader(family, person, on=on), private.hidden_from(account, [family])
    rows, quiet = _rows(family).exclude(hidden.entries).order_by("-on", "-pk"), _Quiet.of(family)
    found = []
    for row, whom in _with_people(family, [row for row in rows if not quiet.covers(row)]):
        if _is_for(reader, row, whom):
            why = row.rests_on if shows_why(reader, people=whom) else OF_EACH
            found.append(OwnTold(str(row.to_agency or NOT_NAMED), row.on, why))
    return found


def kept_from_list(family: Family, person: Person | None, *, on: date) -> "KeptFromList":
    """Services whose looks this person does not read of; without a person: not everybody at home may read of them."""
    return KeptFromList(_Quiet.of(family), frozenset(_not_named(family, person, on=on)))


def _not_named(family: Family, person: Person | None, *, on: date) -> set[int]:
    """Told something, but nothing that this person reads of."""
    told, named = set[int](), set[int]()
    reader = _reader(family, person, on=on) if person else None
    for row, whom in _with_people(family, list(_rows(family).exclude(to_agency=None))):
        if row.to_agency_id and row.to_agency:
            told.add(row.to_agency_id)
            is_plain = reader is None and not is_special((), sector=row.to_agency.sector)
            if is_plain or (reader is not None and _is_for(reader, row, whom)):
                named.add(row.to_agency_id)
    return told - named


def _rows(family: Family) -> QuerySet[Disclosure]:
    rows = Disclosure.objects.filter(family=family, to_person=None)
    return rows.select_related("to_agency").prefetch_related("people")


def _reader(family: Family, person: Person, *, on: date) -> Reader:
    """Under every record of each; who is kept from a child does not speak for it."""
    person, known = identity.kept(person), speakers.of(family, on=on)
    children = known.children_for(person)
    asked = [each for each in children if not known.is_young(each)]
    return Reader(
        frozenset({person.pk}),
        frozenset(each.pk for each in children),
        frozenset(each.pk for each in asked),
    )


def _is_for(reader: Reader, row: Disclosure, whom: frozenset[int]) -> bool:
    """Services whose name alone tells too much are named to nobody but whom they help."""
    sector = row.to_agency.sector if row.to_agency else ""
    if sector in private.KEPT_OFF and not whom <= reader.own:
        return False
    return is_shown(reader, people=whom, kinds=[Category(code) for code in row.categories], sector=sector)


def _with_people(family: Family, rows: list[Disclosure]) -> Iterator[tuple[Disclosure, frozenset[int]]]:
    """Each with whom it is about; about nobody by name, it is about the grown-ups who carried the family that day."""
    records = identity.records_of([each.pk for row in rows for each in row.people.all()])
    carried: dict[date, frozenset[int]] = {}
    for row in rows:
        whom = frozenset(records[each.pk] for each in row.people.all())
        if not whom and row.on not in carried:
            carried[row.on] = frozenset(each.pk for each in standing.whole_family(family, on=row.on))
        yield row, whom or carried[row.on]


@dataclass(frozen=True)
class _Quiet:
    """Decisions to tell without consent of which the family does not know, as far as anybody wrote down."""

    bases: tuple[SharingBasis, ...]

    @classmethod
    def of(cls, family: Family) -> "_Quiet":
        return cls(tuple(SharingBasis.objects.filter(family=family, family_knows=False)))

    def covers(self, row: Disclosure) -> bool:
        """Also what a yes would have covered: the line says what it rested on, and so that there was a ground."""
        return any(basis.pk == row.basis_id or _is_on(basis, row) for basis in self.bases)

    def covers_look(self, agency: int, *, on: date) -> bool:
        """Whatever was told: that this service looks at all says that it was told something."""
        return any(basis.agency_id == agency and _holds(basis, on=on) for basis in self.bases)


@dataclass(frozen=True)
class KeptFromList:
    """What stands in no list of who looked."""

    quiet: _Quiet
    not_named: frozenset[int]

    def covers(self, agency: int, *, on: date) -> bool:
        return agency in self.not_named or self.quiet.covers_look(agency, on=on)


def _is_on(basis: SharingBasis, row: Disclosure) -> bool:
    is_same = basis.agency_id == row.to_agency_id and bool(set(basis.categories) & set(row.categories))
    return is_same and _holds(basis, on=row.on)


def _holds(basis: SharingBasis, *, on: date) -> bool:
    was_decided = timezone.localtime(basis.decided_at).date() <= on
    return was_decided and (basis.ended_at is None or on <= timezone.localtime(basis.ended_at).date())
