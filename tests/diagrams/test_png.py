"""The PNG is the picture at its size, drawn with our own letters."""

import struct

from oneplan.engine.drawing.png import png
from oneplan.web.people.diagrams.sheet import sheet
from oneplan.web.people.diagrams.svg import picture
from tests.diagrams.sheffield import williams


def size(data: bytes) -> tuple[int, int]:
    assert data.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def test_a_png_is_twice_the_natural_size() -> None:
    drawn = picture(williams())
    assert size(png(drawn.svg)) == (2 * drawn.width, 2 * drawn.height)
    assert size(png(drawn.svg, scale=1)) == (drawn.width, drawn.height)


def test_the_same_sheet_gives_the_same_bytes() -> None:
    assert png(sheet(williams()).svg) == png(sheet(williams()).svg)


def test_names_are_really_drawn() -> None:
    drawn = picture(williams()).svg
    assert len(png(drawn)) > len(png(drawn.replace("James", "").replace("Sarah", ""))) + 300
