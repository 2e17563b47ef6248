"""The board paper: what a model comes to, for whom, how sure, how it may be paid, what it rests on. A tagged PDF."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from oneplan.engine import paper
from oneplan.engine.value import charts, flow, spreads, telling
from oneplan.engine.value import report_basis as basis
from oneplan.engine.value.draws import Drawn, Interval
from oneplan.engine.value.figures import Likely, each_pound, joined, pounds, short
from oneplan.engine.value.flow_wide import SHEET, wide
from oneplan.engine.value.report_blocks import FLOW, Block, breakable, head, lead, listed, picture, table, words
from oneplan.engine.value.report_shares import shares
from oneplan.engine.value.whole_story import Story
from oneplan.rulebook.value.guards import findings
from oneplan.rulebook.value.model import Unpriced
from oneplan.rulebook.value.notes import notes
from oneplan.rulebook.value.reckon import Result
from oneplan.rulebook.value.units import Edition

TEMPLATE = Path(__file__).parent / "report.typ"
DRAWS = 10_000
BARS = 8  # of what matters most: with the ranges they fill a page
Library = Mapping[str, Edition] | None


def pdf(story: Story, *, library: Library = None) -> bytes:
    return paper.pdf(TEMPLATE, content(story, library=library))


def pages(story: Story, *, library: Library = None, dots_per_inch: float = 96) -> list[bytes]:
    """As PNG files, to look at."""
    return paper.pages(TEMPLATE, content(story, library=library), dots_per_inch=dots_per_inch)


def content(story: Story, *, library: Library = None) -> dict[str, Any]:
    """What the template sets; sections that would be empty are left out."""
    result = story.result
    sections = [
        ("In three sentences", [lead(sentences(result, story.drawn))]),
        ("What it comes to", [table(results(result, story.drawn), total=False)]),
        ("When it comes back", list(_years(result))),
        ("Who puts in, and who gets back", list(_money(result, story.drawn))),
        ("How sure it is", list(_sureness(story))),
        ("How the cost may be shared", list(shares(result, story.drawn))),
        ("Scenarios", list(_scenarios(story))),
        ("What has no price", list(_unpriced(story))),
        ("Look at this before relying on it", _listed(f"{each.outcome.words}: {each.why}"
                                                      for each in findings(result.model))),
        ("How old it is, and whose", _listed(iter(notes(result.model, library)))),
        ("What it assumes", list(basis.assumptions(result))),
        ("How it is reckoned", list(basis.method(result))),
        ("What it cannot tell", [listed(basis.CANNOT_TELL)]),
    ]  # fmt: skip
    title = result.model.name or "What the help is worth"
    return {
        "title": title,
        "heading": breakable(title),
        "from": "OnePlan",
        "subtitle": _subtitle(result, story.drawn),
        "sections": [{"title": name, "blocks": blocks} for name, blocks in sections if blocks],
    }


def sentences(result: Result, drawn: Drawn | None) -> list[str]:
    """Three: what comes back to budgets, what it is worth to all, and when and how surely it is paid back."""
    years = f"{result.model.years} year{'' if result.model.years == 1 else 's'}"
    cost, back, worth, cash = (
        short(float(each)) for each in (result.pv_cost, result.pv_fiscal, result.pv_public, result.pv_cashable)
    )
    fiscal, public = _likely(_of(drawn, "pv_fiscal")), _likely(_of(drawn, "pv_public"))
    for_each = _ratio(result.fiscal_ratio, _of(drawn, "fiscal_ratio"))
    for_all = _ratio(result.public_ratio, _of(drawn, "public_ratio"))
    returned = f"not paid back within {years}, as worth now"
    if result.payback_discounted is not None:
        returned = f"paid back after {telling.years(result.payback_discounted)}, as worth now"
    chance = f", and in {drawn.chance_of_return * 100:.0f} of 100 draws get back at least the cost" if drawn else ""
    beyond = "With what it is worth to people and to the economy, and without what only moves between purses"
    return [
        f"{telling.comes_back(result, cost=cost, back=back)} to public budgets{fiscal}: {for_each}."
        + (f" {rests}" if (rests := telling.rests_on(result.model)) else ""),
        f"{beyond}, it is worth {worth}{public}: {for_all}.",
        f"Budgets are {returned}{chance}; {cash} of what comes back can be taken out of budgets.",
    ]


def results(result: Result, drawn: Drawn | None) -> list[list[str]]:
    """The head, and each result of the whole with its range."""
    intervals = {
        "Cost, as worth now": _of(drawn, "pv_cost"), "Fiscal benefit, as worth now": _of(drawn, "pv_fiscal"),
        "of it cashable": _of(drawn, "pv_cashable"), "Fiscal net present value": _of(drawn, "fiscal_npv"),
        "Public value, as worth now": _of(drawn, "pv_public"),
        "Public net present value": _of(drawn, "public_npv"),
    }  # fmt: skip
    ratios = {
        "Back to the public purse": _of(drawn, "fiscal_ratio"), "Public value": _of(drawn, "public_ratio"),
    }  # fmt: skip
    rows = [["Result", "As modelled", "Likely"]]
    for name, said in telling.whole(result):
        found, ratio = intervals.get(name), ratios.get(name)
        likely = joined(pounds(found.low), pounds(found.high)) if found else ""
        likely = joined(each_pound(ratio.low), each_pound(ratio.high)) if ratio else likely
        rows.append([name, said, likely])
    return rows


def _subtitle(result: Result, drawn: Drawn | None) -> str:
    sure = (
        f"Likely: where 9 of 10 of {drawn.draws:,} draws fall (seed {drawn.seed})." if drawn else "No draws were made."
    )
    return f"A paper on what the help is worth, to whom. Pounds of {result.model.price_year}, as worth now. {sure}"


def _money(result: Result, drawn: Drawn | None) -> Iterator[Block]:
    funding = flow.of(result, drawn=drawn)
    yield picture(wide(funding, at=SHEET, name="now"), flow.description(funding), wide=FLOW)
    yield table(flow.table(funding), total=True)


def _years(result: Result) -> Iterator[Block]:
    payback = None if result.payback is None else float(result.payback)
    found = charts.Years("Money by year, not discounted", tuple(map(float, result.cost)),
                         tuple(map(float, result.fiscal)), payback)  # fmt: skip
    yield picture(charts.by_year(found), charts.description(found), wide=76)
    yield table(charts.table(found))


def _sureness(story: Story) -> Iterator[Block]:
    result, drawn = story.result, story.drawn
    if drawn:
        left = [
            spreads.Range(each.agency, float(each.net), _interval(drawn.agencies[each.agency]))
            for each in result.positions()
        ]  # fmt: skip
        yield picture(
            spreads.ranges_picture(left, title="What each is left with, as things are paid now"),
            " ".join(f"{each.words}: {spreads.range_words(each)}." for each in left),
            wide=94,
        )
    else:
        yield words("No draws were made for this paper, so it says nothing of ranges.")
    if story.bars:
        title = "What matters most: fiscal net present value, one figure alone at its ends"
        svg = spreads.tornado_picture(story.bars, float(result.fiscal_npv), title=title, most=BARS)
        yield picture(svg, " ".join(f"{spreads.bar_words(each)}." for each in story.bars[:BARS]), wide=94)
        yield table(spreads.tornado_table(story.bars[:BARS]), widths=[5, 4, 2, 2])
    yield head("What would have to be true")
    rows = [["Outcome", "For how many it would have to come true, for budgets to break even"], *basis.needed(result)]
    yield table(rows, in_words=True, widths=[1, 1])


def _scenarios(story: Story) -> Iterator[Block]:
    if story.scenarios:
        together = {"as it is": story.result, **story.scenarios}
        columns = [telling.whole(result) for result in together.values()]
        rows = [[rows[0][0], *(said for _, said in rows)] for rows in zip(*columns, strict=True)]
        yield table([["", *together], *rows])


def _unpriced(story: Story) -> Iterator[Block]:
    model = story.result.model
    if model.reached:
        yield words("This was reached, stands in no sum, and is often the reason for the help:")
        yield listed([_beside(each) for each in model.reached])
    if model.not_counted:
        yield words(f"{telling.rests_on(model)} It stands in no sum, for these reasons:")
        yield listed([_beside(each) for each in model.not_counted])
    if model.stories:
        yield head("Told")
        yield words(*model.stories)


def _beside(each: Unpriced) -> str:
    how_many = "" if each.how_many is None else f"{each.how_many:,f} "
    return f"{how_many}{each.words}" + (f" ({each.source})" if each.source else "")


def _listed(lines: Iterator[str]) -> list[Block]:
    found = list(lines)
    return [listed(found)] if found else []


def _of(drawn: Drawn | None, name: str) -> Interval | None:
    found: Interval | None = getattr(drawn, name) if drawn else None
    return found


def _interval(found: Interval) -> Likely:
    return Likely(found.low, found.high)


def _likely(found: Interval | None) -> str:
    return f" (likely {joined(short(found.low), short(found.high))})" if found else ""


def _ratio(ratio: Any, found: Interval | None) -> str:
    if ratio is None:
        return "nothing is paid, so there is no return to speak of"
    likely = f" (likely {joined(each_pound(found.low), each_pound(found.high))})" if found else ""
    return f"{each_pound(float(ratio))} for each £1{likely}"
