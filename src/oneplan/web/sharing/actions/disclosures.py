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
from oneplan.web.sharing import neighbours
from oneplan.web.sharing.models import Disclosure, SharingBasis
from oneplan.web.sharing.reads import named, speakers, standing
from oneplan.web.site.actions import action

_NOT_TOLD = "They are not told. If it happened already, tell your manager, and keep it in the breach log."
_SOMEBODY_ELSE = "If you mean somebody else, choose them from the list of people; whoever is not there is added first."


class CannotDisclose(Exception):
    """The text is written for the worker; `agency` may not be told, and what can be done about it is said beside."""

    def __init__(self, text: str, *, agency: Agency | None = None) -> None:
        super().__init__(text)
        self.agency = agency


@dataclass(frozen=True, kw_only=True)
class To:
    """Who was told: an agency, a worker of one, somebody of the family, or whoever the words name.

    `agreed` said yes to telling just whoever the words name.
    """

    agency: Agency | None = None
    worker: Worker | None = None
    person: Person | None = None
    words: str = ""
    agreed: tuple[Person, ...] = ()


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
        return _rests_on_a_yes(family, to=to, people=people, on=on)
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


def _rests_on_a_yes(family: Family, *, to: To, people: list[Person], on: date) -> _Rests:
    """Whoever is no service here is told by a yes to just that: of each whom it is about, or who speaks for them."""
    of = speakers.of(family, on=on)
    if to.person is not None:
        _require_may_be_told(to.person, of=of)
    else:
        _require_means_nobody_else(to.words, of=of)
    about = people or standing.whole_family(family, on=on)
    left = [each.short_name for each in about if all(of.refusal(each, who) for who in to.agreed)]
    if left:
        raise CannotDisclose(
            f"Nobody who may say so agreed to it for {' and '.join(left)}. Ask them first, then tick who said yes."
        )
    # the family's own page shows this, and not who was told: somebody at home may be the one not to know
    return _Rests(f"{' and '.join(each.short_name for each in to.agreed)} agreed to just that.")


def _require_may_be_told(person: Person, *, of: speakers.Speakers) -> None:
    if of.is_barred_from_somebody(person):
        raise CannotDisclose(f"{person.name} must have no contact with somebody of this family. {_NOT_TOLD}")


def _require_means_nobody_else(words: str, *, of: speakers.Speakers) -> None:
    """Typed words may mean a service, somebody who works for one, or somebody who must not be told."""
    if not words.strip():
        raise CannotDisclose("Say who was told.")
    if (service := named.service(words)) is not None:
        raise CannotDisclose(
            f"{service} is on the list of services. Choose it there: it is checked against what they agreed to.",
            agency=service,
        )
    if kept_from := named.barred([row.person.pk for row in of.members], words, on=of.on):
        raise CannotDisclose(f"{kept_from}. {_NOT_TOLD} {_SOMEBODY_ELSE}")
    if (worker := named.worker(words, near=neighbours.agencies_around(of.family, on=of.on))) is not None:
        raise CannotDisclose(
            f"{worker.name} works for {worker.agency}. Choose that service: what they are told, it is told. "
            f"{_SOMEBODY_ELSE}",
            agency=worker.agency,
        )
