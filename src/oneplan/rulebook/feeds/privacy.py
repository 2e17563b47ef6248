"""How a feed's privacy assessment stands: there is none, it is due to be looked at again, it says no, it holds."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from oneplan.rulebook.feeds.figures import Figures


class Decision(StrEnum):
    MAY = "may"
    MAY_IF = "may_if"
    MUST_NOT = "must_not"


class State(StrEnum):
    NONE = "none"
    SAYS_NO = "says_no"
    OVERDUE = "overdue"
    HOLDS = "holds"


WORDS = {
    State.NONE: "no privacy assessment",
    State.SAYS_NO: "its privacy assessment says no",
    State.OVERDUE: "its privacy assessment is overdue",
    State.HOLDS: "assessed",
}


@dataclass(frozen=True)
class Standing:
    """`reason` is for a data manager."""

    state: State
    reason: str


def of(decision: Decision | None, *, review_on: date | None, today: date) -> Standing:
    """Judge the newest assessment of a feed (None: there is none)."""
    if decision is None or review_on is None:
        return Standing(State.NONE, "Nobody has written down what is linked, what could go wrong, and who decided.")
    if decision is Decision.MUST_NOT:
        return Standing(State.SAYS_NO, "It was decided that this must not be linked. End the feed, or assess it anew.")
    if review_on <= today:
        return Standing(State.OVERDUE, f"It was to be looked at again by {review_on:%-d %B %Y}.")
    return Standing(State.HOLDS, f"To be looked at again by {review_on:%-d %B %Y}.")


def latest_review(decided_on: date, *, by: Figures) -> date:
    """The last day on which an assessment may say that it is looked at again."""
    return decided_on + timedelta(days=by.assessed_for_days)
