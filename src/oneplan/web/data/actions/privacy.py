"""A feed's privacy is assessed, and assessed anew; what was judged before stays."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.utils import timezone

from oneplan.rulebook.feeds import privacy
from oneplan.rulebook.feeds.figures import figures
from oneplan.web.access import audit
from oneplan.web.agencies.models import Worker
from oneplan.web.data.actions import Cannot, require
from oneplan.web.data.models import Feed, PrivacyAssessment
from oneplan.web.site.actions import action
from oneplan.web.site.conflicts import ChangedMeanwhile


@dataclass(frozen=True, slots=True)
class AssessmentWords:
    """`first_looked` says who looks before anything is done about a family: never on a score or a list alone."""

    linked: str
    basis: str
    risks: str
    measures: str
    first_looked: str
    decision: str
    decided_by: str
    decided_on: date
    review_on: date


class WrongDay(Cannot):
    """`field` is the day that cannot be."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


@action
def assess(
    *, feed: Feed, says: AssessmentWords, version: int, by: Worker, at: datetime, why: str = ""
) -> PrivacyAssessment:
    """Write the next version; `version` is the number of the one that was seen, 0 where there was none.

    One that follows another says why.
    """
    require(by=by)
    feed = Feed.objects.select_for_update().get(pk=feed.pk)
    last = feed.assessments.order_by("-number").first()
    if version != (last.number if last else 0):
        raise ChangedMeanwhile(theirs=last, yours=says, version=last.number if last else 0)
    if last and not why.strip():
        raise Cannot("Say why it is assessed anew. The version before stays.")
    _check(says, today=timezone.localdate(at))
    row = PrivacyAssessment.objects.create(
        feed=feed, number=version + 1, why=why.strip(), made_by=by, made_at=at, **asdict(says)
    )
    audit.record(
        "privacy_assessed", about=row, by=by, at=at, feed=feed.pk, version=row.number,
        decision=audit.digest(says.decision),
    )  # fmt: skip
    return row


def _check(says: AssessmentWords, *, today: date) -> None:
    left = [name for name, said in asdict(says).items() if isinstance(said, str) and not said.strip()]
    if left or says.decision not in PrivacyAssessment.Decision.values:
        raise Cannot("Every question has to be answered: an assessment with a gap is none.")
    if says.decided_on > today:
        raise WrongDay("decided_on", f"{_day(says.decided_on)} is still to come. Write it down once it is decided.")
    if says.review_on <= today:
        raise WrongDay("review_on", f"{_day(says.review_on)} is not ahead. Choose a day that is.")
    latest = privacy.latest_review(says.decided_on, by=figures())
    if says.review_on > latest:
        raise WrongDay("review_on", f"That is too late: look at it again by {_day(latest)}.")


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"
