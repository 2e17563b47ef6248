"""Whatever people write, there is a paper: letters that its type has not are marked and the paper says so."""

import io
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from oneplan.engine import paper
from oneplan.engine.value import report
from oneplan.web.rights import pdf as rights

LINES = [
    ("Zoë Łukaszewicz, 5 € → home", "Zoë Łukaszewicz, 5 € → home", False),
    ("Well done 😀!", "Well done □!", True),
    ("👨‍👩‍👧 at home", "at home", True),
    ("Mrs Lí 李", "Mrs Lí □", True),
    ("ਅੰਮ੍ਰਿਤਾ Kaur", "Kaur", True),
    ("a\x01b\x7fc\x00d", "abcd", False),
    ("a\ufffeb\U0001ffffc\ufdd0d\ud800e", "abcde", False),
    ("one\ntwo", "one two", False),
]


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "letter.typ"
    path.write_text(
        '#let data = json(bytes(sys.inputs.data))\n#set document(title: "A letter")\n'
        '#set text(font: "Source Sans Pro", lang: "en", hyphenate: false)\n'
        "#data.missing\n\n#for each in data.lines [#each.said #parbreak()]\n"
    )
    return path


def text(made: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages).split())


@pytest.mark.parametrize(("written", "shown", "is_missing"), LINES)
def test_a_paper_is_made_of_whatever_was_written(template: Path, written: str, shown: str, is_missing: bool) -> None:
    said = text(paper.pdf(template, {"lines": [{"said": "A plain line."}, {"said": written}]}))
    assert "A plain line." in said
    assert said.endswith(shown)
    assert (paper.MISSING in said) is is_missing


def test_of_very_many_strange_letters_some_are_tried_and_the_rest_taken_to_be_missing(template: Path) -> None:
    many = "".join(map(chr, range(0x4E00, 0x4E00 + 2 * paper.MOST_TRIED)))
    said = text(paper.pdf(template, {"lines": [{"said": f"ł {many}"}]})).removeprefix(paper.MISSING)
    assert set(said.split()[-1]) == {paper.INSTEAD}
    assert "ł" in said


def test_what_has_nothing_to_do_with_letters_is_told_plainly(template: Path) -> None:
    with pytest.raises(paper.CannotSet, match=r"The paper “letter” cannot be made: .*said"):
        paper.pdf(template, {"lines": [{}]})


@pytest.mark.requirement("R343", "R344")
def test_the_board_paper_and_the_copy_of_a_record_say_that_letters_are_missing() -> None:
    board: dict[str, Any] = {
        "title": "Help in 北", "heading": "Help in 北", "from": "OnePlan", "subtitle": "s",
        "sections": [{"title": "Told", "blocks": [{"kind": "words", "lines": ["One 😀"]}]}],
    }  # fmt: skip
    pack: dict[str, Any] = {
        "title": "Kept 北", "from": "OnePlan", "opening": ["o"], "why": [], "told": [], "kept": [],
        "looks": [], "closing": [],
        "sections": [{"title": "Notes", "items": [{"heading": "", "parts": [{"label": "said", "text": "😀"}]}]}],
    }  # fmt: skip
    for made in (paper.pdf(report.TEMPLATE, board), rights.made(pack)):
        assert paper.MISSING in text(made)
    plain = {**board, "title": "A", "heading": "A", "sections": []}
    assert paper.MISSING not in text(paper.pdf(report.TEMPLATE, plain))
