"""Who is meant by a name that somebody typed: a service that is on the list, somebody who must have no contact."""

import re
from collections.abc import Collection
from datetime import date

from oneplan.rulebook.rights.others import names_somebody
from oneplan.web.agencies.models import Agency
from oneplan.web.people import identity
from oneplan.web.people.models import ContactRestriction


def barred(people: Collection[int], text: str, *, on: date, but: Collection[int] = ()) -> str:
    """Who of those barred from any of these records is named in the text, in words; empty when nobody is.

    `but` are records whose own barring does not count: somebody may always be told what is theirs.
    """
    rows = ContactRestriction.objects.current(on).filter(child__in=identity.records_of(people)).exclude(barred__in=but)
    for row in rows.select_related("barred", "child"):
        if names_somebody(text, names=row.barred.given_names.split()):
            kind, extent = row.get_kind_display(), row.get_extent_display()
            return f"{row.barred.name}: {kind}, {extent} with {row.child.short_name}"
    return ""


def service(text: str) -> Agency | None:
    """The service on the list whose name the text has in it, or of whose name all of its words are."""
    typed = _words(text)
    for agency in Agency.objects.order_by("name"):
        called = _words(agency.name)
        if called and typed and (called <= typed or typed <= called):
            return agency
    return None


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", text.casefold())) - {"the", "a", "of", "and"}
