"""`oneplan value run` and `compare`: in words to the penny, for machines unrounded, refused with all that is wrong."""

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from oneplan.cli import main
from oneplan.engine.value.telling import pounds
from tests.value.test_files import TEXT

pytestmark = pytest.mark.requirement("R338", "R341")


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "model.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_in_words(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["value", "run", str(model)]) == 0
    said = capsys.readouterr().out
    assert "Cost, as worth now                £440,000.00" in said
    assert "Fiscal benefit, as worth now      £394,173.76" in said
    assert "council" in said
    assert "5.76 of them" in said


def test_for_machines_unrounded(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["value", "run", str(model), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert Decimal(told["pv_cost"]) == 440_000
    assert sum(Decimal(each["saves"]) for each in told["positions"]) == pytest.approx(Decimal(told["pv_fiscal"]))
    assert [each["name"] for each in told["outcomes"]] == ["violence", "care"]


def test_two_models_beside_each_other(model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(TEXT.replace("£400,000", "£300,000").replace("The constructed case", "Cheaper"), encoding="utf-8")
    assert main(["value", "compare", str(model), str(other)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("  ≠ Cost") and "£330,000.00" in line for line in lines)
    assert any(line.startswith("    Fiscal benefit") for line in lines)


def test_what_reads_alike_when_rounded_is_still_said_to_differ(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(TEXT.replace("£400,000", "£400,010"), encoding="utf-8")
    assert main(["value", "compare", str(model), str(other)]) == 0
    lines = {line[4:38].strip(): line for line in capsys.readouterr().out.splitlines() if len(line) > 38}
    assert lines["Cost, as worth now"].startswith("  ≠ ")
    assert "less" not in lines["Cost, as worth now"]
    assert lines["Back to the public purse"].startswith("  ≠ ")
    assert lines["Back to the public purse"].endswith("£0.90 for each £1  differs by less than is shown")
    assert lines["Fiscal benefit, as worth now"].startswith("    F")


def test_a_price_year_that_nobody_knows_yet_is_refused(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    model.write_text(TEXT.replace("2015/16", "2098/99"), encoding="utf-8")
    assert main(["value", "run", str(model)]) == 2
    assert "price_year: Nobody knows the prices of 2098/99 yet. Write a year up to 20" in capsys.readouterr().err


def test_what_is_wrong_is_said_and_nothing_reckoned(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    model.write_text(TEXT.replace("impact: 0.3", "impact: 130 %"), encoding="utf-8")
    assert main(["value", "run", str(model)]) == 2
    answer = capsys.readouterr()
    assert "outcomes.violence.impact: The impact is 130 %." in answer.err
    assert not answer.out


def test_one_pound_twice_is_refused(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "".join(
        f"  {name}: {{unit: {code}, population: 1, affected: 1, engagement: 1, impact: 1, deadweight: 0, grade: 1, "
        "duration: 1}\n"
        for name, code in (("average", "SS1.0"), ("foster", "SS2.0"))
    )
    head, _, costs = TEXT.partition("outcomes:\n")
    model.write_text(f"{head}units: gmca_ucd_v1_4\noutcomes:\n{rows}costs:\n{costs.partition('costs:')[2]}", "utf-8")
    assert main(["value", "run", str(model)]) == 2
    assert "outcomes.average: The average of all settings" in capsys.readouterr().err


@pytest.mark.parametrize("content", [b"name: [", b"\xff\xfe\x00", b"- a list"])
def test_a_file_that_is_no_model(model: Path, content: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    model.write_bytes(content)
    assert main(["value", "run", str(model)]) == 2
    assert str(model) in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--report", "model.yaml"], "ends with .pdf"),
        (["--report", "model.pdf", "--national", "model.pdf"], "ends with .csv"),
        (["--national", "model.csv"], "that is the model itself"),
        (["--workbook", "out.csv", "--national", "out.csv"], "that is what --workbook writes"),
    ],
)
def test_nothing_is_written_over_the_model_or_over_something_else_that_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], options: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("model.yaml", "model.csv"):
        Path(name).write_text(TEXT, encoding="utf-8")
    assert main(["value", "run", "model.csv" if "model.csv" in options else "model.yaml", *options]) == 2
    assert said in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["model.csv", "model.yaml"]
    assert all(path.read_text(encoding="utf-8") == TEXT for path in tmp_path.iterdir())


def test_for_machines_nought_is_nought(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["value", "run", "docs/examples/key-working.yaml", "--json"]) == 0
    found = capsys.readouterr().out
    assert '"saves": "0"' in found
    assert re.findall(r'"-?[0-9.]+E[+-]?[0-9]+"', found) == []


def test_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["value", "run", str(tmp_path / "none.yaml")]) == 2
    assert "There is no file" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("value", "said"), [("0.005", "£0.01"), ("-0.005", "−£0.01"), ("1234567.894", "£1,234,567.89"), ("-0.001", "£0.00")]
)
def test_pounds_are_rounded_once_and_half_a_penny_goes_up(value: str, said: str) -> None:
    assert pounds(Decimal(value)) == said


WHOLE = (
    TEXT
    + """
not_priced: {sleep: {words: children who sleep through, how_many: "1,034", source: findings}}
stories: [A family kept its home.]
scenarios: {cautious: {words: half as well, outcomes: {violence: {impact: 15 %}}}}
"""
)


@pytest.mark.requirement("R343", "R344")
def test_how_sure_it_is_stands_beside_the_sums(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    model.write_text(WHOLE, encoding="utf-8")
    assert main(["value", "run", str(model), "--draws", "2000"]) == 0
    said = capsys.readouterr().out
    assert "nine of ten of 2,000 draws (seed 20150331)" in said
    assert "incidents" not in said.split("Told")[1]
    assert "1,034 children who sleep through (findings)" in said
    assert "A family kept its home." in said
    assert "cautious" in said.split("Scenarios")[1]
    assert "breaks even at" in said
    assert "at 24 %" in said.split("What matters most")[1]


@pytest.mark.requirement("R343")
def test_for_machines_the_draws_are_numbers_and_repeat(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    model.write_text(WHOLE, encoding="utf-8")
    told = []
    for seed in ("4", "4", "5"):
        assert main(["value", "run", str(model), "--draws", "500", "--seed", seed, "--json"]) == 0
        told.append(json.loads(capsys.readouterr().out))
    assert told[0] == told[1] != told[2]
    assert told[0]["draws"]["fiscal_npv"]["low"] < told[0]["draws"]["fiscal_npv"]["high"]
    assert Decimal(told[0]["scenarios"]["cautious"]["pv_fiscal"]) < Decimal(told[0]["pv_fiscal"])
    assert told[0]["not_priced"][0]["how_many"] == "1034"
    assert Decimal(told[0]["outcomes"][1]["impact_needed"]) > 0
    assert told[0]["tornado"][0]["where"].startswith("outcomes.care.")


@pytest.mark.parametrize("draws", ["-1", "100001"])
def test_too_many_draws_are_refused(model: Path, draws: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["value", "run", str(model), "--draws", draws]) == 2
    assert "10,000 are a good number" in capsys.readouterr().err
