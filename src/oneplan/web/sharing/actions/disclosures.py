"""Keep in the register what was told to whom, and on what it rested."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Model
from django.utils import timezone

from oneplan.rulebook.sharing.categories import Category
from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy
from oneplan.web.agencies.models import Agency, Worker
from oneplan.web.people.models import Family, Person
from oneplan.web.sharing.models import Disclosure, SharingBasis
from oneplan.web.sharing.reads import standing
from oneplan.web.site.actions import action


class CannotDisclose(Exception):
    """The text is written for the worker; `agency` may not be told, and what can be done about it is said beside."""

    def __init__(self, text: str, *, agency: Agency | None = None) -> None:
        super().__init__(text)
        self.agency = agency


@dataclass(frozen=True, kw_only=True)
class To:
    """Who was told: an agency, a worker of one, somebody of the family, or whoever the words name."""

    agency: Agency | None = None
    worker: Worker | None = None
    person: Person | None = None
    words: str = ""


@action
def record(
    *,
    family: Family,
    what: str,
    to: To,
    way: Disclosure.Way,
    categories: Collection[Category],
    people: Iterable[Person],
    on: date,
    by: Worker,
    at: datetime,
) -> Disclosure:
    """Keep that somebody outside was told; refused with the reason where no consent and no ground covers it."""
    policy.require(Permission.CONSENT_RECORD, by=by, about=family)
    people = list(people)
    if on > timezone.localdate(at):
        raise CannotDisclose("The day lies in the future. Keep it once it has happened.")
    if not what.strip() or not categories:
        raise CannotDisclose("Say what was told, and which kinds of information it was.")
    return tell(family=family, what=what, to=to, way=way, categories=categories, people=people, on=on, by=by, at=at)


def tell(
    *,
    family: Family,
    what: str,
    to: To,
    way: str,
    categories: Collection[Category],
    people: list[Person],
    on: date,
    by: Worker,
    at: datetime,
    thing: Model | None = None,
) -> Disclosure:
    """Inside the caller's action, which has asked the policy: refuse without a yes or a ground, and keep it."""
    rests = _rests_on(family, to=to, categories=categories, people=people, on=on)
    return keep(family=family, what=what, to=to, way=way, categories=categories, people=people, rests_on=rests.words,
                basis=rests.basis, on=on, by=by, at=at, thing=thing)  # fmt: skip


def keep(
    *,
    family: Family,
    what: str,
    to: To,
    way: str,
    categories: Collection[Category],
    people: Iterable[Person],
    rests_on: str,
    on: date,
    by: Worker | None,
    at: datetime,
    thing: Model | None = None,
    basis: SharingBasis | None = None,
) -> Disclosure:
    """Write the row inside the caller's action, which has asked the policy."""
    row = Disclosure.objects.create(
        family=family,
        on=on,
        what=what.strip()[:300],
        categories=sorted(categories),
        to_agency=to.agency or (to.worker.agency if to.worker else None),
        to_worker=to.worker,
        to_person=to.person,
        to_words=to.words.strip()[:120],
        way=way,
        rests_on=rests_on[:300],
        basis=basis,
        thing_type=thing._meta.label_lower if thing is not None else "",
        thing_id=thing.pk if thing is not None else None,
        recorded_by=by,
        recorded_at=at,
    )
    row.people.set(people)
    audit.record("disclosed", about=row, by=by, at=at, family=family, what=audit.digest(what))
    return row


@dataclass(frozen=True)
class _Rests:
    words: str
    basis: SharingBasis | None = None


def _rests_on(family: Family, *, to: To, categories: Collection[Category], people: list[Person], on: date) -> _Rests:
    agency = to.agency or (to.worker.agency if to.worker else None)
    if agency is None:
        if to.person is None and not to.words.strip():
            raise CannotDisclose("Say who was told.")
        return _Rests("told by the worker, outside the agencies we share with")
    known = standing.for_those_who_work_with_them(family, agency=agency, on=on)
    about = people or standing.whole_family(family, on=on)
    reasons = []
    for category in sorted(categories):
        decided = known.may_learn(category, about)
        if not decided.allowed:
            text = f"{decided.reason} Ask them first, or decide to tell without consent and say why."
            raise CannotDisclose(text, agency=agency)
        reasons.append(decided.reason)
    agreed = known.by_consent_alone()
    needs_ground = not all(agreed.may_learn(category, about).allowed for category in categories)
    basis = standing.ground_for(family, agency=agency, categories=categories, people=about, on=on)
    return _Rests(" ".join(dict.fromkeys(reasons)), basis if needs_ground else None)
