"""`python -m tests.deletions people`: deletes each check of these rooms, one at a time; fails where no test notices."""

import os
import sys
from pathlib import Path

import django
import pytest

ROOT = Path(__file__).resolve().parents[2]
# Tests that ask for everything of everybody; the room's own come after, and of those that show what it decides.
OF_EVERYBODY = (
    "access/test_doors.py",
    "access/test_actions.py",
    "access/test_strangers.py",
    "access/test_bad_input.py",
)
ALSO = {
    "casework": (
        "src/oneplan/web/agencies/tests/test_handing_on.py",
        "tests/forms/test_saved_once.py",
        "tests/access/test_no_dead_ends.py",
        "src/oneplan/web/sharing/tests",
        "tests/sharing/test_next_request.py",
    ),
    "people": (
        "tests/access/test_no_dead_ends.py",
        "src/oneplan/web/sharing/tests",
        "src/oneplan/web/casework/tests/test_family_sight.py",
    ),
    "sharing": ("tests/sharing/test_next_request.py", "src/oneplan/web/casework/tests/test_partner_links.py"),
    "access": (
        "tests/access/test_guessing.py",
        "src/oneplan/web/casework/tests/test_partner_links.py",
        "tests/signing_in/test_commands.py",
    ),
    "agencies": ("tests/access/test_no_dead_ends.py",),
    "rights": ("tests/rights", "tests/test_retention_command.py", "tests/access/test_no_dead_ends.py"),
    "data": ("tests/test_feed_commands.py",),
    "frontdoor": ("src/oneplan/web/agencies/tests/test_handing_on.py",),
    "site": (
        "tests/signing_in/test_commands.py",
        "tests/forms",
        "tests/keeping/test_key_commands.py",
        "tests/keeping/test_sealed.py",
    ),
}


def main(*rooms: str) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oneplan.web.site.settings")
    os.environ["ONEPLAN_CELLS"] = "all"
    os.environ["ONEPLAN_SECOND_STEP_ROLES"] = ""
    django.setup()
    from tests.deletions.trying import Plugin

    plugin = Plugin(set(rooms))
    also = [path for room in rooms for path in (f"src/oneplan/web/{room}/tests", *ALSO.get(room, ()))]
    paths = dict.fromkeys(
        [*(f"tests/{name}" for name in OF_EVERYBODY), *(each for each in also if (ROOT / each).exists())]
    )
    # a file that a test leaves open is told of at the very end, when the checks have their answers
    told_of_nothing = ("-p", "no:unraisableexception")
    ended = pytest.main(["-q", "-n0", "--tb=no", *told_of_nothing, *paths], plugins=[plugin])
    total = len(plugin.trial.places)
    print(f"{total} checks, {plugin.killed} noticed when deleted, {len(plugin.survivors)} not")
    return int(ended) or int(bool(plugin.survivors) or not total)


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
