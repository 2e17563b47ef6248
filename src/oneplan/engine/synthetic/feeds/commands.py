"""The command `oneplan synthetic feeds`; what it does is in make.py."""

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

CANNOT = 2
MOST_YEARS = 10


def add_to(commands: Any) -> None:
    synthetic = commands.add_parser("synthetic", help="invented data: nobody in it lives anywhere")
    what = synthetic.add_subparsers(required=True, metavar="what")
    feeds = what.add_parser("feeds", help="partners' files of an invented area, faults and all, and the truth beside")
    feeds.add_argument("--people", type=int, required=True, metavar="N", help="how many people live in the area")
    feeds.add_argument("--seed", type=int, default=1, metavar="S", help="the same seed and day make the same files")
    feeds.add_argument("--out", type=Path, required=True, metavar="DIR", help="an empty folder, or one not there yet")
    feeds.add_argument("--today", type=date.fromisoformat, default=None, metavar="DAY", help="like 2026-11-02")
    feeds.add_argument("--years", type=int, default=0, metavar="Y", help="files that tell of so many years at once")
    feeds.add_argument("--helped", type=int, default=0, metavar="F", help="the first F families were helped")
    feeds.add_argument("--only", action="append", default=[], metavar="KIND", help="this kind of feed; may be repeated")
    feeds.add_argument("--json", action="store_true", help="for machines")
    feeds.set_defaults(does=_feeds)


def _feeds(asked: argparse.Namespace) -> int:
    from oneplan.engine.feeds.contract.kinds import kinds
    from oneplan.engine.synthetic.feeds import make

    if asked.people < 1:
        return _refused("--people has to be 1 or more.")
    if not 0 <= asked.years <= MOST_YEARS:
        return _refused(f"--years has to be 0, for files as they usually come, or up to {MOST_YEARS}.")
    if asked.helped < 0:
        return _refused("--helped has to be 0 or more.")
    if unknown := sorted(set(asked.only) - set(kinds())):
        return _refused(f"There is no kind of feed “{unknown[0]}”. There are: {', '.join(kinds())}.")
    today = asked.today or date.today()  # noqa: DTZ011
    try:
        wanted = make.Wanted(asked.people, asked.seed, today, asked.years, asked.helped, tuple(asked.only))
        made = make.make(asked.out, wanted, say=_say)
    except (make.NotEmpty, OSError) as refusal:
        return _refused(str(refusal))
    files = sum(len(each.files) for each in made)
    rows = sum(file.rows for each in made for file in each.files)
    if asked.json:
        sys.stdout.write(json.dumps({"feeds": len(made), "files": files, "rows": rows, "out": str(asked.out)}) + "\n")
    else:
        sys.stdout.write(f"{files} files of {len(made)} feeds, {rows:,} rows, in {asked.out}.\n")
    return 0


def _say(words: str) -> None:
    sys.stderr.write(f"… {words}\n")


def _refused(words: str) -> int:
    sys.stderr.write(f"{words}\n")
    return CANNOT
