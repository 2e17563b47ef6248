"""What is mutated, slice by slice, and which tests are asked."""

from pathlib import Path

from tools.steps import ROOT

FOLDERS = ("src/oneplan/rulebook/sharing", "src/oneplan/web/access")
# quick tests only: what needs a browser or minutes is not asked once for each of two thousand faults
QUICK = "not browser and not slow and not deep and not postgresql_only"


def files_of(folder: str) -> list[Path]:
    """The code of a folder, without tests and migrations."""
    found = (ROOT / folder).rglob("*.py")
    return sorted(path for path in found if not {"tests", "migrations"} & set(path.relative_to(ROOT).parts))
