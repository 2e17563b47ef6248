"""The page that says what a model of worth may say, from its schema."""

from collections.abc import Iterator, Mapping
from typing import Any

from oneplan.rulebook.value.schema import schema

PARTS = {
    "outcome": "An outcome", "cost": "A cost", "local": "A value of the area's own", "unpriced": "What has no price",
    "scenario": "A scenario", "funding": "How the cost is shared",
}  # fmt: skip
HEAD = """# Models of what help is worth

A model is one YAML file. `oneplan value run MODEL` reckons it: `--draws N` says how sure it is (`--seed S` draws
otherwise), `--json` writes the same for machines: exact figures as texts in decimal pounds, unrounded; drawn figures as
numbers; `--national OUT.csv` writes costs and changes for a national calculator, saying which of it is only thought to
be wanted. `oneplan value compare A B` lays two beside each other. `oneplan value schema` writes the JSON Schema
(2020-12), by which an editor helps while one writes. Both end with 0 when reckoned, with 2 when refused; a refusal says
everything that is wrong, and where. `--workbook OUT.xlsx` writes it as a workbook of live formulas, which takes the
place of MODEL when it is brought back ([how](../how-to/check-a-model-in-excel.md)). `--report OUT.pdf` writes a
paper for a board ([how](../how-to/write-a-board-paper.md)), from 10,000 draws where none are asked for.
`oneplan value units import FILE` takes in an edition of unit costs ([how](../how-to/take-in-newer-unit-costs.md)).

An example stands at the top of `rulebook/value/files.py`; every name is below. What is **bold** must be said.
"""


def page() -> str:
    found = schema()
    lines = [HEAD, "## The file", "", *_table(found)]
    for part, title in PARTS.items():
        lines += ["", f"## {title}", "", *_table(found["$defs"][part])]
    lines += ["", "## Shapes", "", "| shape | what it is |", "|---|---|", *_shapes(found["$defs"])]
    return "\n".join(lines)


def _table(part: Mapping[str, Any]) -> Iterator[str]:
    yield "| name | shape | meaning |"
    yield "|---|---|---|"
    needed = part.get("required", ())
    for name, said in part["properties"].items():
        yield f"| {f'**{name}**' if name in needed else name} | {_shape(said)} | {said.get('description', '')} |"


def _shape(said: Mapping[str, Any]) -> str:
    if "$ref" in said:
        return str(said["$ref"]).rpartition("/")[2]
    if "enum" in said:
        return " or ".join(f"`{each}`" for each in said["enum"])
    if said.get("type") == "array":
        return f"list of {_shape(said['items'])}"
    if said.get("type") == "object":
        inner = said.get("additionalProperties")
        return f"{_shape(inner)} by name" if inner else "names"
    return {"string": "text"}.get(str(said.get("type")), str(said.get("type")))


def _shapes(defs: Mapping[str, Any]) -> Iterator[str]:
    for name, said in defs.items():
        if name not in PARTS:
            yield f"| {name} | {said.get('description', 'a whole number of years')} |"
