"""`oneplan feeds add | load | withdraw | status`, `oneplan run start | list | resume | stop | publish`.

They end with 0 when all is well; 1: rows were set aside, or the run is held; 2: refused, and nothing was changed.
"""

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from oneplan.engine.feeds.commands import takes_a_password


def add_to_feeds(what: Any) -> None:
    add = what.add_parser("add", help="begin a feed: whose it is, under which agreement, read by which profile")
    add.add_argument(
        "profile", type=Path, metavar="PROFILE", help="the partner's profile (YAML); its name is the feed's"
    )
    add.add_argument("--agreement", required=True, metavar="TITLE", help="the agreement on sharing, as it is called")
    add.add_argument("--title", default="", help="what the feed is called on pages")
    add.add_argument("--every", type=int, required=True, metavar="DAYS", help="the usual days between two files")
    add.add_argument("--began", type=date.fromisoformat, metavar="DAY", help="since when files are expected (today)")
    add.add_argument("--deputy", default="", metavar="NAME", help="which colleague is told of alarms as well")
    _who(add)
    add.set_defaults(does=_call("add"))
    load = what.add_parser("load", help="take a file in and check it; a file that came before is recognised")
    load.add_argument("file", type=Path, metavar="FILE")
    takes_a_password(load)
    load.add_argument("--profile", required=True, metavar="P", help="the feed's name, or the profile it was added by")
    _who(load)
    load.set_defaults(does=_call("load"))
    withdraw = what.add_parser("withdraw", help="take a wrong file back: the next run is made without it")
    withdraw.add_argument("load", metavar="LOAD", help="feed and number, like attendance:3")
    withdraw.add_argument("--why", required=True)
    _who(withdraw)
    withdraw.set_defaults(does=_call("withdraw"))
    status = what.add_parser("status", help="how every feed is: on time, late, stopped")
    status.add_argument("--json", action="store_true", help="for machines")
    status.set_defaults(does=_call("status"))


def add_to(commands: Any) -> None:
    run = commands.add_parser("run", help="from partners' files to published facts, in numbered runs")
    what = run.add_subparsers(required=True, metavar="what")
    listed = what.add_parser("list", help="every run, the newest first, and which one's figures hold")
    listed.add_argument("--json", action="store_true", help="for machines")
    listed.set_defaults(does=_call("list_runs"))
    start = what.add_parser("start", help="check what waits, and make a run of everything that stands")
    _who(start)
    start.set_defaults(does=_call("start"))
    for name, words in (("resume", "go on where it stopped"), ("stop", "stop after what it does just now"),
                        ("publish", "let its figures hold")):  # fmt: skip
        one = what.add_parser(name, help=words)
        one.add_argument("number", type=int, metavar="N")
        _who(one)
        one.set_defaults(does=_call(name))
    work = what.add_parser("work", help="do what waits, until stopped: part of “oneplan serve”")
    work.set_defaults(does=_call("work"))


def _who(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as", dest="account", required=True, metavar="NAME", help="the data manager's account")
    parser.add_argument("--json", action="store_true", help="for machines")


def _call(name: str) -> Callable[[argparse.Namespace], int]:
    def does(asked: argparse.Namespace) -> int:
        import django

        django.setup()
        from oneplan.web.data import by_command

        return by_command.run(name, asked)

    return does
