"""When children are born: spacing, twins, babies that come early, pregnancies still under way."""

from dataclasses import dataclass
from datetime import date, timedelta

from oneplan.engine.synthetic.drafts import FamilyDraft
from oneplan.engine.synthetic.draws import Draws, later
from oneplan.engine.synthetic.rates import rate, shares

YEAR = 365.25
LEAST_SPACING = 330
KNOWN_BEFORE_DUE = 200  # days before the due date that a pregnancy is usually known
LONGEST_SPAN = int(28 * YEAR)
OLDEST_INDEX_CHILD = 17.3


@dataclass(slots=True)
class Birth:
    """One birth; for a pregnancy under way `day` is the due date."""

    day: date
    due: date
    babies: int
    is_identical: bool
    is_unborn: bool
    is_early: bool

    @property
    def known(self) -> date:
        """The day from which the child can be on record."""
        return later(self.day, -KNOWN_BEFORE_DUE) if self.is_unborn else self.day


def years(number: float) -> timedelta:
    return timedelta(days=int(number * YEAR))


@dataclass(frozen=True, slots=True)
class Window:
    """Between which days the first birth must lie; None leaves a side open."""

    first_from: date | None = None
    first_to: date | None = None


ANY_TIME = Window()


def births(draft: FamilyDraft, *, window: Window = ANY_TIME, most: int | None = None) -> list[Birth]:
    """Births so placed that some child is under eighteen when help is first asked for, the first within the window."""
    draws, first_from, first_to = draft.draws, window.first_from, window.first_to
    number = draws.weighted(shares("maternities", draft.community.family_size))
    offsets = _offsets(draws, number=number if most is None else min(number, most))
    age = int(draws.random() ** 1.1 * OLDEST_INDEX_CHILD * YEAR)
    first = later(draft.first_request, -(age + draws.pick(offsets)))
    if first_to is not None and first > first_to:
        first = draws.day(max(first_from or date.min, first_to - years(3)), first_to)
    if first_from is not None and first < first_from:
        first = later(first_from, int(draws.random() * 500))
        first = first if first_to is None else max(first_from, min(first, first_to))
    latest = later(draft.today, KNOWN_BEFORE_DUE)
    days = [later(first, offset) for offset in offsets if later(first, offset) <= latest]
    return [birth(draws, day=day, today=draft.today) for day in days or [min(first, draft.today)]]


def birth(draws: Draws, *, day: date, today: date) -> Birth:
    babies = 2 if draws.chance(rate("twins")) else 1
    identical = babies > 1 and draws.chance(rate("identical_twins"))
    if day > today:
        return Birth(day, day, babies, identical, is_unborn=True, is_early=False)
    early = draws.chance(rate("premature") * (6 if babies > 1 else 1))
    late_by = -draws.whole(21, 90) if early else draws.whole(-14, 10)
    return Birth(day, later(day, -late_by), babies, identical, is_unborn=False, is_early=early)


def _offsets(draws: Draws, *, number: int) -> list[int]:
    offsets = [0]
    for _ in range(number - 1):
        offsets.append(offsets[-1] + LEAST_SPACING + int((draws.random() + draws.random() ** 3) * 900))
    return [offset for offset in offsets if offset <= LONGEST_SPAN]


def first_birth_age(draws: Draws, *, span_days: int, number: int) -> float:
    """The mother's age at the first birth: young enough to be under 46 at the last."""
    oldest = min(42.0, 45.5 - span_days / YEAR)
    return max(16.2, min(draws.gauss(25.8 - 0.8 * (number - 1), 5.2), oldest))
