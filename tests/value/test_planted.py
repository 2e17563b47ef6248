"""What a model of an area finds is what was put into its invented files: three years of them, with help and without."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from oneplan.engine.feeds import profiles
from oneplan.engine.runs import files, run
from oneplan.engine.runs.artefacts import Store
from oneplan.engine.runs.loads import Load, Standing
from oneplan.engine.synthetic.feeds import make, texts
from oneplan.engine.value.before_after import Helped, Measured, measured
from oneplan.engine.value.of_area import impact, is_outcome
from oneplan.rulebook.value.measures import fewest_compared, measures

pytestmark = [pytest.mark.requirement("R339", "R343"), pytest.mark.slow]
TODAY = date(2026, 11, 2)
WANTED = make.Wanted(12000, 3, TODAY, years=4, helped=1000, only=("attendance_term", "social_care"))


class Area(NamedTuple):
    folder: Path
    store: Store
    told: Mapping[str, Any]


def area(folder: Path) -> Area:
    make.make(folder / "files", WANTED, say=lambda _words: None)
    store = Store(folder / "store")
    known = _known(folder / "files" / "truth" / "people.parquet", folder / "known.parquet")
    feeds = [_standing(store, folder / "files", each) for each in make.told(folder / "files")["feeds"]]
    at = datetime.combine(TODAY, time(9), UTC)
    return Area(folder, store, run.make(store, number=1, feeds=feeds, at=at, say=lambda _step: None, known=known))


def _known(people: Path, to: Path) -> Mapping[str, Path]:
    """Everybody's pupil number is on the record: who is helped is said elsewhere."""
    rows = [each for each in pq.read_table(people).to_pylist() if each["upn"]]
    columns = {
        "number": [each["upn"] for each in rows],
        "born": [each["born"] for each in rows],
        "person_id": [f"P-{each['person']}" for each in rows],
    }
    pq.write_table(pa.table(columns), to)
    return {"upn": to}


def _standing(store: Store, folder: Path, told: Mapping[str, Any]) -> Standing:
    profile = profiles.load(folder / told["profile"])
    at = datetime.combine(TODAY, time(8), UTC)
    kept = [files.keep(store.folder, files.pieces(folder / each["path"])).digest for each in told["files"]]
    return Standing(profile, tuple(Load(number, digest, at, profile) for number, digest in enumerate(kept, 1)))


def people_helped(made: Area) -> list[Helped]:
    rows = pq.read_table(made.folder / "files" / "truth" / "people.parquet").to_pylist()
    return [
        Helped(f"P-{each['person']}", str(each["family"]), each["helped_from"]) for each in rows if each["helped_from"]
    ]


@pytest.fixture(scope="module")
def helped(tmp_path_factory: pytest.TempPathFactory) -> Area:
    return area(tmp_path_factory.mktemp("helped"))


@pytest.fixture(scope="module")
def in_vain(tmp_path_factory: pytest.TempPathFactory) -> Area:
    """The same families in the same files, drawn alike, for whom help changed nothing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(texts, "SINCE_HELP", "1")
        return area(tmp_path_factory.mktemp("in_vain"))


def found(made: Area, name: str) -> Measured:
    facts, coverage = (run.facts(made.store, made.told, each) for each in ("facts", "coverage"))
    return measured(facts, coverage, people_helped(made), measures()[name], fewest=fewest_compared())


def test_the_same_people_are_compared_whatever_came_of_it(helped: Area, in_vain: Area) -> None:
    ours, theirs = found(helped, "truancy"), found(in_vain, "truancy")
    assert (ours.people, ours.families, ours.before) == (theirs.people, theirs.families, theirs.before)
    assert (ours.compared, ours.events, ours.expected) == (theirs.compared, theirs.events, theirs.expected)
    assert ours.people > 20


def test_what_help_changed_lies_in_the_range_that_is_told(helped: Area, in_vain: Area) -> None:
    ours, theirs = found(helped, "truancy"), found(in_vain, "truancy")
    low, point, high = impact(ours)
    changed = 1 - ours.after / theirs.after
    assert is_outcome(ours)
    assert 0 < low < changed < high < 1
    assert abs(point - changed) < 0.25


def test_where_help_changed_nothing_the_range_reaches_nought(in_vain: Area) -> None:
    theirs = found(in_vain, "truancy")
    assert not is_outcome(theirs) or impact(theirs)[0] == 0


def test_a_child_with_social_care_is_measured_by_a_pupils_number(helped: Area) -> None:
    care = found(helped, "care")
    assert care.people > 20
    assert care.compared >= fewest_compared()
    assert care.expected is not None
