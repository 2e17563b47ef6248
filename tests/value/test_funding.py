"""Who puts in what: no penny is lost, nobody is above a cap, and what nobody carries is said."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplan.rulebook.value.discounting import green_book
from oneplan.rulebook.value.funding import (
    PENNY,
    CannotShare,
    Proposal,
    Rule,
    by_year,
    proposal,
    to_the_penny,
)
from oneplan.rulebook.value.model import Cap, Terms
from oneplan.rulebook.value.reckon import Position, reckon
from tests.value.constructed import CASE

pytestmark = pytest.mark.requirement("R341")
ZERO = Decimal(0)
NEARLY = Decimal("1e-12")  # of all that is shared, for divisions that have no end
NAMES = ("council", "health", "police", "schools", "housing")


def money(most: str = "1000000") -> st.SearchStrategy[Decimal]:
    return st.decimals("0", most, places=2)


def share() -> st.SearchStrategy[Decimal]:
    return st.decimals("0", "1", places=3)


@st.composite
def positions(draw: st.DrawFn) -> list[Position]:
    found = []
    for name in NAMES[: draw(st.integers(1, len(NAMES)))]:
        saves = draw(money())
        found.append(Position(name, saves, draw(money()), saves * draw(share())))
    return found


@st.composite
def terms(draw: st.DrawFn, *, names: tuple[str, ...] = NAMES) -> Terms:
    def cap() -> Cap | None:
        kind = draw(st.sampled_from(["none", "share", "pounds", "both"]))
        given_share = draw(st.decimals("0", "2", places=2)) if kind in {"share", "both"} else None
        given_pounds = draw(st.decimals("0", "300000", places=3)) if kind in {"pounds", "both"} else None
        return None if kind == "none" else Cap(given_share, given_pounds)

    caps = {name: made for name in names if draw(st.booleans()) and (made := cap())}
    return Terms({name: draw(money()) for name in names}, cap(), caps, draw(share()))


@st.composite
def asked(draw: st.DrawFn) -> tuple[list[Position], Decimal, Rule, Terms]:
    found = draw(positions())
    return found, draw(money()), draw(st.sampled_from(list(Rule))), draw(terms(names=NAMES[: len(found)]))


def refused_for_want_of_a_proportion(failure: CannotShare) -> None:
    assert [each.where for each in failure.faults] == ["rule"]


def made(given_: tuple[list[Position], Decimal, Rule, Terms]) -> Proposal | None:
    found, cost, rule, said = given_
    try:
        return proposal(found, cost=cost, rule=rule, terms=said)
    except CannotShare as failure:
        refused_for_want_of_a_proportion(failure)
        return None


@given(asked())
def test_no_pound_is_lost_and_nobody_is_above_a_cap_or_below_nought(
    case: tuple[list[Position], Decimal, Rule, Terms],
) -> None:
    if (exact := made(case)) is None:
        return
    near = NEARLY * max(exact.cost, Decimal(1))
    assert abs(exact.funded + exact.unfunded - exact.cost) <= near
    assert exact.reserve <= exact.reserve_asked + near
    assert exact.reserve <= near or exact.unfunded <= near  # the help comes before the reserve
    for each in exact.contributions:
        assert each.help >= 0
        assert each.reserve >= -near
        assert each.cap is None or each.puts_in <= each.cap + near
    if all(each.cap is None for each in exact.contributions):
        assert exact.unfunded <= near
        assert abs(exact.reserve - exact.reserve_asked) <= near


@given(asked())
def test_something_is_unfunded_only_where_everybody_with_a_part_is_at_the_cap(
    case: tuple[list[Position], Decimal, Rule, Terms],
) -> None:
    if (exact := made(case)) is None or exact.unfunded < Decimal("0.001"):
        return
    weight = {Rule.AS_NOW: "pays", Rule.BENEFIT: "saves", Rule.CASHABLE: "cashable"}.get(exact.rule)
    for position, each in zip(case[0], exact.contributions, strict=True):
        has_part = getattr(position, weight) if weight else case[3].ability[position.agency]
        assert not has_part or (each.cap is not None and abs(each.puts_in - each.cap) < Decimal("1e-6"))


@given(asked())
def test_to_the_penny_it_still_sums_and_stays_under_the_caps(case: tuple[list[Position], Decimal, Rule, Terms]) -> None:
    if (exact := made(case)) is None:
        return
    told = to_the_penny(exact)
    assert told.funded + told.unfunded == told.cost == exact.cost.quantize(PENNY)
    assert told.reserve <= told.reserve_asked
    for before, each in zip(exact.contributions, told.contributions, strict=True):
        assert each.help % PENNY == 0
        assert each.help >= 0
        assert each.reserve >= 0
        assert each.reserve % PENNY == 0
        assert each.cap is None or each.puts_in <= each.cap
        assert abs(each.puts_in - before.puts_in) <= PENNY
    if all(each.cap is None for each in exact.contributions):
        assert all(
            abs(a.puts_in - b.puts_in) < PENNY for a, b in zip(exact.contributions, told.contributions, strict=True)
        )
        assert told.unfunded == 0
        assert told.reserve == told.reserve_asked


@given(asked())
def test_who_gets_nothing_back_pays_nothing_in_proportion_to_benefit(
    case: tuple[list[Position], Decimal, Rule, Terms],
) -> None:
    found = [replace(each, saves=ZERO, cashable=ZERO) if each.agency == "council" else each for each in case[0]]
    for rule in (Rule.BENEFIT, Rule.CASHABLE):
        if exact := made((found, case[1], rule, case[3])):
            assert exact.of("council").puts_in == 0
            assert to_the_penny(exact).of("council").puts_in == 0


@given(asked(), money())
def test_nobody_pays_less_when_more_is_to_be_shared(
    case: tuple[list[Position], Decimal, Rule, Terms], more: Decimal
) -> None:
    found, cost, rule, said = case
    less, greater = made(case), made((found, cost + more, rule, said))
    if less and greater:
        for before, after in zip(less.contributions, greater.contributions, strict=True):
            assert after.puts_in >= before.puts_in - Decimal("1e-9")


@given(asked(), money())
def test_who_gets_more_back_never_pays_less_than_who_gets_less(
    case: tuple[list[Position], Decimal, Rule, Terms], reserve: Decimal
) -> None:
    exact = made((case[0], case[1], Rule.BENEFIT, replace(case[3], caps={})))
    if exact is None or (case[3].cap and case[3].cap.pounds is not None):
        return
    paying = sorted(exact.contributions, key=lambda each: each.gets_back)
    for less, more in pairwise(paying):
        assert more.puts_in >= less.puts_in - Decimal("1e-9")


@given(asked(), money())
def test_a_higher_cap_of_one_never_makes_another_pay_more(
    case: tuple[list[Position], Decimal, Rule, Terms], cap: Decimal
) -> None:
    found, cost, rule, said = case
    name = found[0].agency
    tight, loose = (
        made((found, cost, rule, replace(said, caps={**said.caps, name: Cap(pounds=each)}))) for each in (cap, 2 * cap)
    )
    if tight and loose:
        for before, after in zip(tight.contributions[1:], loose.contributions[1:], strict=True):
            assert after.puts_in <= before.puts_in + Decimal("1e-9")


@given(asked(), st.lists(money(), min_size=1, max_size=10))
def test_by_year_each_year_is_carried_to_the_penny(
    case: tuple[list[Position], Decimal, Rule, Terms], flow: list[Decimal]
) -> None:
    exact = made((case[0], sum(flow, ZERO), case[2], case[3]))
    if exact is None:
        return
    told = by_year(exact, tuple(flow))
    share_funded = exact.funded / exact.cost if exact.cost else ZERO
    for year, amount in enumerate(flow):
        carried = sum((row[year] for row in told.values()), ZERO)
        assert all(row[year] >= 0 for row in told.values())
        assert carried <= amount
        assert abs(carried - amount * share_funded) < PENNY
        assert carried == amount or exact.unfunded > 0


def test_the_constructed_case_in_proportion_to_what_each_gets_back() -> None:
    result = reckon(CASE, ladder=green_book())
    told = to_the_penny(proposal(result.positions(), cost=result.pv_cost, rule=Rule.BENEFIT))
    assert {each.agency: each.help for each in told.contributions} == {
        "local authority": Decimal("344389.21"), "NHS": Decimal("27321.59"), "criminal justice": Decimal("12110.61"),
        "police": Decimal("8650.43"), "DWP": Decimal("47528.16"),
    }  # fmt: skip
    now = proposal(result.positions(), cost=result.pv_cost, rule=Rule.AS_NOW)
    assert [(each.agency, each.help) for each in now.contributions if each.help] == [
        ("local authority", Decimal(440_000))
    ]


def test_what_is_above_a_cap_goes_to_the_others_and_the_rest_is_said() -> None:
    three = [Position(name, Decimal(100), ZERO) for name in ("a", "b", "c")]
    said = Terms(caps={"a": Cap(pounds=Decimal(10)), "b": Cap(share=Decimal("0.45"))})
    exact = proposal(three, cost=Decimal(120), rule=Rule.BENEFIT, terms=said)
    assert [each.help for each in exact.contributions] == [10, 45, 65]
    tight = replace(said, caps={**said.caps, "c": Cap(pounds=Decimal(60))}, reserve=Decimal("0.10"))
    exact = proposal(three, cost=Decimal(120), rule=Rule.BENEFIT, terms=tight)
    assert [exact.unfunded, exact.reserve, exact.reserve_asked] == [5, 0, 12]
    exact = proposal(three, cost=Decimal(110), rule=Rule.BENEFIT, terms=tight)
    assert [exact.unfunded, round(exact.reserve, 20)] == [0, 5]


def test_thirds_of_a_pound_go_to_the_penny() -> None:
    three = [Position(name, Decimal(1), ZERO) for name in ("a", "b", "c")]
    told = to_the_penny(proposal(three, cost=Decimal(1), rule=Rule.BENEFIT, terms=Terms(reserve=Decimal("0.1"))))
    assert [each.puts_in for each in told.contributions] == [Decimal("0.37"), Decimal("0.37"), Decimal("0.36")]
    assert [told.funded, told.reserve] == [1, Decimal("0.10")]


POLICE = [Position("council", Decimal(5), Decimal(3)), Position("police", Decimal(5), ZERO)]


def test_a_penny_two_caps_leave_over_goes_to_whoever_has_room() -> None:
    found = [
        Position("police", ZERO, Decimal("0.13"), ZERO),
        Position("schools", ZERO, Decimal("0.02"), ZERO),
        Position("housing", ZERO, Decimal("0.01"), ZERO),
    ]
    caps = {"police": Cap(pounds=Decimal("0.243")), "schools": Cap(pounds=Decimal("0.027"))}
    exact = proposal(found, cost=Decimal("0.29"), rule=Rule.AS_NOW, terms=Terms(caps=caps))
    told = to_the_penny(exact)
    assert exact.of("housing").puts_in == Decimal("0.02")
    assert told.of("housing").puts_in == Decimal("0.03")
    assert told.unfunded == 0


@pytest.mark.parametrize(
    ("rule", "said", "where", "words"),
    [
        (Rule.ABILITY, Terms(), "ability", "what anybody can carry"),
        (Rule.ABILITY, Terms({"council": Decimal(5)}), "ability.police", "0 where it is to put nothing in"),
        (Rule.ABILITY, Terms({"council": ZERO, "police": ZERO}), "rule", "Everybody's ability is nought"),
        (Rule.ABILITY, Terms({"council": Decimal(-1), "police": ZERO}), "ability.council", "negative"),
        (Rule.BENEFIT, Terms(caps={"fire": Cap(pounds=ZERO)}), "caps.fire", "There are: council, police"),
        (Rule.BENEFIT, Terms(cap=Cap(share=Decimal(-1))), "cap", "negative"),
        (Rule.BENEFIT, Terms(reserve=Decimal("1.5")), "reserve", "150 %"),
        (Rule.CASHABLE, Terms(), "rule", "cashable"),
    ],
)  # fmt: skip
def test_terms_that_cannot_be_are_refused(rule: Rule, said: Terms, where: str, words: str) -> None:
    with pytest.raises(CannotShare) as failure:
        proposal(POLICE, cost=Decimal(10), rule=rule, terms=said)
    (fault,) = failure.value.faults
    assert fault.where == where
    assert words in fault.words
    assert fault.words.endswith(".")


def test_a_negative_cost_and_nobody_to_carry_it_are_refused() -> None:
    with pytest.raises(CannotShare) as failure:
        proposal([], cost=Decimal(-1), rule=Rule.BENEFIT)
    assert {each.where for each in failure.value.faults} == {"cost", "agencies"}
    nothing = [replace(each, saves=ZERO, pays=ZERO) for each in POLICE]
    for rule in (Rule.AS_NOW, Rule.BENEFIT):
        with pytest.raises(CannotShare, match="Nobody"):
            proposal(nothing, cost=Decimal(1), rule=rule)
    assert proposal(nothing, cost=ZERO, rule=Rule.BENEFIT).unfunded == 0
