"""An XML file to the one shape: what repeats in it is a row, with the values beside which it stands.

It goes through the file twice, piece by piece, and holds no more of it than one outermost record.
"""

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import create_parser

from oneplan.engine.feeds.reading.dialect import NoTable
from oneplan.engine.feeds.reading.outline import SEVERAL, Chosen, Element, chosen
from oneplan.engine.feeds.reading.refusals import CannotOpen
from oneplan.engine.feeds.reading.rows import Numbered, Received, write

PIECE = 1 << 18
DEEPEST = 50  # elements in one another
MOST = 1_000  # elements of different names or places
_BEGINS = re.compile(r"<([A-Za-z_][\w.:-]*)(\s[^<>]*)?>\s*<")
_NO_LIST = re.compile(r"(<\?xml[^>]*>\s*)?<(!doctype\s+)?(html|svg)\b", re.IGNORECASE)
_WORKBOOKS = ("urn:schemas-microsoft-com:office:spreadsheet", "urn:oasis:names:tc:opendocument")


def is_one(path: Path) -> bool:
    """It says that it is XML, or begins with an element that ends where the file ends."""
    begins = _begins(path)
    if begins.startswith(("<?xml", "<!")) or begins[:5].casefold() == "<html":
        return True
    first = _BEGINS.match(begins)
    return bool(first) and _ends(path).endswith(f"</{first[1]}>")  # type: ignore[index]


def read(path: Path, into: Path, *, wanted: Collection[str] = ()) -> Received:
    """Raises `CannotOpen` and `NoTable`."""
    _refuse_others(_begins(path))
    outline = Outline()
    for _ in walk(path, outline):
        pass
    choice = chosen(outline.found(), wanted=wanted)
    if not choice.record.groups and len(choice.columns) < 2:
        raise NoTable("Nothing in this XML file repeats, and it has no columns. Look whether the right file was sent.")
    rows = Rows(choice)
    total = write(_numbered(path, rows), into, width=len(choice.columns))
    return Received(into, choice.header, 0, total, (), 0, total, how=_how(choice, rows))


def _begins(path: Path) -> str:
    with path.open("rb") as file:
        begins = file.read(4_096)
    encoding = "utf-16" if begins[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    return begins.decode(encoding, errors="replace").lstrip()


def _ends(path: Path) -> str:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 1_024))
        return file.read().replace(b"\0", b"").decode("utf-8", errors="replace").rstrip()


def _refuse_others(begins: str) -> None:
    if _NO_LIST.match(begins):
        raise CannotOpen("This is a web page or a drawing, no list. Ask the partner for the list, as CSV or Excel.")
    if any(each in begins for each in _WORKBOOKS):
        raise CannotOpen("This is a workbook saved as XML. Open it, save it as Excel (.xlsx), and take that in.")


def walk(path: Path, handler: ContentHandler) -> Iterator[None]:
    """Go through the file; after every piece it is the caller's turn. Raises `CannotOpen`."""
    parser = create_parser(forbid_dtd=True)
    parser.setContentHandler(handler)
    try:
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                parser.feed(piece)
                yield
        parser.close()
    except DefusedXmlException as error:
        raise CannotOpen(
            "This XML file brings a document type or entities of its own (<!DOCTYPE …>), by which a file can be made to"
            " harm whoever opens it. Ask the partner to send it without."
        ) from error
    except SAXParseException as error:
        where = f"line {error.getLineNumber()}: {error.getMessage()}"
        raise CannotOpen(f"This XML file is not whole or not right ({where}). Ask for it to be sent again.") from error
    except (SAXException, LookupError, ValueError) as error:
        raise CannotOpen(f"This XML file cannot be read ({error}). Ask for it to be sent again.") from error
    yield


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _of_element(attrs: AttributesImpl) -> Iterator[tuple[str, str]]:
    """Attributes that are values; those about namespaces and schemas are none."""
    return ((f"@{name}", text) for name, text in attrs.items() if ":" not in name and name != "xmlns")


class Outline(ContentHandler):
    """Collects which elements there are."""

    def __init__(self) -> None:
        super().__init__()
        self.top = Element("")
        self.open: list[tuple[Element, dict[str, int], list[str]]] = [(self.top, {}, [])]
        self.kinds = 0

    def found(self) -> Element:
        root = next(iter(self.top.children.values()))
        root.parent = None
        return root

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - SAX's name
        element = self._met(_local(name))
        self.open.append((element, {}, []))
        if len(self.open) > DEEPEST:
            raise CannotOpen(f"This XML file has more than {DEEPEST} elements in one another. Ask what it is.")
        for each, text in _of_element(attrs):
            self._keep(self._met(each), text)

    def _met(self, name: str) -> Element:
        parent, seen, _ = self.open[-1]
        element = parent.children.get(name)
        if element is None:
            element = parent.children[name] = Element(name, parent)
            self.kinds += 1
            if self.kinds > MOST:
                raise CannotOpen(f"This XML file has more than {MOST} kinds of elements. Ask the partner what it is.")
        element.times += 1
        seen[name] = seen.get(name, 0) + 1
        element.repeats |= seen[name] > 1
        return element

    def characters(self, content: str) -> None:
        self.open[-1][2].append(content)

    def endElement(self, name: str) -> None:  # noqa: ARG002, N802 - SAX's call
        element, _, texts = self.open.pop()
        self._keep(element, "".join(texts))

    def _keep(self, element: Element, text: str) -> None:
        if text.strip():
            element.has_text = True
            if element.parent and element.parent.times < 2:
                element.texts.append(text)


class Rows(ContentHandler):
    """Collects rows; each is there when the outermost element that repeats around it has ended."""

    def __init__(self, choice: Chosen) -> None:
        super().__init__()
        self.choice = choice
        self.chain = choice.record.groups or (choice.record,)
        self.places = {each: place for place, each in enumerate(choice.columns)}
        self.owners = {each: _owner(each, self.chain) for each in choice.columns}
        self.always = {
            self.places[each]: SEVERAL.join(each.texts) for each in choice.columns if self.owners[each] is None
        }
        self.open: list[tuple[Element, list[str]]] = []
        self.values: dict[Element, dict[int, str]] = {}  # of the elements of the chain that are open
        self.waiting: list[list[dict[int, str]]] = []
        self.ready: list[list[str | None]] = []
        self.without = 0  # outermost ones with no record in them

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - SAX's name
        element = self.open[-1][0].children[_local(name)] if self.open else _root(self.chain[0])
        self.open.append((element, []))
        if element in self.chain:
            self.values[element] = {}
        for each, text in _of_element(attrs):
            self._keep(element.children[each], text)

    def characters(self, content: str) -> None:
        self.open[-1][1].append(content)

    def endElement(self, name: str) -> None:  # noqa: ARG002, N802 - SAX's call
        element, texts = self.open.pop()
        self._keep(element, "".join(texts))
        if element is self.choice.record:
            self.waiting.append([self.values[each] for each in self.chain])
        if element is self.chain[0]:
            self.without += not self.waiting
            self.ready += (self._row(each) for each in self.waiting)
            self.waiting = []

    def _keep(self, element: Element, text: str) -> None:
        if not text.strip() or (owner := self.owners.get(element)) is None:
            return
        place, values = self.places[element], self.values[owner]
        text = text.strip() if element.children else text
        values[place] = f"{values[place]}{SEVERAL}{text}" if place in values else text

    def _row(self, parts: list[dict[int, str]]) -> list[str | None]:
        row: list[str | None] = [None] * len(self.places)
        for values in (self.always, *parts):
            for place, text in values.items():
                row[place] = text or None
        return row


def _root(element: Element) -> Element:
    return _root(element.parent) if element.parent else element


def _owner(each: Element, chain: tuple[Element, ...]) -> Element | None:
    """The innermost of the chain in which it stands; None: it stands outside of all."""
    at: Element | None = each
    while at is not None and at not in chain:
        at = at.parent
    return at


def _numbered(path: Path, rows: Rows) -> Iterator[Numbered]:
    number = 0
    for _ in walk(path, rows):
        for row in rows.ready:
            number += 1
            yield number, row
        rows.ready = []


def _how(choice: Chosen, rows: Rows) -> str:
    said = f"XML: each “{choice.record.name}” is a row"
    if rows.without:
        said += f"; {rows.without} “{rows.chain[0].name}” have none"
    if choice.others:
        said += f"; not read: {', '.join(f'“{each.name}”' for each in choice.others)}"
    return said
