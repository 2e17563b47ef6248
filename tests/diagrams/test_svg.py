"""The SVG is well formed, keeps a strict page's policy, names everybody and lets no text become markup."""

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings

from oneplan.engine.drawing.letters import tidy, width_of
from oneplan.web.people.diagrams.drawing import FamilyDrawing, HomeOutline
from oneplan.web.people.diagrams.key import key, key_svg
from oneplan.web.people.diagrams.measures import NAME_SIZE
from oneplan.web.people.diagrams.sheet import sheet
from oneplan.web.people.diagrams.svg import picture, svg
from oneplan.web.people.diagrams.words import name_of
from tests.diagrams.cases import CASES, hostile, pregnancy, three_homes
from tests.diagrams.drawings import drawings
from tests.diagrams.sheffield import ON, brown, evans, jones, person, williams

pytestmark = pytest.mark.requirement("R022")

SVG = "{http://www.w3.org/2000/svg}"
ALLOWED = {"svg", "g", "title", "desc", "path", "rect", "circle", "polygon", "text"}


def parsed(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314 - our own output


def titles(root: ET.Element) -> list[str]:
    return [title.text or "" for group in root.iter(f"{SVG}g") if (title := group.find(f"{SVG}title")) is not None]


@settings(max_examples=40)
@given(drawings())
def test_any_drawing_is_well_formed_and_names_everybody_once(drawing: FamilyDrawing) -> None:
    root = parsed(svg(drawing))
    told = titles(root)
    assert len(told) == len(drawing.people)
    for one in drawing.people:
        assert any(title.startswith(name_of(one)) for title in told)
    parsed(sheet(drawing).svg)
    parsed(key_svg(drawing).svg)


@settings(max_examples=20)
@given(drawings())
def test_only_drawing_elements_and_presentation_attributes(drawing: FamilyDrawing) -> None:
    for element in parsed(sheet(drawing).svg).iter():
        assert element.tag.removeprefix(SVG) in ALLOWED
        assert not any(name == "style" or name == "class" or name.startswith("on") for name in element.attrib)
        assert not any("NaN" in value or "inf" in value or "url(" in value for value in element.attrib.values())


def test_hostile_names_stay_words() -> None:
    text = sheet(hostile()).svg
    assert "<script" not in text
    assert "<b>" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "O'Brien &amp; Söhne" in text


def test_a_long_name_is_shortened_in_the_drawing_and_whole_in_its_title() -> None:
    root = parsed(svg(hostile()))
    assert any(title.startswith("Wolfeschlegelsteinhausenbergerdorffabcde") for title in titles(root))
    drawn = [text.text or "" for text in root.iter(f"{SVG}text")]
    assert any(re.fullmatch(r"Wolfe\w+…", text) for text in drawn)
    assert all(width_of(text, size=NAME_SIZE) <= 120 for text in drawn if text.startswith(("Wolfe", "Feather")))


def test_picture_says_what_it_is_and_how_large() -> None:
    drawn = picture(williams(), name="here")
    root = parsed(drawn.svg)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "here-title here-desc"
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert title.get("id") == "here-title"
    assert title.text == f"The Williams family, as on {ON}"
    assert "James and Aran" in (description.text or "")
    assert (root.get("width"), root.get("height")) == (str(drawn.width), str(drawn.height))
    assert (root.get("viewBox") or "").split()[2:] == [str(drawn.width), str(drawn.height)]


@pytest.mark.parametrize("name", ["brown", "deardon", "evans", "folds", "jones", "smith", "williams", "pregnancy"])
def test_a_family_of_up_to_seven_fits_a_phones_card_at_full_size(name: str) -> None:
    assert picture(CASES[name]()).width <= 350


@pytest.mark.requirement("R005")
def test_a_barred_parent_is_marked_by_sign_and_words_not_by_colour_alone() -> None:
    root = parsed(svg(evans()))
    drawn = [text.text for text in root.iter(f"{SVG}text")]
    assert "no contact" in drawn
    assert "!" in drawn
    assert any("no contact with the children" in title for title in titles(root))
    assert "contact restricted" in [entry.meaning for entry in key(evans())]


@pytest.mark.requirement("R011")
def test_an_unborn_child_is_a_triangle_with_its_due_date() -> None:
    root = parsed(svg(pregnancy()))
    (group,) = [group for group in root.iter(f"{SVG}g") if group.findtext(f"{SVG}title", "").startswith("Baby")]
    (shape,) = group.findall(f"{SVG}polygon")
    assert len((shape.get("points") or "").split()) == 3
    assert "due" in " ".join(text.text or "" for text in group.findall(f"{SVG}text"))


@pytest.mark.requirement("R004", "R007")
def test_those_elsewhere_are_drawn_lighter_and_the_key_says_so() -> None:
    lighter = "lighter: others who matter"
    assert lighter in [entry.meaning for entry in key(jones())]
    assert lighter not in [entry.meaning for entry in key(williams())]
    assert "share the parenting" in [entry.meaning for entry in key(jones())]


def test_the_key_lists_only_what_is_used() -> None:
    told = [entry.meaning for entry in key(williams())]
    assert told == [
        "man or boy",
        "woman or girl",
        "number inside: age",
        "the person help was first asked for",
        "this family's home",
        "married",
        "parent and child",
        "cares for",
    ]
    assert "twins" in [entry.meaning for entry in key(brown())]
    assert {"divorced (d)", "another home", "contact broken off"} <= {entry.meaning for entry in key(three_homes())}


@pytest.mark.parametrize("name", CASES)
def test_the_key_is_never_cut_short_on_a_phone(name: str) -> None:
    drawn = [text.text or "" for text in parsed(key_svg(CASES[name](), width=320).svg).iter(f"{SVG}text")]
    assert not any(text.endswith("…") for text in drawn)


def test_the_sheet_carries_title_date_and_key() -> None:
    drawn = [text.text for text in parsed(sheet(evans()).svg).iter(f"{SVG}text")]
    assert {"The Evans family", f"as on {ON}", "woman or girl"} <= set(drawn)


def test_a_home_without_label_or_people_does_no_harm() -> None:
    empty = FamilyDrawing(title="", on="", people=(person("a"),), homes=(HomeOutline("h", "", ()),))
    assert len(titles(parsed(svg(empty)))) == 1
    nobody = picture(FamilyDrawing(title="Nobody yet", on=ON, people=()))
    assert nobody.width > 0
    assert tidy(" a\x00\n b\ud800 ") == "a b"
