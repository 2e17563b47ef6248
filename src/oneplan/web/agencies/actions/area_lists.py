"""The area's own lists that this room reads: sectors, localities and the like. Codes never change their meaning."""

from datetime import datetime

from django.core.cache import cache
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy
from oneplan.web.agencies.actions import Cannot
from oneplan.web.agencies.models import Worker
from oneplan.web.site.actions import action
from oneplan.web.site.models import AreaListItem

LISTS = {
    "sector": "Kinds of agency",
    "reach": "Whom an agency is for",
    "locality": "Localities",
    "language": "Languages of workers",
    "skill": "Skills of workers",
    "password_word": "Words that make up no password here",
}


class CannotChangeList(Cannot):
    """The text is written for the worker."""


@action
def add(*, list_name: str, name: str, by: Worker, at: datetime, description: str = "") -> AreaListItem:
    """Add an entry from today; its code is made from the name and stays when the name changes."""
    policy.require(Permission.AREA_CONFIGURE, by=by)
    name, today = name.strip(), timezone.localdate(at)
    _check(list_name, name)
    code = slugify(name).replace("-", "_")[:40]
    if not code or AreaListItem.objects.filter(list_name=list_name, code=code).exists():
        raise CannotChangeList(f"There is, or was, an entry called {name}. Choose another name.")
    last = AreaListItem.objects.filter(list_name=list_name).aggregate(last=Max("position"))["last"] or 0
    item = AreaListItem.objects.create(
        list_name=list_name, code=code, name=name, description=description.strip(), position=last + 1, valid_from=today
    )
    cache.delete(f"list-names:{list_name}")
    audit.record("list_entry_added", about=item, by=by, at=at, list=list_name, code=code)
    return item


@action
def rename(*, item: AreaListItem, name: str, by: Worker, at: datetime, description: str = "") -> AreaListItem:
    """Call an entry differently from today; on days before, it keeps the name it had."""
    policy.require(Permission.AREA_CONFIGURE, by=by)
    name, today = name.strip(), timezone.localdate(at)
    _check(item.list_name, name)
    item = _current(item)
    if item.valid_from == today:
        item.name, item.description = name, description.strip()
        item.save(update_fields=["name", "description"])
        new = item
    else:
        AreaListItem.objects.filter(pk=item.pk).update(valid_to=today)
        new = AreaListItem.objects.create(
            list_name=item.list_name, code=item.code, name=name, description=description.strip(),
            position=item.position, marks=item.marks, valid_from=today,
        )  # fmt: skip
    cache.delete(f"list-names:{item.list_name}")
    audit.record("list_entry_renamed", about=new, by=by, at=at, list=item.list_name, code=item.code)
    return new


@action
def end(*, item: AreaListItem, by: Worker, at: datetime) -> None:
    """Offer an entry no longer from today; what was recorded with it stays readable."""
    policy.require(Permission.AREA_CONFIGURE, by=by)
    _check(item.list_name, item.name)
    item, today = _current(item), timezone.localdate(at)
    if item.valid_from >= today:
        raise CannotChangeList(f"{item.name} begins today. It can be ended from tomorrow on.")
    AreaListItem.objects.filter(pk=item.pk).update(valid_to=today)
    audit.record("list_entry_ended", about=item, by=by, at=at, list=item.list_name, code=item.code)


def _check(list_name: str, name: str) -> None:
    if list_name not in LISTS:
        raise CannotChangeList("This list is not changed here.")
    if not name:
        raise CannotChangeList("Write down what the entry is called.")


def _current(item: AreaListItem) -> AreaListItem:
    fresh = AreaListItem.objects.select_for_update().get(pk=item.pk)
    if fresh.valid_to is not None:
        raise CannotChangeList(f"{fresh.name} was ended or renamed by somebody else meanwhile. Look at the list again.")
    return fresh
