"""Where the words and bars of a picture stand, read from the picture itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from xml.etree.ElementTree import Element

from defusedxml import ElementTree

from oneplan.engine.drawing.letters import width_of

SVG = "{http://www.w3.org/2000/svg}"
ALLOWED = {"svg", "g", "title", "desc", "path", "rect", "circle", "line", "text", "defs", "pattern"}
_ABOVE, _BELOW = 0.72, 0.22  # what letters take above and below their foot, of their size


@dataclass(frozen=True)
class Box:
    words: str
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        slack = 0.1
        return (
            self.left < other.right - slack and other.left < self.right - slack
            and self.top < other.bottom - slack and other.top < self.bottom - slack
        )  # fmt: skip


def parsed(svg: str) -> Element:
    root: Element = ElementTree.fromstring(svg)
    return root


def boxes(root: Element) -> list[Box]:
    return list(_boxes(root))


def _boxes(root: Element) -> Iterator[Box]:
    for each in root.iter(f"{SVG}text"):
        x, y, size = (float(each.get(name, "0")) for name in ("x", "y", "font-size"))
        width = width_of(each.text or "", size=size)
        left = x - {"end": width, "middle": width / 2}.get(each.get("text-anchor", "start"), 0)
        yield Box(each.text or "", left, y - size * _ABOVE, left + width, y + size * _BELOW)


def overlapping(root: Element) -> list[tuple[str, str]]:
    return [(a.words, b.words) for a, b in combinations(boxes(root), 2) if a.meets(b)]


def outside(root: Element) -> list[str]:
    """Words that leave the frame."""
    width, height = (float(root.get(name, "0")) for name in ("width", "height"))
    return [
        each.words for each in boxes(root)
        if each.left < 0 or each.top < 0 or each.right > width or each.bottom > height
    ]  # fmt: skip


def spoken(root: Element) -> str:
    """The words that are drawn, those of one label on one line."""
    groups = [" ".join(text.text or "" for text in group.findall(f"{SVG}text")) for group in root.iter(f"{SVG}g")]
    return "\n".join(filter(None, groups))


def bars(root: Element, fill: str, side: str) -> list[float]:
    """The heights or widths of the bars of a colour."""
    return [float(each.get(side, "0")) for each in root.iter(f"{SVG}rect") if each.get("fill") == fill]


def well_formed(svg: str) -> Element:
    """The picture's root, once it is seen to have a name and description and nothing a strict page would refuse."""
    root = parsed(svg)
    assert root.get("role") == "img"
    ids = {each.get("id") for each in root.iter() if each.get("id")}
    assert set((root.get("aria-labelledby") or "").split()) <= ids
    assert (root.findtext(f"{SVG}title") or "").strip()
    assert (root.findtext(f"{SVG}desc") or "").strip()
    for each in root.iter():
        assert each.tag.removeprefix(SVG) in ALLOWED
        assert not [name for name in each.attrib if name == "style" or name.startswith("on")]
        assert "nan" not in " ".join(each.attrib.values()).split()
    return root
