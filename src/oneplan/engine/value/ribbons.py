"""The marks of money flows: bands as wide as the money, bars where they begin and end, and what each fill means."""

from oneplan.engine.drawing.paint import BRAND, CARD, OK, OK_LIGHT, SOFT, WARM, number, tag

PUT_IN, BACK = "#ecd2bf", "#b9d3d7"  # lighter tones of what the bars have, so that words stand out beside them
HAIR = 1.2  # so that a pound beside millions is still seen


def thick(amount: float, scale: float) -> float:
    """How wide a band of this amount is; nothing is no band."""
    return max(HAIR, amount * scale) if amount > 0 else 0.0


def patterns(name: str) -> str:
    """Cashable money is striped and society's is dotted, so that nobody needs the colour to tell them apart."""
    stripes = tag(
        "pattern",
        tag("rect", width=8, height=8, fill=BACK),
        tag("path", d="M-2 2L2 -2M0 8L8 0M6 10L10 6", stroke=BRAND, stroke_width=2.4),
        id=f"{name}-cashable", width=8, height=8, patternUnits="userSpaceOnUse",
    )  # fmt: skip
    dots = tag(
        "pattern",
        tag("rect", width=10, height=10, fill=OK_LIGHT),
        tag("circle", cx=5, cy=5, r=1.5, fill=OK),
        id=f"{name}-society", width=10, height=10, patternUnits="userSpaceOnUse",
    )  # fmt: skip
    return tag("defs", stripes, dots)


def paint(kind: str, name: str) -> dict[str, str | float]:
    """How a band of a kind is filled: put_in, unfunded, back, cashable or society."""
    if kind == "unfunded":
        return {"fill": CARD, "stroke": WARM, "stroke_width": 1.2, "stroke_dasharray": "5 4"}
    if kind == "society":
        return {"fill": f"url(#{name}-society)", "stroke": OK, "stroke_width": 1, "stroke_dasharray": "5 4"}
    return {"fill": {"put_in": PUT_IN, "back": BACK}.get(kind, f"url(#{name}-{kind})")}


def bar_fill(kind: str) -> str:
    return {"put_in": WARM, "unfunded": SOFT, "society": OK}.get(kind, BRAND)


def across(x0: float, y0: float, x1: float, y1: float, width: float, **painted: str | float) -> str:
    """A band from left to right; the heights are of its upper edge."""
    middle = (x0 + x1) / 2
    a, b, c, d, e = map(number, (x0, y0, middle, y1, x1))
    low0, low1 = number(y0 + width), number(y1 + width)
    return tag("path", d=f"M{a} {b}C{c} {b} {c} {d} {e} {d}V{low1}C{c} {low1} {c} {low0} {a} {low0}Z", **painted)


def joining(x: float, y: float, end: float, bottom: float, width: float, **painted: str | float) -> str:
    """A band that comes from the right at a height and turns down; `x` is its left edge then."""
    inner = 8.0
    outer = inner + width
    return tag(
        "path",
        d=(
            f"M{number(end)} {number(y)}H{number(x + outer)}A{number(outer)} {number(outer)} 0 0 0 {number(x)} "
            f"{number(y + outer)}V{number(bottom)}H{number(x + width)}V{number(y + outer)}A{number(inner)} "
            f"{number(inner)} 0 0 1 {number(x + outer)} {number(y + width)}H{number(end)}Z"
        ),
        **painted,
    )


def leaving(x: float, top: float, y: float, end: float, width: float, *, inner: float, **painted: str | float) -> str:
    """A band that comes down at `x` and turns to the right at a height; `inner` is how round its inner corner is."""
    outer = inner + width
    return tag(
        "path",
        d=(
            f"M{number(x)} {number(top)}V{number(y - inner)}A{number(outer)} {number(outer)} 0 0 0 {number(x + outer)} "
            f"{number(y + width)}H{number(end)}V{number(y)}H{number(x + outer)}A{number(inner)} {number(inner)} 0 0 1 "
            f"{number(x + width)} {number(y - inner)}V{number(top)}Z"
        ),
        **painted,
    )
