"""What a year of key working costs, by what is written down now, and how that fits what the record knows."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from statistics import fmean

from django.db.models import Count, Q

from oneplan.engine.value.of_area import UNSUPPORTED
from oneplan.rulebook.sharing.policy import Role
from oneplan.rulebook.sharing.small_numbers import is_small
from oneplan.rulebook.value.faults import Fault
from oneplan.rulebook.value.key_working import Effort, KeyWorking, faults, key_working
from oneplan.rulebook.value.optimism import grades
from oneplan.web.agencies.models import Worker
from oneplan.web.casework.models import Episode, EpisodeRole
from oneplan.web.value.models import Grade, KeyPost, OtherCost

YEAR = timedelta(days=365)
DAYS_A_WEEK = 7


@dataclass(frozen=True)
class CostsPage:
    """`year` is None while something is wrong, which `faults` say."""

    grades: list[Grade]
    posts: list[KeyPost]
    others: list[OtherCost]
    effort: Effort
    key_workers: int
    year: KeyWorking | None
    faults: list[Fault]

    @property
    def is_empty(self) -> bool:
        return not self.posts and not self.others

    @property
    def put_on(self) -> str:
        """What is put on a cost when nothing says where it is from."""
        return f"{grades()[UNSUPPORTED].costs * 100:.0f} %"

    @property
    def by_family(self) -> bool:
        """Whether it may be told by family: a few could be known by it."""
        return bool(self.effort.families) and not is_small(self.effort.families)

    @property
    def gap(self) -> str:
        """In words, where posts are far from what families and caseload ask for; empty where they are not."""
        needed = self.year.workers_needed if self.year else None
        if needed is None or self.year is None or not self.year.workers or not self.by_family:
            return ""
        if Decimal("0.8") <= self.year.workers / needed <= Decimal("1.25"):
            return ""
        return (
            f"{self.year.workers:.1f} full-time posts are written down. As many families as were helped, for as long, "
            f"with as many at a time, take {needed:.1f}. One of these figures is likely wrong."
        )


def costs(day: date) -> CostsPage:
    grades = list(Grade.objects.current(day).order_by("name"))
    posts = list(KeyPost.objects.current(day).order_by("words", "pk"))
    others = list(OtherCost.objects.current(day).order_by("words", "pk"))
    known, given = {each.name: each.rule for each in grades}, [each.rule for each in others]
    rules, effort = [each.rule for each in posts], _effort(day)
    wrong = faults(rules, known, given, effort)
    year = None if wrong else key_working(rules, known, given, effort)
    workers = Worker.objects.filter(is_active=True, role=Role.KEY_WORKER).count()
    return CostsPage(grades, posts, others, effort, workers, year, wrong)


def _effort(day: date) -> Effort:
    """Families helped in the year before the day, how much of it, and how many a key worker has now."""
    helped = Episode.objects.filter(Q(closed_on=None) | Q(closed_on__gt=day - YEAR), opened_on__lte=day)
    spans = helped.values_list("opened_on", "closed_on")
    days = sum(((closed or day) - max(opened, day - YEAR)).days for opened, closed in spans)
    families = helped.values("family").distinct().count()
    weeks = Decimal(str(round(days / families / DAYS_A_WEEK, 1))) if families else Decimal(0)
    held = EpisodeRole.objects.current(day).filter(kind=EpisodeRole.Kind.KEY_WORKER, episode__closed_on=None)
    loads = [row["many"] for row in held.values("worker").annotate(many=Count("pk"))]
    return Effort(families, weeks, Decimal(str(round(fmean(loads), 1))) if loads else None)
