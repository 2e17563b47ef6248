"""The whole record taken out while others go on saving: everything stands as it stood at one moment."""

import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.db import connection
from django.utils import timezone

from oneplan.web.people.models import Family
from oneplan.web.rights import taking_out, writing_tables
from oneplan.web.rights.writing_tables import write
from tests.cast import Cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.requirement("R320")]


def meanwhile(does: Callable[[], Any]) -> None:
    """Do it by a connection of its own, and wait for it."""

    def run() -> None:
        try:
            does()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


def test_what_is_saved_meanwhile_is_not_in_it(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dana, before = cast.others["data_manager"], cast.family.name
    told = taking_out.to_tell(dana)
    written = writing_tables._table
    saved: list[datetime] = []

    def others_save() -> None:
        Family.objects.filter(pk=cast.family.pk).update(name="A name of later")
        Family.objects.create(name="A family of later", made_at=timezone.now())

    def first_then_others(table: taking_out.Table, *given: Any, **also: Any) -> int:
        if table.model is Family and not saved:
            saved.append(timezone.now())
            meanwhile(others_save)
        return written(table, *given, **also)

    monkeypatch.setattr(writing_tables, "_table", first_then_others)
    write(to=tmp_path / "record", by=dana, told=told, title="All", is_lines_too=False, tell=lambda _line: None)
    names = [each["name"] for each in pq.read_table(tmp_path / "record" / "people_family.parquet").to_pylist()]
    assert saved
    assert names == [before]
    assert Family.objects.filter(name="A name of later").exists()
    assert not connection.in_atomic_block
    Family.objects.create(name="Saved after it", made_at=timezone.now())  # the connection is as it was
