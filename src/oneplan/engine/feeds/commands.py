"""The commands `oneplan feeds propose` and `oneplan feeds check`; what they do is in looking.py."""

import argparse
from pathlib import Path
from typing import Any


def add_to(commands: Any) -> Any:
    """Add the commands, and return where others of the same name are added."""
    feeds = commands.add_parser("feeds", help="partners' files: propose a profile, check, load, correct, withdraw")
    what = feeds.add_subparsers(required=True, metavar="what")
    propose = what.add_parser("propose", help="say what a first file seems to be, and write a profile for it")
    propose.add_argument("file", type=Path, metavar="FILE")
    propose.add_argument("--partner", default="the partner's name", help="who sent it")
    propose.add_argument("--out", type=Path, metavar="PROFILE", help="where the profile goes (else it is said)")
    takes_a_password(propose)
    propose.add_argument("--json", action="store_true", help="for machines")
    propose.set_defaults(does=_propose)
    check = what.add_parser("check", help="say of every row whether it can be taken; loads nothing")
    check.add_argument("file", type=Path, metavar="FILE")
    check.add_argument("--profile", type=Path, required=True, metavar="P", help="the partner's profile (YAML)")
    check.add_argument("--report", type=Path, metavar="OUT", help="write the rows with their verdicts, for the partner")
    takes_a_password(check)
    check.add_argument("--json", action="store_true", help="for machines")
    check.set_defaults(does=_check)
    return what


def takes_a_password(command: Any) -> None:
    """The password itself is never part of a command: others on the machine can read those."""
    words = "a file whose first line is the password that opens FILE"
    command.add_argument("--password-file", type=Path, metavar="PW", help=words)


def _propose(asked: argparse.Namespace) -> int:
    from oneplan.engine.feeds import looking

    return looking.propose(
        asked.file, partner=asked.partner, out=asked.out, as_json=asked.json, password_in=asked.password_file
    )


def _check(asked: argparse.Namespace) -> int:
    from oneplan.engine.feeds import looking

    return looking.check(
        asked.file, asked.profile, report_to=asked.report, as_json=asked.json, password_in=asked.password_file
    )
