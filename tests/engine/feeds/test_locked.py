"""Files locked with a password are read with it, and with nothing else; it stands in no message."""

import io
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import xlsxwriter

from oneplan.cli import main
from oneplan.engine.feeds import reading
from oneplan.engine.feeds.reading import locked
from tests.engine.feeds import locking
from tests.engine.feeds.attendance import GOOD, HEADER, made
from tests.engine.feeds.locking import PASSWORD

pytestmark = pytest.mark.requirement("R302")
TEXT = f"{','.join(HEADER)}\n{','.join(GOOD)}\n".encode()
Locks = Callable[[], bytes]


@cache
def book() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made_so:
        sheet = made_so.add_worksheet("May")
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, GOOD)
    return out.getvalue()


def in_plain_zip(content: bytes, name: str = "a.xlsx") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(name, content)
    return out.getvalue()


LOCKED: dict[str, Locks] = {
    "a zip with AES": lambda: locking.in_zip(TEXT),
    "a zip with the older lock": lambda: locking.in_old_zip(TEXT),
    "a workbook": lambda: locking.workbook(book()),
    "a locked workbook in a zip": lambda: in_plain_zip(locking.workbook(book())),
    "a locked workbook in a locked zip": lambda: locking.in_zip(locking.workbook(book()), "a.xlsx"),
}


def sent(folder: Path, content: bytes) -> Path:
    (folder / "sent").write_bytes(content)
    return folder / "sent"


def read(path: Path, password: str = PASSWORD) -> list[tuple[str, ...]]:
    found = reading.read(path, path.parent / "rows.parquet", wanted=made().headers, password=password)
    return [tuple(str(row[f"c{n}"]) for n in range(len(HEADER))) for row in pq.read_table(found.path).to_pylist()]


@pytest.mark.parametrize("of", LOCKED)
def test_the_password_opens_it_and_nothing_else_does(tmp_path: Path, of: str) -> None:
    path = sent(tmp_path, LOCKED[of]())
    assert read(path) == [GOOD]
    for password, words in (("", "is locked with a password"), ("sallow dale 7", "does not open this file")):
        with pytest.raises(reading.Locked) as refusal:
            read(path, password)
        assert words in str(refusal.value)
        assert refusal.value.was_tried is bool(password)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["rows.parquet", "sent"], "something unlocked was left"


@pytest.mark.parametrize("of", LOCKED)
def test_at_the_door_the_lock_is_taken_off(tmp_path: Path, of: str) -> None:
    found = locked.opened(sent(tmp_path, LOCKED[of]()), tmp_path, password=PASSWORD)
    assert found is not None
    assert found.read_bytes() in (TEXT, book())
    assert read(found, password="") == [GOOD]


@pytest.mark.parametrize("content", [TEXT, book(), in_plain_zip(TEXT, "a.csv"), in_plain_zip(book())])
def test_what_has_no_lock_stays_as_it_was_sent_whatever_password_comes_with_it(tmp_path: Path, content: bytes) -> None:
    path = sent(tmp_path, content)
    assert locked.opened(path, tmp_path, password=PASSWORD) is None
    assert read(path) == [GOOD]
    assert path.read_bytes() == content


@pytest.mark.parametrize("written", ["utf-8", "cp1252", "cp850"])
def test_a_pound_sign_is_one_however_the_program_wrote_it(tmp_path: Path, written: str) -> None:
    path = sent(tmp_path, locking.in_old_zip(TEXT, password="£££ éa".encode(written)))
    assert read(path, "£££ éa") == [GOOD]


def test_every_wrong_password_is_one_also_where_the_older_lock_lets_it_through(tmp_path: Path) -> None:
    path = sent(tmp_path, locking.in_old_zip(TEXT))
    for number in range(600):
        with pytest.raises(reading.Locked):
            read(path, f"wrong {number}")


def test_a_lock_that_would_take_hours_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locked, "MOST_ROUNDS", 10)
    with pytest.raises(reading.CannotOpen, match="a way that no spreadsheet does"):
        read(sent(tmp_path, locking.workbook(book())))


@pytest.mark.parametrize("instead", [b"x" * 40, b'<!DOCTYPE e [<!ENTITY a "ha">]>' + b" " * 9])
def test_a_damaged_lock_or_one_with_entities_is_refused(tmp_path: Path, instead: bytes) -> None:
    whole = bytearray(locking.workbook(book()))
    at = whole.index(b"<encryption")
    whole[at : at + 40] = instead
    with pytest.raises(reading.CannotOpen, match=r"cannot be opened|locked with a password\. Open it"):
        read(sent(tmp_path, bytes(whole)))


class TestCommands:
    def test_a_file_with_the_password_is_named(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path, word, profile = sent(tmp_path, locking.in_zip(TEXT)), tmp_path / "pw.txt", tmp_path / "p.yaml"
        word.write_text(f"{PASSWORD}\r\nmade in May\n", encoding="utf-8-sig")
        assert main(["feeds", "propose", str(path), "--out", str(profile), "--password-file", str(word)]) in (0, 1)
        assert "This looks like attendance by term" in capsys.readouterr().out
        assert main(["feeds", "propose", str(path)]) == 2
        assert "name it: --password-file PW" in capsys.readouterr().err

    @pytest.mark.parametrize(
        ("content", "words"),
        [(b"", "first line of “pw.txt” is empty"), (b"\xff\xfe\xe9", "no password that is text"), (b"x", "not open")],
    )
    def test_a_password_that_is_none_is_refused(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, words: str
    ) -> None:
        path, word = sent(tmp_path, locking.in_zip(TEXT)), tmp_path / "pw.txt"
        word.write_bytes(content)
        assert main(["feeds", "propose", str(path), "--password-file", str(word)]) == 2
        assert words in capsys.readouterr().err
