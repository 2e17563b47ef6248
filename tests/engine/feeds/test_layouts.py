"""The starting profiles: two partners' layouts of every kind of feed."""

from collections import Counter
from pathlib import Path

import pytest
import yaml

from oneplan.engine.feeds import profiles, proposing, reading
from oneplan.engine.feeds.contract.kinds import kinds
from oneplan.engine.feeds.contract.layouts import Layout, layouts, like

pytestmark = pytest.mark.requirement("R303")


def test_every_kind_of_feed_has_two_partners_layouts() -> None:
    assert Counter(each.kind.name for each in layouts()) == dict.fromkeys(kinds(), 2)
    assert len(kinds()) == 13


@pytest.mark.parametrize("layout", layouts(), ids=lambda each: each.called)
def test_a_starting_profile_is_a_profile(layout: Layout) -> None:
    made = profiles.made(layout.profile(), name=layout.called)
    assert {each.column.name for each in made.mapped} == set(layout.columns)
    assert like([str(said["header"]) for said in layout.columns.values()]) == layout


@pytest.mark.parametrize("layout", layouts(), ids=lambda each: each.called)
def test_codes_are_those_of_the_column(layout: Layout) -> None:
    for name, said in layout.columns.items():
        column = next(each for each in layout.kind.columns if each.name == name)
        assert set(said.get("codes", {}).values()) <= set(column.codes), name


def test_a_first_file_in_a_known_layout_brings_codes_and_days_with_it(tmp_path: Path) -> None:
    """“1” means autumn to this partner; nobody has to say so."""
    layout = next(each for each in layouts() if each.called == "attendance-term-weirside")
    header = ";".join(str(said["header"]) for said in layout.columns.values())
    row = "2025/26;1;9992016;Y999200010001;2017-05-20;130;4;2;Female"
    (tmp_path / "first.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    found = proposing.propose(reading.read(tmp_path / "first.csv", tmp_path / "received.parquet"))
    said = yaml.safe_load(found.profile(partner="Somebody else"))
    assert (found.layout, found.missing) == (layout, ())
    assert said["partner"] == "Somebody else"
    assert said["columns"]["term"]["codes"]["1"] == "autumn"
    assert said["columns"]["born_on"]["formats"] == ["%Y-%m-%d"]


def test_registers_of_a_whole_month_are_proposed_as_such(tmp_path: Path) -> None:
    """Most partners send a week; of those known to send a month, three weeks would else count as not watched."""
    layout = next(each for each in layouts() if each.called == "attendance-session-sallowdale")
    header = ",".join(str(said["header"]) for said in layout.columns.values())
    row = "Y999200010001,20/05/2017,9992016,02/03/2026,AM,/"
    (tmp_path / "first.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    found = proposing.propose(reading.read(tmp_path / "first.csv", tmp_path / "received.parquet"))
    assert (found.kind.usual["covers"], found.usual["covers"]) == ("1 week", "1 month")
    assert yaml.safe_load(found.profile(partner="Somebody else"))["covers"] == "1 month"


def test_a_file_with_other_headers_is_in_no_known_layout() -> None:
    assert like(["UPN", "Colour of the door"]) is None
