"""Reads the YAML files that stand beside the code."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

# The C loader reads the name lists ten times faster; it is missing where libyaml is.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def table(name: str) -> dict[Any, Any]:
    """The whole of `<name>.yaml`; callers must not change it."""
    text = (Path(__file__).parent / f"{name}.yaml").read_text(encoding="utf-8")
    loaded = yaml.load(text, Loader=LOADER)  # noqa: S506 - a safe loader, only named through a variable
    if not isinstance(loaded, dict):
        raise TypeError(f"{name}.yaml must hold a mapping")
    return loaded
