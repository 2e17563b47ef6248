"""A feed of attendance by term from the education service, its agreement, and files that came."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.db.models import Model, QuerySet

from oneplan.engine.runs import files
from oneplan.engine.runs import run as engine_run
from oneplan.rulebook.sharing.policy import Role
from oneplan.web.agencies.actions import agreements
from oneplan.web.agencies.actions.agreements import AgreementWords
from oneplan.web.agencies.models import Agency, SharingAgreement, Worker
from oneplan.web.data import working
from oneplan.web.data.actions import feeds, loads, runs
from oneplan.web.data.actions.feeds import FeedWords
from oneplan.web.data.models import Feed, Load, Published, Run
from tests.engine.feeds.attendance import HEADER, PROFILE

BEGAN = date(2026, 1, 5)
CATEGORIES = ("school", "basics", "address")


def data_manager(cast: Any) -> Worker:
    worker: Worker = cast.others[Role.DATA_MANAGER.value]
    return worker


def agreed(cast: Any, *, at: datetime, categories: Sequence[str] = CATEGORIES, title: str = "") -> SharingAgreement:
    partner, _ = Agency.objects.get_or_create(name="Sallowdale education", defaults={"sector": "education"})
    says = AgreementWords(
        title or "School data for Family Help", "to help families early", "public_task", (partner,), tuple(categories),
        cast.maya, BEGAN,
    )  # fmt: skip
    return agreements.make(says=says, by=cast.others[Role.ADMINISTRATOR.value], at=at)


def said(cast: Any, agreement: SharingAgreement, **other: Any) -> FeedWords:
    words: dict[str, Any] = {
        "title": "Attendance by term", "partner": Agency.objects.get(name="Sallowdale education"),
        "agreement": agreement, "owner": data_manager(cast), "deputy": cast.maya, "every_days": 30, "began_on": BEGAN,
    }  # fmt: skip
    return FeedWords(**(words | other))


def feed(cast: Any, *, at: datetime, profile: Mapping[str, Any] = PROFILE) -> Feed:
    agreement = agreed(cast, at=at)
    return feeds.add(name="attendance", says=said(cast, agreement), profile=profile, by=data_manager(cast), at=at)


def text(*rows: Sequence[str], header: Sequence[str] = HEADER) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *rows])
    return out.getvalue().encode()


def came(to: Feed, content: bytes, *, by: Worker, at: datetime, name: str = "attendance.csv") -> Load:
    """A file came and was checked."""
    kept = files.keep(working.store().folder, [content])
    load = loads.receive(feed=to, file=kept, name=name, way=Load.Way.COMMAND, by=by, at=at)
    return working.check(Load.objects.select_related("feed__agreement", "file", "profile__feed").get(pk=load.pk))


def values() -> list[float]:
    """What the facts that hold say."""
    told = engine_run.manifest(working.store(), Published.objects.get().run.label)
    found = [
        row for path in engine_run.facts(working.store(), told, "facts") for row in pq.read_table(path).to_pylist()
    ]
    return sorted(row["value"] for row in found if row["known_until"] is None)


def ran(by: Any, at: datetime) -> Run:
    run = runs.ask(by=by, at=at)
    working.once_over()
    run.refresh_from_db()
    return run


def locks(monkeypatch: pytest.MonkeyPatch) -> list[type[Model]]:
    """The models of which rows are locked from now on: whoever comes second waits until the first is done."""
    found: list[type[Model]] = []
    real: Any = QuerySet.select_for_update

    def locked(rows: QuerySet[Any], **how: Any) -> Any:
        found.append(rows.model)
        return real(rows, **how)

    monkeypatch.setattr(QuerySet, "select_for_update", locked)
    return found
