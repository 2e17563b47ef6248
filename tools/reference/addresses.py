"""Every address of the site, its name in the code and the permission it asks for."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from oneplan.rulebook.sharing.policy import PERMISSION_WORDS
from tools.reference.tables import table


def page() -> str:
    return "\n".join(
        [
            "# Addresses",
            "",
            "`<family:pk>` is printed as F-1042, `<person:pk>` as P-100007, `<request:pk>` as R-10003. The permission",
            "lets a role in at the door; the page then decides about the one family it shows",
            "([who may do what](permissions.md)).",
            "",
            table(("address", "name", "permission", "lets you"), _rows(get_resolver())),
        ]
    )


def _rows(resolver: URLResolver, before: str = "/") -> Iterator[tuple[str, str, str, str]]:
    for each in resolver.url_patterns:
        address = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _rows(each, address)
        else:
            yield _row(each, address)


def _row(pattern: URLPattern, address: str) -> tuple[str, str, str, str]:
    permission = getattr(pattern.callback, "permission", None)
    if permission is None:
        return f"`{address}`", f"`{pattern.name}`", "none: open to anybody", ""
    return f"`{address}`", f"`{pattern.name}`", f"`{permission.value}`", PERMISSION_WORDS[permission]
