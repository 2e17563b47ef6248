"""A drawing as a PNG file, drawn with our own letters and none of the machine's."""

from functools import cache
from pathlib import Path

import font_source_sans_pro
import resvg_py

_FAMILY = "Source Sans Pro"


def png(svg_text: str, *, scale: float = 2.0) -> bytes:
    """The picture at so many times its natural size, on white."""
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg_text,
            background="#ffffff",
            zoom=scale,
            skip_system_fonts=True,
            font_files=list(_fonts()),
            font_family=_FAMILY,
            sans_serif_family=_FAMILY,
        )
    )


@cache
def _fonts() -> tuple[str, ...]:
    folder = Path(font_source_sans_pro.font_directory)
    return tuple(str(folder / f"SourceSansPro-{weight}.ttf") for weight in ("Regular", "Semibold"))
