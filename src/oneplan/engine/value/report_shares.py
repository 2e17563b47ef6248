"""Proposals for sharing the cost, side by side, to the penny; a rule that cannot be used says why."""

from collections.abc import Iterator, Sequence

from oneplan.engine.value import flow
from oneplan.engine.value.draws import Drawn
from oneplan.engine.value.flow_wide import SHEET, wide
from oneplan.engine.value.report_blocks import FLOW, Block, head, listed, picture, table, words
from oneplan.engine.value.shares_told import legend, remarks, rows
from oneplan.engine.value.telling import pounds
from oneplan.rulebook.value.funding import WORDS, CannotShare, Proposal, Rule, proposal, to_the_penny
from oneplan.rulebook.value.model import ZERO, Cap, Terms
from oneplan.rulebook.value.reckon import Result

DRAWN = Rule.BENEFIT  # the proposal that is drawn beside the table


def shares(result: Result, drawn: Drawn | None) -> Iterator[Block]:
    made, refused = proposals(result)
    yield words(*terms_words(result.model.funding))
    if made:
        yield from _beside([to_the_penny(each) for each in made.values()], result.model.agencies)
    if refused:
        yield listed(f"{WORDS[rule][:1].upper()}{WORDS[rule][1:]}: {why}" for rule, why in refused.items())
    if DRAWN in made:
        funding = flow.of(result, shared=made[DRAWN], drawn=drawn)
        yield words(f"The next funding picture shows the cost shared {WORDS[DRAWN]}.")
        yield picture(wide(funding, at=SHEET, name="shared"), flow.description(funding), wide=FLOW, floats=True)


def _beside(told: list[Proposal], agencies: Sequence[str]) -> Iterator[Block]:
    widths, names = [3, *(2 for _ in told)], ["Agency", *(WORDS[each.rule] for each in told)]
    yield head("What each puts in")
    puts_in = [[row.name, *(cell.marked for cell in row.cells)] for row in rows(told, agencies)]
    yield table([names, *puts_in], widths=widths)
    if remarked := remarks(told, agencies):
        yield words(legend(told))
        yield listed(remarked)
    yield head("What each is left with when all has come back")
    yield table([names, *_left(told)], total=True, widths=widths)


def proposals(result: Result) -> tuple[dict[Rule, Proposal], dict[Rule, str]]:
    """Those that can be made, and why the others cannot."""
    made, refused = {}, {}
    for rule in Rule:
        terms = Terms() if rule is Rule.AS_NOW else result.model.funding
        try:
            made[rule] = proposal(result.positions(), cost=result.pv_cost, rule=rule, terms=terms)
        except CannotShare as failure:
            refused[rule] = " ".join(each.words for each in failure.faults)
    return made, refused


def terms_words(terms: Terms) -> list[str]:
    said = ["Four rules, each on its own. What is above a cap goes to the others in the same proportion."]
    if terms.cap:
        said.append(f"Nobody puts in more than {_cap(terms.cap)}.")
    said += [f"{agency} puts in at most {_cap(cap)}." for agency, cap in terms.caps.items()]
    if terms.reserve:
        percent = f"{(terms.reserve * 100).normalize():f}"
        said.append(f"A reserve of {percent} % of the cost is put on top and held jointly until outcomes are shown.")
    said.append("As things are now, no cap and no reserve is applied.")
    return [" ".join(said)]


def _cap(cap: Cap) -> str:
    percent = "" if cap.share is None else f"{(cap.share * 100).normalize():f} % of what it gets back"
    return " or ".join(filter(None, (percent, "" if cap.pounds is None else pounds(cap.pounds))))


def _left(told: list[Proposal]) -> Iterator[list[str]]:
    for each in told[0].contributions:
        yield [each.agency, *(pounds(one.of(each.agency).net) for one in told)]
    yield ["Together", *(pounds(sum((each.net for each in one.contributions), ZERO)) for one in told)]
