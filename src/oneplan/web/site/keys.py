"""The installation's secrets: from the environment, else made once in its own folder.

The audit key stays outside the database, so that whoever can only change rows cannot
recompute the chain.
"""

import os
import secrets
from base64 import urlsafe_b64encode
from pathlib import Path


def secret(name: str, *, home: Path) -> str:
    """Return the secret `name`: the environment's ONEPLAN_<NAME>, else a file that only the owner can read."""
    if given := os.environ.get(f"ONEPLAN_{name.upper()}"):
        return given
    path = home / "keys" / name
    if path.exists():
        return path.read_text().strip()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = urlsafe_b64encode(secrets.token_bytes(32)).decode()
    return _keep(path, made)


def _keep(path: Path, made: str) -> str:
    # Two processes may start at once: the file that was linked first wins for both.
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(made)
    try:
        os.link(draft, path)
    except FileExistsError:
        made = path.read_text().strip()
    finally:
        draft.unlink()
    return made
