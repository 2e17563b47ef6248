"""Looking at the plan together, and what follows from it."""

from datetime import date, datetime, timedelta

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy
from oneplan.web.agencies.models import Worker
from oneplan.web.casework import timeline
from oneplan.web.casework.actions import levels
from oneplan.web.casework.actions.days import in_future, outside, said
from oneplan.web.casework.models import Episode, Meeting, Review
from oneplan.web.site.actions import action

USUAL_DAYS = 42  # six-weekly, as the Sheffield guidance has it; each review can name another day

Decision = Review.Decision


class CannotReview(Exception):
    """The text is written for the worker."""


@action
def record(
    *,
    episode: Episode,
    on: date,
    decision: Review.Decision,
    why: str,
    by: Worker,
    at: datetime,
    going_well: str = "",
    still_hard: str = "",
    family_view: str = "",
    next_on: date | None = None,
    meeting: Meeting | None = None,
    level: str = "",
) -> Review:
    """Keep a review; a level chosen in it is a level decision of its own."""
    policy.require(Permission.MEETING_RECORD, by=by, about=episode.family)
    _check(episode=episode, on=on, why=why, next_on=next_on, meeting=meeting, at=at)
    review = Review.objects.create(
        episode=episode,
        meeting=meeting,
        on=on,
        going_well=going_well,
        still_hard=still_hard,
        family_view=family_view,
        decision=decision,
        why=why,
        next_on=next_on or usual_next(on),
        recorded_by=by,
        recorded_at=at,
    )
    _show(review, by=by, at=at)
    if level:
        levels.decide(family=episode.family, stage=levels.Stage.REVIEW, level=level, why=why, on=on, by=by, at=at)
    return review


def usual_next(on: date) -> date:
    return on + timedelta(days=USUAL_DAYS)


def _check(
    *, episode: Episode, on: date, why: str, next_on: date | None, meeting: Meeting | None, at: datetime
) -> None:
    if not why.strip():
        raise CannotReview("Say why you decided this together, in a sentence.")
    for fault in (*outside(on, episode=episode, what="A review"), *in_future(on, at=at, what="A review")):
        raise CannotReview(fault)
    if next_on is not None and next_on <= on:
        raise CannotReview(f"The next review ({said(next_on)}) must come after this one ({said(on)}).")
    if meeting is not None and meeting.family_id != episode.family_id:
        raise CannotReview("That meeting was about another family. Choose one of this family's meetings.")


def _show(review: Review, *, by: Worker, at: datetime) -> None:
    parts = (
        ("Going well", review.going_well),
        ("Still hard", review.still_hard),
        ("In the family's words", review.family_view),
        ("Why", review.why),
    )
    timeline.add(
        family=review.episode.family,
        on=review.on,
        kind="review",
        headline=f"Review: {Decision(review.decision).label}",
        aside=f"next on {said(review.next_on)}" if review.next_on else "",
        text="\n".join(f"{title}: {words}" for title, words in parts if words),
        thing=review,
        by=by,
        at=at,
    )
    audit.record(
        "reviewed",
        about=review,
        by=by,
        at=at,
        family=review.episode.family,
        decision=review.decision,
        texts=[audit.digest(words) for _, words in parts],
    )
