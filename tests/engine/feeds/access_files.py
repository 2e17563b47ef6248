"""Writes tables into an empty Access database, as Access's own file format (Jet 4, ACE 12) has them.

The empty one is Access's own; what is added is written here after what is known of the format, by no program of
Microsoft's: a table without indexes, its columns, one page of rows, and its line in the catalogue.
"""

import struct
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import msaccessdb

PAGE = 4096
EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - as the format counts
BOOLEAN, BYTE, INTEGER, LONG, MONEY, DOUBLE, MOMENT, TEXT = 1, 2, 3, 4, 5, 7, 8, 10
_SIZES = {BYTE: "<B", INTEGER: "<h", LONG: "<i", MONEY: "<q", DOUBLE: "<d", MOMENT: "<d"}
Column = tuple[str, int]


def write(path: Path, tables: dict[str, tuple[Sequence[Column], Sequence[Sequence[Any]]]]) -> Path:
    """A database of these tables; values are Python's, money in ten thousandths."""
    msaccessdb.create(str(path))
    base = bytearray(path.read_bytes())
    for name, (columns, rows) in tables.items():
        first = len(base) // PAGE
        base += _definition(columns, len(rows), use=first + 1) + _use(first + 2)
        base += _data([_row(columns, row) for row in rows], owner=first)
        _list(base, name, first)
    path.write_bytes(bytes(base))
    return path


def _definition(columns: Sequence[Column], rows: int, *, use: int) -> bytes:
    variable = sum(kind == TEXT for _, kind in columns)
    maps = use << 8
    head = struct.pack("<IIIIIIII", 0, rows, 0, 0, 0, 0, 0, 0)[:28]
    body = struct.pack("<BHHHIIII", 0x4E, len(columns), variable, len(columns), 0, 0, maps, maps | 1)
    texts, fixed, place = 0, 0, 0
    entries = names = b""
    for place, (name, kind) in enumerate(columns):
        is_text = kind == TEXT
        size = 510 if is_text else struct.calcsize(_SIZES.get(kind, "<0s"))
        various = struct.pack("<HBB", 0x0409, 0, 0) if is_text else bytes(4)
        flags = 0x02 if is_text else 0x03
        entries += struct.pack("<BIHHH", kind, 0, place, texts, place) + various
        entries += struct.pack("<HIHH", flags, 0, 0 if is_text else fixed, size)
        names += struct.pack("<H", 2 * len(name)) + name.encode("utf-16-le")
        texts, fixed = texts + is_text, fixed + (0 if is_text else size)
    whole = head + body + entries + names
    return (b"\x02\x01\0\0" + bytes(4) + struct.pack("<I", len(whole) + 12) + whole).ljust(PAGE, b"\0")


def _use(data: int) -> bytes:
    """Which pages hold rows, and which have room: bits from a page on."""
    return _data([struct.pack("<BI", 0, data) + b"\x01" + bytes(63), struct.pack("<BI", 0, data) + bytes(64)], owner=0)


def _data(rows: Sequence[bytes], *, owner: int) -> bytes:
    page = bytearray(PAGE)
    ends, places = PAGE, []
    for row in rows:
        ends -= len(row)
        page[ends : ends + len(row)] = row
        places.append(ends)
    head = 14 + 2 * len(rows)
    assert ends > head, "too many rows for a page"
    page[:14] = struct.pack("<BBHIIH", 1, 1, ends - head, owner, 0, len(rows))
    page[14:head] = struct.pack(f"<{len(rows)}H", *places)
    return bytes(page)


def _row(columns: Sequence[Column], values: Sequence[Any]) -> bytes:
    fixed, texts, known = b"", [], 0
    for place, ((_, kind), value) in enumerate(zip(columns, values, strict=True)):
        known |= (bool(value) if kind == BOOLEAN else value is not None) << place
        if kind == TEXT:
            texts.append((value or "").encode("utf-16-le"))
        elif kind != BOOLEAN:
            said = (value - EPOCH).total_seconds() / 86_400 if isinstance(value, datetime) else value or 0
            fixed += struct.pack(_SIZES[kind], said)
    return _ended(struct.pack("<H", len(columns)) + fixed, texts, known, len(columns))


def _ended(begins: bytes, texts: Sequence[bytes], known: int, width: int) -> bytes:
    """The part of varying length, where each text begins (the last first), and which values there are."""
    starts = [len(begins) + sum(map(len, texts[:n])) for n in range(len(texts) + 1)]
    ends = struct.pack(f"<{len(starts)}H", *reversed(starts)) if texts else b""
    count = struct.pack("<H", len(texts)) if texts else b""
    return begins + b"".join(texts) + ends + count + known.to_bytes(-(-width // 8), "little")


def _list(base: bytearray, name: str, page: int) -> None:
    """A line in the catalogue (page 2), on a page of it that has room."""
    columns = _columns_of(bytes(base[2 * PAGE : 3 * PAGE]))
    said = {"Id": page, "ParentId": 0x0F000001, "Type": 1, "Flags": 0, "Name": name}
    size = max(at + length for _, kind, at, _, length, is_fixed in columns if is_fixed)
    fixed, texts, known = bytearray(size), {}, 0
    for place, (column, kind, at, nth, length, is_fixed) in enumerate(columns):
        known |= (column in said) << place
        if column in said and is_fixed:
            fixed[at : at + length] = struct.pack(_SIZES[kind], said[column])
        elif not is_fixed:
            texts[nth] = str(said[column]).encode("utf-16-le") if column in said else b""
    begins = struct.pack("<H", len(columns)) + bytes(fixed)
    row = _ended(begins, [texts[n] for n in sorted(texts)], known, len(columns))
    _put(base, row)
    base[2 * PAGE + 16 : 2 * PAGE + 20] = struct.pack("<I", struct.unpack_from("<I", base, 2 * PAGE + 16)[0] + 1)


def _columns_of(page: bytes) -> list[tuple[str, int, int, int, int, bool]]:
    """Name, type, place among the fixed, number among the variable, size, whether fixed: by the column's number."""
    (width,), (indexes,) = struct.unpack_from("<H", page, 45), struct.unpack_from("<I", page, 51)
    at = 63 + 12 * indexes
    names, found = at + 25 * width, []
    for n in range(width):
        kind, _, number, nth, _ = struct.unpack_from("<BIHHH", page, at + 25 * n)
        flags, _, place, size = struct.unpack_from("<HIHH", page, at + 25 * n + 15)
        (length,) = struct.unpack_from("<H", page, names)
        found.append((number, page[names + 2 : names + 2 + length].decode("utf-16-le"), kind, place, nth, size, flags))
        names += 2 + length
    return [(name, kind, at, nth, size, bool(flags & 1)) for _, name, kind, at, nth, size, flags in sorted(found)]


def _put(base: bytearray, row: bytes) -> None:
    for at in range(0, len(base), PAGE):
        if base[at : at + 2] != b"\x01\x01" or struct.unpack_from("<I", base, at + 4)[0] != 2:
            continue
        (count,) = struct.unpack_from("<H", base, at + 12)
        last = struct.unpack_from("<H", base, at + 12 + 2 * count)[0] & 0xFFF
        if last - len(row) > 16 + 2 * count:
            base[at + last - len(row) : at + last] = row
            struct.pack_into("<H", base, at + 14 + 2 * count, last - len(row))
            struct.pack_into("<H", base, at + 12, count + 1)
            struct.pack_into("<H", base, at + 2, last - len(row) - 16 - 2 * count)
            return
    raise AssertionError("the catalogue has no room")
