"""A long chain is verified by several processes; each opens the database for itself."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.sqlite_only, pytest.mark.slow]  # an installation of its own, on a file

SAYS = """
import django
django.setup()
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from oneplan.web.access import chain, parts
from oneplan.web.access.models import AuditEvent

call_command("migrate", verbosity=0)
parts.PARTS_FROM = 10
for number in range(40):
    with transaction.atomic():
        chain.add(chain.CHANGES, at=timezone.now(), event="note_added", by_worker=1, by_account=None,
                  about_type="casework.note", about_id=str(number), family_id=1, payload={"n": number})
print(parts.verify_quickly(chain.CHANGES))
AuditEvent.objects.filter(number=31).update(about_id="1")
print(parts.verify_quickly(chain.CHANGES))
"""


def test_a_chain_is_verified_by_several_processes_and_a_fault_is_told_in_words(tmp_path: Path) -> None:
    own = {"ONEPLAN_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "oneplan.web.site.settings", "ONEPLAN_DEBUG": "0"}
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | own
    done = subprocess.run(
        [sys.executable, "-c", SAYS], env=env, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    whole, altered = done.stdout.splitlines()
    assert whole == "Checked(chain='changes', rows=40, faults=())"
    assert altered.startswith("Checked(chain='changes', rows=40, faults=('row 31 was altered, moved, or follows")
