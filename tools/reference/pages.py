"""Which pages are generated, and the notice each of them begins with."""

import os
from collections.abc import Callable

import django

from tools.reference import (
    addresses,
    asvs,
    checks,
    events,
    feeds,
    lists,
    permissions,
    requirements,
    settings,
    star,
    value_models,
)
from tools.steps import ROOT

FOLDER = ROOT / "docs/reference"
NOTICE = "*Written by `make reference`; do not change it by hand.*"
MAKERS: dict[str, Callable[[], str]] = {
    "addresses.md": addresses.page,
    "asvs.md": asvs.page,
    "checks.md": checks.page,
    "events.md": events.page,
    "feeds.md": feeds.page,
    "lists.md": lists.page,
    "permissions.md": permissions.page,
    "requirements.md": requirements.page,
    "settings.md": settings.page,
    "star-schema.md": star.page,
    "value-models.md": value_models.page,
}


def made() -> dict[str, str]:
    """Return each page's name and text as the code is now."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oneplan.web.site.settings")
    django.setup()
    return {name: _with_notice(maker()) for name, maker in MAKERS.items()}


def _with_notice(text: str) -> str:
    title, _, rest = text.strip().partition("\n")
    return f"{title}\n\n{NOTICE}\n{rest}\n"
