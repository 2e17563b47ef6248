"""Is the installation what the manifest says? Rows, chains, and whether every sealed text has its key."""

from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from oneplan.web.access import chain as chains
from oneplan.web.access.verify import verify
from oneplan.web.site import keyring, rotation
from oneplan.web.site.backup import manifest as manifests
from oneplan.web.site.backup import postgresql, sqlite
from oneplan.web.site.backup.manifest import Manifest, Table


@dataclass
class Verified:
    rows: int = 0
    differing: list[str] = field(default_factory=list)
    chain_faults: list[str] = field(default_factory=list)
    missing_keys: dict[str, int] = field(default_factory=dict)  # and how many sealed texts need each
    waits_for_upgrade: bool = False

    @property
    def is_whole(self) -> bool:
        return not (self.differing or self.chain_faults or self.missing_keys)

    @property
    def words(self) -> list[str]:
        said = [f"{name}: its rows are not those of the backup" for name in self.differing] + self.chain_faults
        return said + [
            f"{count} sealed texts need key {key}, which is not in the folder “keys”: bring it back"
            for key, count in self.missing_keys.items()
        ]


def installation(folder: Path) -> Verified:
    """Compare the installation with the backup it was made from."""
    made, _ = manifests.read(folder)
    tables = _tables()
    found = Verified(rows=sum(table.rows for table in tables.values()))
    found.differing = sorted(name for name in made.tables.keys() | tables if made.tables.get(name) != tables.get(name))
    executor = MigrationExecutor(connection)
    found.waits_for_upgrade = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if not found.waits_for_upgrade:
        found.chain_faults = [f"{name}: {fault}" for name in chains.MODELS for fault in verify(name).faults]
        found.chain_faults += _wrong_heads(made)
        here = {key.fingerprint for key in keyring.ring().keys}
        found.missing_keys = {key: count for key, count in rotation.needed().items() if count and key not in here}
    return found


def _tables() -> dict[str, Table]:
    if connection.vendor == "sqlite":
        with closing(sqlite.Reading(sqlite.live_file())) as file:
            return {name: file.table(name) for name in file.tables()}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL TIME ZONE 'UTC'")
        server = postgresql.Reading()
        return {name: server.table(name) for name in server.tables()}


def _wrong_heads(made: Manifest) -> list[str]:
    from oneplan.web.access.models import ChainHead

    heads = {head.chain: {"number": head.number, "digest": head.digest} for head in ChainHead.objects.all()}
    return [] if heads == made.chains else ["the heads of the chains are not those of the backup"]
