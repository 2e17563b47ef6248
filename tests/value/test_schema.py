"""The schema lets through what the reader reads, and stops what it refuses by shape; the two know the same names."""

import json
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from oneplan.cli import main
from oneplan.rulebook.value.discounting import green_book
from oneplan.rulebook.value.files import BadModel, read, read_scenarios
from oneplan.rulebook.value.schema import schema
from tests.value.test_file_parts import OWN
from tests.value.test_files import said

pytestmark = pytest.mark.requirement("R338")
OWN_WORTH = {"fiscal", "economic", "social", "transfer", "shares"}
VALIDATOR = Draft202012Validator(schema())
WHOLE = said(
    units="gmca_ucd_v1_4",
    local={"SS1.0": OWN | {"as_of": "2014-09-30"}},
    not_priced={"sleep": {"words": "children who sleep through", "how_many": "1,034"}},
    stories=["A family kept its home."],
    funding={"reserve": "5 %", "cap": "100 %", "caps": {"council": "£200,000"}},
    scenarios={"cautious": {"words": "half as well", "outcomes": {"violence": {"impact": "15 %"}}}},
)


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("given", [said(), WHOLE])
def test_it_lets_through_what_is_read(given: Any) -> None:
    assert list(VALIDATOR.iter_errors(given)) == []


@pytest.mark.parametrize("own", ["fiscal", "economic", "social", "transfer", "shares"])
def test_what_a_row_says_is_not_said_beside_it(own: str) -> None:
    outcome = {key: value for key, value in WHOLE["outcomes"]["violence"].items() if key not in OWN_WORTH}
    given = {**WHOLE, "scenarios": {}, "outcomes": {"violence": outcome | {"unit": "CR2.0"}}}
    assert list(VALIDATOR.iter_errors(given)) == []
    outcome |= {"unit": "CR2.0", own: {"council": 1} if own == "shares" else 100}
    given = {**given, "outcomes": {"violence": outcome}}
    assert list(VALIDATOR.iter_errors(given))
    with pytest.raises(BadModel):
        read(given, ladder=green_book())


@pytest.mark.parametrize(
    ("place", "left_out"),
    [
        (("outcomes", "violence"), ["grade"]),
        (("outcomes", "violence"), ["fiscal", "economic", "social"]),
        (("costs", "help"), ["optimism", "grade"]),
    ],
)
def test_what_has_to_be_said_one_way_or_another(place: tuple[str, ...], left_out: list[str]) -> None:
    given = said()
    for name in left_out:
        given[place[0]][place[1]].pop(name, None)
    assert list(VALIDATOR.iter_errors(given))
    with pytest.raises(BadModel):
        read(given, ladder=green_book())


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("mood",), "good"),
        (("outcomes", "violence", "mood"), "good"),
        (("outcomes", "violence", "grade"), 7),
        (("outcomes", "violence", "ranges"), {"luck": [0, 1]}),
        (("outcomes", "violence", "ranges"), {"impact": [0.1]}),
        (("outcomes", "violence", "duration"), "long"),
        (("costs", "help", "kind"), "barter"),
        (("costs", "help", "by_year"), []),
        (("scenarios",), {"worse": {"mood": "bad"}}),
        (("stories",), "one"),
        (("funding",), {"luck": 1}),
    ],
)
def test_what_it_stops_the_reader_refuses_too(place: tuple[str, ...], value: Any) -> None:
    given = said()
    part = given
    for name in place[:-1]:
        part = part[name]
    part[place[-1]] = value
    assert list(VALIDATOR.iter_errors(given))
    with pytest.raises(BadModel):
        _read_whole(given)


@pytest.mark.parametrize("missing", ["population", "affected", "engagement", "impact", "deadweight", "duration"])
def test_what_must_be_said_must_be_said_in_both(missing: str) -> None:
    given = said()
    del given["outcomes"]["care"][missing]
    assert list(VALIDATOR.iter_errors(given))
    with pytest.raises(BadModel):
        _read_whole(given)


def _read_whole(given: Any) -> None:
    read(given, ladder=green_book())
    read_scenarios(given, ladder=green_book())


def test_the_command_writes_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["value", "schema"]) == 0
    assert json.loads(capsys.readouterr().out) == yaml.safe_load(json.dumps(schema()))
