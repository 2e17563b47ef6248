"""What stands beside an entry that somebody says is not right, and the way to say so."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from oneplan.rulebook.sharing.policy import Permission, Role, relations_allowing
from oneplan.web.access import policy
from oneplan.web.people import identity
from oneplan.web.people.models import Family, Membership, Person
from oneplan.web.rights.models import RightsRequest
from oneplan.web.rights.reads.corrections import entry_address
from oneplan.web.site.notices import Notice

_OPEN = RightsRequest.Outcome.OPEN
_ABOUT_ENTRIES = (RightsRequest.Kind.CORRECTION, RightsRequest.Kind.OBJECTION)


def notices(thing: Any, request: HttpRequest) -> Iterator[Notice]:
    """On a person's page everything about them, on an entry's page what is about it, on a family's what is open."""
    user = request.user
    if not user.is_authenticated or user.worker is None:
        return
    family = thing if isinstance(thing, Family) else getattr(thing, "family", None)
    if family is not None and not policy.decision(Permission.FAMILY_WORK, asker=user.worker, family=family).allowed:
        return
    if isinstance(thing, Person):
        ids = identity.record_ids(thing)
        rows = RightsRequest.objects.filter(person__in=ids, kind__in=_ABOUT_ENTRIES)
    elif isinstance(thing, Family):
        people = Membership.objects.known().filter(family=thing).values("person")
        rows = RightsRequest.objects.filter(person__in=people, kind__in=_ABOUT_ENTRIES, outcome=_OPEN)
    else:
        rows = RightsRequest.objects.filter(about_type=thing._meta.label_lower, about_id=thing.pk)
    may_open = bool(relations_allowing(Permission.RIGHTS_HANDLE, Role(user.role)))
    for row in rows.select_related("person").order_by("received_on", "pk"):
        if notice := _notice(row, may_open=may_open, asker=user.worker):
            yield notice
    if isinstance(thing, Family):
        yield from _who_looked(thing, asker=user.worker)
    if isinstance(thing, Person) and relations_allowing(Permission.RIGHTS_ASK, Role(user.role)):
        words = f"{thing.short_name} asks about their own data"
        yield Notice("", link=reverse("rights-new", args=[thing.pk]), link_words=words, is_quiet=True)


def _who_looked(family: Family, *, asker: Any) -> Iterator[Notice]:
    """The register for whoever answers for the family, else the list as the family reads it."""
    for permission, view in ((Permission.REGISTER_VIEW, "register"), (Permission.FAMILY_COPY, "family-looks")):
        if policy.decision(permission, asker=asker, family=family).allowed:
            yield Notice("", link=reverse(view, args=[family.pk]), link_words="Who opened this record", is_quiet=True)
            return


def _notice(row: RightsRequest, *, may_open: bool, asker: Any) -> Notice | None:
    if not row.is_open and not row.note_beside:
        return None
    link = reverse("rights-request", args=[row.pk]) if may_open else entry_address(row, asker=asker)
    words = "Open what they asked" if may_open else "Open the entry" if link else ""
    asks = "says this is not right" if row.kind == RightsRequest.Kind.CORRECTION else "asks us to stop using this"
    if row.is_open:
        title = f"{row.person.short_name} {asks}: asked on {row.received_on:%-d %B %Y}, not answered yet"
        return Notice(title, row.words, link, words)
    title = f"{row.person.short_name} does not agree with this. Their words, kept beside it:"
    return Notice(title, f"“{row.note_beside}”", link, words)
