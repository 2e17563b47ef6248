"""What is told by counting bytes is never less than what each element says; what programs write is told so."""

from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from oneplan.engine.feeds.reading import at_most, extent
from oneplan.engine.feeds.reading.extent import FREE, MOST, SPARSE, refuse_far
from tests.books_by_hand import PERSON, SHEET, TITLES, XLSX, ods, ods_cell, ods_row, packed, sheet_of, xlsx

LOOKS_AT_EACH = 1_000_000_000  # tags: with a limit of them each element is looked at
DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
FAR = "XFD1048576"


def within(path: Path, *, most: int = MOST, free: int = FREE) -> bool:
    return at_most.is_surely_within(path, most, free, SPARSE)


def test_what_programs_write_is_told_without_looking_at_each_cell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with xlsxwriter.Workbook(tmp_path / "sent.xlsx") as made:
        for name in ("Hill", "Vale"):
            sheet = made.add_worksheet(name)
            sheet.set_h_pagebreaks([20])
            sheet.merge_range("A1:C1", "Kept <by> hand: a & b")
            for row in range(1, 30_000):
                sheet.write_row(row, 0, ["Kit", row, "Note:c <row r='9'> <c r="])
    monkeypatch.setattr(extent, "_parts", None)
    refuse_far(tmp_path / "sent.xlsx")


def test_it_tells_where_the_cells_end_across_pieces(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "sent.xlsx", {"constant_memory": True}) as made:
        sheet = made.add_worksheet("Kept")
        for row in range(9_000):
            sheet.write_row(row, 0, ["a name that is long enough to fill several pieces"] * 28)
    room = 9_000 * 28
    assert within(tmp_path / "sent.xlsx", most=room)
    assert not within(tmp_path / "sent.xlsx", most=room - 1)
    assert within(tmp_path / "sent.xlsx", free=-19 * room)
    assert not within(tmp_path / "sent.xlsx", free=-19 * room - SPARSE * 2)


@pytest.mark.parametrize("rows", [
    f'<row><c r="{FAR}"><v>1</v></c></row>',
    f'<row><c r="{FAR}"/></row>',
    "<row><c><v>1</v></c></row>",
    "<row><c/></row>",
    '<row><c\tr="A1"><v>1</v></c></row>',
    '<row><c\nr="A1"/></row>',
    "<row><c r='A1'><v>1</v></c></row>",
    '<row><c s="1" r="A1"><v>1</v></c></row>',
    '<row><c r="a1"><v>1</v></c></row>',
    '<row><c r="&#65;1"><v>1</v></c></row>',
    '<row r="1e9"/>',
    "<row r='1'/>",
    '<x:row xmlns:x="urn:x"><x:c r="A1"/></x:row>',
    '<row><x:c xmlns:x="urn:x"/></row>',
    '<x:row xmlns:x="urn:x" r="9"/>',
    '<!-- <c r="A1"><v> -->',
    '<row><c r="A1"><v><![CDATA[1]]></v></c></row>',
    '<?a <c r="A1"><v> ?>',
    "<table-row/>",
])  # fmt: skip
def test_what_is_written_otherwise_is_left_to_who_looks_at_each(tmp_path: Path, rows: str) -> None:
    assert within(xlsx(tmp_path / "plain.xlsx", TITLES + PERSON))
    assert not within(xlsx(tmp_path / "sent.xlsx", TITLES + rows))


def test_a_sheet_may_say_that_it_is_xml_and_nothing_else_may(tmp_path: Path) -> None:
    assert within(packed(tmp_path / "a.xlsx", {**XLSX, SHEET: DECLARED + sheet_of(TITLES)}))
    assert within(packed(tmp_path / "b.xlsx", {**XLSX, SHEET: "\ufeff" + DECLARED + sheet_of(TITLES)}))
    assert not within(packed(tmp_path / "c.xlsx", {**XLSX, SHEET: DECLARED + '<?a <c r="A1"> ?>' + sheet_of(TITLES)}))


def test_a_tag_without_end_is_not_gathered(tmp_path: Path) -> None:
    rows = f'<row r="1"><c r="A1" t="{"a" * 9_000_000}"><v>1</v></c></row>'
    assert not within(xlsx(tmp_path / "sent.xlsx", rows))


def test_opendocument_and_what_is_no_workbook_are_left_to_others(tmp_path: Path) -> None:
    assert not within(ods(tmp_path / "sent.ods", ods_row(ods_cell("Name"))))
    assert not within(packed(tmp_path / "sent.xlsx", {**XLSX, SHEET: "<sheetData>"}))


def test_pictures_are_passed_over(tmp_path: Path) -> None:
    pictures: dict[str, str | bytes] = {
        "xl/media/image1.png": b"\x89PNG\r\n<?<!<c>" + bytes(3_000_000),
        "docProps/app.xml": "<a/>",
    }
    assert within(packed(tmp_path / "sent.xlsx", {**XLSX, SHEET: sheet_of(TITLES), **pictures}))


def test_each_sheet_may_be_read_from_the_largest_part(tmp_path: Path) -> None:
    sheets = "".join(f'<sheet name="S{each}" r:id="rId1"/>' for each in range(3))
    book = XLSX["xl/workbook.xml"].replace("<sheets>", f"<sheets>{sheets}")
    path = packed(tmp_path / "sent.xlsx", {**XLSX, "xl/workbook.xml": book, SHEET: sheet_of(TITLES + PERSON)})
    assert within(path, most=4 * 4)
    assert not within(path, most=4 * 4 - 1)


def test_a_row_without_a_number_is_the_next_one(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "sent.xlsx", TITLES + '<row><c r="A1"><v>1</v></c></row>' * 10)
    assert within(path, most=11 * 2)
    assert not within(path, most=11 * 2 - 1)


def test_empty_cells_are_no_reason_for_more_room(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "sent.xlsx", '<c r="A1"/>' * 1_000 + '<row><c r="Z99"><v>1</v></c></row>')
    assert within(path, free=100 * 26)
    assert not within(path, free=100 * 26 - SPARSE - 1)


PLACES = st.builds("{}{}".format, st.sampled_from(["A", "B", "Z", "AA", "XFD"]), st.integers(1, 300))
CELLS = st.builds(
    "<{}{}>{}".format,
    st.sampled_from(["c", "c", "c", "c ", "x:c", "col"]),
    st.builds(' r="{}"'.format, PLACES) | st.sampled_from(["", " r='B9'", ' s="1" r="C2"']),
    st.sampled_from(["<v>1</v>", "<v/>", "", "<f>1</f>", "<is><t>a</t></is>", "<v>1</v><v>2</v>", "&lt;c r="]),
).map(lambda cell: f"{cell}</{cell[1:].split('>')[0].split()[0]}>")
ROWS = st.builds(
    "<{0}row{1}>{2}</{0}row>".format,
    st.sampled_from(["", "", "", "x:"]),
    st.builds(' r="{}"'.format, st.integers(1, 300)) | st.just(""),
    st.lists(CELLS, max_size=5).map("".join),
)


@given(st.lists(ROWS, max_size=5).map("".join), st.integers(1, 400), st.integers(1, 3))
def test_nothing_passes_that_would_be_refused_on_looking_at_each(
    tmp_path_factory: pytest.TempPathFactory, rows: str, free: int, often: int
) -> None:
    """`x:` without a declaration: only its sheet is given one, as a program that reads it asks for none."""
    sheet = sheet_of(rows).replace("<worksheet", '<worksheet xmlns:x="urn:x"', 1)
    named = "".join(f'<sheet name="S{each}" r:id="rId1"/>' for each in range(often - 1))
    book = XLSX["xl/workbook.xml"].replace("<sheets>", f"<sheets>{named}")
    path = packed(tmp_path_factory.mktemp("book") / "sent.xlsx", {**XLSX, "xl/workbook.xml": book, SHEET: sheet})
    if within(path, free=free, most=5_000):
        refuse_far(path, free=free, most=5_000, tags=LOOKS_AT_EACH)
