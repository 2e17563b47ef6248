"""What a value of a column can be. A file here is a type; a new one is found by being here."""

import pkgutil
from functools import cache
from importlib import import_module

from oneplan.engine.feeds.types.shape import Options, Type

__all__ = ["Options", "Type", "types"]


@cache
def types() -> dict[str, Type]:
    """Every type by its name."""
    found = [import_module(f"{__name__}.{each.name}") for each in pkgutil.iter_modules(__path__)]
    return {each.TYPE.name: each.TYPE for each in found if hasattr(each, "TYPE")}
