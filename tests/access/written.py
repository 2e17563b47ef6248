"""Did anything reach the tables? What was written is watched; whether it stayed is told by a digest of every row."""

import contextlib
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.db import connection, transaction

WRITES = ("INSERT", "UPDATE", "DELETE")
# What every signed-in request keeps of itself: its session, what it was shown, evidence of being refused.
OF_THE_SESSION = {
    "django_session", "access_opensession", "access_signintry", "access_trycount", "access_viewbatch",
    "access_chainhead", "access_refusedpage",
}  # fmt: skip


@contextlib.contextmanager
def watched() -> Iterator[list[str]]:
    """The statements that wrote, one after another."""
    found: list[str] = []

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(WRITES) and not any(f'"{name}"' in sql for name in OF_THE_SESSION):
            found.append(sql[:120])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield found


def digest() -> str:
    total = sha256()
    for model in sorted(apps.get_models(), key=lambda each: each._meta.db_table):
        if model._meta.db_table in OF_THE_SESSION or not model._meta.managed:
            continue
        for row in model._default_manager.order_by("pk").values_list():
            total.update(repr(row).encode())
    return total.hexdigest()


def stays_unwritten(attempt: Callable[[], Any]) -> str:
    """Try it, take it back; say what was written and stayed, empty when nothing did."""
    with transaction.atomic():
        with watched() as statements:
            attempt()
        transaction.set_rollback(True)
    if not statements:
        return ""
    with transaction.atomic():
        before = digest()
        attempt()
        after = digest()
        transaction.set_rollback(True)
    return "" if before == after else "; ".join(statements)
