"""The lists an area starts with."""

from datetime import date
from typing import Any

import yaml

from tools.reference.tables import table
from tools.steps import ROOT

PACK = ROOT / "area/lists.yaml"
TITLES = {
    "sector": "Kinds of agency",
    "reach": "Whom an agency is for",
    "locality": "Localities",
    "language": "Languages of workers",
    "skill": "Skills of workers",
    "level": "Levels of need",
    "need": "Needs",
    "support": "Support a worker gave",
    "outcome": "Outcomes",
    "request_outcome": "What was decided on a request",
    "closure_reason": "Why help ended",
    "identifier": "Numbers a person is known by elsewhere",
    "password_word": "Words that make up no password here",
}


def page() -> str:
    pack = yaml.safe_load(PACK.read_text(encoding="utf-8"))
    parts = [
        "# The area's lists",
        "",
        f"What the demo area starts with ({_day(pack['valid_from'])} on). Each area has its own: after the first start",
        "they are dated rows in the database. A name may change, a code never does",
        "([why](../decisions/0012-area-lists.md)).",
    ]
    for name, entries in pack["lists"].items():
        parts += ["", f"## {TITLES[name]} (`{name}`)", "", table(("code", "name", ""), map(_row, entries))]
    return "\n".join(parts)


def _row(entry: dict[str, Any]) -> tuple[str, str, str]:
    marks = ", ".join(mark.replace("_", " ") for mark, is_set in entry.get("marks", {}).items() if is_set)
    more = ". ".join(part for part in (entry.get("description", ""), f"Marked: {marks}" if marks else "") if part)
    return f"`{entry['code']}`", entry["name"], more


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"
