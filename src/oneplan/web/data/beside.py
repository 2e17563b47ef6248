"""What this room says on other rooms' pages: on a family's, where partners' files tell of it."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import policy
from oneplan.web.data.models import Published
from oneplan.web.people.models import Family
from oneplan.web.site.notices import Notice


def notices(thing: Any, request: Any) -> Iterator[Notice]:
    """The way to what partners' files say, for those who work with the family, once figures are published."""
    if not isinstance(thing, Family) or not Published.objects.exists():
        return
    if policy.decision(Permission.FAMILY_WORK, asker=request.asker, family=thing).allowed:
        link = reverse("family-facts", args=[thing.pk])
        yield Notice("", link=link, link_words="What partners' files say", is_quiet=True)
