"""Pages as PNG files, read to see where something is drawn."""

import struct
import zlib

import numpy as np
import numpy.typing as npt

Row = npt.NDArray[np.uint8]
_SIGNATURE = 8


def pixels(png: bytes) -> npt.NDArray[np.uint8]:
    """Rows of pixels of three or four numbers each."""
    width, height, depth, colour = struct.unpack(">IIBB", png[16:26])
    assert depth == 8
    channels = {2: 3, 6: 4}[colour]
    raw = np.frombuffer(zlib.decompress(_data(png)), np.uint8).reshape(height, 1 + width * channels)
    rows = np.zeros((height, width * channels), np.uint8)
    above = np.zeros(width * channels, np.uint8)
    for place in range(height):
        rows[place] = above = _unfiltered(int(raw[place, 0]), raw[place, 1:], above, channels)
    return rows.reshape(height, width, channels)


def inked(png: bytes) -> tuple[float, float]:
    """Between what shares of the width anything is drawn."""
    columns = np.flatnonzero((pixels(png)[:, :, :3] < 200).any(axis=(0, 2)))
    width = struct.unpack(">I", png[16:20])[0]
    return float(columns.min() / width), float(columns.max() / width)


def blank(png: bytes, start: float, end: float) -> bool:
    """Whether nothing is drawn between two shares of the height."""
    rows = pixels(png)
    return not bool((rows[round(start * len(rows)) : round(end * len(rows)), :, :3] < 200).any())


def _data(png: bytes) -> bytes:
    found, at = b"", _SIGNATURE
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            found += png[at + 8 : at + 8 + size]
        at += size + 12
    return found


def _unfiltered(
    kind: int, row: npt.NDArray[np.uint8], above: npt.NDArray[np.uint8], step: int
) -> npt.NDArray[np.uint8]:
    if kind == 0:
        return row
    if kind == 2:
        return row + above
    found, up = bytearray(row.tobytes()), above.tobytes()
    for place, value in enumerate(found):
        left = found[place - step] if place >= step else 0
        corner = up[place - step] if place >= step else 0
        found[place] = (value + _predicted(kind, left, up[place], corner)) % 256
    return np.frombuffer(bytes(found), np.uint8)


def _predicted(kind: int, left: int, up: int, corner: int) -> int:
    if kind == 1:
        return left
    if kind == 3:
        return (left + up) // 2
    guess = left + up - corner
    return min((left, up, corner), key=lambda each: abs(guess - each))
