"""The workbook as a file: formulas, no pasted numbers, inputs to type into, and nothing that Excel warns of."""

import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from oneplan.cli import main
from oneplan.engine.value.workbook import writing
from oneplan.engine.value.workbook.places import (
    AGENCIES,
    BENEFITS,
    BESIDE,
    CHARGED,
    COSTS,
    DISCOUNTING,
    FUNDING,
    INPUTS,
    PAYBACK,
    RANGES,
    README,
    RESULTS,
    UNIT_COSTS,
)
from oneplan.engine.value.workbook.reading import read_back
from oneplan.engine.value.workbook.whole import book
from oneplan.engine.value.workbook.writing import CannotWrite, write
from oneplan.rulebook.value.discounting import green_book
from oneplan.rulebook.value.files import BadModel, read
from oneplan.rulebook.value.model import Model
from oneplan.rulebook.value.reckon import reckon
from tests.value import invented
from tests.value.constructed import CARE, CASE, VIOLENCE
from tests.value.recalculated import Recalculated
from tests.value.test_file_parts import OWN
from tests.value.test_files import said
from tests.value.typed_into import typed

pytestmark = pytest.mark.requirement("R338", "R341", "R343")
LADDER = green_book()
MODEL = next(each for each in invented.models() if {"=1+1", "@home"} <= set(each.agencies) and each.years > 20)
KNOWN = {"SUM", "SUMPRODUCT", "IF", "AND", "MIN", "MAX", "COUNT", "ROUND", "ABS", "LOOKUP"}
SHEETS = [
    README, RESULTS, AGENCIES, INPUTS, COSTS, RANGES, FUNDING, DISCOUNTING, BENEFITS, CHARGED, PAYBACK, UNIT_COSTS,
    BESIDE,
]  # fmt: skip
TYPED_INTO = (INPUTS, COSTS, RANGES, FUNDING, BESIDE)


def written(model: Model, folder: Path) -> Path:
    path = folder / "model.xlsx"
    write(reckon(model, ladder=LADDER), path)
    return path


def parts(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name).decode() for name in packed.namelist()}


def cells(xml: str) -> dict[str, tuple[int, str]]:
    """The style and the content of each cell by its address."""
    found = re.findall(r'<c r="([A-Z]+\d+)"(?: s="(\d+)")?[^>]*?(?:/>|>(.*?)</c>)', xml)
    return {address: (int(style or 0), content) for address, style, content in found}


def unlocked(styles: str) -> set[int]:
    formats = re.search(r"<cellXfs.*?</cellXfs>", styles, re.DOTALL)
    assert formats
    each = re.findall(r"<xf [^>]*?/>|<xf .*?</xf>", formats[0])
    return {number for number, text in enumerate(each) if '<protection locked="0"/>' in text}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(MODEL, tmp_path_factory.mktemp("written"))


def test_its_parts_are_whole_and_reach_for_nothing_outside(path: Path) -> None:
    found = parts(path)
    assert {"[Content_Types].xml", "xl/workbook.xml", "xl/styles.xml"} <= set(found)
    assert not [name for name in found if re.search("external|vba|connection|query|macro|embed", name, re.IGNORECASE)]
    assert not [name for name, xml in found.items() if 'TargetMode="External"' in xml]
    assert 'fullCalcOnLoad="1"' in found["xl/workbook.xml"]
    with CalamineWorkbook.from_path(path) as opened:
        assert opened.sheet_names == SHEETS


def test_every_reckoned_figure_is_a_formula(path: Path) -> None:
    found = parts(path)
    for number, name in enumerate(SHEETS, 1):
        if name in (README, *TYPED_INTO):
            continue
        numbers = {
            address
            for address, (_, content) in cells(found[f"xl/worksheets/sheet{number}.xml"]).items()
            if content.startswith("<v>") and f'<c r="{address}"' in found[f"xl/worksheets/sheet{number}.xml"]
        }
        texts = set(re.findall(r'<c r="([A-Z]+\d+)"[^>]* t="s"', found[f"xl/worksheets/sheet{number}.xml"]))
        years = {cell.address for sheet in book(reckon(MODEL, ladder=LADDER)).sheets if sheet.name == name
                 for cell in sheet.cells if cell.look == "header"}  # fmt: skip
        ladder = {f"{column}{row}" for column in "AB" for row in (5, 6, 7)} if name == DISCOUNTING else set()
        assert numbers - texts - years - ladder == set(), name


def test_only_inputs_can_be_typed_into_and_no_password_holds_the_rest(path: Path) -> None:
    found = parts(path)
    free = unlocked(found["xl/styles.xml"])
    assert free
    for number, name in enumerate(SHEETS, 1):
        xml = found[f"xl/worksheets/sheet{number}.xml"]
        protection = re.search("<sheetProtection[^>]*>", xml)
        assert protection
        assert "password" not in protection[0]
        assert "hash" not in protection[0]
        typed_into = {address for address, (style, _) in cells(xml).items() if style in free}
        if name not in TYPED_INTO:
            assert not typed_into
            continue
        assert typed_into
        assert name == RANGES or not [address for address in typed_into if "<f>" in cells(xml)[address][1]]
    inputs = cells(found[f"xl/worksheets/sheet{SHEETS.index(INPUTS) + 1}.xml"])
    assert {inputs[f"{column}10"][0] in free for column in "EFGHIJKLMNOPQRSTU"} == {True}


def test_only_functions_that_every_spreadsheet_knows_and_every_sheet_can_be_printed(path: Path) -> None:
    for name, xml in parts(path).items():
        for formula in re.findall(r"<f>(.*?)</f>", xml):
            without_names = re.sub(r"'[^']*'|&quot;[^&]*&quot;", "", formula)
            assert set(re.findall(r"([A-Z][A-Z.]+)\(", without_names)) <= KNOWN, formula
            assert len(formula) < 8192
        if name.startswith("xl/worksheets/sheet"):
            assert 'orientation="landscape"' in xml
            assert "<fitToPage" in xml or 'fitToPage="1"' in xml
    assert "_xlnm.Print_Titles" in parts(path)["xl/workbook.xml"]


def test_values_stand_under_the_formulas_for_viewers_that_do_not_reckon(path: Path) -> None:
    again = Recalculated(path)
    compared = 0
    with CalamineWorkbook.from_path(path) as opened:
        for name in SHEETS:
            for row, values in enumerate(opened.get_sheet_by_name(name).to_python(skip_empty_area=False)):
                for column, value in enumerate(values):
                    if again.formula(name, row, column) is None:
                        continue
                    reckoned = again.value(name, row, column)
                    compared += 1
                    if isinstance(value, float):
                        assert reckoned == pytest.approx(value, rel=1e-9, abs=1e-6), (name, row, column)
                    else:
                        assert (reckoned or "") == value, (name, row, column)
    assert compared > 500


def test_names_that_begin_like_formulas_are_text(path: Path) -> None:
    again = Recalculated(path)
    header = [again.value(INPUTS, 7, column) for column in range(20, 20 + len(MODEL.agencies))]
    assert header == list(MODEL.agencies)
    assert {"=1+1", "@home"} <= set(header)
    for row, outcome in enumerate(MODEL.outcomes, 9):
        assert again.value(INPUTS, row, 0) == outcome.name
        assert again.formula(INPUTS, row, 0) is None
    assert again.value(BENEFITS, 4, 0) == MODEL.outcomes[0].name


@pytest.mark.parametrize("missing", ["outcomes", "costs", "both"])
def test_a_model_without_outcomes_or_costs(missing: str, tmp_path: Path) -> None:
    model = replace(
        CASE,
        outcomes=() if missing in ("outcomes", "both") else CASE.outcomes,
        costs=() if missing in ("costs", "both") else CASE.costs,
    )
    result, path = reckon(model, ladder=LADDER), written(model, tmp_path)
    lines = Recalculated(path).lines(RESULTS)
    assert lines["Cost, as worth now"] == pytest.approx(float(result.pv_cost))
    assert lines["Fiscal net present value"] == pytest.approx(float(result.fiscal_npv))
    assert lines["Breaks even where each impact is times"] == ("never" if missing != "costs" else 0.0)
    assert list(Recalculated(path).lines(AGENCIES, column=3).values())[-1] == "agrees"
    if missing == "outcomes":
        assert read(read_back(path), ladder=LADDER) == model


def test_read_me_says_what_it_rests_on_and_what_it_cannot_tell(tmp_path: Path) -> None:
    model = replace(CASE, outcomes=(replace(CARE, code="SS1.0"), VIOLENCE), units="gmca_ucd_v1_4")
    with CalamineWorkbook.from_path(written(model, tmp_path)) as opened:
        words = "\n".join(str(row[0]) for row in opened.get_sheet_by_name(README).to_python())
    assert "in pounds of 2015/16" in words
    assert "Unit Cost Database v1.4 (March 2015), CC BY 4.0" in words
    assert "Version 3.0 (2026) is the current edition" in words
    assert "the unit cost SS1.0, of 2013/14, is marked amber by its publishers: ageing" in words
    assert "fiscal £51,080 of 2013/14. Licence CC BY 4.0." in words
    assert "Use your own spending on children in care" in words
    assert "What it cannot tell" in words
    with CalamineWorkbook.from_path(written(CASE, tmp_path)) as opened:
        words = "\n".join(str(row[0]) for row in opened.get_sheet_by_name(README).to_python())
    assert "None is from a published library." in words


def test_worth_is_followed_from_what_was_published(tmp_path: Path) -> None:
    each = {"population": 9, "affected": 1, "engagement": 1, "impact": 1, "deadweight": 0, "grade": 1, "duration": 1}
    outcomes = {
        "violence": each | {"unit": "CR2.0", "leave_out": ["housing"]},
        "work": each | {"unit": "E&E1.0"},
        "care": each | {"unit": "SS1.0"},
        "meals": each | {"fiscal": 5, "shares": {"council": 1}},
    }
    model = read(said(units="gmca_ucd_v1_4", outcomes=outcomes, local={"SS1.0": OWN}), ladder=LADDER)
    path = written(model, tmp_path)
    book = Recalculated(path)
    found = {}
    for row in range(5, 14):
        if (field := book.value(UNIT_COSTS, row, 2)) in ("fiscal", "transfer", "economic", "social"):
            place = (str(book.value(UNIT_COSTS, row, 0)), str(field))
            found[place] = (book.number(UNIT_COSTS, row, 9), book.value(UNIT_COSTS, row, 11))
    own = {("care", "fiscal")}
    assert {place for place, (_, is_so) in found.items() if is_so == "another figure"} == own
    assert ("violence", "social") in found
    assert ("work", "transfer") in found
    assert not [place for place in found if place[0] == "meals"]
    for outcome in model.outcomes:
        for field in ("fiscal", "transfer", "economic", "social"):
            if (outcome.name, field) in found.keys() - own:
                comes_to = float(getattr(outcome.worth, field))
                assert found[outcome.name, field][0] == pytest.approx(comes_to), (outcome.name, field)
    assert found["care", "fiscal"][0] == pytest.approx(52_675.64, abs=0.01)
    assert book.shown(UNIT_COSTS, 5, 3) == "£2,470.00"
    assert read(read_back(path), ladder=LADDER).outcomes[0].left_out == {"housing"}


def test_the_way_from_what_was_published_cannot_be_typed_over(tmp_path: Path) -> None:
    model = replace(
        CASE, outcomes=(replace(CARE, code="SS1.0"), replace(VIOLENCE, code="CR2.0")), units="gmca_ucd_v1_4"
    )
    path = typed(written(model, tmp_path), {"Inputs!O10": 2000.0})
    assert Recalculated(path).value(UNIT_COSTS, 5, 11) == "another figure"
    assert read(read_back(path), ladder=LADDER).outcomes[0].worth.fiscal == 2000
    typed(path, {"Unit costs!D6": 9000.0, "Unit costs!H7": 9000.0})
    with pytest.raises(BadModel, match=r"Unit costs!D6: It is fixed to 51080") as failure:
        read_back(path)
    assert {each.where for each in failure.value.faults} == {"Unit costs!D6", "Unit costs!H7"}


def test_words_longer_than_a_cell_and_odd_letters(tmp_path: Path) -> None:
    odd = "a\x0b\x00\ud800b _x0041_ <&> “ü” 🏠"
    model = replace(CASE, name=odd, outcomes=(replace(CARE, name=odd, words="w" * 40_000), VIOLENCE))
    came = read(read_back(written(model, tmp_path)), ladder=LADDER)
    assert came.outcomes[0].words == "w" * 32_767
    assert (came.name, came.outcomes[0].name) == ("ab _x0041_ <&> “ü” 🏠",) * 2


def test_a_number_no_workbook_can_hold_is_refused_and_no_file_left(tmp_path: Path) -> None:
    huge = replace(CASE, outcomes=(replace(CARE, reach=replace(CARE.reach, population=Decimal("9e400"))),))
    with pytest.raises(CannotWrite, match="larger than a workbook can hold"):
        written(huge, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("nowhere/model.xlsx", "There is no folder"),
        ("model.xls", "Write a name like model.xlsx"),
        ("folder.xlsx", "is a folder"),
    ],
)
def test_where_it_cannot_be_written_is_said(
    name: str, words: str, path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "folder.xlsx").mkdir()
    assert main(["value", "run", str(path), "--workbook", str(tmp_path / name)]) == 2
    answer = capsys.readouterr()
    assert words in answer.err
    assert not answer.out


def test_what_stood_there_stays_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(CASE, tmp_path)
    before = path.read_bytes()

    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing, "_write", full)
    with pytest.raises(CannotWrite, match=r"cannot be written: No space left on device\. Close it"):
        written(CASE, tmp_path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_years_are_numbered_as_people_count_them(tmp_path: Path) -> None:
    with CalamineWorkbook.from_path(written(CASE, tmp_path)) as opened:
        for name in ("Costs", "Costs by year", "Outcomes by year", "Payback", "Discounting"):
            rows = opened.get_sheet_by_name(name).to_python()
            wanted = [f"Year {year}" if name == "Costs" else year for year in range(1, 6)]
            assert any(row[-5:] == wanted for row in rows), name
            assert "Year 0" not in str(rows)
