"""Which tests are asked about a mutant, the likeliest first, and for how long.

Not asking all of them can only make a mutant look as if it had survived.
"""

import re
from collections import Counter
from functools import cache

from tools.mutation.covering import Map
from tools.mutation.mutants import Mutant
from tools.steps import ROOT

SECONDS_ASKED = 6.0
TESTS_ASKED = 80
SHARE_OF_LIKELY = 6
_DOORS, _ACCESS = "tests/access/test_doors.py::test_", "src/oneplan/web/access/tests"
_FIGURES = (f"{_ACCESS}/test_figures.py::", f"{_ACCESS}/test_counting_and_sessions.py::")
# tests that hold a whole table at once: asked first, whichever test of their file happened to load it
HOLDING = {
    "src/oneplan/rulebook/sharing/policy.py": ("tests/docs/test_reference.py::test_the_page_is_as", "permissions"),
    "src/oneplan/web/access/urls.py": ("tests/docs/test_reference.py::test_the_page_is_as", "addresses"),
    "src/oneplan/web/access/collects.py": ("tests/repository/test_personal_data.py::test_whatever_leads", ""),
}
HOLDING_MARKS = {
    "without @page": f"{_DOORS}the_committed_page_names_every_address",
    "without @public": f"{_DOORS}no_page_is_open_to_anybody",
    "without @before_second_step": f"{_DOORS}no_page_is_open_before_the_second_step",
    "without @step_up": f"{_DOORS}no_page_asks_once_more",
    "without @action": "tests/access/test_actions.py::test_whatever_is_done_at_a_moment",
}


def is_loaded_once(mutant: Mutant, reach: Map) -> bool:
    """Does the fault show only when the module is loaded anew?"""
    return not mutant.scope or mutant.line in reach.once.get(mutant.path, ())


def tests_for(mutant: Mutant, reach: Map, *, kills: Counter[str]) -> list[str]:
    found = reach.tests_of(mutant.path, range(mutant.line, mutant.end + 1))
    if not found and not mutant.scope:
        found = reach.tests_of(mutant.path, _lines_naming(mutant)) or reach.tests_of_file(mutant.path)
    if is_loaded_once(mutant, reach):
        found |= {test for test in reach.seconds if _holds(test, mutant)}
    chosen: list[str] = []
    seconds = 0.0
    for test in sorted(found, key=lambda each: (-_likely(each, mutant, kills), reach.seconds[each], each)):
        if len(chosen) == TESTS_ASKED or (chosen and seconds + reach.seconds[test] > SECONDS_ASKED):
            break
        chosen.append(test)
        seconds += reach.seconds[test]
    return chosen


def _likely(test: str, mutant: Mutant, kills: Counter[str]) -> int:
    """Tests of the same room, of the same name, and those that caught faults nearby come first."""
    room = mutant.path.rpartition("/")[0].removesuffix("/views").removesuffix("/actions").removesuffix("/models")
    stem = mutant.path.rpartition("/")[2].removesuffix(".py")
    return (
        9 * _holds(test, mutant)
        + 2 * test.startswith((room, f"tests/{room.rpartition('/')[2]}/"))
        + 3 * (stem.rstrip("s") in test)
        + min(kills[test], SHARE_OF_LIKELY)
    )


def _holds(test: str, mutant: Mutant) -> bool:
    begins, names = HOLDING.get(mutant.path, ("", ""))
    if begins and test.startswith(begins) and names in test:
        return True
    mark = HOLDING_MARKS.get(mutant.fault, "")
    if mark:
        return test.startswith(mark)
    return not mutant.scope and mutant.path.startswith("src/oneplan/web/access/") and test.startswith(_FIGURES)


def _lines_naming(mutant: Mutant) -> list[int]:
    """The lines that use the name which the mutant's line gives something to, else all of them."""
    lines = _text(mutant.path)
    for line in range(mutant.line, 0, -1):
        if given := re.match(r"(?:class |def )?(\w+)\b", lines[line - 1]):
            name = re.compile(rf"\b{given[1]}\b")
            return [place for place, text in enumerate(lines, 1) if name.search(text)]
    return []


@cache
def _text(path: str) -> list[str]:
    return (ROOT / path).read_text(encoding="utf-8").splitlines()
