"""An export from beginning to end: written down, made beside its place, put there, written down again."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import IO, Any, TypeVar

from django.conf import settings
from django.db import Error, connection, transaction
from django.utils import timezone

from oneplan.engine.export import folder, into, published, write, zipped
from oneplan.engine.export.declared import audiences
from oneplan.engine.export.folder import CannotExport
from oneplan.engine.export.published import Published
from oneplan.engine.export.write import Exported
from oneplan.engine.runs import run as engine_run
from oneplan.web.agencies.models import Worker
from oneplan.web.data import working
from oneplan.web.data.actions import Cannot, exports
from oneplan.web.data.left_out import left_out
from oneplan.web.data.models import Export, Run

NO_POSTGRESQL = (
    "Tables of the database need PostgreSQL, and this installation runs on SQLite. Make files instead: oneplan export "
    "star --out DIR. Power BI reads those as well. Nothing was changed."
)
NOT_TAKEN = (
    "PostgreSQL did not take the tables; those of the export before stand. It says: {}. Run the command as the role "
    "that owns OnePlan's tables, as “oneplan upgrade” is."
)
T = TypeVar("T")
GONE = "What this run made is kept no longer. Start another run, then export its figures."
CHANGED = "Whose figures you get has changed since this file was taken out. Take the figures out once more."


def star(*, to: Path, audience: str, why: str, is_csv_too: bool, by: Worker, at: datetime) -> Export:
    """Raises `Cannot` and `CannotExport`, which say what to do; then nothing was handed over."""
    folder.refuse_full(to)
    row = exports.begin(audience=audience, why=why, is_csv_too=is_csv_too, by=by, at=at)

    def make(*said: Any, **also: Any) -> Exported:
        return write.make(*said, to=to, is_csv_too=is_csv_too, **also)

    made = _made(row, make, by=by)
    return exports.finish(export=row, rows=made.rows, digest=made.digest, by=by, at=timezone.now())


def file(row: Export, *, by: Worker) -> IO[bytes]:
    """The zip of an export that was begun by page, open at its beginning; of one that was made, the same once more.

    Raises `Cannot` and `CannotExport`.
    """

    def make(*said: Any, **also: Any) -> tuple[Exported, IO[bytes]]:
        return zipped.make(*said, name=f"figures-{row.number}", is_csv_too=row.is_csv_too, **also)

    made, handle = _made(row, make, by=by)
    try:
        _write_down(row, made, by=by)
    except BaseException:
        handle.close()
        raise
    return handle


def database(*, audience: str, why: str, by: Worker, at: datetime) -> tuple[Export, Sequence[str]]:
    """Into the schema `figures` of the site's PostgreSQL; return the roles that read it, too.

    Raises `Cannot` and `CannotExport`; then the tables of the export before stand.
    """
    if connection.vendor != "postgresql":
        raise CannotExport(NO_POSTGRESQL)
    row = exports.begin(audience=audience, why=why, way=Export.Way.DATABASE, by=by, at=at)

    def make(*said: Any, title: str, **also: Any) -> tuple[Export, Sequence[str]]:  # noqa: ARG001  no table has one
        try:
            with transaction.atomic(), connection.cursor() as cursor, connection.wrap_database_errors:
                made = into.write(*said, cursor=cursor, **also)
                row_made = exports.finish(
                    export=row, rows=made.exported.rows, digest=made.exported.digest, by=by, at=timezone.now()
                )
                return row_made, made.readers
        except Error as failure:
            raise CannotExport(NOT_TAKEN.format(str(failure).partition("\n")[0].rstrip("."))) from failure

    return _made(row, make, by=by)


def told(run: Run) -> list[Published]:
    """What each feed told in a run. Raises `CannotExport`."""
    try:
        return published.of_run(working.store(), engine_run.manifest(working.store(), run.label))
    except FileNotFoundError as failure:
        raise CannotExport(GONE) from failure


def _made(row: Export, make: Callable[..., T], *, by: Worker) -> T:
    """What `make` made of the run's figures; a failure is written down."""
    try:
        return make(
            told(row.run),
            audiences()[row.audience],
            title=f"Figures of run {row.run.number}, export {row.number}, {timezone.localdate(row.asked_at):%-d %B %Y}",
            secret=settings.EXPORT_KEY,
            without=left_out(row.audience, by=by),
        )
    except (CannotExport, FileNotFoundError) as failure:
        reason = str(failure) if isinstance(failure, CannotExport) else GONE
        if row.state == Export.State.BEGUN:
            exports.break_off(export=row, reason=reason, by=by, at=timezone.now())
        raise CannotExport(reason) from failure


def _write_down(row: Export, made: Exported, *, by: Worker) -> None:
    """A second click comes while the first one is at it, or after: what is handed over is what is written down."""
    try:
        exports.finish(export=row, rows=made.rows, digest=made.digest, by=by, at=timezone.now())
    except Cannot:
        row.refresh_from_db()
        if (row.state, row.digest) != (Export.State.MADE, made.digest):
            raise CannotExport(CHANGED) from None
