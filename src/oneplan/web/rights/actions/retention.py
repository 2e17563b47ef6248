"""Remove what is no longer kept, batch by batch. The audit chain keeps how much went by which rule, never what."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy
from oneplan.web.rights import declared, removing, sealing
from oneplan.web.rights.actions.holds import areas_own
from oneplan.web.rights.models import Pack, RetentionRun, Tombstone
from oneplan.web.rights.reads import due
from oneplan.web.site.actions import action

FAMILIES_A_BATCH = 20
ROWS_A_BATCH = 500
Progress = Callable[[int, int], None]


class CannotRemoveNow(Exception):
    """The text is written for the administrator."""


@action
def begin(*, day: date, by: Any, at: datetime) -> RetentionRun:
    """Start a run for a day, or go on with the one that was stopped."""
    policy.require(Permission.RETENTION_RUN, by=by)
    if (stopped := RetentionRun.objects.filter(finished_at=None).order_by("-started_at").first()) is not None:
        audit.record("retention_gone_on", about=stopped, by=by, at=at)
        return stopped
    run = RetentionRun.objects.create(day=day, started_at=at, by=by)
    audit.record("retention_begun", about=run, by=by, at=at, day=day.isoformat())
    return run


@action
def remove_families(*, run: RetentionRun, families: Sequence[int], by: Any, at: datetime) -> Counter[str]:
    """Remove one batch of families; those that may not go any more at this moment stay."""
    policy.require(Permission.RETENTION_RUN, by=by)
    over = due.still_due(families, day=run.day)
    if not over:
        return Counter()
    try:
        counts, people = removing.with_families({each.family for each in over})
    except removing.CannotRemove as fault:
        raise CannotRemoveNow(f"Nothing of this batch was removed. {fault}") from fault
    stones = [("people.family", each.family, each.rule, each.due_on) for each in over]
    last = max(each.due_on for each in over)
    stones += [("people.person", person, due.FAMILY, last) for person in sorted(people)]
    Tombstone.objects.bulk_create(
        [Tombstone(run=run, thing_type=kind, thing_id=str(pk), rule=rule, due_on=on, at=at)
         for kind, pk, rule, on in stones],
        ignore_conflicts=True,
    )  # fmt: skip
    _batch(run, counts, by=by, at=at, families=[each.family for each in over], people=sorted(people))
    return counts


@action
def remove_people(*, run: RetentionRun, by: Any, at: datetime) -> Counter[str]:
    """Remove one batch of people who are in no family."""
    policy.require(Permission.RETENTION_RUN, by=by)
    rows = due.lonely_people(day=run.day, own=areas_own(on=run.day))
    people = removing.whom_nobody_needs(set(rows.values_list("pk", flat=True)))[:ROWS_A_BATCH]
    if not people:
        return Counter()
    counts = removing.with_people(set(people))
    Tombstone.objects.bulk_create(
        [Tombstone(run=run, thing_type="people.person", thing_id=str(pk), rule=due.REQUEST, due_on=run.day, at=at)
         for pk in people],
        ignore_conflicts=True,
    )  # fmt: skip
    _batch(run, counts, by=by, at=at, people=people, rule=due.REQUEST)
    return counts


@action
def remove_rows(*, run: RetentionRun, label: str, by: Any, at: datetime) -> Counter[str]:
    """Remove one batch of the rows of a model whose own clock has run out."""
    policy.require(Permission.RETENTION_RUN, by=by)
    said = declared.declared()[label]
    rows = due.clock_rows(said, day=run.day, own=areas_own(on=run.day))
    pks = list(rows.order_by("pk").values_list("pk", flat=True)[:ROWS_A_BATCH])
    if not pks:
        return Counter()
    files = list(Pack.objects.filter(request__in=pks).values_list("pk", flat=True)) if "RightsRequest" in label else []
    counts = removing.rows_of(said, pks)
    transaction.on_commit(lambda: sealing.remove_all(files))
    _batch(run, counts, by=by, at=at, model=label, rule=said.clock_rule)
    return counts


@action
def remove_packs(*, run: RetentionRun, by: Any, at: datetime) -> Counter[str]:
    """Take away the files of packs whose time is over; their digests stay."""
    policy.require(Permission.RETENTION_RUN, by=by)
    rows = due.packs_over(day=run.day, own=areas_own(on=run.day))
    pks = list(rows.order_by("pk").values_list("pk", flat=True)[:ROWS_A_BATCH])
    if not pks:
        return Counter()
    Pack.objects.filter(pk__in=pks).update(is_removed=True)
    transaction.on_commit(lambda: sealing.remove_all(pks))
    counts = Counter({"rights.Pack": len(pks)})
    _batch(run, counts, by=by, at=at, model="rights.Pack", rule="packs")
    return counts


@action
def finish(*, run: RetentionRun, by: Any, at: datetime) -> None:
    policy.require(Permission.RETENTION_RUN, by=by)
    RetentionRun.objects.filter(pk=run.pk).update(finished_at=at)
    audit.record("retention_finished", about=run, by=by, at=at, batches=run.number_of_batches)


def _batch(run: RetentionRun, counts: Counter[str], *, by: Any, at: datetime, **payload: Any) -> None:
    total = Counter(run.counts) + counts
    run.counts, run.number_of_batches = dict(sorted(total.items())), run.number_of_batches + 1
    run.save(update_fields=["counts", "number_of_batches"])
    how_many = [audit.Sealed(f"{label} {number}") for label, number in sorted(counts.items())]
    said = {name: audit.Sealed(value) if isinstance(value, str) else value for name, value in payload.items()}
    audit.record("retention_batch", about=run, by=by, at=at, counts=how_many, **said)
