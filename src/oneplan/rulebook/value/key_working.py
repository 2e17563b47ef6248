"""What key working costs: posts by grade and who funds them, goods, partners' and volunteers' time, and that by family.

    cost of posts   = Σ yearly cost of the grade · part of full time · part that is key working · months / 12
    in kind         = Σ hours · what an hour costs whoever gives it
    a family        = cost of the year / families helped in it
    a family-week   = cost of the year / (families · weeks of help)
    workers needed  = families · weeks / 52 / families a full-time worker has at a time

That costs are to be by grade, time, caseload, length and goods is requirement R339; the algebra is our own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from oneplan.rulebook.value.faults import Fault
from oneplan.rulebook.value.model import ONE, ZERO, Cost, CostKind

WEEKS, MONTHS = Decimal(52), Decimal(12)


@dataclass(frozen=True)
class Grade:
    """`yearly` is what a full-time worker costs in a year with on-costs, in pounds; `source`, where that is from."""

    name: str
    yearly: Decimal
    source: str = ""


@dataclass(frozen=True)
class Post:
    """`full_time` is how many full-time posts it is, `on_key_working` the share of them from 0 to 1.

    `months` are those of the year in which it was filled.
    """

    words: str
    grade: str
    full_time: Decimal
    on_key_working: Decimal
    funder: str
    months: Decimal = MONTHS

    @property
    def workers(self) -> Decimal:
        """Full-time workers of key working in the year."""
        return self.full_time * self.on_key_working * self.months / MONTHS


@dataclass(frozen=True)
class Given:
    """What else goes into the help in a year, in pounds: goods in cash, time and rooms in kind."""

    words: str
    payer: str
    kind: CostKind
    yearly: Decimal
    source: str = ""


@dataclass(frozen=True)
class Effort:
    """`weeks` of the year a family is helped on average; `caseload` is how many a full-time worker has at a time."""

    families: int
    weeks: Decimal
    caseload: Decimal | None = None


@dataclass(frozen=True)
class KeyWorking:
    """A year of it. What is by family is None where nobody was helped."""

    costs: tuple[Cost, ...]
    effort: Effort
    workers: Decimal

    @property
    def yearly(self) -> Decimal:
        return sum((sum(each.by_year, ZERO) for each in self.costs), ZERO)

    @property
    def a_family(self) -> Decimal | None:
        return self.yearly / self.effort.families if self.effort.families else None

    @property
    def a_family_week(self) -> Decimal | None:
        weeks = self.effort.families * self.effort.weeks
        return self.yearly / weeks if weeks else None

    @property
    def workers_needed(self) -> Decimal | None:
        """By caseload and length; None where the caseload is not known. Far from `workers`, one of them is wrong."""
        if not self.effort.caseload:
            return None
        return self.effort.families * self.effort.weeks / WEEKS / self.effort.caseload

    @property
    def unsupported(self) -> tuple[Cost, ...]:
        """What nothing says the source of."""
        return tuple(each for each in self.costs if not each.source)

    def by_funder(self) -> dict[str, Decimal]:
        """Who puts in what, in kind too; it sums to the whole."""
        found: dict[str, Decimal] = {}
        for each in self.costs:
            found[each.payer] = found.get(each.payer, ZERO) + sum(each.by_year, ZERO)
        return found


def hours(words: str, payer: str, *, a_year: Decimal, an_hour: Decimal, source: str = "") -> Given:
    """Time that a partner or a volunteer gives: in kind, at what an hour costs."""
    return Given(words, payer, CostKind.IN_KIND, a_year * an_hour, source)


def key_working(
    posts: Sequence[Post], grades: Mapping[str, Grade], given: Sequence[Given], effort: Effort
) -> KeyWorking:
    """A year of key working as costs of a model, one for each grade and funder. Of what has no faults (`faults`)."""
    costs = (*_of_posts(posts, grades), *(_of_given(place, each) for place, each in enumerate(given, 1)))
    return KeyWorking(costs, effort, sum((post.workers for post in posts), ZERO))


def faults(posts: Sequence[Post], grades: Mapping[str, Grade], given: Sequence[Given], effort: Effort) -> list[Fault]:
    """Everything that keeps the costs from being reckoned."""
    return [*_wrong_posts(posts, grades), *_wrong_given(given), *_wrong_effort(effort)]


def _of_posts(posts: Sequence[Post], grades: Mapping[str, Grade]) -> Iterator[Cost]:
    together: dict[tuple[str, str], Decimal] = {}
    for post in posts:
        at = (post.grade, post.funder)
        together[at] = together.get(at, ZERO) + post.workers
    for place, ((name, funder), workers) in enumerate(together.items(), 1):
        grade = grades[name]
        words = f"{grade.name}, {workers.quantize(Decimal('0.01')).normalize():f} full-time"
        yield Cost(f"posts_{place}", words, funder, CostKind.CASH, (workers * grade.yearly,), source=grade.source)


def _of_given(place: int, each: Given) -> Cost:
    return Cost(f"given_{place}", each.words, each.payer, each.kind, (each.yearly,), source=each.source)


def _wrong_posts(posts: Sequence[Post], grades: Mapping[str, Grade]) -> Iterator[Fault]:
    for place, post in enumerate(posts, 1):
        at = f"posts.{place}"
        if post.grade not in grades:
            there = ", ".join(grades) or "none yet"
            yield Fault(f"{at}.grade", f"Nothing is said of what {post.grade} costs. There are: {there}.")
        if post.full_time < ZERO:
            yield Fault(f"{at}.full_time", f"{post.words}: there are fewer posts than none.")
        if not ZERO <= post.on_key_working <= ONE:
            yield Fault(f"{at}.on_key_working", f"{post.words}: a part of a post is 0 to 100 %.")
        if not ZERO <= post.months <= MONTHS:
            yield Fault(f"{at}.months", f"{post.words}: a year has 0 to 12 months.")
        if not post.funder:
            yield Fault(f"{at}.funder", f"{post.words}: nobody pays for it. Say who does.")
    for grade in grades.values():
        if grade.yearly < ZERO:
            yield Fault(f"grades.{grade.name}", "A worker who costs less than nothing is none.")


def _wrong_given(given: Sequence[Given]) -> Iterator[Fault]:
    for place, each in enumerate(given, 1):
        if each.yearly < ZERO:
            yield Fault(f"given.{place}", f"{each.words}: it is less than nought. Money that comes back is an outcome.")
        if not each.payer:
            yield Fault(f"given.{place}.payer", f"{each.words}: nobody gives it. Say who does.")


def _wrong_effort(effort: Effort) -> Iterator[Fault]:
    if effort.families < 0 or effort.weeks < ZERO:
        yield Fault("effort", "Nobody is fewer than none, and no help is shorter than none.")
    if effort.caseload is not None and effort.caseload <= ZERO:
        yield Fault("effort.caseload", "A worker has at least one family, or say nothing of the caseload.")
