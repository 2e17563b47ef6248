"""Slips in a version that somebody saves or compares: none of them passes as if nothing were the matter."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from oneplan.web.agencies.models import Worker
from oneplan.web.value.actions import calculations
from oneplan.web.value.actions.calculations import Refused
from oneplan.web.value.models import Calculation
from oneplan.web.value.tests.test_pages import sent
from tests import worth
from tests.value.typed_into import Hollow, typed

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R338", "R341")]


@pytest.fixture
def desk(cast: Any, by: Worker) -> Client:
    return cast.client(by)  # type: ignore[no-any-return]


def test_what_differs_by_less_than_is_shown_is_not_the_same(
    desk: Client, calculation: Calculation, by: Worker, now: datetime
) -> None:
    text = worth.TEXT.replace("impact: 30 %", "impact: 30.001 %")
    calculations.save_version(calculation=calculation, text=text, why="Finer", version=1, by=by, at=now)
    answer = desk.get(reverse("calculation-compare", args=[calculation.pk])).content.decode()
    told = answer.partition("What comes of it")[2]
    assert "<b>differs by less than is shown</b>" in told
    assert "the same" in told


@pytest.mark.parametrize("year", ["banana", "2015", "2015/17", "2098/99"])
def test_a_price_year_that_is_none_is_not_saved(calculation: Calculation, by: Worker, now: datetime, year: str) -> None:
    text = worth.TEXT.replace("2015/16", year)
    with pytest.raises(Refused) as refused:
        calculations.save_version(calculation=calculation, text=text, why="Another", version=1, by=by, at=now)
    assert [each.partition(":")[0] for each in refused.value.faults] == ["price_year"]
    assert calculation.versions.count() == 1


@pytest.mark.parametrize("cell", [Hollow(error="#DIV/0!"), Hollow("SUM(A1:A3)")])
def test_a_workbook_whose_cost_shows_no_value_is_not_saved(
    desk: Client, calculation: Calculation, tmp_path: Path, cell: Hollow
) -> None:
    path = tmp_path / "typed into.xlsx"
    path.write_bytes(desk.get(reverse("calculation-workbook", args=[calculation.pk, 1])).content)
    typed(path, {"Costs!G5": cell})
    address = reverse("calculation-version-new", args=[calculation.pk])
    file = SimpleUploadedFile("typed into.xlsx", path.read_bytes())
    answer = sent(desk, address, file=file, why="From the workbook", version="1")
    assert answer.status_code == 422
    assert "Costs!G5: " in answer.content.decode()
    assert calculation.versions.count() == 1
