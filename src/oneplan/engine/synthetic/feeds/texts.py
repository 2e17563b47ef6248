"""SQL of an invented row: what is true, then what a partner wrote, with the faults that files have."""

from collections.abc import Iterator, Mapping, Sequence

from oneplan.engine.feeds.contract.columns import Column
from oneplan.engine.feeds.contract.kinds import Kind
from oneplan.engine.feeds.contract.layouts import Layout, layouts
from oneplan.engine.feeds.profiles import Meaning
from oneplan.engine.sql import text
from oneplan.engine.synthetic.feeds import spec
from oneplan.engine.synthetic.feeds.spec import Period

PEOPLE = {
    "upn": "upn", "nhs_number": "nhs", "given_names": "given", "family_name": "family_name", "born_on": "born",
    "sex": "sex", "postcode": "postcode", "address_line": "address_line", "school": "school",
}  # fmt: skip
NUMBERS = {"whole": "BIGINT", "money": "DECIMAL(12, 2)"}
OTHER_DAYS = ("%d %B %Y", "%Y-%m-%d")
NO_CODE = "ZZZ"
SINCE_HELP = "share"  # of what would have been, from the day on which help began


def macros(seed: int) -> list[str]:
    """`draw` is a number from 0 to 1 that depends on its key, its purpose and the seed alone."""
    drawn = f"(hash(k, purpose, which, {seed}::BIGINT) >> 11)::DOUBLE / 9007199254740992"
    return [
        f"CREATE MACRO draw(k, purpose, which := '') AS {drawn}",
        "CREATE MACRO pick(options, luck) AS options[1 + floor(luck * len(options))::INTEGER]",
        "CREATE MACRO some_day(a, b, luck) AS a + floor(luck * date_diff('day', a, b))::INTEGER",
        f"CREATE MACRO since_help(began, day, share) AS CASE WHEN began <= day THEN {SINCE_HELP} ELSE 1 END",
    ]


def true_rows(kind: Kind, columns: Sequence[Column], periods: Sequence[Period]) -> str:
    """Every row that is true, of both partners: `id`, `person`, `whose`, `period`, `sent` and the values."""
    said = spec.rows(kind.name)
    also = "".join(f"{expression} AS {name}, " for name, expression in said.also.items())
    values = ", ".join(f"({_true(each, said.columns)}) AS true_{each.name}" for each in columns)
    return f"""
    WITH periods AS ({_periods(periods)}),
    found AS (
      SELECT person, {said.whose} AS whose, nth_period, file, {also}{values}
      FROM people JOIN periods ON true {said.joins} WHERE {said.where}
    ),
    numbered AS (SELECT row_number() OVER (ORDER BY whose, nth_period, hash(person), {_key(kind)}) AS id, * FROM found)
    SELECT *, {_sent(kind, periods)} AS sent FROM numbered"""


def _periods(periods: Sequence[Period]) -> str:
    values = ", ".join(
        f"({nth}, {each.file}, {text(each.name)}, DATE '{each.first}', DATE '{each.after}', "
        f"{text(each.academic_year)}, {text(each.term)})"
        for nth, each in enumerate(periods)
    )
    return f"SELECT * FROM (VALUES {values}) AS said(nth_period, file, period, first, after, academic_year, term)"


def _true(column: Column, own: Mapping[str, str]) -> str:
    expression = own.get(column.name) or PEOPLE[column.name]
    return f"({expression})::{NUMBERS[column.type.name]}" if column.type.name in NUMBERS else expression


def _key(kind: Kind) -> str:
    return ", ".join(f"true_{name}" for name in kind.key)


def _sent(kind: Kind, periods: Sequence[Period]) -> str:
    """In which file the row comes: some events come with the next; of the last file, one that is not here yet."""
    late = spec.faults()["rows"]["late"]["share"]
    if kind.usual["meaning"] != Meaning.EVENTS or periods[-1].file == 0:
        return "file"
    return f"file + (draw(id, 'late') < {late})::INTEGER"


def written(layout: Layout, columns: Sequence[Column]) -> str:
    """Rows of one partner as they write them: `id`, `copy`, a text for each column, and the faults of each."""
    texts = ", ".join(f"{_text(layout, each)} AS {each.name}" for each in columns)
    marks = ", ".join(mark for each in columns for mark in _marks(layout, each))
    return f"""
    WITH told AS (SELECT id, person, sent, {texts}, [{marks}] AS marks FROM rows WHERE whose = {_nth(layout)}),
    turned AS (SELECT * EXCLUDE (marks) REPLACE ({_turned(columns)}), {_named_faults(columns)} AS faults FROM told)
    SELECT 0 AS copy, * FROM turned UNION ALL BY NAME
    SELECT 1 AS copy, * REPLACE (list_append(faults, 'twice') AS faults) FROM turned
    WHERE draw(id, 'twice') < {_share("twice")}"""


def _share(fault: str) -> float:
    return float(spec.faults()["rows"][fault]["share"])


def _swaps(columns: Sequence[Column]) -> str:
    """When given and family name change places: in files that have both."""
    both = {"given_names", "family_name"} <= {each.name for each in columns}
    return f"draw(id, 'names') < {_share('names_swapped')}" if both else "false"


def _turned(columns: Sequence[Column]) -> str:
    swaps = _swaps(columns)
    if swaps == "false":
        return "sent AS sent"
    pairs = (("given_names", "family_name"), ("family_name", "given_names"))
    return ", ".join(f"CASE WHEN {swaps} THEN {other} ELSE {name} END AS {name}" for name, other in pairs)


def _named_faults(columns: Sequence[Column]) -> str:
    every = f"list_append(marks, CASE WHEN {_swaps(columns)} THEN 'names_swapped' END)"
    return f"list_filter({every}, lambda mark: mark IS NOT NULL)"


def _nth(layout: Layout) -> int:
    return [each.name for each in layouts() if each.kind.name == layout.kind.name].index(layout.name)


def _right(layout: Layout, column: Column) -> str:
    """The value as the partner writes it when nothing goes wrong."""
    value = f"true_{column.name}"
    if column.type.name == "day":
        return f"strftime({value}, {text(layout.days)})"
    if column.type.name == "code":
        theirs = layout.columns[column.name]["codes"]
        cases = " ".join(f"WHEN {text(ours)} THEN {text(code)}" for code, ours in theirs.items())
        return f"CASE {value} {cases} END"
    if column.type.name == "school":
        return f"replace({value}, '/', '')"
    return f"{value}::VARCHAR"


def _text(layout: Layout, column: Column) -> str:
    right, found = _right(layout, column), list(_faults(layout, column))
    cases = " ".join(f"WHEN {luck} THEN {wrong}" for _, luck, wrong in found)
    return f"CASE WHEN true_{column.name} IS NULL THEN NULL {cases} ELSE {right} END" if found else right


def _marks(layout: Layout, column: Column) -> Iterator[str]:
    """A fault is named where the text is another one for it: two like neighbours that change places are no fault."""
    found = list(_faults(layout, column))
    if not found:
        return
    right = _right(layout, column)
    cases = " ".join(
        f"WHEN {luck} THEN CASE WHEN ({wrong}) IS DISTINCT FROM {right} THEN '{column.name}:{name}' END"
        for name, luck, wrong in found
    )
    yield f"CASE WHEN true_{column.name} IS NULL THEN NULL {cases} END"


def _faults(layout: Layout, column: Column) -> Iterator[tuple[str, str, str]]:
    """Of each fault the column can have: its name, when it is so, and what is written then. At most one is so."""
    upto, luck = 0.0, f"draw(id, '{column.name}')"
    for name, said in spec.faults()["values"].items():
        if _can_have(layout.kind, column, said["in"]):
            begins, upto = upto, upto + said["share"]
            yield name, f"{luck} >= {begins:.6f} AND {luck} < {upto:.6f}", _wrong(name, layout, column)


def _can_have(kind: Kind, column: Column, where: str | list[str]) -> bool:
    if isinstance(where, list):
        return column.name in where
    return column.name in kind.needs if where == "needed" else column.type.name == where


def _wrong(fault: str, layout: Layout, column: Column) -> str:
    right, value = _right(layout, column), f"true_{column.name}"
    other = next(each for each in OTHER_DAYS if each != layout.days)
    return {
        "typing": f"left({right}, 4) || substr({right}, 6, 1) || substr({right}, 5, 1) || substr({right}, 7)",
        "missing": "NULL::VARCHAR",
        "spaces": f"' ' || {right} || '  '",
        "small_letters": f"lower({right})",
        "swapped_day": (
            f"CASE WHEN day({value}) < 13 THEN "
            f"strftime(make_date(year({value}), day({value}), month({value})), {text(layout.days)}) ELSE {right} END"
        ),
        "other_days": f"strftime({value}, {text(other)})",
        "wrong_code": text(NO_CODE),
        "moved": "'ZZ' || (10 + hash(id, 'moved') % 24) || ' ' || hash(id, 'to') % 10 || 'XX'",
    }[fault]
