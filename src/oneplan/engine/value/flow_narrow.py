"""The funding picture for a phone: money runs down on the left, joined from the right and leaving to the right."""

from oneplan.engine.drawing.labels import Label, Tone, label
from oneplan.engine.drawing.paint import BRAND, CARD, INK, LINE, OK, PAPER, SOFT, WARM, describing, tag, whole
from oneplan.engine.value import flow
from oneplan.engine.value.figures import short
from oneplan.engine.value.flow import Funding
from oneplan.engine.value.flow_wide import keys, reading
from oneplan.engine.value.phone import PHONE
from oneplan.engine.value.ribbons import bar_fill, joining, leaving, paint, patterns, thick

WIDTH = PHONE
TITLE = Tone(20, 25, "600", INK)
HEAD = Tone(16, 25, "600", BRAND)
NAME = Tone(16, 20, "600", INK)
FIGURE = Tone(15, 19, "400", INK)
NOTE = Tone(14, 18, "400", SOFT)
_EDGE, _TRUNK, _BAR = 16.0, 66.0, 6.0
_TURN = _EDGE + _TRUNK + 18  # where bands from and to the trunk begin and end
_WORDS = _TURN + _BAR + 10
_GAP, _INNER = 16.0, 8.0


class _Sheet:
    """What has been drawn so far, bands below marks, and how far down."""

    def __init__(self, funding: Funding, name: str) -> None:
        self.funding, self.name = funding, name
        self.bands: list[str] = []
        self.marks: list[str] = []
        self.y = _EDGE
        all_ = max(funding.cost + funding.reserve, funding.back + funding.society)
        self.scale = _TRUNK / all_ if all_ > 0 else 0.0

    def say(self, words: Label, *, x: float = _EDGE, before: float = 0) -> None:
        if words.lines:
            self.y += before
            self.marks.append(words.drawn(x, self.y))
            self.y += words.height

    def thick(self, amount: float) -> float:
        return thick(amount, self.scale)


def narrow(funding: Funding, *, name: str = "funding-narrow") -> str:
    """The picture as wide as a card on a small phone, so that its letters are as large as they are drawn."""
    sheet = _Sheet(funding, name)
    sheet.say(_said((funding.title, TITLE), (flow.summary(funding), NOTE)))
    sheet.say(_said(("Who puts in", HEAD)), before=14)
    _paying(sheet)
    _help(sheet)
    sheet.say(_said(("Who gets back", HEAD)), x=_WORDS, before=10)
    _gaining(sheet)
    _foot(sheet)
    height = sheet.y + _EDGE
    return whole(
        *describing(name, funding.title, flow.description(funding)), patterns(name),
        tag("rect", width=WIDTH, height=height, fill=CARD), *sheet.bands, *sheet.marks,
        name=name, width=WIDTH, height=height,
    )  # fmt: skip


def _said(*lines: tuple[str, Tone], width: float = WIDTH - 2 * _EDGE) -> Label:
    return label(lines, width=width, most=6)


def _row(name: str, lines: list[str]) -> Label:
    said = [(name, NAME), (lines[0], FIGURE), *((each, NOTE) for each in lines[1:])]
    return label(said, width=WIDTH - _EDGE - _WORDS, most=4)


def _paying(sheet: _Sheet) -> None:
    """The first row's band is the outermost, so that none crosses another."""
    funding = sheet.funding
    rows = [("put_in", each.puts_in + each.reserve, _row(each.agency, flow.paying_words(each, funding)))
            for each in funding.paying]  # fmt: skip
    if funding.unfunded >= 0.5:
        rows.append(("unfunded", funding.unfunded, _row("Nobody yet", [flow.unfunded_words(funding)])))
    drawn, x = [], _EDGE
    for kind, amount, words in rows:
        width = sheet.thick(amount)
        room = max(words.height, width)
        y = sheet.y + (room - width) / 2
        drawn.append((x, y, width, kind))
        sheet.marks.append(tag("rect", x=_TURN, y=y, width=_BAR, height=width, fill=bar_fill(kind)))
        sheet.marks.append(words.drawn(_WORDS, sheet.y + (room - words.height) / 2))
        x, sheet.y = x + width, sheet.y + room + _GAP
    sheet.say(_said((flow.silent_payers(funding), NOTE), width=WIDTH - _EDGE - _WORDS), x=_WORDS)
    sheet.y += _GAP
    for left, y, width, kind in drawn:
        sheet.bands.append(joining(left, y, _TURN, sheet.y, width, **paint(kind, sheet.name)))
    sheet.marks.append(tag("rect", x=_EDGE, y=sheet.y, width=max(x - _EDGE, 0), height=_BAR, fill=WARM))


def _help(sheet: _Sheet) -> None:
    funding = sheet.funding
    lines = [(funding.help, NAME), *((each, FIGURE) for each in flow.help_words(funding))]
    if funding.changes:
        lines += [
            ("What changes, worth to budgets", HEAD),
            *((flow.change_words(each), NOTE) for each in funding.changes[:6]),
        ]
        if len(funding.changes) > 6:
            rest = sum(each.worth for each in funding.changes[6:])
            lines.append((f"and {len(funding.changes) - 6} more, worth {short(rest)}", NOTE))
    lines += [("What comes back", HEAD), *((each, FIGURE) for each in flow.return_lines(funding))]
    words = _said(*lines, width=WIDTH - 2 * _EDGE - 24)
    tall = words.height + 2 * _BAR + 20
    card = tag("rect", x=_EDGE, y=sheet.y, width=WIDTH - 2 * _EDGE, height=tall, fill=PAPER, stroke=LINE)
    sheet.bands.append(card)
    sheet.marks.append(words.drawn(_EDGE + 12, sheet.y + _BAR + 10))
    sheet.y += tall


def _gaining(sheet: _Sheet) -> None:
    """The first row's band is the innermost, so that none crosses another; society's is the last."""
    funding, top = sheet.funding, sheet.y - 10 - HEAD.line
    widths = [(sheet.thick(each.cashable), sheet.thick(each.gets_back - each.cashable)) for each in funding.gaining]
    all_, society = sum(sum(pair) for pair in widths), sheet.thick(funding.society)
    x = _EDGE + society + all_
    sheet.marks.append(tag("rect", x=_EDGE + society, y=top - _BAR, width=all_, height=_BAR, fill=BRAND))
    sheet.y += 6
    for partner, pair in zip(funding.gaining, widths, strict=True):
        bands = list(zip(("cashable", "back"), pair, strict=True))
        x = _branch(sheet, _row(partner.agency, flow.gaining_words(partner)), bands, x=x, top=top)
    quiet = _said((flow.silent_gainers(funding), NOTE), width=WIDTH - _EDGE - _WORDS)
    sheet.say(quiet, x=_WORDS)
    sheet.y += _GAP if quiet.lines else 0
    if funding.society:
        sheet.marks.append(tag("rect", x=_EDGE, y=top - _BAR, width=society, height=_BAR, fill=OK))
        _branch(sheet, _row("Society, besides", flow.society_words(funding)), [("society", society)], x=x, top=top)


def _branch(sheet: _Sheet, words: Label, bands: list[tuple[str, float]], *, x: float, top: float) -> float:
    """One row with the bands that leave to it; answers the right edge of what runs on."""
    tall = sum(width for _, width in bands)
    room = max(words.height, tall)
    y, inner = sheet.y + (room - tall) / 2, _INNER
    for kind, width in bands:
        if width:
            painted = paint(kind, sheet.name)
            sheet.bands.append(leaving(x - width, top, y, _TURN, width, inner=inner, **painted))
            sheet.marks.append(tag("rect", x=_TURN, y=y, width=_BAR, height=width, fill=bar_fill(kind)))
        x, y, inner = x - width, y + width, inner + width
    sheet.marks.append(words.drawn(_WORDS, sheet.y + (room - words.height) / 2))
    sheet.y += room + _GAP
    return x


def _foot(sheet: _Sheet) -> None:
    sheet.y += 4
    sheet.marks.append(tag("path", d=f"M{_EDGE:.0f} {sheet.y:.0f}H{WIDTH - _EDGE:.0f}", stroke=LINE, stroke_width=1))
    sheet.y += 12
    for kind, words in keys(sheet.funding):
        said = _said((words, NOTE), width=WIDTH - 2 * _EDGE - 36)
        sheet.marks.append(tag("rect", x=_EDGE, y=sheet.y + 2, width=26, height=13, **paint(kind, sheet.name)))
        sheet.say(said, x=_EDGE + 36)
        sheet.y += 5
    sheet.say(_said((reading(sheet.funding), NOTE)), before=6)
