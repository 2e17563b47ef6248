"""How wide words are in Source Sans, so that names can be wrapped without a browser and alike everywhere."""

import re
import unicodedata
from functools import lru_cache

# Advance widths of Source Sans Pro Semibold for the characters from space to tilde, in thousandths of the size.
# The same table serves the regular weight, which is a little narrower.
# fmt: off
_WIDTHS = (
    200, 315, 482, 513, 513, 841, 639, 275, 324, 324, 438, 513, 275, 322, 275, 344, 513, 513, 513, 513, 513, 513, 513,
    513, 513, 513, 275, 275, 513, 513, 513, 444, 875, 558, 597, 576, 625, 538, 510, 628, 663, 282, 494, 597, 502, 745,
    656, 674, 582, 674, 592, 545, 546, 655, 536, 800, 541, 501, 540, 324, 344, 324, 513, 500, 549, 516, 563, 462, 564,
    507, 317, 520, 558, 262, 263, 522, 271, 843, 560, 549, 564, 564, 373, 431, 361, 556, 495, 748, 481, 495, 443, 324,
    255, 324, 513,
)
# fmt: on
_ELSE = 600
_WIDE = 1000
_SAFETY = 1.03  # a browser may round glyphs up
ELLIPSIS = "…"


def tidy(text: str) -> str:
    """One line of printable text: what an XML file may hold, with single spaces."""
    kept = "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in text)
    return " ".join(kept.split())


@lru_cache(maxsize=4096)
def _thousandths(char: str) -> int:
    base = unicodedata.normalize("NFD", char)[0]
    if " " <= base <= "~":
        return _WIDTHS[ord(base) - 32]
    if unicodedata.combining(base):
        return 0
    if unicodedata.east_asian_width(base) in "WF" or base in "…—":
        return _WIDE
    return _ELSE


def width_of(text: str, *, size: float) -> float:
    return sum(map(_thousandths, text)) * size * _SAFETY / 1000


def shorten(text: str, *, size: float, width: float) -> str:
    if width_of(text, size=size) <= width:
        return text
    while text and width_of(text + ELLIPSIS, size=size) > width:
        text = text[:-1]
    return text.rstrip(" -'’") + ELLIPSIS


def wrap(text: str, *, size: float, width: float, most: int) -> tuple[str, ...]:
    """The text in at most so many lines of at most this width; what does not fit ends in an ellipsis."""
    lines = [""]
    for piece in _pieces(tidy(text)):
        joined = lines[-1] + piece
        if lines[-1] and width_of(joined.rstrip(), size=size) > width:
            lines.append(piece)
        else:
            lines[-1] = joined
    if len(lines) > most:
        lines[most - 1 :] = ["".join(lines[most - 1 :])]
    return tuple(shorten(line.strip(), size=size, width=width) for line in lines if line.strip())


def _pieces(text: str) -> list[str]:
    """Where a line may end: after a space, or after a hyphen within a name; a number keeps its percent sign."""
    return re.findall(r"[^\s-]*-+|[^\s-]+(?: %)?\s*|\s+", text)
