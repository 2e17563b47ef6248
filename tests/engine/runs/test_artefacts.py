"""What a step made is there whole, or not at all; made once, found again."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from oneplan.engine.runs import files
from oneplan.engine.runs.artefacts import MANIFEST, Store, put, recipe
from oneplan.engine.runs.files import TooBig

pytestmark = pytest.mark.requirement("R309")


def writes(text: str) -> Any:
    def make(folder: Path) -> Mapping[str, Any]:
        (folder / "text").write_text(text, encoding="utf-8")
        return {"letters": len(text)}

    return make


def fails(folder: Path) -> Mapping[str, Any]:
    (folder / "half").write_text("begun", encoding="utf-8")
    raise OSError(28, "No space left on device")


def test_made_once_and_found_again(tmp_path: Path) -> None:
    store = Store(tmp_path)
    first = store.made("words", of={"n": 1}, make=writes("one"))
    again = store.made("words", of={"n": 1}, make=fails)
    other = store.made("words", of={"n": 2}, make=writes("three"))
    assert (first, again.told["letters"]) == (again, 3)
    assert other.key != first.key
    assert (other.folder / "text").read_text(encoding="utf-8") == "three"


def test_a_step_that_breaks_off_leaves_nothing_and_is_made_anew(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with pytest.raises(OSError, match="No space left"):
        store.made("words", of={"n": 1}, make=fails)
    assert [each for each in tmp_path.rglob("*") if each.is_file()] == []
    assert store.made("words", of={"n": 1}, make=writes("one")).told["letters"] == 3


def test_two_that_make_the_same_at_once_end_with_one(tmp_path: Path) -> None:
    place = tmp_path / "made" / "it"

    def overtaken(folder: Path) -> Mapping[str, Any]:
        put(place, tmp_path / "making", make=writes("the quicker"))
        return writes("the slower")(folder)  # type: ignore[no-any-return]

    put(place, tmp_path / "making", make=overtaken)
    assert (place / "text").read_text(encoding="utf-8") == "the quicker"
    assert list((tmp_path / "making").iterdir()) == []


def test_what_a_killed_process_left_is_swept_after_a_day(tmp_path: Path) -> None:
    store = Store(tmp_path)
    old, young = tmp_path / "making" / "old", tmp_path / "making" / "young"
    for each in (old, young):
        each.mkdir(parents=True)
        (each / "half").write_text("begun", encoding="utf-8")
    now = young.stat().st_mtime
    os.utime(old, (now - 90_000, now - 90_000))
    assert (store.sweep(now=now), [each.name for each in (tmp_path / "making").iterdir()]) == (1, ["young"])


def test_what_no_run_needs_any_more_is_forgotten(tmp_path: Path) -> None:
    store = Store(tmp_path)
    kept = store.made("words", of={"n": 1}, make=writes("one"))
    gone = store.made("words", of={"n": 2}, make=writes("two"))
    assert store.forget(but={kept.key}) == 0
    later = gone.folder.stat().st_mtime + 90_000
    assert store.forget(but={kept.key}, now=later) == 1
    assert (kept.folder.exists(), gone.folder.exists()) == (True, False)


def test_another_oneplan_makes_its_artefacts_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(tmp_path)
    before = store.made("words", of={}, make=writes("one"))
    assert len(recipe()) == 16
    monkeypatch.setattr("oneplan.engine.runs.artefacts.recipe", lambda: "another")
    assert store.made("words", of={}, make=writes("one")).key != before.key


def test_the_manifest_says_of_what_it_was_made(tmp_path: Path) -> None:
    made = Store(tmp_path).made("words", of={"n": 1}, make=writes("one"))
    assert json.loads((made.folder / MANIFEST).read_text(encoding="utf-8")) == {"letters": 3, "of": {"n": 1}}


def test_a_file_is_known_by_its_content(tmp_path: Path) -> None:
    first = files.keep(tmp_path, [b"a,b\n", b"1,2\n"])
    again = files.keep(tmp_path, [b"a,b\n1,2\n"])
    assert (first.digest, first.size, first.is_new) == (again.digest, 8, True)
    assert not again.is_new
    assert files.path(tmp_path, first.digest).read_bytes() == b"a,b\n1,2\n"
    files.forget(tmp_path, first.digest)
    files.forget(tmp_path, first.digest)
    assert not files.path(tmp_path, first.digest).exists()


def test_a_file_beyond_the_bound_is_refused_and_nothing_of_it_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MOST", 3)
    with pytest.raises(TooBig, match="in parts"):
        files.keep(tmp_path, [b"abc", b"d"])
    assert [each for each in tmp_path.rglob("*") if each.is_file()] == []
