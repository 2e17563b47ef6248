"""From one version to the next: look, back up, migrate, verify; if it fails, say how to go back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from oneplan.web.access import chain as chains
from oneplan.web.access.verify import verify
from oneplan.web.site import keyring, rotation, running
from oneplan.web.site.backup import making
from oneplan.web.site.sealed import CannotOpen

Say = Callable[[str], None]


class CannotUpgrade(Exception):
    """Nothing was changed; the text says why."""


class UpgradeFailed(Exception):
    """Something was changed; the text says how to go back."""


@dataclass(frozen=True)
class Upgraded:
    steps: int
    backup: Path | None


def upgrade(*, into: Path, at: datetime, say: Say) -> Upgraded:
    """Bring the tables to this version."""
    with running.alone(Path(settings.HOME)):
        running.refuse_unfinished(Path(settings.HOME))
        steps = waiting()
        if steps is None:
            return Upgraded(0, None)
        _look_first()
        say(f"  {len(steps)} steps to do; backing up first")
        folder, _ = making.make(into=into, at=at, say=say)
        try:
            say("  migrating")
            call_command("migrate", interactive=False, verbosity=0)
            say("  verifying")
            _refuse_faults()
        except (DatabaseError, CannotOpen, UpgradeFailed) as fault:
            raise UpgradeFailed(_way_back(folder, fault)) from fault
        return Upgraded(len(steps), folder)


def waiting() -> list[str] | None:
    """The steps between the tables and this version; None when there are none."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return None
    if not executor.loader.applied_migrations:
        raise CannotUpgrade("There are no tables yet: make them with “oneplan manage migrate”.")
    return [f"{step.app_label} {step.name}" for step, _ in plan]


def _look_first() -> None:
    """Sealing on the way needs keys that are well formed, and a chain that is broken before stays broken after."""
    try:
        keyring.ring()
    except keyring.CannotUseKeys as fault:
        raise CannotUpgrade(str(fault)) from None
    if faults := [fault for chain in chains.MODELS for fault in verify(chain).faults]:
        raise CannotUpgrade(
            f"The audit chain is not whole ({faults[0]}). Find out why first: an upgrade would blur the traces."
        )


def _refuse_faults() -> None:
    if faults := [fault for chain in chains.MODELS for fault in verify(chain).faults]:
        raise UpgradeFailed(f"the audit chain is not whole any more: {faults[0]}")
    here = {key.fingerprint for key in keyring.ring().keys}
    if missing := [key for key, count in rotation.needed().items() if count and key not in here]:
        raise UpgradeFailed(f"sealed texts need key {missing[0]}, which is not here")


def _way_back(folder: Path, fault: Exception) -> str:
    return (
        f"The upgrade did not work: {fault}\n\nTo go back to how it was:\n"
        f"  1. put the OnePlan of before in place (git checkout of its version, then make prepare)\n"
        f"  2. oneplan restore {folder} --replace\n"
        f"Nothing that was saved before is lost. Tell the project what is written above."
    )
