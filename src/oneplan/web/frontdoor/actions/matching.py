"""Who a request is about: each person found, or new; then their family. Nothing is typed a second time."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy
from oneplan.web.agencies.models import Worker
from oneplan.web.casework.actions import episodes
from oneplan.web.frontdoor import named
from oneplan.web.frontdoor.actions import requests
from oneplan.web.frontdoor.models import Request, RequestPerson
from oneplan.web.people import identity
from oneplan.web.people.actions import families, persons, relationships
from oneplan.web.people.models import Family, Membership, Person, Relationship
from oneplan.web.site.actions import action


class CannotSettle(Exception):
    """The text is written for the worker."""


@dataclass(frozen=True, kw_only=True)
class Match:
    """One person named in the request: somebody we know, or nobody we know yet."""

    named: RequestPerson
    person: Person | None = None
    role: str = ""  # without one: as the request reads


@action
def settle(
    *,
    request: Request,
    matches: Sequence[Match],
    by: Worker,
    at: datetime,
    family: Family | None = None,
    family_name: str = "",
) -> Family:
    """Say who the request is about. People who are new are kept as the request named them."""
    request = Request.objects.select_for_update(of=("self",)).select_related("family").get(pk=request.pk)
    policy.require(Permission.REQUEST_DECIDE, by=by, about=request.family or family)
    if request.family_id is not None:
        raise CannotSettle("A colleague has said already which family this is about. Nothing was changed.")
    _check_everybody(request, matches=matches)
    is_new = family is None
    try:
        family = family or families.start(name=family_name or _first_name(request), by=by, at=at)
        said = _read(request, matches)
        people = [
            _person(match, read=read, request=request, by=by, at=at) for match, read in zip(matches, said, strict=True)
        ]
        _relate(people, said=said, matches=matches, request=request, by=by, at=at)
        for match, read, person in zip(matches, said, people, strict=True):
            _place(match, person, read=read, family=family, request=request, is_new=is_new, by=by, at=at)
    except (persons.CannotKeepPerson, families.CannotChangeFamily) as refusal:
        raise CannotSettle(str(refusal)) from refusal
    earlier = episodes.last_closed(family)
    request.family, request.reopens = family, earlier
    request.version += 1
    request.save(update_fields=["family", "reopens", "version"])
    requests.show(request, by=by, at=at)
    audit.record("request_settled", about=request, by=by, at=at, family=family, reopens=earlier.pk if earlier else None)
    return family


def family_name_of(lines: Sequence[str], *, request: Request) -> str:
    """The family name most of those named share; the first one's own name when there is none."""
    read = named.read_all(lines, on=request.received_on)
    names = [each.family_name for each in read if each.family_name and each.role != "network"]
    if names:
        return max(dict.fromkeys(names), key=names.count)
    return read[0].given_names if read else ""


def _first_name(request: Request) -> str:
    return family_name_of([row.said for row in request.people.order_by("pk")], request=request)


def _check_everybody(request: Request, *, matches: Sequence[Match]) -> None:
    if {match.named.pk for match in matches} != set(request.people.values_list("pk", flat=True)):
        raise CannotSettle("Say of everybody named whether we know them: one tap each.")
    known = [identity.kept(match.person).pk for match in matches if match.person is not None]
    if len(known) != len(set(known)):
        raise CannotSettle("Two of the people named were matched to one and the same person. Look again.")


def _read(request: Request, matches: Sequence[Match]) -> list[named.Named]:
    return named.read_all([match.named.said for match in matches], on=request.received_on)


def _person(match: Match, *, read: named.Named, request: Request, by: Worker, at: datetime) -> Person:
    return identity.kept(match.person) if match.person else _keep(read, request=request, by=by, at=at)


def _relate(
    people: Sequence[Person], *, said: Sequence[named.Named], matches: Sequence[Match], request: Request, by: Worker,
    at: datetime,
) -> None:  # fmt: skip
    """Keep who is whose parent where the request says so plainly, of people nobody knew before."""
    for parent, child in named.parents_of(said):
        if matches[parent].person or matches[child].person:
            continue
        with suppress(
            relationships.ImpossibleAges
        ):  # a slip in an age is put right later; nobody is turned away for it
            relationships.add(
                person=people[parent], kind=Relationship.Kind.PARENT, other=people[child], by=by, at=at,
                source=f"request {request.log_number}",
            )  # fmt: skip


def _place(
    match: Match, person: Person, *, read: named.Named, family: Family, request: Request, is_new: bool, by: Worker,
    at: datetime,
) -> None:  # fmt: skip
    RequestPerson.objects.filter(pk=match.named.pk).update(person=person)
    if not _belongs(person, family=family):
        families.join(
            family=family,
            person=person,
            role=match.role or read.role,
            on=None if is_new else request.received_on,
            by=by,
            at=at,
            note=read.words[:200],
            source=f"request {request.log_number}",
        )


def _keep(read: named.Named, *, request: Request, by: Worker, at: datetime) -> Person:
    return persons.add(
        given_names=read.given_names,
        family_name=read.family_name,
        sex=read.sex,
        born=read.born,
        due_on=read.due_on,
        by=by,
        at=at,
        source=f"request {request.log_number}",
    )


def _belongs(person: Person, *, family: Family) -> bool:
    ids = identity.record_ids(person)
    return Membership.objects.known().filter(family=family, person__in=ids, valid_to=None).exists()
