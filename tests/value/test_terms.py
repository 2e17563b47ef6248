"""How the cost may be shared, as a model's file says it; what is wrong there is said with the rest."""

from decimal import Decimal
from typing import Any

import pytest

from oneplan.rulebook.value.discounting import green_book
from oneplan.rulebook.value.files import BadModel, read
from oneplan.rulebook.value.model import Cap, Terms
from tests.value.test_files import said

pytestmark = pytest.mark.requirement("R341")


def model_terms(**funding: Any) -> Terms:
    return read(said(funding=funding), ladder=green_book()).funding


def test_what_is_said_of_sharing_is_read() -> None:
    told = model_terms(
        reserve="5 %",
        cap="150 %",
        caps={"NHS": "£40,000", "council": "80%"},
        ability={"NHS": 1000, "council": "£2,000"},
    )
    assert told == Terms(
        {"NHS": Decimal(1000), "council": Decimal(2000)},
        Cap(share=Decimal("1.5")),
        {"NHS": Cap(pounds=Decimal(40_000)), "council": Cap(share=Decimal("0.8"))},
        Decimal("0.05"),
    )
    assert read(said(), ladder=green_book()).funding == Terms()


@pytest.mark.parametrize(
    ("funding", "where"),
    [
        ({"reserve": "130 %"}, "funding.reserve"),
        ({"caps": {"fire": "10 %"}}, "funding.caps.fire"),
        ({"caps": {"NHS": "much"}}, "funding.caps.NHS"),
        ({"cap": "-5 %"}, "funding.cap"),
        ({"ability": {"NHS": -1}}, "funding.ability.NHS"),
        ({"ability": ["NHS"]}, "funding.ability"),
        ({"colour": "red"}, "funding.colour"),
        ("half each", "funding"),
    ],
)
def test_what_is_wrong_is_said_where_it_is(funding: Any, where: str) -> None:
    with pytest.raises(BadModel) as failure:
        read(said(funding=funding), ladder=green_book())
    assert [each.where for each in failure.value.faults] == [where]
