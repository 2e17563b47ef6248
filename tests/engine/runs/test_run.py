"""A run: what changed is made anew, what did not is found again, and a stopped one goes on."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from oneplan.engine.feeds.checking.corrections import Correction
from oneplan.engine.feeds.profiles import CannotRead
from oneplan.engine.runs import files, loads, run
from oneplan.engine.runs.artefacts import Store
from oneplan.engine.runs.run import Step, Stopped
from tests.engine.feeds.attendance import GOOD, HEADER, but
from tests.engine.runs.area import day, feed, ran, sent, values

pytestmark = pytest.mark.requirement("R309")
CORRECTED = Correction(1, "authorised", "4", "9", "Y999200010001|999/2000|2025/26|autumn|2017-05-20")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def test_a_run_says_what_it_took_and_what_that_adds_up_to(store: Store) -> None:
    first = sent(store, 1, GOOD, but(Term="Spring", UPN=""))
    told = ran(store, 1, feed(first))
    (of_feed,) = told["feeds"]
    (of_file,) = of_feed["files"]
    assert (of_feed["feed"], of_feed["in_force"], of_feed["people"], of_feed["coverage"]) == ("attendance", 1, 1, 1)
    assert (of_file["load"], of_file["file"]) == (1, first.digest)
    assert of_file["received"] == of_file["accepted"] + of_file["repaired"] + of_file["set_aside"] == 2
    assert of_feed["profile"]["columns"]["upn"] == "UPN"
    assert values(store, told) == [124]


def test_a_second_run_makes_only_what_changed(store: Store) -> None:
    first, second = sent(store, 1, GOOD), sent(store, 2, but(Auth="10"))
    before = ran(store, 1, feed(first))
    artefacts = set((store.folder / "made").rglob("manifest.json"))
    again = ran(store, 2, feed(first))
    assert (again["feeds"], values(store, again)) == (before["feeds"], [124])
    assert set((store.folder / "made").rglob("manifest.json")) == artefacts
    after = ran(store, 3, feed(first, second))
    assert (values(store, before), values(store, after)) == ([124], [118])
    assert after["feeds"][0]["files"][0] == before["feeds"][0]["files"][0]


def test_a_withdrawn_file_is_as_if_it_had_not_come(store: Store) -> None:
    first, wrong = sent(store, 1, GOOD), sent(store, 2, but(Auth="100"))
    ran(store, 1, feed(first, wrong))
    assert values(store, ran(store, 2, feed(first))) == [124]


@pytest.mark.requirement("R305")
def test_a_correction_survives_ten_reloads_and_ends_when_the_partner_mends_it(store: Store) -> None:
    came = [sent(store, 1, GOOD)]
    for number in range(2, 12):
        came.append(sent(store, number, GOOD, but(Term="Spring", Possible=str(100 + number))))
        told = ran(store, number, feed(*came, corrections=[CORRECTED]))
        assert 119 in values(store, told)
    came.append(sent(store, 12, but(Auth="9")))
    told = ran(store, 12, feed(*came, corrections=[CORRECTED]))
    _, last = loads.checked(store, came[-1], [CORRECTED])
    assert pq.read_table(last.corrections).to_pylist() == [{"fix": 1, "row": 2, "state": "agrees"}]
    assert 119 in values(store, told)


@pytest.mark.requirement("R306")
def test_columns_that_the_profile_does_not_know_are_dropped_at_the_door(store: Store) -> None:
    header = ("Religion", *HEADER, "Notes")
    load = sent(store, 1, ("none of ours", *GOOD, "a secret"), header=header)
    artefact, found = loads.received(store, load)
    assert artefact.told["dropped"] == ["Religion", "Notes"]
    assert found.header == HEADER
    assert b"secret" not in found.path.read_bytes()
    assert "secret" not in str(pq.read_table(found.path).to_pylist())
    assert values(store, ran(store, 1, feed(load))) == [124]


def test_what_was_read_stays_when_the_file_itself_is_gone(store: Store) -> None:
    load = sent(store, 1, GOOD)
    ran(store, 1, feed(load))
    files.forget(store.folder, load.digest)
    assert values(store, ran(store, 2, feed(load, corrections=[CORRECTED]))) == [119]


def test_a_run_that_was_stopped_leaves_no_run_and_goes_on_where_it_was(store: Store) -> None:
    came = feed(sent(store, 1, GOOD), sent(store, 2, but(Auth="5")))
    steps: list[Step] = []

    def stop(step: Step) -> None:
        steps.append(step)
        if step.done == 2:
            raise Stopped

    with pytest.raises(Stopped):
        run.make(store, number=1, feeds=[came], at=day(3), say=stop)
    assert [each.words for each in steps] == ["attendance: file 1", "attendance: file 2", "attendance: facts"]
    assert {each.total for each in steps} == {3}
    with pytest.raises(FileNotFoundError):
        run.manifest(store, 1)
    checked = set((store.folder / "made" / "checked").rglob("manifest.json"))
    assert values(store, ran(store, 1, came)) == [123]
    assert set((store.folder / "made" / "checked").rglob("manifest.json")) == checked


def test_a_feed_without_a_file_is_named_and_has_no_facts(store: Store) -> None:
    told = ran(store, 1, feed())
    assert (told["feeds"][0]["facts"], told["feeds"][0]["in_force"], run.facts(store, told, "facts")) == (None, 0, [])


def test_a_file_that_does_not_fit_leaves_nothing(store: Store) -> None:
    load = sent(store, 1, GOOD, header=tuple("Pupil" if name == "UPN" else name for name in HEADER))
    with pytest.raises(CannotRead, match="no column “UPN”"):
        ran(store, 1, feed(load))
    assert not list(store.folder.rglob("manifest.json"))
