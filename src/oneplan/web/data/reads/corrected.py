"""Corrections of a feed, and what the newest file that has their record says to each."""

from dataclasses import dataclass

from oneplan.engine.feeds.checking import corrections
from oneplan.engine.feeds.checking.corrections import AGREES, APPLIED, CONFLICT
from oneplan.engine.feeds.contract.columns import columns
from oneplan.engine.runs.seeing import NotThere
from oneplan.web.data.models import Correction, Feed, Load
from oneplan.web.data.reads import rows

WORDS = {
    APPLIED: "stands",
    AGREES: "the partner mended it: not needed any more",
    CONFLICT: "the partner sends a third thing: theirs counts until you decide",
    "": "in no file since",
}
TONES = {APPLIED: "ok", AGREES: "quiet", CONFLICT: "warm", "": "quiet"}
_ORDER = [CONFLICT, APPLIED, "", AGREES]


@dataclass(frozen=True)
class CorrectionLine:
    correction: Correction
    state: str
    load: int | None  # the number of the file that says so
    row: int | None
    times: int

    @property
    def words(self) -> str:
        return WORDS[self.state]

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def column_words(self) -> str:
        return columns()[self.correction.column].words


def lines(feed: Feed) -> list[CorrectionLine]:
    """Those in force, the ones that need somebody first."""
    standing = feed.corrections.filter(withdrawn_at=None).select_related("made_by").order_by("-pk")
    became = _became(feed)
    found = [CorrectionLine(row, *became.get(row.pk, ("", None, None, 0))) for row in standing]
    return sorted(found, key=lambda each: _ORDER.index(each.state))


def _became(feed: Feed) -> dict[int, tuple[str, int, int, int]]:
    """By number of the correction: what the newest file that tells of it says, where, and how often."""
    found: dict[int, tuple[str, int, int, int]] = {}
    for load in feed.loads.filter(state=Load.State.CHECKED).order_by("number"):
        try:
            path = rows.opened(load).checked.corrections
        except NotThere:
            continue
        found |= {fix: (state, load.number, row, times) for fix, state, row, times in corrections.became(path)}
    return found
