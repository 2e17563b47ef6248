"""Numbers that are sealed: which, how they are found all the same, and how they read to whom."""

import hashlib
import hmac
from collections.abc import Iterable

from django.conf import settings

from oneplan.web.people.models import Identifier
from oneplan.web.site import lists

SEALED = "sealed"  # the mark in the area's list "identifier"
KEPT_SAFE = "kept sealed"


def sealed_schemes() -> set[str]:
    """Schemes the area marks as sealed, or ever marked: what was sealed stays sealed."""
    return lists.marked("identifier", SEALED)


def searched_as(scheme: str, plain: str) -> str:
    """What stands in the column that is searched: the number, or what stands for it."""
    return digest(scheme, plain) if scheme in sealed_schemes() else plain


def digest(scheme: str, plain: str) -> str:
    """The same for the same number and key; it cannot be turned back without trying every number with the key."""
    made = hmac.new(settings.SEARCH_KEY.encode(), f"{scheme}\n{plain}".encode(), hashlib.sha256)
    return f"{SEALED}:{made.hexdigest()[:40]}"


def each_searched_as(numbers: Iterable[str]) -> list[str]:
    """Everything under which one of the numbers may be kept."""
    schemes = sealed_schemes()
    found = [(number, *(digest(scheme, number) for scheme in schemes)) for number in numbers]
    return [each for several in found for each in several]


def fill(row: Identifier, value: str, plain: str) -> Identifier:
    """Set the number, openly or sealed, as its scheme wants it."""
    is_sealed = row.scheme in sealed_schemes()
    row.value, row.sealed_value = ("", value) if is_sealed else (value, "")
    row.plain = digest(row.scheme, plain) if is_sealed else plain
    return row


def shown(row: Identifier, *, may_see: bool) -> str:
    return row.number if may_see or not row.is_sealed else KEPT_SAFE
