"""The area's own lists: what it calls its levels, needs, reasons. Codes are kept, names may change."""

from datetime import date
from typing import Any

from django.core.cache import cache
from django.db.models import Q
from django.utils import timezone

from oneplan.web.site.models import AreaListItem

_SECONDS = 30


def items(list_name: str, *, on: date | None = None) -> list[AreaListItem]:
    """Entries in force on a day, in the area's order."""
    day = on or timezone.localdate()
    return list(
        AreaListItem.objects.filter(Q(valid_to=None) | Q(valid_to__gt=day), list_name=list_name, valid_from__lte=day)
        .order_by("position", "name")
        .all()
    )


def choices(list_name: str, *, on: date | None = None) -> list[tuple[str, str]]:
    return [(item.code, item.name) for item in items(list_name, on=on)]


def name_of(list_name: str, code: str) -> str:
    """The newest name for a code; the code itself in plain letters when the area never listed it."""
    names: dict[str, str] | None = cache.get(f"list-names:{list_name}")
    if names is None:
        names = _names(list_name)
        cache.set(f"list-names:{list_name}", names, _SECONDS)
    return names.get(code) or code.replace("_", " ").replace("-", " ")


def marks_of(list_name: str, code: str) -> dict[str, Any]:
    """What the area marked the entry with, newest first; nothing for a code it never listed."""
    marks: dict[str, dict[str, Any]] | None = cache.get(f"list-marks:{list_name}")
    if marks is None:
        rows = AreaListItem.objects.filter(list_name=list_name).order_by("valid_from").values_list("code", "marks")
        marks = dict(rows)
        cache.set(f"list-marks:{list_name}", marks, _SECONDS)
    return marks.get(code) or {}


def marked(list_name: str, mark: str) -> set[str]:
    """Codes that carry a mark, or carried it on any day."""
    codes: set[str] | None = cache.get(f"list-marks:{list_name}:{mark}")
    if codes is None:
        rows = AreaListItem.objects.filter(list_name=list_name).values_list("code", "marks")
        codes = {code for code, marks in rows if marks.get(mark)}
        cache.set(f"list-marks:{list_name}:{mark}", codes, _SECONDS)
    return codes


def _names(list_name: str) -> dict[str, str]:
    rows = AreaListItem.objects.filter(list_name=list_name).order_by("valid_from").values_list("code", "name")
    return dict(rows)
