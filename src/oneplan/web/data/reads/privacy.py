"""How the privacy assessments of feeds stand today."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from oneplan.rulebook.feeds import privacy
from oneplan.rulebook.feeds.privacy import WORDS, Decision, Standing, State
from oneplan.web.data.models import Feed, PrivacyAssessment

TONES = {State.NONE: "late", State.SAYS_NO: "late", State.OVERDUE: "late", State.HOLDS: "ok"}


@dataclass(frozen=True)
class PrivacyLine:
    """`newest` is the version that holds, None where there is none."""

    feed: Feed
    newest: PrivacyAssessment | None
    standing: Standing

    @property
    def words(self) -> str:
        return WORDS[self.standing.state]

    @property
    def tone(self) -> str:
        return TONES[self.standing.state]

    @property
    def is_well(self) -> bool:
        return self.standing.state is State.HOLDS


def line(feed: Feed, *, today: date) -> PrivacyLine:
    return _line(feed, feed.assessments.select_related("made_by").order_by("-number").first(), today)


def wanting(*, today: date) -> list[PrivacyLine]:
    """Feeds that go on and have no assessment, one that says no, or one that is overdue."""
    newest = {row.feed_id: row for row in PrivacyAssessment.objects.order_by("number")}
    going_on = Feed.objects.filter(Q(ends_on=None) | Q(ends_on__gt=today)).order_by("title")
    found = [_line(feed, newest.get(feed.pk), today) for feed in going_on]
    return [each for each in found if not each.is_well]


def _line(feed: Feed, newest: PrivacyAssessment | None, today: date) -> PrivacyLine:
    decision = Decision(newest.decision) if newest else None
    return PrivacyLine(feed, newest, privacy.of(decision, review_on=newest.review_on if newest else None, today=today))
