"""The board paper: a tagged PDF with every figure, pictures that are said in words, and no page that overflows."""

import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from oneplan.cli import main
from oneplan.engine.paper import MISSING
from oneplan.engine.value import report, report_basis, report_shares, shares_told
from oneplan.engine.value.draws import drawn
from oneplan.engine.value.figures import pounds as whole_pounds
from oneplan.engine.value.figures import short
from oneplan.engine.value.telling import pounds
from oneplan.engine.value.tornado import tornado
from oneplan.engine.value.whole_story import Story
from oneplan.rulebook.value import reckon as algebra
from oneplan.rulebook.value.discounting import green_book
from oneplan.rulebook.value.funding import Rule, to_the_penny
from oneplan.rulebook.value.model import Cap, Cost, CostKind, Model, Terms, Unpriced
from oneplan.rulebook.value.reckon import reckon
from tests.repository.files import ROOT
from tests.value import sheets
from tests.value.constructed import CARE, CASE
from tests.value.test_flow import EXAMPLE

pytestmark = pytest.mark.requirement("R338", "R341", "R343", "R344")
LADDER = green_book()
FILE = ROOT / "docs/examples/key-working.yaml"


def story(model: Model, *, draws: int = 500) -> Story:
    found = drawn(model, ladder=LADDER, draws=draws) if draws else None
    return Story(reckon(model, ladder=LADDER), {}, found, tornado(model, ladder=LADDER))


STORY = story(EXAMPLE)


@pytest.fixture(scope="module")
def paper() -> PdfReader:
    return PdfReader(io.BytesIO(report.pdf(STORY)))


@pytest.fixture(scope="module")
def said(paper: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in paper.pages).split())


def root_of(paper: PdfReader) -> Any:
    return paper.trailer["/Root"]


def tags(paper: PdfReader) -> dict[str, int]:
    """How many of each kind of tag there are."""
    found: dict[str, int] = {}
    waiting: list[Any] = [root_of(paper)["/StructTreeRoot"]]
    while waiting:
        each = waiting.pop().get_object()
        if isinstance(each, list):
            waiting += each
        elif isinstance(each, DictionaryObject):
            name = str(each.get("/S", ""))
            found[name] = found.get(name, 0) + 1
            if name == "/Figure":
                assert len(str(each["/Alt"])) > 40
            waiting += [each["/K"]] if "/K" in each and not isinstance(each["/K"], int) else []
    return found


def test_it_is_tagged_and_has_a_language_and_a_title(paper: PdfReader) -> None:
    root = root_of(paper)
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert paper.metadata is not None
    assert paper.metadata.title == "Key working in Ashford Vale"
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    found = tags(paper)
    assert found["/Figure"] == 5
    assert found["/H1"] == 1
    assert found["/H2"] >= 11
    assert found["/TH"] > 30
    assert found["/Table"] >= 9


def test_its_letters_are_in_it(paper: PdfReader) -> None:
    pages: list[Any] = list(paper.pages)
    fonts = [
        font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        for page in pages
        for font in page["/Resources"]["/Font"].values()
    ]
    assert fonts
    assert all("/FontFile2" in each or "/FontFile3" in each for each in fonts)
    assert {str(each["/FontName"]).partition("+")[2].partition("-")[0] for each in fonts} == {"SourceSansPro"}


def test_every_result_and_its_range_stand_in_it(said: str) -> None:
    for name, figure, likely in report.results(STORY.result, STORY.drawn):
        assert name in said
        assert figure in said
        assert likely in said
    for sentence in report.sentences(STORY.result, STORY.drawn):
        assert sentence.replace("–", "")[:40] in said.replace("–", "")


def test_every_agency_and_every_proposal_stand_in_it_to_the_penny(said: str) -> None:
    for position in STORY.result.positions():
        assert f"{whole_pounds(float(position.pays))} {whole_pounds(float(position.saves))}" in said
    made, refused = report_shares.proposals(STORY.result)
    assert list(made) == list(Rule)
    assert refused == {}
    for each in made.values():
        told = to_the_penny(each)
        assert sum(one.puts_in for one in told.contributions) + told.unfunded == told.cost + told.reserve
        for one in told.contributions:
            assert pounds(one.puts_in) in said
            assert pounds(one.net) in said


def test_what_is_carried_of_the_cost_and_who_would_put_in_too_much_stand_in_it(said: str) -> None:
    made, _ = report_shares.proposals(STORY.result)
    told, agencies = [to_the_penny(each) for each in made.values()], STORY.result.model.agencies
    carried = ("Together", "of it for the help", "of it held as a reserve")
    shown = [each for each in shares_told.rows(told, agencies) if each.name in carried]
    assert [each.name for each in shown] == list(carried)
    for each in shown:
        assert " ".join([each.name, *(cell.marked for cell in each.cells)]) in said
    assert {cell.words for cell in shown[1].cells} == {pounds(STORY.result.pv_cost)}
    assert shares_told.legend(told) in said
    remarked = shares_told.remarks(told, agencies)
    assert remarked
    for sentence in remarked:
        assert sentence in said


def test_what_it_rests_on_stands_in_it(said: str) -> None:
    model = EXAMPLE
    for wanted in [*(each.words for each in model.not_priced), "same seat in the same class", "CC BY 4.0",
                   "Version 3.0 (2026) is the current edition", "Use your own spending on children in care",
                   *(line[:50] for line in report_basis.CANNOT_TELL), "outcomes · u_f · shape(t)", "£300,000, £130,000",
                   "now 20 %; breaks even at", "seed 20150331"]:  # fmt: skip
        assert wanted.lower() in said.lower(), wanted


def test_the_algebra_is_that_of_the_model() -> None:
    lines = [line.split("=", 1) for line in (algebra.__doc__ or "").splitlines() if line.startswith("    ")]
    assert [(name.strip(), said.strip()) for name, said in lines] == list(report_basis.ALGEBRA)


LONG = "The Wider Partnership for Children, Families and Neighbourhoods of the Northern and Western Valleys"
LONGEST = "Donaudampfschifffahrtsgesellschaftskapitaenswitwenverein"


def crowded() -> Model:
    """Fourteen agencies with long names, and sums of billions."""
    names = [f"{LONG} {place}" for place in range(12)] + [LONGEST, f"{LONGEST}{LONGEST}"]
    worth = replace(CARE.worth, fiscal=Decimal(9_876_543_210), shares=dict.fromkeys(names, Decimal(1) / 14))
    outcomes = tuple(replace(CARE, name=f"o{place}", words=f"{LONG} {LONGEST}", worth=worth) for place in range(9))
    costs = tuple(Cost(f"c{place}", name, name, CostKind.CASH, (Decimal(987_654_321),) * 5, source=LONGEST)
                  for place, name in enumerate(names))  # fmt: skip
    unpriced = (Unpriced("u", f"{LONGEST} {LONG}", Decimal(12)),)
    return replace(CASE, name=f"{LONG} {LONGEST}", outcomes=outcomes, costs=costs, not_priced=unpriced,
                   funding=Terms(reserve=Decimal("0.1")))  # fmt: skip


@pytest.mark.parametrize("model", [EXAMPLE, crowded()], ids=["example", "crowded"])
def test_nothing_leaves_the_page(model: Model) -> None:
    margin, foot = 2 / 21, (27.6 / 29.7, 28.0 / 29.7)
    for page in report.pages(story(model, draws=50), dots_per_inch=50):
        left, right = sheets.inked(page)
        assert left >= margin - 0.005
        assert right <= 1 - margin + 0.005
        assert sheets.blank(page, *foot)


def test_what_leaves_a_page_would_be_found() -> None:
    left, right = sheets.inked(report.pages(STORY, dots_per_inch=50)[0])
    assert left == pytest.approx(2 / 21, abs=0.01)
    assert right == pytest.approx(19 / 21, abs=0.01)


def test_without_draws_it_says_so_and_has_no_ranges() -> None:
    content = report.content(story(EXAMPLE, draws=0))
    assert "No draws were made" in content["subtitle"]
    assert all(row[2] == "" for row in report.results(STORY.result, None)[1:])
    assert not any("likely" in sentence for sentence in report.sentences(STORY.result, None))


def test_a_rule_that_cannot_be_used_says_why() -> None:
    bare = story(replace(EXAMPLE, funding=Terms(), outcomes=tuple(
        replace(each, worth=replace(each.worth, cashable=Decimal(0))) for each in EXAMPLE.outcomes
    )))  # fmt: skip
    made, refused = report_shares.proposals(bare.result)
    assert list(made) == [Rule.AS_NOW, Rule.BENEFIT]
    assert "cashable" in refused[Rule.CASHABLE]
    assert "what anybody can carry" in refused[Rule.ABILITY]
    assert report.pdf(bare).startswith(b"%PDF")


def test_a_model_of_costs_alone_makes_a_paper_too() -> None:
    text = PdfReader(io.BytesIO(report.pdf(story(replace(EXAMPLE, outcomes=(), not_priced=(), stories=(), units="")))))
    said = " ".join(" ".join(page.extract_text() for page in text.pages).split())
    assert "Budgets are not paid back within 5 years" in said
    assert "34 children who sleep" not in said
    assert short(float(STORY.result.pv_cost)) in said


def test_by_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "paper.pdf"
    assert main(["value", "run", str(FILE), "--draws", "200", "--seed", "7", "--report", str(out)]) == 0
    capsys.readouterr()
    text = " ".join(PdfReader(out).pages[0].extract_text().split())
    assert "200 draws fall (seed 7)" in text
    assert main(["value", "run", str(FILE), "--report", str(tmp_path / "none" / "paper.pdf")]) == 2
    assert "There is no folder" in capsys.readouterr().err


def test_a_paper_is_made_of_names_and_stories_in_any_letters(tmp_path: Path) -> None:
    strange = "Kaur ਅੰ 李 😀 \x01\ufffe"
    model = replace(
        EXAMPLE, name=f"Help {strange}", stories=(f"Told {strange}",),
        outcomes=tuple(replace(each, words=f"{each.words} {strange}") for each in EXAMPLE.outcomes),
        costs=tuple(replace(each, payer=f"{each.payer} {strange}") for each in EXAMPLE.costs),
    )  # fmt: skip
    text = PdfReader(io.BytesIO(report.pdf(story(model, draws=50))))
    said = " ".join(" ".join(page.extract_text() for page in text.pages).split())
    assert "Help Kaur □□ □ □" in said
    assert MISSING in said


def test_a_paper_that_cannot_be_made_is_refused_by_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "report.typ"
    broken.write_text("#panic(sys.inputs.keys())")
    monkeypatch.setattr(report, "TEMPLATE", broken)
    assert main(["value", "run", str(FILE), "--draws", "50", "--report", str(tmp_path / "paper.pdf")]) == 2
    assert "The paper “report” cannot be made" in capsys.readouterr().err
    assert not (tmp_path / "paper.pdf").exists()


def test_a_cap_of_all_that_comes_back_is_a_hundred_per_cent() -> None:
    (words,) = report_shares.terms_words(
        Terms(cap=Cap(Decimal(1)), caps={"NHS": Cap(Decimal("0.125"))}, reserve=Decimal("0.20"))
    )
    assert "more than 100 % of what it gets back" in words
    assert "NHS puts in at most 12.5 % of what it gets back" in words
    assert "A reserve of 20 % of the cost" in words
