"""The table for a national calculator: every cost and change is in it once, and it says what of it is only thought."""

import csv
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from oneplan.cli import main
from oneplan.engine.value.national import HEADER, table
from oneplan.rulebook.value.discounting import green_book
from oneplan.rulebook.value.model import Unpriced
from oneplan.rulebook.value.reckon import reckon
from tests.value.constructed import CASE
from tests.value.test_files import TEXT

pytestmark = pytest.mark.requirement("R342")
MODEL = replace(CASE, not_priced=(Unpriced("sleep", "=children who sleep", Decimal(34), "asked"),))


def rows() -> list[dict[str, str]]:
    return list(csv.DictReader(table(reckon(MODEL, ladder=green_book())).splitlines()))


def test_every_cost_is_there_as_it_was_paid() -> None:
    (cost,) = [row for row in rows() if row["part"] == "cost"]
    assert (cost["who"], cost["kind"], cost["year"]) == ("local authority", "cash", "1")
    assert Decimal(cost["pounds"]) == 400_000


def test_every_change_is_the_number_without_less_the_number_with_help() -> None:
    changes = [row for row in rows() if row["kind"] == "change"]
    assert [row["code"] for row in changes] == ["violence", "care", "work"]
    for row, outcome in zip(changes, MODEL.outcomes, strict=True):
        assert Decimal(row["without_help"]) - Decimal(row["with_help"]) == Decimal(row["change"])
        assert Decimal(row["change"]) * (1 - outcome.optimism) == outcome.net
        of_it = [each for each in rows() if each["part"] == "share" and each["code"] == row["code"]]
        shares = [Decimal(each["pounds_each"]) for each in of_it]
        assert abs(sum(shares) - Decimal(row["pounds_each"])) < Decimal("1e-9")


def test_what_has_no_price_is_there_and_no_formula() -> None:
    (sleep,) = [row for row in rows() if row["kind"] == "a change without a price"]
    assert (sleep["what"], sleep["change"], sleep["source"]) == ("'=children who sleep", "34", "asked")


def test_what_is_empty_stays_empty_and_what_begins_like_a_formula_does_not() -> None:
    model = replace(MODEL, not_priced=tuple(Unpriced(f"n{sign}", f"{sign}1") for sign in ("=", "+", "-", "@")))
    made = list(csv.DictReader(table(reckon(model, ladder=green_book())).splitlines()))
    assert {value for row in made for value in row.values() if value.startswith("'")} == {"'=1", "'+1", "'-1", "'@1"}
    assert {row["without_help"] for row in made if row["part"] == "cost"} == {""}


def test_it_says_what_is_only_thought_to_be_wanted() -> None:
    assert {row["wanted"].partition(":")[0] for row in rows()} == {"known", "thought"}
    assert {row["part"] for row in rows() if row["wanted"].startswith("known")} == {"cost", "outcome"}


def test_the_command_writes_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    model, out = tmp_path / "model.yaml", tmp_path / "national.csv"
    model.write_text(TEXT, encoding="utf-8")
    assert main(["value", "run", str(model), "--national", str(out)]) == 0
    with out.open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.reader(file)) == list(HEADER)
    assert main(["value", "run", str(model), "--national", str(tmp_path / "nowhere/national.csv")]) == 2
    assert "There is no folder" in capsys.readouterr().err
