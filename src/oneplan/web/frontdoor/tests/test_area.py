"""The area in counts: no names, and no small number that points at a family."""

from collections.abc import Callable

import pytest

from oneplan.web.frontdoor.area import Figure
from oneplan.web.frontdoor.models import Request
from tests.cast import Cast


def test_counts_stand_without_any_name(make: Callable[..., Request], cast: Cast) -> None:
    for _ in range(6):
        make()
    page = cast.client(cast.others["commissioner"]).get("/area/").content.decode()
    assert '<th scope="row">waiting for a decision</th><td class="op-table__number">6</td>' in page
    assert '<th scope="row">North team</th><td class="op-table__number">1 to 4</td>' in page
    for name in ("Okafor", "Bell", "Dana", "Grace", "Leo", "Priya"):
        assert name not in page


@pytest.mark.parametrize(("number", "shown"), [(0, "0"), (1, "1 to 4"), (4, "1 to 4"), (5, "5"), (120, "120")])
def test_a_count_of_one_to_four_is_not_said_exactly(number: int, shown: str) -> None:
    assert Figure("x", number).shown == shown


@pytest.mark.parametrize("who", ["priya", "green", "fay", "stan"])
def test_workers_on_cases_have_no_overview(cast: Cast, who: str) -> None:
    assert cast.client(getattr(cast, who)).get("/area/").status_code == 403
