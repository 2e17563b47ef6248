"""What partners may send: kinds of feeds, their columns, types and codes, and the facts they make."""

from collections.abc import Iterable, Iterator

from oneplan.engine.facts.vocabulary import fact_kinds
from oneplan.engine.feeds.contract.columns import Column, columns
from oneplan.engine.feeds.contract.kinds import Kind, kinds
from tools.reference.tables import table


def page() -> str:
    parts = [
        "# Partners' feeds",
        "",
        "What OnePlan understands of partners' files ([how to look at one](../how-to/look-at-a-partners-file.md)).",
        "A row without a good value in a column that is *needed* is not taken; in any other the value alone is left",
        "out.",
    ]
    for kind in kinds().values():
        parts += _kind(kind)
    parts += [
        "",
        "## Columns",
        "",
        table(("column", "is", "must be", "category", "known by"), map(_row, columns().values())),
    ]
    return "\n".join(parts)


def _kind(kind: Kind) -> Iterator[str]:
    fact = fact_kinds()[kind.makes.kind]
    yield from (
        "",
        f"## {kind.words.capitalize()} (`{kind.name}`)",
        "",
        f"{kind.about.capitalize()}. {kind.source}",
        "",
    )
    yield f"- Needed: {_codes(kind.needs)}. May have: {_codes(kind.may_have)}."
    yield f"- Rows are told apart by {_codes(kind.key)}; a person is known by {_codes((kind.number, kind.born))}."
    for rule in kind.rules:
        yield f"- Not taken: {rule.words} (`{rule.holds}` must hold)."
    yield f"- Makes the fact *{fact.words}* (`{fact.name}`, in {fact.unit}), kept {fact.keep_years} years."


def _row(column: Column) -> tuple[str, ...]:
    bounds = [f"from {column.least}" if column.least is not None else "", f"to {column.most}" if column.most else ""]
    must = " ".join(part for part in (column.type.words, *bounds) if part)
    listed = f"{must}: {_codes(column.codes)}" if column.codes else must
    return f"`{column.name}`", column.words, listed, column.category, ", ".join(column.names)


def _codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
