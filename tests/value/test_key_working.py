"""What key working costs by grade, time, funder and family; no pound is lost on the way."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplan.rulebook.value.key_working import Effort, Given, Grade, Post, faults, hours, key_working
from oneplan.rulebook.value.model import CostKind

pytestmark = pytest.mark.requirement("R339", "R345")
GRADES = {
    "G7": Grade("G7 key worker", Decimal(42_000), "pay scale of April"),
    "G10": Grade("G10 manager", Decimal(60_000)),
}
POSTS = [
    Post("Priya", "G7", Decimal(1), Decimal(1), "council"),
    Post("Tom", "G7", Decimal("0.6"), Decimal(1), "council", Decimal(6)),
    Post("Elin", "G7", Decimal(1), Decimal("0.5"), "health"),
    Post("Maya", "G10", Decimal(1), Decimal("0.25"), "programme"),
]
GIVEN = [
    Given("beds, boots and bus fares", "council", CostKind.CASH, Decimal(3_600)),
    hours("teachers at meetings", "schools", a_year=Decimal(120), an_hour=Decimal("31.50")),
]
EFFORT = Effort(60, Decimal(26), Decimal(12))


def test_a_year_by_hand() -> None:
    found = key_working(POSTS, GRADES, GIVEN, EFFORT)
    assert found.workers == Decimal("2.05")
    assert found.by_funder() == {
        "council": Decimal(42_000) + Decimal(12_600) + Decimal(3_600),
        "health": Decimal(21_000),
        "programme": Decimal(15_000),
        "schools": Decimal(3_780),
    }
    assert found.yearly == Decimal(97_980)
    assert found.a_family == Decimal(1633)
    assert found.a_family_week == Decimal(97_980) / 1560
    assert found.workers_needed == Decimal("2.5")


def test_each_grade_and_funder_is_one_cost_of_a_model() -> None:
    costs = key_working(POSTS, GRADES, GIVEN, EFFORT).costs
    assert [(each.words, each.payer, each.kind, each.source) for each in costs] == [
        ("G7 key worker, 1.3 full-time", "council", CostKind.CASH, "pay scale of April"),
        ("G7 key worker, 0.5 full-time", "health", CostKind.CASH, "pay scale of April"),
        ("G10 manager, 0.25 full-time", "programme", CostKind.CASH, ""),
        ("beds, boots and bus fares", "council", CostKind.CASH, ""),
        ("teachers at meetings", "schools", CostKind.IN_KIND, ""),
    ]
    assert len({each.name for each in costs}) == len(costs)


def test_without_families_there_is_nothing_by_family() -> None:
    found = key_working(POSTS, GRADES, [], Effort(0, Decimal(0)))
    assert found.a_family is None
    assert found.a_family_week is None
    assert found.workers_needed is None


@given(
    st.lists(
        st.builds(
            Post, st.just("somebody"), st.sampled_from(list(GRADES)), st.decimals("0", "1", places=2),
            st.decimals("0", "1", places=2), st.sampled_from(["council", "health"]), st.decimals("0", "12", places=1),
        ),
        max_size=12,
    )
)  # fmt: skip
def test_no_pound_is_lost_between_posts_and_funders(posts: list[Post]) -> None:
    found = key_working(posts, GRADES, GIVEN, EFFORT)
    by_hand = sum(GRADES[post.grade].yearly * post.full_time * post.on_key_working * post.months / 12 for post in posts)
    assert abs(found.yearly - by_hand - Decimal(7_380)) < Decimal("1e-9")
    assert abs(sum(found.by_funder().values()) - found.yearly) < Decimal("1e-9")
    assert faults(posts, GRADES, GIVEN, EFFORT) == []


@pytest.mark.parametrize(
    ("post", "where"),
    [
        (replace(POSTS[0], grade="G99"), "posts.1.grade"),
        (replace(POSTS[0], full_time=Decimal("-1.2")), "posts.1.full_time"),
        (replace(POSTS[0], on_key_working=Decimal("-0.1")), "posts.1.on_key_working"),
        (replace(POSTS[0], months=Decimal(13)), "posts.1.months"),
        (replace(POSTS[0], funder=""), "posts.1.funder"),
    ],
)
def test_a_post_that_cannot_be_is_said(post: Post, where: str) -> None:
    (fault,) = faults([post], GRADES, [], EFFORT)
    assert fault.where == where
    assert fault.words.endswith(".")


def test_other_things_that_cannot_be_are_said() -> None:
    wrong = [Given("x", "", CostKind.CASH, Decimal(-1))]
    found = faults([], {"G1": Grade("G1", Decimal(-5))}, wrong, Effort(-1, Decimal(2), Decimal(0)))
    assert {each.where for each in found} == {"grades.G1", "given.1", "given.1.payer", "effort", "effort.caseload"}
