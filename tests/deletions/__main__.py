"""`python -m tests.deletions people sharing`: deletes each check of these rooms, one at a time; fails on a survivor."""

import os
import sys
from pathlib import Path

import django
import pytest

ROOT = Path(__file__).resolve().parents[2]
# Tests that ask for everything of everybody; the room's own come after.
OF_EVERYBODY = ("test_doors.py", "test_actions.py", "test_strangers.py")


def main(*rooms: str) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oneplan.web.site.settings")
    os.environ["ONEPLAN_CELLS"] = "all"
    os.environ["ONEPLAN_SECOND_STEP_ROLES"] = ""
    django.setup()
    from tests.deletions.trying import Plugin

    plugin = Plugin(set(rooms))
    folders = [f"src/oneplan/web/{room}/tests" for room in rooms if (ROOT / f"src/oneplan/web/{room}/tests").is_dir()]
    ended = pytest.main(
        ["-q", "-n0", "--tb=no", *[f"tests/access/{name}" for name in OF_EVERYBODY], *folders], plugins=[plugin]
    )
    total = len(plugin.trial.places)
    print(f"{total} checks, {plugin.killed} noticed when deleted, {len(plugin.survivors)} not")
    return int(ended) or int(bool(plugin.survivors) or not total)


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
