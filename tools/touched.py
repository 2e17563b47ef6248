"""Which quick tests a change asks for: those of the rooms and topics it touches. `make test` runs them all."""

import re
import subprocess
from collections.abc import Callable, Collection, Iterator

from tools.steps import ROOT

ALWAYS = ["tests/repository"]
PURE = ["tests/diagrams", "tests/engine", "tests/value"]  # where nothing is changed: what asks no database
_PLACES = (
    (re.compile(r"src/oneplan/web/(\w+)/"), ("src/oneplan/web/{}/tests", "tests/{}")),
    (re.compile(r"src/oneplan/(?:rulebook|engine)/(\w+)"), ("tests/{}", "tests/engine/{}")),
    (re.compile(r"(?:docs|tools)/"), ("tests/docs",)),
)
Exists = Callable[[str], bool]


def asked(changed: Collection[str], *, exists: Exists = lambda path: (ROOT / path).exists()) -> list[str]:
    """Files and folders of tests, each once and none within another."""
    wanted = {place for path in changed for place in _places(path) if exists(place)} or set(PURE)
    wanted |= set(ALWAYS)
    return sorted(each for each in wanted if not any(each.startswith(f"{other}/") for other in wanted))


def changed() -> list[str]:
    """Files that differ from what others have, committed or not; from the last commit but one where nobody has any."""
    base = _git("merge-base", "HEAD", "origin/main")
    if not base or base == _git("rev-parse", "HEAD"):
        base = ["HEAD~1"]
    return sorted({*_git("diff", "--name-only", base[0]), *_git("ls-files", "--others", "--exclude-standard")})


def _places(path: str) -> Iterator[str]:
    if path.startswith("tests/"):
        yield path if "/test_" in path else path.rpartition("/")[0]
        return
    for pattern, places in _PLACES:
        if found := pattern.match(path):
            yield from (place.format(*found.groups()) for place in places)


def _git(*asked: str) -> list[str]:
    """Line by line; nothing where git cannot say."""
    found = subprocess.run(["git", *asked], cwd=ROOT, capture_output=True, text=True, check=False)
    return found.stdout.split("\n")[:-1] if found.returncode == 0 else []
