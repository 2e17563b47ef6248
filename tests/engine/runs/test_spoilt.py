"""Files spoilt in all the ways files are: every row is accounted for, or the file is refused in words; no crash."""

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
import xlsxwriter

from oneplan.engine.feeds import reading
from oneplan.engine.feeds.profiles import CannotRead
from oneplan.engine.runs import files, loads
from oneplan.engine.runs.artefacts import Store
from oneplan.engine.runs.loads import Load
from tests.engine.feeds.attendance import GOOD, HEADER, but, made
from tests.engine.runs.area import day

FILES = int(os.environ.get("ONEPLAN_SPOILT_FILES", "40"))
PARTS = 8
REFUSED = (reading.CannotOpen, reading.NoTable, reading.NothingInIt, CannotRead)
Rows = list[list[str]]
_ODD = (
    "", "?", "n/a", "=1+1", "“quoted”", 'a "quote', "two\nlines", "a,b", "\t", "0", "1.0", "31/02/2017", "é", "\0",
    "x" * 300,
)  # fmt: skip


def _rows(chance: Random) -> Rows:
    rows = [list(HEADER)]
    for _ in range(chance.randint(0, 60)):
        row = list(but(Term=chance.choice(["Autumn", "Spring", "Summer"]), Auth=str(chance.randint(0, 9))))
        for _ in range(chance.choice([0, 0, 0, 1, 2])):
            row[chance.randrange(len(row))] = chance.choice(_ODD)
        rows.append(row)
    return rows


def _headers_twice(rows: Rows, chance: Random) -> Rows:
    rows.insert(chance.randint(1, len(rows)), list(HEADER))
    return rows


def _ragged(rows: Rows, chance: Random) -> Rows:
    for row in chance.sample(rows, min(3, len(rows))):
        row[:] = row[: chance.randint(0, len(row))] if chance.random() < 0.5 else [*row, "one more"]
    return rows


def _titles(rows: Rows, chance: Random) -> Rows:
    return [["Sallowdale schools"], ["made by Kit", "May"], [""]][: chance.randint(1, 3)] + rows


def _lost(rows: Rows, chance: Random) -> Rows:
    """A column taken away, or renamed."""
    at = chance.randrange(len(HEADER))
    if chance.random() < 0.5:
        return [row[:at] + row[at + 1 :] for row in rows]
    rows[0] = [*rows[0][:at], "Renamed", *rows[0][at + 1 :]]
    return rows


def _doubled(rows: Rows, chance: Random) -> Rows:
    return rows + [list(row) for row in chance.sample(rows[1:], min(4, len(rows) - 1))]


SPOILS: list[Callable[[Rows, Random], Rows]] = [_headers_twice, _ragged, _titles, _lost, _doubled, lambda rows, _: rows]


def _text(rows: Rows, chance: Random) -> bytes:
    comma, end = chance.choice([",", ";", "\t", "|"]), chance.choice(["\n", "\r\n", "\r"])
    lines = [comma.join(_quoted(value, comma, chance) for value in row) for row in rows]
    for _ in range(chance.choice([0, 0, 2])):
        lines.insert(chance.randint(0, len(lines)), "")
    whole = end.join(lines) + chance.choice(["", end])
    content = whole.encode(chance.choice(["utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1252"]), errors="replace")
    if chance.random() < 0.1:
        content += b"\xff\xfe half a line"
    return content[: chance.randint(0, len(content))] if chance.random() < 0.1 else content


def _quoted(value: str, comma: str, chance: Random) -> str:
    needs = any(each in value for each in (comma, '"', "\n"))
    return f'"{value.replace(chr(34), chr(34) * 2)}"' if needs and chance.random() < 0.9 else value


def _book(rows: Rows, _chance: Random) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Hill")
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write_string(at, column, value.replace("\0", ""))
    return out.getvalue()


def _zip(rows: Rows, chance: Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("sent.csv", _text(rows, chance))
    whole = out.getvalue()
    return whole[: chance.randint(1, len(whole))] if chance.random() < 0.2 else whole


MADE: list[Callable[[Rows, Random], bytes]] = [_text, _text, _text, _book, _zip]


@pytest.mark.requirement("R304")
@pytest.mark.parametrize("part", range(PARTS))
def test_every_row_of_a_spoilt_file_is_accounted_for(part: int, tmp_path: Path) -> None:
    taken, refused = 0, dict[int, str]()
    for number in range(part, FILES, PARTS):
        chance = Random(number)
        content = chance.choice(MADE)(chance.choice(SPOILS)(_rows(chance), chance), chance)
        store = Store(tmp_path / str(number))
        digest = files.keep(store.folder, [content]).digest
        try:
            artefact, checked = loads.checked(store, Load(1, digest, day(1), made()))
        except REFUSED as refusal:
            refused[number] = str(refusal)
            continue
        taken += 1
        found = loads.opened(store, artefact.key, name="attendance").found
        assert checked.received == checked.accepted + checked.repaired + checked.set_aside, f"file {number}"
        assert found.header_row + checked.received + found.blank == found.total, f"file {number}"
    assert taken, "every file was refused: nothing was tried"
    for number, words in refused.items():
        assert words.strip()
        assert not list((tmp_path / str(number)).rglob("manifest.json")), f"file {number} left something half done"


def test_a_plain_file_has_as_many_rows_as_lines(tmp_path: Path) -> None:
    """The sum is checked against a count of its own."""
    store, content = Store(tmp_path), "\n".join(",".join(row) for row in (HEADER, *[GOOD] * 50))
    artefact, checked = loads.checked(store, Load(1, files.keep(tmp_path, [content.encode()]).digest, day(1), made()))
    found = loads.opened(store, artefact.key, name="attendance").found
    assert (found.total, checked.received, content.count("\n")) == (51, 50, 50)
