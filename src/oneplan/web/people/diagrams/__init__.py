"""The drawn family diagram: facts in (`FamilyDrawing`), a picture, a file, a key and the same in words out."""

from oneplan.web.people.diagrams.drawing import (
    Birth,
    BirthKind,
    BrokenDrawing,
    DiagramPerson,
    FamilyDrawing,
    HomeOutline,
    Sex,
    Tie,
    TieKind,
    Twins,
    Union,
    UnionKind,
)
from oneplan.web.people.diagrams.key import KeyEntry, key, key_svg
from oneplan.web.people.diagrams.layout import place
from oneplan.web.people.diagrams.png import png
from oneplan.web.people.diagrams.sheet import sheet
from oneplan.web.people.diagrams.svg import Picture, picture, svg
from oneplan.web.people.diagrams.words import Section, as_text

__all__ = [
    "Birth",
    "BirthKind",
    "BrokenDrawing",
    "DiagramPerson",
    "FamilyDrawing",
    "HomeOutline",
    "KeyEntry",
    "Picture",
    "Section",
    "Sex",
    "Tie",
    "TieKind",
    "Twins",
    "Union",
    "UnionKind",
    "as_text",
    "key",
    "key_svg",
    "picture",
    "place",
    "png",
    "sheet",
    "svg",
]
