"""A workbook brought back: it runs like the model's file; what was broken in it is said, place by place."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

import ironcalc
import pytest

from oneplan.cli import main
from oneplan.engine.value.workbook.came import CannotRead, moved
from oneplan.engine.value.workbook.places import AGENCIES, COLUMNS, INPUTS, RESULTS
from oneplan.engine.value.workbook.reading import read_back
from oneplan.engine.value.workbook.writing import write
from oneplan.rulebook.value.discounting import green_book
from oneplan.rulebook.value.files import BadModel, read
from oneplan.rulebook.value.model import Model, Span
from oneplan.rulebook.value.reckon import reckon
from tests.value import invented
from tests.value.constructed import CASE, VIOLENCE
from tests.value.recalculated import Recalculated
from tests.value.test_file_parts import OWN
from tests.value.test_files import said
from tests.value.typed_into import Cells, packed, parts_of, typed, with_part, without_sheet

pytestmark = pytest.mark.requirement("R338", "R341")
LADDER = green_book()
RICH = said(
    units="gmca_ucd_v1_4",
    local={"SS1.0": OWN},
    not_priced={
        "sleep": {"words": "children who sleep through", "how_many": "1,034"},
        "trust": {"source": "a survey", "reached": "no"},
    },
    stories=["A family kept its home.", "Another learnt to trust."],
    funding={
        "reserve": "5 %", "cap": "100 %", "caps": {"council": "£200,000", "NHS": "25 %"}, "ability": {"NHS": 1_000_000},
    },
)  # fmt: skip
RICH["outcomes"]["violence"] |= {"ranges": {"impact": ["20 %", "40 %"]}, "source": "police reports"}
for own in ("fiscal", "shares"):
    del RICH["outcomes"]["care"][own]
RICH["outcomes"]["care"] |= {"unit": "SS1.0", "bearers": {"Local Authority / Social Services": "council"}}
RICH["costs"]["help"] |= {"range": [0.9, 1.25], "source": "the council's accounts"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    write(reckon(CASE, ladder=LADDER), tmp_path / "case.xlsx")
    return tmp_path / "case.xlsx"


def back(path: Path) -> Model:
    return read(read_back(path), ladder=LADDER)


def faults(path: Path) -> dict[str, str]:
    with pytest.raises(BadModel) as failure:
        back(path)
    assert all(each.words.endswith(".") for each in failure.value.faults)
    return {each.where: each.words for each in failure.value.faults}


def near(a: Decimal | None, b: Decimal | None) -> bool:
    return a is b if a is None or b is None else abs(a - b) <= Decimal("1e-6") * max(Decimal(1), b)


@pytest.mark.parametrize("number", range(0, invented.HOW_MANY, 7))
def test_what_was_written_comes_back(number: int, tmp_path: Path) -> None:
    model = invented.model(number)
    write(reckon(model, ladder=LADDER), tmp_path / "model.xlsx")
    came = back(tmp_path / "model.xlsx")
    assert (came.name, came.price_year, came.years) == (model.name, model.price_year, model.years)
    assert [each.name for each in came.outcomes] == [each.name for each in model.outcomes]
    assert [(each.name, each.words, each.payer, each.kind) for each in came.costs] == [
        (each.name, each.words, each.payer, each.kind) for each in model.costs
    ]
    ours, theirs = reckon(model, ladder=LADDER), reckon(came, ladder=LADDER)
    assert near(theirs.pv_cost, ours.pv_cost)
    assert near(theirs.pv_public, ours.pv_public)
    assert near(theirs.pv_cashable, ours.pv_cashable)
    assert near(theirs.payback_discounted, ours.payback_discounted)
    assert {each.agency for each in theirs.positions()} == {each.agency for each in ours.positions()}
    saves = {each.agency: each.saves for each in ours.positions()}
    assert all(near(each.saves, saves[each.agency]) for each in theirs.positions())


def test_what_was_typed_is_what_is_reckoned(path: Path) -> None:
    typed(path, {"Inputs!E10": 250.0, "Inputs!I10": "45 %", "Inputs!O10": "£3,000.50", "Costs!G5": "£390,000"})
    came = back(path)
    assert came.outcomes[0].reach == replace(VIOLENCE.reach, population=Decimal(250), impact=Decimal("0.45"))
    assert came.outcomes[0].worth.fiscal == Decimal("3000.50")
    assert came.costs[0].by_year == (Decimal(390_000),)


def test_what_is_typed_is_reckoned_alike_by_the_workbook_and_the_model(path: Path) -> None:
    changes: Cells = {
        "Inputs!B5": 4.0, "Inputs!E10": 321.0, "Inputs!I11": 0.55, "Inputs!L12": 2.0, "Inputs!N12": 1.0,
        "Inputs!R10": 9000.0, "Inputs!S11": 0.35, "Inputs!U10": None, "Inputs!V10": 0.75, "Inputs!W10": 0.25,
        "Inputs!X10": None, "Costs!C5": "NHS", "Costs!D5": "capital", "Costs!E5": 0.4, "Costs!G5": 98_765.43,
        "Costs!H5": 12_345.67,
    }  # fmt: skip
    typed(path, changes)
    result, book = reckon(back(path), ladder=LADDER), Recalculated(path)
    lines, agencies = book.lines(RESULTS), book.lines(AGENCIES)
    assert lines["of it capital"] == pytest.approx(float(result.pv_cost))
    assert lines["Fiscal benefit, as worth now"] == pytest.approx(float(result.pv_fiscal))
    assert lines["of it cashable"] == pytest.approx(float(result.pv_cashable))
    assert lines["Public value, as worth now"] == pytest.approx(float(result.pv_public))
    assert result.payback_discounted is not None
    assert lines["Paid back after years, discounted"] == pytest.approx(float(result.payback_discounted))
    for each in result.positions():
        assert agencies[each.agency] == pytest.approx(float(each.saves))
    assert book.lines(AGENCIES, column=2)["NHS"] == pytest.approx(float(result.pv_cost))


def test_all_that_a_model_says_beside_its_sums_comes_back(tmp_path: Path) -> None:
    model = read(RICH, ladder=LADDER)
    assert all(outcome.spans for outcome in model.outcomes)
    write(reckon(model, ladder=LADDER), tmp_path / "model.xlsx")
    came = back(tmp_path / "model.xlsx")
    assert (came.not_priced, came.stories) == (model.not_priced, model.stories)
    assert came.funding == model.funding
    assert came.units == model.units
    for ours, theirs in zip(model.outcomes, came.outcomes, strict=True):
        assert theirs.spans.keys() == ours.spans.keys()
        assert all(
            near(theirs.spans[field].low, span.low) and near(theirs.spans[field].high, span.high)
            for field, span in ours.spans.items()
        )
        assert theirs.source == (ours.source or ours.local)
    for cost, paid in zip(model.costs, came.costs, strict=True):
        assert (paid.span, paid.source) == (cost.span, cost.source)


def test_saved_by_another_program_it_is_the_same_and_ranges_of_a_grade_follow_their_figure(tmp_path: Path) -> None:
    path, again = tmp_path / "model.xlsx", tmp_path / "again.xlsx"
    write(reckon(read(RICH, ladder=LADDER), ladder=LADDER), path)
    program = ironcalc.load_from_xlsx(str(path), "en-GB")
    sheets = [each["name"] for each in program.get_worksheets_properties()]
    program.set_user_input(sheets.index(INPUTS), 10, COLUMNS["engagement"] + 1, "0.5")
    program.evaluate()
    program.save_to_xlsx(str(again))
    came = back(again).outcomes[0]
    assert came.reach.engagement == Decimal("0.5")
    assert came.spans["engagement"] == Span(Decimal("0.4"), Decimal("0.6"))


@pytest.mark.parametrize(
    ("cells", "where", "words"),
    [
        ({"Ranges!D5": 1.0}, "Ranges!D5", "A range has two ends."),
        (
            {"Ranges!D5": 200.0, "Ranges!E5": 300.0},
            "Ranges!D5",
            "goes from 200 to 300: Inputs!E10 says 100, and that is not",
        ),
        ({"Ranges!C5": 7.0}, "Ranges!C5", "A formula was typed over"),
        ({"Funding!B6": 0.4, "Funding!C6": 10.0}, "Funding!B6", "It has a share and pounds."),
        ({"Funding!B3": "half"}, "funding.reserve", "“half” is not a share"),
        ({"Beside the sums!B5": "sleep"}, "Beside the sums!A5", "It has no name."),
        ({"Beside the sums!A5": "a", "Beside the sums!A6": "a"}, "Beside the sums!A6", "“a” is there twice."),
    ],
)
def test_what_is_wrong_beside_the_sums_is_said(path: Path, cells: Cells, where: str, words: str) -> None:
    typed(path, cells)
    assert words in faults(path)[where]


def test_a_formula_typed_into_an_input_counts_as_what_it_comes_to(path: Path) -> None:
    with_part(path, "Inputs", "<v>2836</v>", "<f>2000+836.5</f><v>2836.5</v>")
    assert back(path).outcomes[0].worth.fiscal == Decimal("2836.5")


def test_a_smaller_horizon_may_be_tried(path: Path) -> None:
    typed(path, {"Inputs!B5": 3.0})
    assert back(path).years == 3
    typed(path, {"Inputs!B5": 9.0})
    assert "This workbook has 5 years, not 9." in faults(path)["Inputs!B5"]


@pytest.mark.parametrize(
    ("cells", "where", "words"),
    [
        ({"Inputs!I10": "about a third"}, "outcomes.violence.impact", "“about a third” is not a share"),
        ({"Inputs!O10": "12.345.678"}, "outcomes.violence.fiscal", "no amount of money"),
        ({"Inputs!I10": 1.3}, "Inputs!I10", "“Impact” of “violence” is 130 %. It is a share of people"),
        ({"Inputs!L10": 1.5}, "outcomes.violence.lag", "no number of years"),
        ({"Inputs!V10": 0.9}, "outcomes.violence.shares", "a pound would count twice"),
        ({"Costs!G5": -5.0}, "costs.help", "A cost is negative"),
        ({"Costs!D5": "gold"}, "costs.help.kind", "“gold” is no kind of cost"),
        ({"Inputs!B5": "five"}, "years", "no number of years"),
        ({"Inputs!I11": None}, "Inputs!I11", "“Impact” of “care” is empty. Write it"),
        ({"Costs!E5": None}, "Costs!E5", "“Correction for optimism” of “help” is empty."),
        ({"Inputs!A11": "violence"}, "Inputs.violence", "is there twice"),
    ],
)
def test_what_cannot_be_is_said(path: Path, cells: Cells, where: str, words: str) -> None:
    typed(path, cells)
    assert words in faults(path)[where]


@pytest.mark.parametrize(
    ("cells", "where", "words"),
    [
        ({"Outcomes by year!D12": 99.0}, "Outcomes by year!D12", "A formula was typed over: “99” stands where “=$B5*"),
        ({"Results!B5": 1.0}, "Results!B5", "A formula was typed over"),
        ({"Inputs!I8": "Effect"}, "Inputs!I8", "The header “Impact” was changed to “Effect”"),
        ({"Costs!C4": None}, "Costs!C4", "The header “Who pays” was changed to “”"),
        ({"Discounting!B5": 0.02}, "Discounting!B5", "It is fixed to 0.035, and “0.02” stands there"),
        ({"Outcomes by year!D4": 3.0}, "Outcomes by year!D4", "The header “2” was changed to “3”"),
        ({"Inputs!A13": "more"}, "Inputs!A13", "A row was added, and no formula reckons with it. Add an outcome"),
        ({"Costs!A6": "more"}, "Costs!A6", "A row was added, and no formula reckons with it. Add a cost"),
        ({"Inputs!Z8": None}, "Inputs!U8", "The header “Sum of shares” is missing"),
        ({"Costs!G4": "First"}, "Inputs", "Formulas or headers are gone"),
    ],
)
def test_what_was_broken_is_said_where_it_is(path: Path, cells: Cells, where: str, words: str) -> None:
    typed(path, cells)
    assert words in faults(path)[where]


def test_an_emptied_row_is_said(path: Path) -> None:
    typed(path, {f"Inputs!{column}11": None for column in "ABCDEFGHIJKLMNOPQRSTUVWXY"})
    assert "The row was emptied. To take it out" in faults(path)["Inputs!A11"]


def test_many_broken_cells_are_counted_not_listed(path: Path) -> None:
    typed(path, {f"Outcomes by year!{column}{row}": 1.0 for column in "CDEFG" for row in (5, 6, 7)})
    found = faults(path)
    assert sum(where.startswith("Outcomes by year!") for where in found) == 3
    assert "And 12 more cells of this sheet were changed." in found["Outcomes by year"]


def test_a_changed_formula_is_said_and_another_spelling_is_none(path: Path) -> None:
    with_part(path, "Results", "<f>B9-B5</f>", "<f>@B9 - B5</f>")
    assert back(path).name == CASE.name
    with_part(path, "Results", "<f>@B9 - B5</f>", "<f>B9-B5+1000</f>")
    assert "“=B9-B5+1000” stands where “=B9-B5” was" in faults(path)["Results!B12"]


def test_formulas_that_a_program_shares_between_cells_are_followed(path: Path) -> None:
    with_part(path, "Payback", "<f>C9+D7</f>", '<f t="shared" ref="D9:G9" si="0">C9+D7</f>')
    with_part(path, "Payback", "<f>D9+E7</f>", '<f t="shared" si="0"/>')
    assert back(path).years == CASE.years
    with_part(path, "Payback", "<f>E9+F7</f>", '<f t="shared" si="0"/>')
    with_part(path, "Payback", ">C9+D7</f>", ">C9-D7</f>")
    assert {"Payback!D9", "Payback!E9", "Payback!F9"} <= set(faults(path))


@pytest.mark.parametrize(
    ("formula", "reads"),
    [
        ("C9+D7", "D11+E9"),
        ("$B5*Inputs!$O10*C5", "$B7*Inputs!$O12*D7"),
        ("SUM('Costs by year'!B$5:$B$9)", "SUM('Costs by year'!C$5:$B$9)"),
        ('IF(A1=0,"A1",LOG10(A1))', 'IF(B3=0,"A1",LOG10(B3))'),
        ("Z1+AZ99+discount_factors", "AA3+BA101+discount_factors"),
    ],
)
def test_a_formula_copied_two_down_and_one_to_the_right(formula: str, reads: str) -> None:
    assert moved(formula, rows=2, columns=1) == reads


def test_a_missing_sheet_is_said(path: Path) -> None:
    without_sheet(path, "Payback")
    assert "The sheet “Payback” is missing. Write the workbook anew" in faults(path)["Payback"]


def test_a_row_of_the_library_still_guards_after_its_figures_were_changed(tmp_path: Path) -> None:
    violence, care = (replace(each, code=code) for each, code in zip(CASE.outcomes, ("CR2.0", "SS2.0"), strict=False))
    left_out = replace(violence, left_out=frozenset({"children's social care"}))
    path = tmp_path / "guarded.xlsx"
    write(reckon(replace(CASE, outcomes=(left_out, care), units="gmca_ucd_v1_4"), ladder=LADDER), path)
    assert main(["value", "run", str(typed(path, {"Inputs!O10": 2000.0}))]) == 0
    assert back(path).outcomes[0].code == "CR2.0"
    assert back(path).outcomes[0].left_out == {"children's social care"}
    assert back(path).units == "gmca_ucd_v1_4"
    write(reckon(replace(CASE, outcomes=(violence, care), units="gmca_ucd_v1_4"), ladder=LADDER), path)
    assert main(["value", "run", str(path)]) == 2


def test_it_runs_like_the_model_s_file(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    again = tmp_path / "AGAIN.XLSX"
    typed(path, {"Costs!G5": 300_000.0})
    assert main(["value", "run", str(path), "--workbook", str(again)]) == 0
    assert "Cost, as worth now                £330,000.00" in capsys.readouterr().out
    assert main(["value", "compare", str(path), str(again)]) == 0
    assert "≠" not in capsys.readouterr().out


def nothing_at_all(path: Path) -> None:
    path.write_bytes(b"")


def text(path: Path) -> None:
    path.write_text("name: A model", encoding="utf-8")


def half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:3000])


def entities(path: Path) -> None:
    with_part(path, "xl/workbook.xml", "<workbook ", '<!DOCTYPE a [<!ENTITY b "c">]><workbook ')


def without_links(path: Path) -> None:
    with_part(path, "xl/_rels/workbook.xml.rels", "Id=", "Was=")


@pytest.mark.parametrize("spoil", [nothing_at_all, text, half, entities, without_links])
def test_a_file_that_is_no_workbook_is_refused(
    path: Path, spoil: Callable[[Path], None], capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(path)
    with pytest.raises(CannotRead, match=r"case\.xlsx"):
        read_back(path)
    assert main(["value", "run", str(path)]) == 2
    answer = capsys.readouterr()
    assert answer.err.startswith("case.xlsx ")
    assert str(path.parent) not in answer.err
    assert not answer.out


@pytest.mark.parametrize("seed", range(20))
def test_however_its_parts_are_damaged_it_is_read_or_refused_in_words(seed: int, path: Path) -> None:
    random, whole = Random(seed), parts_of(path)
    name = random.choice([each for each in sorted(whole) if each.startswith("xl/w") or "rels" in each])
    content = bytearray(whole[name])
    for _ in range(3):
        place = random.randrange(len(content))
        content[place : place + random.choice((0, 1, 30))] = random.choice((b"", b"<", b"9", b"</c>", b'"&'))
    damaged = packed({**whole, name: bytes(content)}, path)
    try:
        said = read_back(damaged)
    except (CannotRead, BadModel):
        return
    assert said.keys() >= {"name", "price_year", "years", "outcomes", "costs"}


def test_other_workbooks_and_none_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["value", "run", str(tmp_path / "none.xlsx")]) == 2
    assert "There is no file" in capsys.readouterr().err
    old = tmp_path / "old.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert main(["value", "run", str(old)]) == 2
    assert "Save it as .xlsx" in capsys.readouterr().err
