"""`oneplan record export | list`: the whole record taken out as tables, once somebody else has agreed."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any


def add_to(commands: Any) -> None:
    record = commands.add_parser("record", help="take the whole record out as tables, in open formats")
    what = record.add_subparsers(required=True, metavar="what")
    export = what.add_parser("export", help="write what was asked for and agreed on the page “The whole record”")
    export.add_argument("number", type=int, help="its number there")
    export.add_argument("--out", type=Path, required=True, metavar="DIR", help="an empty folder, or none yet")
    export.add_argument("--json-lines", action="store_true", help="the tables as JSON lines too")
    export.add_argument("--as", dest="account", required=True, metavar="NAME", help="the account of whoever asked")
    export.add_argument("--json", action="store_true", help="for machines")
    export.set_defaults(does=_call("export"))
    listed = what.add_parser("list", help="what was asked for, agreed and taken out, the newest first")
    listed.add_argument("--json", action="store_true", help="for machines")
    listed.set_defaults(does=_call("listed"))


def _call(name: str) -> Callable[[argparse.Namespace], int]:
    def does(asked: argparse.Namespace) -> int:
        import django

        django.setup()
        from oneplan.web.rights import record_by_command

        return record_by_command.run(name, asked)

    return does
