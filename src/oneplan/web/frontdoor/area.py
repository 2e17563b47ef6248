"""The whole area in counts, with no names; a small count is not said exactly."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Subquery

from oneplan.rulebook.sharing import small_numbers
from oneplan.web.casework.models import Episode, EpisodeRole, LevelDecision, Review
from oneplan.web.frontdoor import urgency
from oneplan.web.frontdoor.models import Request
from oneplan.web.site import lists


@dataclass(frozen=True)
class Figure:
    """A number with what it counts; small ones are hidden because they could point at a family."""

    words: str
    number: int

    @property
    def shown(self) -> str:
        return small_numbers.told(self.number)


@dataclass(frozen=True)
class Table:
    title: str
    rows: tuple[Figure, ...]


def tables(*, today: date) -> list[Table]:
    return [_requests(today=today), _families(today=today), _by_team(), _by_level()]


def _requests(*, today: date) -> Table:
    waiting = Request.objects.filter(state=Request.State.NEW)
    late = today - timedelta(days=urgency.DAYS_TO_DECIDE)
    month = Request.objects.filter(received_on__gt=today - timedelta(days=28))
    return Table(
        "Requests for help",
        (
            Figure("in the last four weeks", month.count()),
            Figure("waiting for a decision", waiting.count()),
            Figure(f"of these longer than {urgency.DAYS_TO_DECIDE} days", waiting.filter(received_on__lt=late).count()),
            Figure("offered, the family has not answered", Request.objects.filter(state=Request.State.OFFERED).count()),
        ),
    )


def _families(*, today: date) -> Table:
    open_now = Episode.objects.filter(closed_on=None)
    held = EpisodeRole.objects.known().filter(episode=OuterRef("pk"), kind=EpisodeRole.Kind.KEY_WORKER, valid_to=None)
    ended = Episode.objects.filter(closed_on__gt=today - timedelta(days=365))
    last_review = Review.objects.filter(episode=OuterRef("pk")).order_by("-on", "-pk").values("next_on")[:1]
    late = open_now.annotate(due=Subquery(last_review)).filter(due__lt=today)
    return Table(
        "Families",
        (
            Figure("have help now", open_now.count()),
            Figure("of these without a key worker", open_now.exclude(Exists(held)).count()),
            Figure("of these with a late review", late.count()),
            Figure("said goodbye to in the last year", ended.count()),
        ),
    )


def _by_team() -> Table:
    rows = (
        Episode.objects.filter(closed_on=None).values_list("team__name").annotate(n=Count("pk")).order_by("team__name")
    )
    return Table("Families with help now, by team", tuple(Figure(name or "no team yet", n) for name, n in rows))


def _by_level() -> Table:
    latest = LevelDecision.objects.filter(family=OuterRef("family")).exclude(level="").order_by("-on", "-pk")
    rows = (
        Episode.objects.filter(closed_on=None)
        .annotate(level=Subquery(latest.values("level")[:1]))
        .values_list("level")
        .annotate(n=Count("pk"))
    )
    return Table("Families with help now, by level of need", tuple(_in_order(dict(rows))))


def _in_order(found: dict[str | None, int]) -> Iterable[Figure]:
    for code, name in lists.choices("level"):
        yield Figure(name, found.pop(code, 0))
    if rest := sum(found.values()):
        yield Figure("not decided yet", rest)
