"""How pressing a request is, in words: a child's safety first, then how long it has waited."""

from dataclasses import dataclass
from enum import StrEnum

# a working week to a decision; the area's own response times come with its triage rules
DAYS_TO_DECIDE = 5


class Tone(StrEnum):
    LATE = "late"
    WARM = "warm"
    QUIET = "quiet"


@dataclass(frozen=True)
class Urgency:
    words: str
    tone: Tone


def of(*, safety: str, days: int, is_undecided: bool) -> Urgency:
    if safety == "worried" and is_undecided:
        return Urgency("a child's safety: look first", Tone.LATE)
    if is_undecided and days > DAYS_TO_DECIDE:
        return Urgency(f"waiting {days} days: too long", Tone.LATE)
    if safety == "unsure" and is_undecided:
        return Urgency("ask about the children's safety", Tone.WARM)
    return Urgency("in time", Tone.QUIET)


def age(days: int) -> str:
    return "today" if days <= 0 else "1 day" if days == 1 else f"{days} days"
