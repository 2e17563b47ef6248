"""A range that is the error of a grade follows its figure, whoever reckons; one that was said is held against it."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import ironcalc
import pytest

from oneplan.engine.value.workbook.places import INPUTS
from oneplan.engine.value.workbook.reading import read_back
from oneplan.engine.value.workbook.writing import write
from oneplan.rulebook.value.files import read
from oneplan.rulebook.value.model import Span
from oneplan.rulebook.value.reckon import reckon
from oneplan.rulebook.value.texts import parse
from tests.value.test_workbook_back import LADDER, back, faults
from tests.value.typed_into import Cells, Hollow, typed

pytestmark = pytest.mark.requirement("R338", "R341")
EXAMPLE = Path("docs/examples/key-working.yaml")
CARE = {"population": "Inputs!E10", "impact": "Inputs!I10", "deadweight": "Inputs!J10"}

THEN = "Type the least and the most into Ranges!D9 and Ranges!E9, or empty both."


def example(**care: Any) -> dict[str, Any]:
    said: dict[str, Any] = parse(EXAMPLE.read_text(encoding="utf-8"))
    said["outcomes"]["care"] |= care
    return said


def written(said: dict[str, Any], path: Path) -> Path:
    write(reckon(read(said, ladder=LADDER), ladder=LADDER), path)
    return path


def spans(path: Path) -> dict[str, Span]:
    return dict(back(path).outcomes[0].spans)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return written(example(), tmp_path / "example.xlsx")


@pytest.mark.parametrize("population", [300, 400, 12, 0])
def test_a_range_of_a_grade_follows_though_nobody_reckoned_the_workbook_anew(path: Path, population: int) -> None:
    before = spans(path)
    typed(path, {CARE["population"]: float(population)})
    after = spans(path)
    assert after.pop("population") == Span(population * Decimal("0.9"), population * Decimal("1.1"))
    assert after == {name: span for name, span in before.items() if name != "population"}


def test_a_high_share_goes_to_all_people_at_most(path: Path) -> None:
    typed(path, {CARE["impact"]: 0.95})
    assert spans(path)["impact"] == Span(Decimal("0.855"), Decimal(1))


def test_a_range_of_a_grade_needs_no_value_of_its_own(path: Path) -> None:
    typed(
        path, {CARE["population"]: 400.0, "Ranges!D5": Hollow("C5*(1-0.1)"), "Ranges!E5": Hollow("C5*(1+0.1)", "#N/A")}
    )
    assert spans(path)["population"] == Span(Decimal(360), Decimal(440))


def test_a_figure_of_nought_has_the_range_of_its_own_grade_when_another_is_typed(tmp_path: Path) -> None:
    path = written(example(deadweight=0), tmp_path / "nought.xlsx")
    typed(path, {CARE["deadweight"]: 0.2})
    assert spans(path)["deadweight"] == Span(Decimal("0.18"), Decimal("0.22"))


def test_the_grade_comes_back_and_what_was_said_beside_it_stays(tmp_path: Path) -> None:
    path = written(example(ranges={"impact": ["15 %", "30 %"]}), tmp_path / "said.xlsx")
    care = read_back(path)["outcomes"]["care"]
    assert (care["grade"], care["ranges"]) == ("3", {"impact": ["0.15", "0.3"]})
    assert "optimism" not in care
    typed(path, {CARE["population"]: 400.0, CARE["impact"]: 0.29, "Inputs!K10": 0.5})
    care = read_back(path)["outcomes"]["care"]
    assert (care["grade"], care["optimism"], care["ranges"]) == ("3", "0.5", {"impact": ["0.15", "0.3"]})
    assert spans(path)["population"] == Span(Decimal(360), Decimal(440))


def test_an_emptied_range_is_none_also_where_the_others_are_of_a_grade(path: Path) -> None:
    typed(path, {"Ranges!D5": None, "Ranges!E5": None})
    assert "grade" not in read_back(path)["outcomes"]["care"]
    found = spans(path)
    assert "population" not in found
    assert found["impact"] == Span(Decimal("0.18"), Decimal("0.22"))


def test_ranges_said_without_a_grade_stay_also_where_they_look_like_the_error_of_one(tmp_path: Path) -> None:
    said = example(ranges={"population": [252, 308]}, optimism="10 %")
    del said["outcomes"]["care"]["grade"]
    path = written(said, tmp_path / "said.xlsx")
    typed(path, {CARE["population"]: 300.0})
    assert spans(path) == {"population": Span(Decimal(252), Decimal(308))}


def test_it_follows_again_after_another_program_and_a_second_workbook(path: Path, tmp_path: Path) -> None:
    second = written(read_back(typed_by_a_program(path, tmp_path / "once.xlsx", "300")), tmp_path / "second.xlsx")
    found = back(typed_by_a_program(second, tmp_path / "twice.xlsx", "400")).outcomes[0]
    assert found.reach.population == 400
    assert found.spans["population"] == Span(Decimal(360), Decimal(440))


def typed_by_a_program(path: Path, into: Path, population: str) -> Path:
    program = ironcalc.load_from_xlsx(str(path), "en-GB")
    sheets = [each["name"] for each in program.get_worksheets_properties()]
    program.set_user_input(sheets.index(INPUTS), 10, 5, population)
    program.evaluate()
    program.save_to_xlsx(str(into))
    return into


@pytest.mark.parametrize(
    ("cells", "where", "words"),
    [
        (
            {"Inputs!I10": 0.35}, "Ranges!D9",
            f"“Impact” of “care” goes from 0.15 to 0.3: Inputs!I10 says 0.35, and that is not within. {THEN}",
        ),
        ({"Ranges!D5": 300.0, "Ranges!E5": 290.0}, "Ranges!D5", "the lowest is more than the highest"),
        ({"Ranges!D9": 0.1, "Ranges!E9": 1.2}, "Ranges!D9", "it leaves what there can be, −100 to 100 %"),
        ({"Ranges!D5": -4.0}, "Ranges!D5", "it leaves what there can be, nought or more."),
        ({"Ranges!D11": 1.02}, "Ranges!D11", "the figure is 1, and that is not within"),
        ({"Ranges!D47": 1.02}, "Ranges!D47", "“What is paid, in multiples” of “workers” goes from 1.02"),
    ],
)  # fmt: skip
def test_a_range_that_does_not_hold_its_figure_is_refused_with_its_cells(
    tmp_path: Path, cells: Cells, where: str, words: str
) -> None:
    path = written(example(ranges={"impact": ["15 %", "30 %"]}), tmp_path / "said.xlsx")
    found = faults(typed(path, cells))
    assert words in found[where]
    assert len(found) == 1


@pytest.mark.parametrize(("said", "percent"), [(1.3, "130 %"), ("120 %", "120 %"), (-0.1, "-10 %")])
@pytest.mark.parametrize("ranges", [{}, {"impact": ["15 %", "30 %"]}])
def test_a_share_that_cannot_be_is_told_as_that_and_not_by_its_range(
    tmp_path: Path, ranges: dict[str, Any], said: float | str, percent: str
) -> None:
    path = written(example(ranges=ranges), tmp_path / "example.xlsx")
    found = faults(typed(path, {CARE["impact"]: said}))
    assert found == {
        "Inputs!I10": f"“Impact” of “care” is {percent}. It is a share of people: write 0 to 100 %, like 40 %."
    }
