"""An export from beginning to end: written down, made beside its place, put there, written down again."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from oneplan.engine.export import folder, published, write
from oneplan.engine.export.declared import audiences
from oneplan.engine.export.folder import CannotExport
from oneplan.engine.runs import run as engine_run
from oneplan.web.agencies.models import Worker
from oneplan.web.data import working
from oneplan.web.data.actions import exports
from oneplan.web.data.models import Export
from oneplan.web.people import identity
from oneplan.web.people.models import Family, Person
from oneplan.web.sharing.reads import shut

GONE = "What this run made is kept no longer. Start another run, then export its figures."


def star(*, to: Path, audience: str, why: str, is_csv_too: bool, by: Worker, at: datetime) -> Export:
    """Raises `Cannot` and `CannotExport`, which say what to do; then nothing was handed over."""
    folder.refuse_full(to)
    row = exports.begin(audience=audience, why=why, by=by, at=at)
    try:
        made = write.make(
            published.of_run(working.store(), engine_run.manifest(working.store(), row.run.label)),
            audiences()[audience],
            to=to,
            title=f"Figures of run {row.run.number}, export {row.number}, {timezone.localdate(at):%-d %B %Y}",
            secret=settings.EXPORT_KEY,
            without=kept_from(by),
            is_csv_too=is_csv_too,
        )
    except (CannotExport, FileNotFoundError) as failure:
        reason = str(failure) if isinstance(failure, CannotExport) else GONE
        exports.break_off(export=row, reason=reason, by=by, at=timezone.now())
        raise CannotExport(reason) from failure
    return exports.finish(export=row, rows=made.rows, digest=made.digest, by=by, at=timezone.now())


def kept_from(worker: Worker) -> set[str]:
    """Numbers of people in families that are the worker's own, or close to them: they export no fact of theirs.

    A run may know somebody by a record that was joined with another one since.
    """
    people = Person.objects.filter(memberships__family__in=Family.objects.filter(shut.tied_to(worker)))
    records = {pk for each in people for pk in identity.record_ids(identity.kept(each))}
    return {each.reference for each in Person.objects.filter(pk__in=records)}
