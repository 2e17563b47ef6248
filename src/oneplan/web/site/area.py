"""Load the area's starting lists; what an administrator changed since stays as it is."""

from pathlib import Path
from typing import Any

import yaml
from django.core.cache import cache
from django.db import transaction

from oneplan.web.site.models import AreaListItem

PACK = Path(__file__).resolve().parents[4] / "area"


@transaction.atomic
def load_lists(path: Path = PACK / "lists.yaml") -> int:
    """Add the entries that are not there yet; return how many were added."""
    # the quick reader: every test begins with these lists
    pack = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    known = set(AreaListItem.objects.values_list("list_name", "code"))
    made = [
        _item(name, entry, position=position, pack=pack)
        for name, entries in pack["lists"].items()
        for position, entry in enumerate(entries)
        if (name, entry["code"]) not in known
    ]
    AreaListItem.objects.bulk_create(made)
    cache.clear()
    return len(made)


def _item(name: str, entry: dict[str, Any], *, position: int, pack: dict[str, Any]) -> AreaListItem:
    return AreaListItem(
        list_name=name,
        code=entry["code"],
        name=entry["name"],
        description=entry.get("description", ""),
        marks=entry.get("marks", {}),
        position=position,
        valid_from=pack["valid_from"],
    )
