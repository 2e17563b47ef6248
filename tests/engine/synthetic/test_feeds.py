"""Invented partners' files: read by their profiles, each row judged as the truth beside them says it must be."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date
from math import sqrt
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from oneplan.cli import main
from oneplan.engine.feeds import profiles, proposing, reading
from oneplan.engine.feeds.checking.check import Checked, check
from oneplan.engine.feeds.contract.kinds import Kind, kinds
from oneplan.engine.feeds.contract.layouts import layouts
from oneplan.engine.synthetic.feeds import make, spec

pytestmark = [pytest.mark.requirement("R303", "R304"), pytest.mark.slow]
TODAY = date(2026, 11, 2)
ASIDE = {"missing", "typing", "wrong_code", "twice"}  # a row with one of these in a needed column is not taken


@pytest.fixture(scope="module")
def area(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("area")
    make.make(folder, make.Wanted(4000, 3, TODAY), say=lambda _words: None)
    return folder


def feeds(area: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((area / "feeds.json").read_text(encoding="utf-8"))["feeds"]
    return found


def truth(area: Path, name: str) -> list[dict[str, Any]]:
    return list(pq.read_table(area / "truth" / "rows" / f"{name}.parquet").to_pylist())


def is_bad(row: Mapping[str, Any], kind: Kind) -> bool:
    """A National Insurance number has no check digit: a slip in it cannot be seen."""
    said = [fault.split(":") for fault in row["faults"]]
    return any(
        fault[-1] in ASIDE and (len(fault) == 1 or (fault[0] in kind.needs and fault != ["nino", "typing"]))
        for fault in said
    )


@pytest.mark.parametrize("name", [each.called for each in layouts()])
def test_every_file_says_what_it_is_and_every_row_ends_as_the_truth_says(name: str, area: Path, tmp_path: Path) -> None:
    feed = next(each for each in feeds(area) if each["name"] == name)
    profile = profiles.load(area / feed["profile"])
    rows = defaultdict(dict)  # type: ignore[var-annotated]
    for row in truth(area, name):
        rows[row["file"]][row["row"]] = row
    assert feed["files"]
    for nth, file in enumerate(feed["files"]):
        if not file["rows"]:
            continue
        found = reading.read(area / file["path"], tmp_path / "first.parquet")
        layout = proposing.propose(found).layout
        assert layout is not None
        assert layout.called == name
        found = reading.read(area / file["path"], tmp_path / "received.parquet", wanted=profile.headers)
        checked = check(found, profile, tmp_path)
        assert checked.received == checked.accepted + checked.repaired + checked.set_aside == file["rows"]
        assert _aside(checked) == {row for row, said in rows[nth].items() if is_bad(said, profile.kind)}


def _aside(checked: Checked) -> set[int]:
    rows = pq.read_table(checked.rows, columns=["row", "verdict"]).to_pylist()
    return {each["row"] for each in rows if each["verdict"] == "set_aside"}


def test_faults_come_as_often_as_the_table_says(area: Path) -> None:
    """Within five standard deviations; of two neighbouring digits one pair in ten is alike, and then nothing shows."""
    rows = [row for name in ("sallowdale", "weirside") for row in truth(area, f"attendance-session-{name}")]
    found = Counter(fault for row in rows for fault in row["faults"])
    values, whole = spec.faults()["values"], spec.faults()["rows"]
    for name, share in (
        ("upn:missing", values["missing"]["share"]),
        ("upn:typing", values["typing"]["share"] * 0.9),
        ("twice", whole["twice"]["share"]),
    ):
        wanted = len(rows) * share
        assert abs(found[name] - wanted) < 5 * sqrt(wanted), name


def test_no_number_is_anybodys(area: Path) -> None:
    people = pq.read_table(area / "truth" / "people.parquet").to_pylist()
    assert len(people) == len({each["person"] for each in people}) == 4000
    for each in people:
        assert (each["nhs"] or "999").startswith("999")
        assert (each["upn"] or "A999")[1:4] == "999"
        assert (each["nino"] or "MW")[:2] in {"MW", "NC", "FY", "CR"}
        assert (each["postcode"] or "ZZ").startswith("ZZ")
    numbers = [each[name] for each in people for name in ("nhs", "upn", "nino") if each[name]]
    assert len(numbers) == len(set(numbers))


def test_the_same_seed_makes_the_same_files_and_another_does_not(tmp_path: Path) -> None:
    for folder, seed in (("a", 5), ("b", 5), ("c", 6)):
        make.make(tmp_path / folder, make.Wanted(400, seed, TODAY), say=lambda _words: None)
    files = {name: _contents(tmp_path / name / "files") for name in "abc"}
    assert files["a"] == files["b"]
    assert files["a"] != files["c"]


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class TestTheCommand:
    def test_it_says_how_much_it_made(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        asked = [
            "synthetic",
            "feeds",
            "--people",
            "60",
            "--out",
            str(tmp_path / "new"),
            "--json",
            "--today",
            f"{TODAY}",
        ]
        assert main(asked) == 0
        said = json.loads(capsys.readouterr().out)
        assert said["feeds"] == 2 * len(kinds())
        assert said["files"] == sum(len(each["files"]) for each in feeds(tmp_path / "new"))

    def test_it_writes_over_nothing(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "there.txt").write_text("mine", encoding="utf-8")
        assert main(["synthetic", "feeds", "--people", "60", "--out", str(tmp_path)]) == 2
        assert "Name a folder that is empty" in capsys.readouterr().err
        assert [each.name for each in tmp_path.iterdir()] == ["there.txt"]

    def test_an_area_of_nobody_is_refused(self, tmp_path: Path) -> None:
        assert main(["synthetic", "feeds", "--people", "0", "--out", str(tmp_path / "new")]) == 2
