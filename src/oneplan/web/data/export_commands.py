"""`oneplan export star | database | list`. They end with 0 when all is well, with 2 when refused: nothing left then."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any


def add_to(commands: Any) -> None:
    export = commands.add_parser("export", help="let published figures go, in open formats, and see what left")
    what = export.add_subparsers(required=True, metavar="what")
    star = what.add_parser("star", help="tidy tables (Parquet) of the figures that hold, for one audience")
    star.add_argument("--out", type=Path, required=True, metavar="DIR", help="a folder that is empty or not there yet")
    star.add_argument("--csv", action="store_true", help="the same tables as CSV too, in the folder csv")
    database = what.add_parser("database", help="the same tables into PostgreSQL, in place of those of that audience")
    for each, name in ((star, "star"), (database, "database")):
        each.add_argument("--audience", required=True, metavar="NAME", help="who gets them: analysts, evaluators, area")
        each.add_argument("--why", required=True, help="what it is for; stands in the list of what left the area")
        each.add_argument("--as", dest="account", required=True, metavar="NAME", help="the data manager's account")
        each.add_argument("--json", action="store_true", help="for machines")
        each.set_defaults(does=_call(name))
    listed = what.add_parser("list", help="what left the area, the newest first")
    listed.add_argument("--json", action="store_true", help="for machines")
    listed.set_defaults(does=_call("listed"))


def _call(name: str) -> Callable[[argparse.Namespace], int]:
    def does(asked: argparse.Namespace) -> int:
        import django

        django.setup()
        from oneplan.web.data import export_by_command

        return export_by_command.run(name, asked)

    return does
