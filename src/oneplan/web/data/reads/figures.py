"""The figures that hold, as an analyst reads of them: counts, days and exports, nobody's name and no small number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from oneplan.engine.export import summary
from oneplan.engine.export.declared import audiences
from oneplan.engine.export.folder import CannotExport
from oneplan.engine.export.summary import Counted, Watched
from oneplan.rulebook.sharing import small_numbers
from oneplan.web.agencies.models import Worker
from oneplan.web.data import exporting
from oneplan.web.data.actions.exports import ANALYSTS
from oneplan.web.data.left_out import left_out
from oneplan.web.data.models import Export, Published
from oneplan.web.data.reads.exports import ExportLine, lines

SPANS = 6  # the newest ones of a feed; older ones stand in the table of coverage
LISTED = 30
DAY = timedelta(days=1)


@dataclass(frozen=True)
class KindLine:
    """How many facts there are is not told either where the people are few: they would point at a family too."""

    counted: Counted

    @property
    def facts(self) -> str:
        return "not told" if small_numbers.is_small(self.counted.people) else small_numbers.told(self.counted.facts)

    @property
    def people(self) -> str:
        return small_numbers.told(self.counted.people)


@dataclass(frozen=True)
class FeedDays:
    watched: Watched

    @property
    def spans(self) -> list[tuple[date, date]]:
        """First and last day of each span, the newest first."""
        return [(first, after - DAY) for first, after in reversed(self.watched.spans)][:SPANS]

    @property
    def older(self) -> int:
        return max(0, len(self.watched.spans) - SPANS)


@dataclass(frozen=True)
class FiguresPage:
    """`trouble` says why they cannot be counted just now; `open` are the reader's own files that may be fetched."""

    published: Published | None
    kinds: Sequence[KindLine]
    feeds: Sequence[FeedDays]
    trouble: str
    open: Sequence[Export]
    lines: Sequence[ExportLine]

    @property
    def few(self) -> str:
        return small_numbers.told(1)

    @property
    def minutes(self) -> int:
        return int(settings.STEP_UP_SECONDS) // 60

    @property
    def categories(self) -> list[str]:
        return sorted(each.replace("_", " ") for each in audiences()[ANALYSTS].categories)


def page(*, by: Worker, at: datetime) -> FiguresPage:
    row = Published.objects.select_related("run").first()
    mine = open_to(by, at=at).order_by("-number") if row else ()
    kinds: list[KindLine] = []
    feeds: list[FeedDays] = []
    trouble = ""
    if row is not None:
        try:
            without = left_out(ANALYSTS, by=by)
            found = summary.of(exporting.told(row.run), audiences()[ANALYSTS], without=without)
        except CannotExport as failure:
            trouble = str(failure)
        else:
            kinds = [KindLine(each) for each in found.counted]
            feeds = [FeedDays(each) for each in found.watched]
    return FiguresPage(row, kinds, feeds, trouble, list(mine), lines(audience=ANALYSTS, most=LISTED))


def open_to(worker: Worker, *, at: datetime) -> QuerySet[Export]:
    """Exports whose file this worker may fetch: their own, for as long as showing who one is holds."""
    since = at - timedelta(seconds=settings.STEP_UP_SECONDS)
    states = [Export.State.BEGUN, Export.State.MADE]
    return Export.objects.filter(way=Export.Way.FILE, asked_by=worker, asked_at__gt=since, state__in=states)
