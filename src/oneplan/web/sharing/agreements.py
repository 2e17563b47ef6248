"""Which kinds of information an agency may get under a written sharing agreement; the room of agencies keeps them."""

from collections.abc import Callable, Iterable
from datetime import date

from oneplan.rulebook.sharing.categories import Category
from oneplan.web.agencies.models import Agency

Lookup = Callable[[Agency, date], Iterable[str]]
_lookup: list[Lookup] = []


def register(lookup: Lookup) -> None:
    _lookup[:] = [lookup]


def covered_for(agency: Agency, *, on: date) -> set[Category]:
    return {Category(code) for lookup in _lookup for code in lookup(agency, on)}
