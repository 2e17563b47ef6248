"""XML as councils send their census: what repeats is a row, with the child beside it; and nothing in it does harm."""

from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplan.engine.feeds import reading
from oneplan.engine.feeds.reading import nested
from oneplan.engine.feeds.reading.outline import chosen
from tests.engine.feeds.census import CENSUS, UPNS, assessment, child, episode, message, of

pytestmark = pytest.mark.requirement("R302")
Row = dict[str, str | None]


def read(folder: Path, content: str | bytes, *wanted: str) -> tuple[reading.Received, list[Row]]:
    (folder / "sent.xml").write_bytes(content if isinstance(content, bytes) else content.encode())
    names = frozenset(name.casefold() for name in wanted)
    found = reading.read(folder / "sent.xml", folder / "rows.parquet", wanted=names)
    with duckdb.connect() as base:
        rows = base.execute(f"{found.select} ORDER BY row").fetchall()
    assert [row[0] for row in rows] == list(range(1, found.total + 1))
    return found, [dict(zip(found.header, row[1:], strict=True)) for row in rows]


def told(rows: list[Row], *names: str) -> list[tuple[str | None, ...]]:
    return [tuple(row[name] for name in names) for row in rows]


def test_each_child_is_a_row_with_what_stands_once_for_it(tmp_path: Path) -> None:
    found, rows = read(tmp_path, CENSUS, "LAchildID", "UPN")
    assert told(rows, "LAchildID", "UPN", "PersonBirthDate", "Disability", "Year", "LEA") == [
        ("900001", UPNS[1], "2017-05-11", "NONE", "2026", "999"),
        ("900002", UPNS[2], "2017-05-12", "LD; AUT", "2026", "999"),
        ("900003", UPNS[3], "2017-05-13", "NONE", "2026", "999"),
    ]
    assert found.how == "XML: each “Child” is a row; not read: “CINdetails”, “Assessments”"


def test_the_child_stands_beside_each_of_its_episodes(tmp_path: Path) -> None:
    found, rows = read(tmp_path, CENSUS, "UPN", "CINreferralDate")
    assert told(rows, "UPN", "CINreferralDate", "CINclosureDate", "Disability") == [
        (UPNS[1], "2025-04-02", None, "NONE"),
        (UPNS[2], "2025-05-01", "2025-08-01", "LD; AUT"),
        (UPNS[2], "2026-01-07", None, "LD; AUT"),
        (UPNS[3], "2025-06-01", None, "NONE"),
    ]
    assert found.how == "XML: each “CINdetails” is a row; not read: “Assessments”"


def test_child_and_episode_stand_beside_each_assessment_also_where_they_are_written_after_it(tmp_path: Path) -> None:
    found, rows = read(tmp_path, CENSUS, "UPN", "CINreferralDate", "AssessmentActualStartDate")
    assert told(rows, "UPN", "CINreferralDate", "AssessmentActualStartDate", "AssessmentFactors") == [
        (UPNS[1], "2025-04-02", "2025-04-05", "1A; 4B"),
        (UPNS[1], "2025-04-02", "2025-09-01", "10A"),
        (UPNS[2], "2026-01-07", "2026-01-09", "21"),
    ]
    assert found.how == "XML: each “Assessments” is a row; 1 “Child” have none"
    late = of("List", *(of("Child", of("Plan", of("Day", day)), of("Plan", of("Day", "2")), of("Id", day))
                        for day in "13"))  # fmt: skip
    assert told(read(tmp_path, late, "Id", "Day")[1], "Id", "Day") == [("1", "1"), ("1", "2"), ("3", "3"), ("3", "2")]


def test_names_that_end_alike_are_told_apart_and_a_longer_one_may_be_wanted(tmp_path: Path) -> None:
    section = of("Section47", of("DateOfInitialCPC", "2025-05-09"))
    both = message(child(1, episode("2025-04-02", of("DateOfInitialCPC", "2025-05-08"), section)), child(2))
    _, rows = read(tmp_path, both, "UPN")
    assert told(rows[:1], "CINdetails/DateOfInitialCPC", "Section47/DateOfInitialCPC") == [("2025-05-08", "2025-05-09")]
    one = message(child(1, episode("2025-04-02", section)), child(2))
    assert "DateOfInitialCPC" in read(tmp_path, one, "UPN")[0].header
    found, _ = read(tmp_path, one, "UPN", "Section47DateOfInitialCPC")
    assert "Section47/DateOfInitialCPC" in found.header


def test_a_file_of_one_child_is_one_row(tmp_path: Path) -> None:
    _, rows = read(tmp_path, message(child(1, episode("2025-04-02", assessment("2025-04-05", "1A")))))
    assert told(rows, "UPN", "CINreferralDate", "AssessmentFactors", "Year") == [
        (UPNS[1], "2025-04-02", "1A", "2026"),
    ]  # fmt: skip


def test_nothing_wanted_takes_the_outermost_that_holds_most(tmp_path: Path) -> None:
    found, rows = read(tmp_path, CENSUS.replace("<Source>", "<Source><Tool><N>1</N></Tool><Tool><N>2</N></Tool>"))
    assert (len(rows), found.how[:24]) == (3, "XML: each “Child” is a r")


def test_values_are_the_text_as_written(tmp_path: Path) -> None:
    sent = (
        '<l xmlns:x="urn:x"><x:p n="7"><v> a &amp; &#233; <![CDATA[<b>]]></v><w/></x:p><x:p n="8"><v>\n</v></x:p></l>'
    )
    found, rows = read(tmp_path, sent)
    assert rows == [{"@n": "7", "v": " a & é <b>", "w": None}, {"@n": "8", "v": None, "w": None}]
    assert found.header == ("@n", "v", "w")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252", "iso-8859-1"])
def test_every_encoding(tmp_path: Path, encoding: str) -> None:
    said = encoding.removesuffix("-sig")
    sent = f'<?xml version="1.0" encoding="{said}"?>\n<l><p><v>Zoë</v></p><p><v>Siân</v></p></l>'
    assert told(read(tmp_path, sent.encode(encoding))[1], "v") == [("Zoë",), ("Siân",)]


BOMB = (
    '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
    "<l><p><v>&c;</v></p></l>"
)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (f'<?xml version="1.0"?>{BOMB}', "document type or entities of its own"),
        (BOMB, "document type or entities of its own"),
        ('<!DOCTYPE l SYSTEM "file:///etc/passwd"><l/>', "document type or entities of its own"),
        ('<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><l>&a;</l>', "document type"),
        ('<?xml version="1.0"?><l><p>&a;</p></l>', "line 1: undefined entity"),
        (CENSUS[:-30], "is not whole or not right"),
        ('<?xml version="1.0" encoding="klingon"?><l/>', "unknown encoding"),
        ('<?xml version="1.0"?>' + "<l>" * 60 + "</l>" * 60, "more than 50 elements in one another"),
        ('<?xml version="1.0"?><l>' + "".join(f"<e{n}/>" for n in range(1_100)) + "</l>", "more than 1000 kinds"),
        ("<!DOCTYPE html><html><table><tr><td>UPN</td></tr></table></html>", "web page"),
        ("<html><body><table></table></body></html>", "web page"),
        ("<svg xmlns='http://www.w3.org/2000/svg'><a>1</a><b>2</b></svg>", "a drawing"),
        ('<?xml version="1.0"?>\n<svg:svg xmlns:svg="http://www.w3.org/2000/svg"><a/></svg:svg>', "a drawing"),
        ('<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "workbook saved as"),
    ],
)
def test_what_is_no_list_or_could_do_harm_is_refused(tmp_path: Path, content: str, words: str) -> None:
    with pytest.raises(reading.CannotOpen) as refusal:
        read(tmp_path, content)
    assert words in str(refusal.value)


def test_one_value_is_no_list(tmp_path: Path) -> None:
    with pytest.raises(reading.NoTable, match="has no columns"):
        read(tmp_path, "<note><script>1</script></note>")


def test_text_that_merely_begins_with_a_bracket_stays_text(tmp_path: Path) -> None:
    for sent in ("<Name>,<Town>\nKit,Hull\n", "<Name><Town>\nKit\n", "<Name>"):
        (tmp_path / "sent.txt").write_text(sent)
        assert reading.read(tmp_path / "sent.txt", tmp_path / "rows.parquet").how.startswith("text with")


def test_xml_that_does_not_say_so_is_known_by_its_end(tmp_path: Path) -> None:
    assert len(read(tmp_path, CENSUS.partition("\n")[2])[1]) == 3


def test_of_a_large_file_only_what_a_piece_holds_is_kept(tmp_path: Path) -> None:
    one = child(1, *(episode("2025-04-02", assessment("2025-04-05", "1A")) for _ in range(3)))
    sent, rows = tmp_path / "sent.xml", 0
    sent.write_text(message(one * 2_000), encoding="utf-8")
    outline = nested.Outline()
    kept = [sum(len(each.texts) for each in outline.top.below()) for _ in nested.walk(sent, outline)]
    collected = nested.Rows(chosen(outline.found(), wanted={"upn", "cinreferraldate"}))
    for _ in nested.walk(sent, collected):
        kept.append(len(collected.ready) + len(collected.waiting))
        rows += len(collected.ready)
        collected.ready = []
    assert (rows, len(kept) > 10, max(kept) < 1_500) == (6_000, True, True)


_TEXT = st.text(st.sampled_from("ab <&;\"'é\n"), max_size=6)
_TREES = st.recursive(
    _TEXT, lambda inner: st.lists(st.tuples(st.sampled_from("pqr"), inner), max_size=4), max_leaves=20
)


def _written(tree: object) -> str:
    if isinstance(tree, str):
        return tree.replace("&", "&amp;").replace("<", "&lt;")
    return "".join(f"<{name}>{_written(inner)}</{name}>" for name, inner in tree)  # type: ignore[attr-defined]


@given(tree=_TREES)
def test_no_tree_breaks_it(tree: object, tmp_path_factory: pytest.TempPathFactory) -> None:
    sent = f'<?xml version="1.0"?><l><a/>{_written(tree)}<b/></l>'
    found, rows = read(tmp_path_factory.mktemp("r"), sent, "p", "q")
    assert found.total == len(rows)
    assert len(found.header) >= 1
