"""One data set with something on every page: built through the actions, on top of the cast."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from oneplan.web.access.models import Account
from oneplan.web.agencies.models import Worker
from oneplan.web.sharing import notices
from oneplan.web.site import area
from tests.cast import Cast, make_cast
from tests.pages.rich_agencies import add_agencies
from tests.pages.rich_data import add_data
from tests.pages.rich_people import add_people
from tests.pages.rich_requests import add_requests
from tests.pages.rich_rights import add_rights
from tests.pages.rich_sharing import add_sharing
from tests.pages.rich_signing import add_signing
from tests.pages.rich_value import add_value
from tests.pages.rich_work import add_work

PASSWORD = "one family one plan"


class _Rich(SimpleNamespace):
    """A name means one thing: a second one by the same name would be asked for in its place."""

    def __setattr__(self, name: str, value: Any) -> None:
        if vars(self).get(name, value) != value:
            raise NameError(f"The full data set has a “{name}” already.")
        super().__setattr__(name, value)


def make_rich(*, at: datetime, has_rights: bool = True, has_data: bool = True) -> Any:
    """Names things by attribute: `rich.goal`, `rich.cast.priya`; without `has_rights` nothing is held or asked.

    Without `has_data` no partner sends anything.
    """
    area.load_lists()
    notices.load(at=at)
    rich = _Rich(cast=make_cast(), at=at)
    earlier = at - timedelta(hours=3)
    add_people(rich, rich.cast, at=earlier)
    add_work(rich, rich.cast, at=earlier)
    add_requests(rich, rich.cast, at=earlier)
    add_sharing(rich, rich.cast, at=earlier)
    add_signing(rich, rich.cast, at=earlier)
    add_agencies(rich, rich.cast, at=earlier)
    add_value(rich, rich.cast, at=at)
    if has_rights:
        add_rights(rich, rich.cast, at=at)
    if has_data:
        add_data(rich, rich.cast, at=at)
    return rich


def give_password(who: Worker) -> str:
    """Let `who` sign in by the page; return the name to type."""
    account = Account.objects.get(worker=who)
    account.set_password(PASSWORD)
    account.save()
    return account.name


__all__ = ["PASSWORD", "Cast", "give_password", "make_rich"]
