"""How OnePlan stands to each line of the Application Security Verification Standard, levels 1 and 2."""

from collections import Counter
from functools import cache
from typing import Any

import yaml

from tools.reference.tables import table
from tools.steps import ROOT

KEPT = ROOT / "docs/reference/asvs.yaml"
ANSWERS = {
    "tested": "holds, tested",
    "by_design": "holds, not tested by itself",
    "not_here": "does not apply",
    "not_met": "**not met**",
}


@cache
def kept() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(KEPT.read_text(encoding="utf-8"))
    return read


def page() -> str:
    lines: dict[str, Any] = kept()["lines"]
    counts = Counter(line["answer"] for line in lines.values())
    parts = [
        "# Application security, line by line",
        "",
        "Every line of levels 1 and 2 of the OWASP Application Security Verification Standard 5.0.0, by its number,",
        "and how it stands here. The words are our own shorthand; read the line itself in the standard. The standard",
        "is the work of the OWASP Foundation and its contributors, under CC BY-SA 4.0; numbers, levels and order are",
        "taken from it. Nobody outside has judged this table.",
        "",
        f"{len(lines)} lines: " + ", ".join(f"{counts[code]} {words}" for code, words in ANSWERS.items()) + ".",
        "",
        "## Not met",
        "",
        table(("line", "about", "what is missing"), [
            (number, line["says"], line["because"]) for number, line in lines.items() if line["answer"] == "not_met"
        ]),
    ]  # fmt: skip
    for chapter, name in kept()["chapters"].items():
        rows = [_row(number, line) for number, line in lines.items() if number.partition(".")[0] == chapter]
        parts += ["", f"## {chapter} {name}", "", table(("line", "level", "about", "here", "test or reason"), rows)]
    return "\n".join(parts)


def _row(number: str, line: dict[str, Any]) -> tuple[str, ...]:
    tests = [f"[{_name(test)}](../../{test.partition('::')[0]})" for test in line.get("tests", [])]
    why = "; ".join([*tests, *([line["because"]] if "because" in line else [])])
    return number, str(line["level"]), line["says"], ANSWERS[line["answer"]], why


def _name(test: str) -> str:
    path, _, name = test.partition("::")
    return (name or path.rpartition("/")[2].removesuffix(".py")).removeprefix("test_").replace("_", " ")
