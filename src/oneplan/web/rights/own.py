"""What is the person's own in their pack: numbers, places they live or lived, the names of those at home with them.

For somebody who may not see one of a family, and for whoever asks in another's name, much less counts as their own:
every name is offered, and every place where they do not live now.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from oneplan.rulebook.rights.others import Around, bare, contacts_in
from oneplan.web.frontdoor.models import RequestPerson
from oneplan.web.people import identity
from oneplan.web.people.models import Home, Membership, PersonDetail, Relationship, Residence, SafeContactRule
from oneplan.web.people.telling import pieces
from oneplan.web.sharing.models import ResearchAnswer

_PARENT_OF = (Relationship.Kind.PARENT, Relationship.Kind.ADOPTIVE)


def added(
    around: Around, *, ids: list[int], homes_now: set[int], day: date, reads_it_alone: bool, is_barred: bool
) -> Around:
    """Return `around` with what is theirs; `homes_now`: where they live, unless they may not read it here."""
    is_free = reads_it_alone and not is_barred
    others = {other.id for other in around.others}
    mine = _contacts(ids, asked_only=not is_free) if reads_it_alone else set()
    return replace(
        around,
        known=_at_home(ids, homes_now=homes_now, day=day) if is_free else frozenset(),
        own_places=_places(ids, homes_now=homes_now, is_free=is_free),
        own_contacts=frozenset(mine - _contacts(others)) if mine else frozenset(),
    )


def _at_home(ids: list[int], *, homes_now: set[int], day: date) -> frozenset[int]:
    """Whoever of their family lives with them now, and their own children. Others in a shared house are not known."""
    families = Membership.objects.current(day).filter(person__in=ids).exclude(role=Membership.Role.NETWORK)
    members = Membership.objects.current(day).filter(family__in=families.values("family"))
    lives_there = Residence.objects.current(day).filter(home__in=homes_now).values("person")
    found = set(members.filter(person__in=lives_there).values_list("person", flat=True))
    children = Relationship.objects.current(day).filter(person__in=ids, kind__in=_PARENT_OF)
    found |= set(children.values_list("other", flat=True))
    return frozenset(set(identity.records_of(found)) - set(ids))


def _places(ids: list[int], *, homes_now: set[int], is_free: bool) -> frozenset[str]:
    """A home kept safe is theirs only while they live there."""
    wanted = Q(pk__in=homes_now)
    if is_free:
        wanted |= Q(residences__person__in=ids, is_protected=False)
    return frozenset(bare(piece) for home in Home.objects.filter(wanted).distinct() for piece in pieces(home))


def _contacts(ids: Collection[int], *, asked_only: bool = False) -> set[str]:
    """Numbers and addresses in entries about these people themselves; `asked_only`: how a request named them."""
    said: list[QuerySet[Any, str]] = [RequestPerson.objects.filter(person__in=ids).values_list("said", flat=True)]
    if not asked_only:
        said += [
            PersonDetail.objects.known().filter(person__in=ids).values_list("words", flat=True),
            SafeContactRule.objects.known().filter(person__in=ids).values_list("words", flat=True),
            ResearchAnswer.objects.filter(person__in=ids).values_list("reach", flat=True),
        ]
    return {each for rows in said for words in rows for each in contacts_in(words)}
