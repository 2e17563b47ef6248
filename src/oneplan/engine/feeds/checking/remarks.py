"""What is said of single values: why a row was set aside, and what was mended."""

from collections.abc import Iterator, Sequence

from oneplan.engine.feeds.checking.steps import Place
from oneplan.engine.feeds.contract.columns import Column
from oneplan.engine.feeds.contract.kinds import Kind

MISSING, WRONG, TIDIED, LEFT_OUT, CORRECTED = "missing", "wrong", "tidied", "left_out", "corrected"
TWICE, TWICE_APART = "same_row_again", "same_key_otherwise"
DOUBLES = "SELECT row, '' AS column_name, 'fault' AS what, code, NULL AS value FROM doubled"


def selects(kind: Kind, places: Sequence[Place]) -> Iterator[str]:
    """A SELECT for each thing that can be said, over the rows of `judged` about which something is."""
    for each in places:
        bit = f"& (1::BIGINT << {each.bit}) <> 0"
        if each.is_needed:
            yield _one(each, "fault", MISSING, f"wrong {bit} AND {each.name}_tidy IS NULL")
            yield _one(each, "fault", WRONG, f"wrong {bit} AND {each.name}_tidy IS NOT NULL")
        else:
            yield _one(each, "repair", LEFT_OUT, f"mended {bit} AND {each.name} IS NULL")
        yield _one(each, "repair", CORRECTED, f"corrected {bit}")
        yield _one(each, "repair", TIDIED, f"mended {bit} AND {each.name} IS NOT NULL")
    by_name = {each.name: each for each in places}
    for place, rule in enumerate(kind.rules):
        first = next((by_name[name] for name in rule.columns if name in by_name), None)
        if first is not None:
            yield _one(first, "fault", rule.code, f"broken & (1::BIGINT << {place}) <> 0")


def _one(each: Place, what: str, code: str, when: str) -> str:
    return (
        f"SELECT row, '{each.name}' AS column_name, '{what}' AS what, '{code}' AS code, "
        f"{each.name}_raw AS value FROM remarkable WHERE {when}"
    )


def words(kind: Kind, code: str, column: str) -> str:
    """A remark as said to a partner."""
    called = next((each for each in kind.every if each.name == column), None)
    said = {
        MISSING: "empty, and it is needed",
        WRONG: f"not {_wanted(called)}",
        TIDIED: "spaces, dashes or capitals put right",
        CORRECTED: "corrected here",
        LEFT_OUT: f"not {_wanted(called)}; left out, the row was taken",
        TWICE: "the same row a second time",
        TWICE_APART: "two rows for the same key that say different things",
        **{rule.code: rule.words for rule in kind.rules},
    }
    return said[code]


def _wanted(column: Column | None) -> str:
    """What a value has to be, with the bounds of a number."""
    if column is None:
        return "a value"
    if column.least is None or column.most is None:
        return column.type.words
    return f"{column.type.words} from {column.least} to {column.most}"
