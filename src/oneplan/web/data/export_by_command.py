"""What the export commands do, as the data manager whose account is named."""

import argparse
import sys

from django.utils import timezone

from oneplan.engine.export.folder import CannotExport
from oneplan.web.access.policy import NotAllowed
from oneplan.web.data import by_command, exporting
from oneplan.web.data.actions import Cannot
from oneplan.web.data.reads import exports
from oneplan.web.data.reads.exports import ExportLine


def run(name: str, asked: argparse.Namespace) -> int:
    try:
        DOES[name](asked)
    except (Cannot, CannotExport, NotAllowed) as refusal:
        sys.stderr.write(f"{refusal}\n")
        return by_command.REFUSED
    return by_command.WELL


def star(asked: argparse.Namespace) -> None:
    row = exporting.star(
        to=asked.out, audience=asked.audience, why=asked.why, is_csv_too=asked.csv,
        by=by_command.worker(asked.account), at=timezone.now(),
    )  # fmt: skip
    line = ExportLine(row)
    tables = "\n".join(f"  {rows:>10,}  {name}" for name, rows in line.tables)
    by_command.say(asked, f"{tables}\n{line.line}\nIt is in {asked.out}.", line.plain)


def database(asked: argparse.Namespace) -> None:
    row, readers = exporting.database(
        audience=asked.audience, why=asked.why, by=by_command.worker(asked.account), at=timezone.now()
    )
    line = ExportLine(row)
    tables = "\n".join(f"  {rows:>10,}  figures.{name}" for name, rows in line.tables)
    who = f"It is read by: {', '.join(readers)}." if readers else "No role reads it yet: name one in figures.reader."
    by_command.say(asked, f"{tables}\n{line.line}\n{who}", {**line.plain, "readers": readers})


def listed(asked: argparse.Namespace) -> None:
    found = exports.lines()
    words = "\n".join(each.line for each in found) or "Nothing has left the area yet."
    by_command.say(asked, words, [each.plain for each in found])


DOES = {"star": star, "database": database, "listed": listed}
