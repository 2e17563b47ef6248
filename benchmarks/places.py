"""A measurement in an installation of its own: an empty database of each kind, gone afterwards."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

KINDS = ("sqlite", "postgresql")


def measure_in_each(module: str, *, given: dict[str, str] | None = None) -> None:
    """Run `python -m module measure` once for each kind of database; DATABASES=sqlite for one of them."""
    for kind in os.environ.get("DATABASES", " ".join(KINDS)).split():
        with tempfile.TemporaryDirectory(prefix="oneplan-measured-") as home, _database(kind) as address:
            env = os.environ | address | (given or {})
            env |= {"ONEPLAN_HOME": home, "DJANGO_SETTINGS_MODULE": "oneplan.web.site.settings", "ONEPLAN_DEBUG": "0"}
            # neither is what is measured: the cast has no second step, and asks quicker than anybody reads
            env |= {"ONEPLAN_SECOND_STEP_ROLES": "", "ONEPLAN_PAGES_A_MINUTE": "0"}
            for command in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"]):
                subprocess.run([sys.executable, "-m", "oneplan.cli", "manage", *command], env=env, check=True)
            print(f"== {kind}", flush=True)
            subprocess.run([sys.executable, "-m", module, "measure"], env=env, check=True)


@contextmanager
def _database(kind: str) -> Iterator[dict[str, str]]:
    from tests import postgres

    with postgres.running() if kind == "postgresql" else nullcontext("") as address:
        yield {"DATABASE_URL": address} if address else {}
