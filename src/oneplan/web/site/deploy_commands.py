"""The commands `oneplan check-deploy` and `oneplan upgrade`."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any


def add_to(commands: Any) -> None:
    check = commands.add_parser("check-deploy", help="score how this installation is set up, each line with what to do")
    check.add_argument("--json", action="store_true", help="say the result as JSON")
    check.set_defaults(does=_check)
    upgrade = commands.add_parser("upgrade", help="back up, bring the tables to this version, verify")
    upgrade.add_argument("--to", type=Path, metavar="FOLDER", help="where the backup goes (the folder's own backups/)")
    upgrade.set_defaults(does=_upgrade)


def _check(asked: argparse.Namespace) -> int:
    """End with 0 when every must holds, else with 1."""
    import django

    django.setup()
    from django.utils import timezone

    from oneplan.web.site import deploycheck

    found = deploycheck.lines(at=timezone.now())
    score = deploycheck.score(found)
    failed = [line for line in found if line.is_must and not line.holds]
    if asked.json:
        print(json.dumps({"score": score, "lines": [deploycheck.as_told(line) for line in found]}))
        return 1 if failed else 0
    for line in found:
        mark = "ok    " if line.holds else "MUST  " if line.is_must else "should"
        print(f"{mark}  {line.what}")
        if not line.holds:
            print(f"        Why: {line.why}")
            print(f"        Do:  {line.todo}" if line.todo else "", end="\n" if line.todo else "")
    print(f"\n{score} of 100. {len(failed)} must be put right before real families' records are kept here.")
    return 1 if failed else 0


def _upgrade(asked: argparse.Namespace) -> int:
    """0: done, or nothing to do. 1: refused, nothing was changed. 2: failed, with the way back."""
    import django

    django.setup()
    from django.conf import settings
    from django.utils import timezone

    from oneplan.web.site import running, upgrading
    from oneplan.web.site.backup.manifest import CannotBackUp

    into = asked.to or Path(settings.HOME) / "backups"
    try:
        done = upgrading.upgrade(into=into, at=timezone.now(), say=_say)
    except (upgrading.CannotUpgrade, running.StillRunning, running.RestoreUnfinished, CannotBackUp) as refusal:
        print(refusal, file=sys.stderr, flush=True)
        return 1
    except upgrading.UpgradeFailed as failure:
        print(failure, file=sys.stderr, flush=True)
        return 2
    if done.backup is None:
        print("The tables are those of this version already; nothing was changed.")
    else:
        print(f"Upgraded in {done.steps} steps, verified. The backup from before is in {done.backup}.")
        print("Now: oneplan manage collectstatic --no-input, oneplan check-deploy, and start OnePlan.")
    return 0


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
