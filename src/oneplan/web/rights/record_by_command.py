"""What the commands of the whole record do. They end with 0 when all is well, with 2 when refused."""

import argparse
import sys

from django.utils import timezone

from oneplan.engine.export import folder
from oneplan.engine.export.folder import CannotExport
from oneplan.web.access.policy import NotAllowed
from oneplan.web.agencies.models import Worker
from oneplan.web.data import by_command
from oneplan.web.data.actions import Cannot
from oneplan.web.rights.actions import record_exports
from oneplan.web.rights.actions.record_exports import CannotTakeOut
from oneplan.web.rights.models import RecordExport
from oneplan.web.rights.reads.record_exports import Line, lines
from oneplan.web.rights.taking_out import to_tell
from oneplan.web.rights.writing_tables import write

FAMILIES_AT_ONCE = 100


def run(name: str, asked: argparse.Namespace) -> int:
    try:
        (export if name == "export" else listed)(asked)
    except (Cannot, CannotExport, CannotTakeOut, NotAllowed) as refusal:
        sys.stderr.write(f"{refusal}\n")
        return by_command.REFUSED
    return by_command.WELL


def export(asked: argparse.Namespace) -> None:
    """The registers of the families say so before the first row is read."""
    by = by_command.worker(asked.account)
    folder.refuse_impossible(asked.out)
    row = record_exports.begin(number=asked.number, by=by, at=timezone.now())
    try:
        told = _told(row, by=by)
        tell = (lambda _line: None) if asked.json else (lambda line: by_command.say(asked, line, None))
        made = write(
            to=asked.out, by=by, told=told, title=_title(row), is_lines_too=asked.json_lines, tell=tell
        )  # fmt: skip
    except CannotExport as failure:
        record_exports.break_off(export=row, reason=str(failure), by=by, at=timezone.now())
        raise
    except Exception as failure:  # what it says may hold words of the record
        reason = f"It broke off ({type(failure).__name__}). Nothing was put there."
        record_exports.break_off(export=row, reason=reason, by=by, at=timezone.now())
        raise
    row = record_exports.finish(
        export=row, rows=made.rows, left_out=made.left_out, digest=made.digest, by=by, at=timezone.now()
    )
    line = Line(row)
    by_command.say(asked, f"{line.line}\nIt is in {asked.out}.", line.plain)


def _told(row: RecordExport, *, by: Worker) -> list[int]:
    families = to_tell(by)
    for start in range(0, len(families), FAMILIES_AT_ONCE):
        some = families[start : start + FAMILIES_AT_ONCE]
        record_exports.tell_registers(export=row, families=some, by=by, at=timezone.now())
    return families


def _title(row: RecordExport) -> str:
    return f"The whole record, taken out as number {row.pk} on {timezone.localdate():%-d %B %Y}"


def listed(asked: argparse.Namespace) -> None:
    found = lines()
    words = "\n".join(each.line for each in found) or "Nobody has asked to take the whole record out."
    by_command.say(asked, words, [each.plain for each in found])
