"""The Python environment in .venv, from hashed lock files: with the pinned uv, else with plain pip."""

import json
import subprocess
import sys
from pathlib import Path

from tools import steps
from tools.steps import KEPT, ROOT, StepFailed

HOME = ROOT / ".venv"
PYTHON = HOME / "bin" / "python"
UV = HOME / "bin" / "uv"
STAMP = HOME / "oneplan-stamp.json"
LOCKS = ROOT / "requirements"
NETWORK = "Check that this machine reaches its package index, then run the same command again: it goes on where it was."


def ensure(*, dev: bool) -> None:
    """Make .venv hold what the locks say, and the command `oneplan`."""
    kept = _stamp()
    names = ["app", "dev"] if dev or "dev" in kept else ["app"]
    wanted = _wanted(names)
    if kept == wanted and (HOME / "bin" / "oneplan").exists():
        return
    with steps.step("Python environment (first time: about a minute)"):
        _make(kept)
        install([LOCKS / f"{name}.txt" for name in names], into=PYTHON)
        _install_oneplan()
        STAMP.write_text(json.dumps(wanted), encoding="utf-8")


def throw_away(name: str, *, lock: str) -> Path:
    """Make a small environment of its own beside .venv; return its Python."""
    home = KEPT / name
    _make_venv(home)
    install([LOCKS / lock], into=home / "bin" / "python")
    return home / "bin" / "python"


def install(locks: list[Path], *, into: Path) -> None:
    wanted = [part for lock in locks for part in ("-r", str(lock))]
    if _get_uv():
        try:
            steps.run([UV, "pip", "install", "--python", into, "--require-hashes", *wanted], otherwise=NETWORK)
        except StepFailed:
            # an organisation's own index is often named in pip's settings alone
            steps.say("  uv could not; trying plain pip, which takes longer")
        else:
            return
    steps.run([into, "-m", "pip", "install", "--require-hashes", *wanted], otherwise=NETWORK)


def _stamp() -> dict[str, str]:
    try:
        kept = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _wanted(names: list[str]) -> dict[str, str]:
    locks = {name: steps.digest([LOCKS / f"{name}.txt"]) for name in names}
    return {**locks, "project": steps.digest([ROOT / "pyproject.toml"]), "folder": str(ROOT)}


def _make(kept: dict[str, str]) -> None:
    moved = kept.get("folder", str(ROOT)) != str(ROOT)
    if not moved and PYTHON.exists() and _answers(PYTHON):
        return
    _make_venv(HOME)


def _make_venv(home: Path) -> None:
    steps.run(
        [sys.executable, "-m", "venv", "--clear", home],
        otherwise="Python could not make an environment. On Debian: apt-get install python3-venv, then try again.",
    )


def _answers(python: Path) -> bool:
    return subprocess.run([str(python), "-c", ""], capture_output=True, check=False).returncode == 0


def _get_uv() -> bool:
    if UV.exists():
        return _answers_version()
    try:
        steps.run([PYTHON, "-m", "pip", "install", "--require-hashes", "-r", LOCKS / "uv.txt"], otherwise=NETWORK)
    except StepFailed:
        steps.say("  uv has no build for this machine; plain pip does the work, which takes longer")
        return False
    return UV.exists()


def _answers_version() -> bool:
    return subprocess.run([str(UV), "--version"], capture_output=True, check=False).returncode == 0


def _install_oneplan() -> None:
    # pip's own check for a newer pip would be the only use of the network here
    steps.run(
        [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-deps", "--no-index"]
        + ["--no-build-isolation", "-e", str(ROOT)],
        otherwise="OnePlan itself could not be installed into .venv. Delete the folder .venv and run the same again.",
    )
