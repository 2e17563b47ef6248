"""Colours and marks of every drawing; presentation attributes only, as the page's policy asks."""

from xml.sax.saxutils import escape, quoteattr

from oneplan.engine.drawing.letters import tidy

INK = "#1d2a30"
SOFT = "#52646c"
LINE = "#d9d4c9"
PAPER = "#faf8f4"
CARD = "#ffffff"
BRAND = "#0b5563"
BRAND_LIGHT = "#e4f0f1"
WARM = "#9a4a12"
WARM_LIGHT = "#fcefe2"
OK = "#1f6b3f"
OK_LIGHT = "#e5f3ea"
LATE = "#a3262a"
LATE_LIGHT = "#fbe9e8"
FONT = "'Source Sans 3', 'Source Sans Pro', 'Liberation Sans', Arial, sans-serif"


def number(value: float) -> str:
    """At most one decimal, so that the same drawing gives the same text everywhere."""
    written = f"{value:.1f}".removesuffix(".0")
    return "0" if written == "-0" else written


def tag(name: str, *inside: str, **attributes: str | float) -> str:
    """One element; underscores in attribute names become hyphens, a trailing one is dropped."""
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(value if isinstance(value, str) else number(value))}"
        for key, value in attributes.items()
        if value != ""
    )
    return f"<{name}{written}>{''.join(inside)}</{name}>" if inside else f"<{name}{written}/>"


def words(text: str) -> str:
    return escape(tidy(text))


def text(content: str, *, x: float, y: float, size: float, **attributes: str | float) -> str:
    return tag("text", words(content), x=x, y=y, font_size=size, **attributes)


def describing(name: str, title: str, description: str) -> tuple[str, str]:
    """What a screen reader is told of a whole picture; `name` keeps its ids apart from those of others on a page."""
    return (
        tag("title", words(title) or " ", id=f"{name}-title"),
        tag("desc", words(description) or " ", id=f"{name}-desc"),
    )


def whole(*inside: str, name: str, width: float, height: float) -> str:
    """The picture of its parts, the first of them what `describing` made."""
    return tag(
        "svg",
        *inside,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=width,
        height=height,
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
        font_family=FONT,
    )
