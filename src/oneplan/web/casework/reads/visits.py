"""How often they planned to meet, and how often they met: two things side by side, as words and counts."""

from dataclasses import dataclass
from datetime import date

from oneplan.web.casework.models import Episode, Note, VisitPattern
from oneplan.web.site.spells import LATEST_FIRST

_MET = (Note.Kind.VISIT, Note.Kind.OFFICE, Note.Kind.WITH, Note.Kind.JOINT, Note.Kind.VIDEO)
_SPOKE = (Note.Kind.CALL, Note.Kind.TEXT)
_DAYS_BETWEEN = {
    VisitPattern.Rhythm.DAILY: 1,
    VisitPattern.Rhythm.WEEKLY: 7,
    VisitPattern.Rhythm.FORTNIGHTLY: 14,
    VisitPattern.Rhythm.MONTHLY: 30,
}


@dataclass(frozen=True)
class Rhythm:
    """One planned rhythm with what took place in it."""

    pattern: VisitPattern
    until: date
    met: int
    spoke: int

    @property
    def days(self) -> int:
        return max((self.until - self.pattern.valid_from).days, 0) if self.pattern.valid_from else 0

    @property
    def planned(self) -> int | None:
        """How often the rhythm asks for in these days; None when it names no number."""
        between = _DAYS_BETWEEN.get(VisitPattern.Rhythm(self.pattern.rhythm))
        return self.days // between if between else None

    @property
    def is_behind(self) -> bool:
        return self.planned is not None and self.planned >= 2 and self.met * 2 < self.planned

    @property
    def words(self) -> str:
        met = f"met {self.met} time{'' if self.met == 1 else 's'}"
        calls = f", {self.spoke} {'call or text' if self.spoke == 1 else 'calls or texts'}" if self.spoke else ""
        planned = f" of {self.planned} planned" if self.planned else ""
        return f"{met}{planned}{calls}"


def rhythms(episode: Episode, *, today: date) -> list[Rhythm]:
    """Every rhythm of this stretch of support, the newest first."""
    patterns = VisitPattern.objects.known().filter(episode=episode).order_by(LATEST_FIRST, "-pk")
    notes = Note.objects.filter(family=episode.family_id, struck_at=None, on__gte=episode.opened_on)
    days = list(notes.filter(kind__in=[*_MET, *_SPOKE]).values_list("on", "kind"))
    return [_rhythm(pattern, days=days, today=today) for pattern in patterns]


def _rhythm(pattern: VisitPattern, *, days: list[tuple[date, str]], today: date) -> Rhythm:
    until = min(pattern.valid_to or today, today)
    within = [kind for on, kind in days if pattern.valid_from and pattern.valid_from <= on and _before_end(on, pattern)]
    met, spoke = (sum(kind in kinds for kind in within) for kinds in (_MET, _SPOKE))
    return Rhythm(pattern, until, met, spoke)


def _before_end(on: date, pattern: VisitPattern) -> bool:
    return pattern.valid_to is None or on < pattern.valid_to
