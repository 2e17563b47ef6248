"""Proposals for sharing the cost, side by side, to the penny; a rule that cannot be used says why."""

from collections.abc import Iterator

from oneplan.engine.value import flow
from oneplan.engine.value.draws import Drawn
from oneplan.engine.value.flow_wide import SHEET, wide
from oneplan.engine.value.report_blocks import FLOW, Block, head, listed, picture, table, words
from oneplan.engine.value.telling import pounds
from oneplan.rulebook.value.funding import WORDS, CannotShare, Proposal, Rule, proposal, to_the_penny
from oneplan.rulebook.value.model import ZERO, Cap, Terms
from oneplan.rulebook.value.reckon import Result

DRAWN = Rule.BENEFIT  # the proposal that is drawn beside the table


def shares(result: Result, drawn: Drawn | None) -> Iterator[Block]:
    made, refused = proposals(result)
    yield words(*terms_words(result.model.funding))
    if made:
        rows = [(rule, to_the_penny(each)) for rule, each in made.items()]
        widths = [3, *(2 for _ in rows)]
        names = [WORDS[rule] for rule, _ in rows]
        yield head("What each puts in")
        yield table([["Agency", *names], *_puts_in([each for _, each in rows])], widths=widths)
        yield head("What each is left with when all has come back")
        yield table([["Agency", *names], *_left([each for _, each in rows])], total=True, widths=widths)
    if refused:
        yield listed(f"{WORDS[rule][:1].upper()}{WORDS[rule][1:]}: {why}" for rule, why in refused.items())
    if DRAWN in made:
        funding = flow.of(result, shared=made[DRAWN], drawn=drawn)
        yield words(f"The next funding picture shows the cost shared {WORDS[DRAWN]}.")
        yield picture(wide(funding, at=SHEET, name="shared"), flow.description(funding), wide=FLOW, floats=True)


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


def _puts_in(told: list[Proposal]) -> Iterator[list[str]]:
    for each in told[0].contributions:
        yield [each.agency, *(pounds(one.of(each.agency).puts_in) for one in told)]
    yield ["Together", *(pounds(each.funded + each.reserve) for each in told)]
    if any(each.reserve for each in told):
        yield ["of it in the reserve", *(pounds(each.reserve) for each in told)]
    if any(each.unfunded for each in told):
        yield ["Carried by nobody yet", *(pounds(each.unfunded) for each in told)]
    if any(each.reserve < each.reserve_asked for each in told):
        yield ["Missing in the reserve", *(pounds(each.reserve_asked - each.reserve) for each in told)]


def _left(told: list[Proposal]) -> Iterator[list[str]]:
    for each in told[0].contributions:
        yield [each.agency, *(pounds(one.of(each.agency).net) for one in told)]
    yield ["Together", *(pounds(sum((each.net for each in one.contributions), ZERO)) for one in told)]
