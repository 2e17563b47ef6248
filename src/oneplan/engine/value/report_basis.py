"""What a paper rests on: every input with its range, the algebra, and what no figure of it can tell."""

from collections.abc import Iterator
from decimal import Decimal

from oneplan.engine.value import sureness
from oneplan.engine.value.figures import pounds
from oneplan.engine.value.of_area import came_from, cost_came_from
from oneplan.engine.value.report_blocks import Block, code, head, table, words
from oneplan.rulebook.value.model import ONE, ZERO, Cost, CostKind, Outcome, Span
from oneplan.rulebook.value.reckon import Result

ALGEBRA = (
    ("outcomes", "N · a · e · ret · i · (1 − d) · (1 − ob)"),
    ("shape(t)", "(1 − q)^(t − L)  while L ≤ t < L + D, else 0"),
    ("fiscal(t)", "outcomes · u_f · shape(t)"),
    ("public(t)", "outcomes · (u_f − tr + u_e + u_s) · shape(t)"),
    ("agency_k(t)", "Σ over outcomes of w_k · fiscal(t)"),
    ("cost(t)", "Σ over costs of C(t) · (1 + ob_cost)"),
    ("PV(x)", "Σ over t of x(t) · DF(t)"),
)
LETTERS = (
    "N how many there are, a the share with the problem, e who take part, ret who stay, i for whom it comes true, d "
    "what would have come anyway, ob taken off for thin evidence; L years before it begins, D how long it lasts, q by "
    "what it falls each year; u_f, u_e, u_s what one is worth to budgets, the economy and people, tr what of u_f only "
    "moves between purses; w_k the share of agency k; C(t) a cost, ob_cost put on it; DF(t) the discount factor of "
    "year t."
)
CANNOT_TELL = """
Whether the help caused it. What would have come anyway is an input; only a comparison says what it is.
What a family is worth. No figure here is about one family, and none may decide who gets help.
What has no price, and what only kept from getting worse. It is listed beside the sums, and often the reason for help.
What happens after the last year.
Whether an agency can bank it. What each is left with is a reason to talk about who pays what, and no invoice.
Whether the ranges are right. They say how far each input may be off by itself, not whether the model is the right one.
""".strip().splitlines()
_KINDS = {CostKind.CASH: "money", CostKind.IN_KIND: "in kind", CostKind.CAPITAL: "capital"}


def assumptions(result: Result) -> Iterator[Block]:
    model = result.model
    if model.outcomes:
        yield head("How many")
        yield words("Beneath each figure stands its range, where it has one; shares in per cent.")
        yield table([_HOW_MANY, *(_how_many(each) for each in model.outcomes)], widths=[5, *(2,) * 8])
        yield head("What one is worth, and for how long")
        yield table([_WORTH, *(_worth(each) for each in model.outcomes)], widths=[5, *(2,) * 5, 4])
        yield head("To whom it falls")
        yield table([["Outcome", "Whose budgets", "Source of its figures"], *map(_falls, model.outcomes)],
                    in_words=True, widths=[3, 4, 3])  # fmt: skip
    yield head("What it costs")
    yield table([_COSTS, *(_cost(each) for each in model.costs)], in_words=True, widths=[3, 2, 1.5, 3, 2, 2])


def method(result: Result) -> Iterator[Block]:
    yield code(ALGEBRA)
    yield words(
        LETTERS,
        f"Discounting: {result.ladder.source}. A cost falls at the start of its year, a benefit evenly within it, so "
        "that payback is never told too early. Money is decimal and rounded for display alone.",
    )


def needed(result: Result) -> list[list[str]]:
    return [list(each) for each in sureness.needed(result)]


_HOW_MANY = ["Outcome", "How many", "With the problem", "Take part", "Stay", "Comes true", "Anyway", "Taken off", "Net"]
_WORTH = ["Outcome", "Budgets", "only moves", "Economy", "People", "Cashable", "From year, years, falls by"]
_COSTS = ["What", "Who pays", "How", "By year", "Put on, range", "Source"]


def _how_many(each: Outcome) -> list[str]:
    reach = each.reach
    shares = ("affected", "engagement", "retention", "impact", "deadweight")
    ranged = [_percent(getattr(reach, name)) + _range(each.spans.get(name)) for name in shares]
    many = f"{reach.population:,f}" + _range(each.spans.get("population"), percent=False)
    return [each.words, many, *ranged, _percent(each.optimism), f"{each.net:,.2f}"]


def _worth(each: Outcome) -> list[str]:
    worth, course = each.worth, each.course
    budgets = pounds(float(worth.fiscal)) + _range(each.spans.get("worth"))
    amounts = (pounds(float(amount)) if amount else "–" for amount in (worth.transfer, worth.economic, worth.social))
    lasts = f"{course.lag + 1}, {course.duration}, {_percent(course.drop_off)}"
    return [each.words, budgets, *amounts, _percent(worth.cashable), lasts]


def _falls(each: Outcome) -> list[str]:
    shares = ", ".join(f"{agency} {_percent(share)}" for agency, share in each.worth.shares.items())
    priced = each.local or (f"unit cost {each.code}" if each.code else "")
    source = "; ".join(filter(None, (priced, came_from(each) if each.source else "")))
    return [each.words, shares or "nobody's", source or "not said"]


def _cost(each: Cost) -> list[str]:
    by_year = ", ".join(pounds(float(amount)) for amount in each.by_year)
    put_on = _percent(each.optimism) + _range(each.span)
    return [each.words, each.payer, _KINDS[each.kind], by_year, put_on, cost_came_from(each)]


def _range(span: Span | None, *, percent: bool = True) -> str:
    if span is None:
        return ""
    if not percent:
        return f"\n{span.low:,.0f}–{span.high:,.0f}"
    low, high = (_percent(each).removesuffix(" %") for each in (span.low, span.high))
    return f"\n{low}–{high}"


def _percent(share: Decimal) -> str:
    if share in {ZERO, ONE}:
        return f"{share * 100:.0f} %"
    return f"{share * 100:.1f}".removesuffix(".0") + " %"
