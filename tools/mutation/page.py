"""docs/reference/mutation.md: what the last run of each folder found, written by the run."""

import json
from collections import Counter, defaultdict

import yaml

from tools.mutation.mutants import Mutant
from tools.mutation.results import CAUGHT, KILLED, SLOW, SURVIVED, UNREACHED
from tools.mutation.targets import FOLDERS
from tools.steps import KEPT, ROOT

PAGE = ROOT / "docs/reference/mutation.md"
LOOKED_AT = ROOT / "tests/mutation.yaml"
TOLD = KEPT / "mutation" / "told"
HEAD = """# Mutation

*Written by `python -m tools.mutation` (slices of `make deep`); do not change it by hand.*

One small fault at a time is put into the code: a comparison turned round, a condition or part of a filter taken out,
a call, a decorator or an entry of a table left out, nothing given back, a number changed. Then the tests that reach the
line are run, the likeliest first, for some seconds at most; quick tests on SQLite alone. Words are not mutated. A
fault that no asked test notices has *survived*, also where it makes no difference or another test would notice."""


def write(folder: str, outcomes: dict[Mutant, str]) -> float:
    """Keep what was found, write the page anew, return the share of faults that were noticed."""
    told = {
        "rows": _rows(outcomes),
        "left": [_line(mutant) for mutant, outcome in outcomes.items() if outcome not in CAUGHT],
    }
    TOLD.mkdir(parents=True, exist_ok=True)
    (TOLD / f"{folder.replace('/', '-')}.json").write_text(json.dumps(told), encoding="utf-8")
    PAGE.write_text("\n".join([HEAD, *(_part(each) for each in FOLDERS)]), encoding="utf-8")
    return _share(sum(outcome in CAUGHT for outcome in outcomes.values()), len(outcomes))


def _rows(outcomes: dict[Mutant, str]) -> list[list[str]]:
    by_file: dict[str, Counter[str]] = defaultdict(Counter)
    for mutant, outcome in outcomes.items():
        by_file[mutant.path][outcome] += 1
    return [_row(path, counts) for path, counts in sorted(by_file.items())] + [
        _row("all", sum(by_file.values(), Counter()))
    ]


def _row(name: str, counts: Counter[str]) -> list[str]:
    total, caught = counts.total(), sum(counts[each] for each in CAUGHT)
    numbers = [total, counts[KILLED], counts[SLOW], counts[SURVIVED], counts[UNREACHED]]
    return [name, *map(str, numbers), f"{_share(caught, total):.1f} %"]


def _share(caught: int, total: int) -> float:
    return 100 * caught / total if total else 100.0


def _line(mutant: Mutant) -> list[str]:
    return [mutant.key, mutant.path, mutant.scope, mutant.before, mutant.fault]


def _part(folder: str) -> str:
    kept = TOLD / f"{folder.replace('/', '-')}.json"
    if not kept.is_file():
        return f"\n## {folder}\n\nNot run on this machine yet.\n"
    told = json.loads(kept.read_text(encoding="utf-8"))
    why: dict[str, str] = yaml.safe_load(LOOKED_AT.read_text(encoding="utf-8")) or {}
    rows = [
        f"| {' | '.join(row[0].removeprefix(f'{folder}/') if not n else row[n] for n in range(7))} |"
        for row in told["rows"]
    ]
    left = [
        f"| `{path.removeprefix(f'{folder}/')}` `{scope}` | `{_cell(before)}` | {fault} | {why.get(key, '')} |"
        for key, path, scope, before, fault in told["left"]
    ]
    parts = [
        f"\n## {folder}\n",
        "| file | faults | noticed | too slow | survived | reached by no test | share |\n|---|---|---|---|---|---|---|",
        *rows,
        "\n### What no test noticed\n",
        "| where | what | fault | why it may stay |\n|---|---|---|---|",
        *left,
    ]
    return "\n".join([*parts, ""])


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("`", "'")
