"""The tables in which published facts leave OnePlan, and which audience gets what of them."""

from collections.abc import Iterator

from oneplan.engine.export.declared import FACT, SQL, Audience, Column, Keys, attributes, audiences, star
from oneplan.engine.facts.vocabulary import fact_kinds
from oneplan.engine.feeds.types import types
from tools.reference.tables import table

KEYS = {
    Keys.OPEN: "the number of a person in OnePlan",
    Keys.STABLE: "a pseudonym that is the same in every export for this audience, and another for every other one",
    Keys.ONCE: "a pseudonym that is never made again",
}


def page() -> str:
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield "# Tables that leave OnePlan"
    yield ""
    yield "Published facts as tidy tables in a star: facts in the middle, what they lead to (`dim_`) round them."
    yield "[How to get them, and open them in Power BI](../how-to/open-the-figures-in-power-bi.md). Moments are in UTC."
    yield "Who gets which column stands below."
    for each in star().values():
        yield from ("", f"## `{each.name}`", "", f"{each.words[:1].upper()}{each.words[1:]}.", "")
        yield table(("column", "is", "type", "leads to"), [_column(column) for column in each.columns])
    yield from _kinds()
    for audience in audiences().values():
        yield from _audience(audience)


def _column(column: Column) -> tuple[str, str, str, str]:
    words = f"{column.words} (leads to a person by itself)" if column.tells_who else column.words
    return f"`{column.name}`", words, SQL[column.type], f"`{column.to}`" if column.to else ""


def _kinds() -> Iterator[str]:
    yield from ("", "## What each table of facts has besides", "")
    yield "Texts as partners wrote them are marked with a star: they are given to the area itself alone."
    yield ""
    plain = frozenset(types()) - {"text"}
    rows = []
    for kind in fact_kinds().values():
        given = {each.name for each in attributes(kind, plain)}
        every = attributes(kind, frozenset(types()))
        said = ", ".join(f"`{each.name}`{'' if each.name in given else '*'} {each.words}" for each in every)
        rows.append((f"`{FACT}_{kind.name}`", kind.unit, kind.category, said))
    yield table(("table", "its value counts", "category", "more columns"), rows)


def _audience(audience: Audience) -> Iterator[str]:
    yield from ("", f"## For whom: `{audience.name}`", "", f"{audience.words[:1].upper()}{audience.words[1:]}.", "")
    yield f"- A person's key is {KEYS[audience.keys]}."
    yield f"- Facts that hold{', and those that once held' if audience.is_with_history else ''}."
    yield f"- Kinds of information: {', '.join(sorted(audience.categories))}."
    yield f"- Types of the further columns: {', '.join(sorted(audience.attributes))}."
    for name, columns in audience.columns.items():
        every = {each.name for each in star()[name].columns}
        yield f"- `{name}`: {'every column' if every == set(columns) else _codes(columns)}."


def _codes(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)
