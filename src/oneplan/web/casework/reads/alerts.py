"""What must be known before anything else: who may not see a child, and what a visitor must know."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q

from oneplan.rulebook.sharing.categories import Category
from oneplan.web.casework.reads.circle import Circle
from oneplan.web.casework.reads.sight import Sight
from oneplan.web.people.models import ContactRestriction, Person, VisitWarning

_EXTENT = {
    ContactRestriction.Extent.NONE: "{barred} must not have contact with {child}",
    ContactRestriction.Extent.SUPERVISED: "{barred} may see {child} only with somebody watching over it",
    ContactRestriction.Extent.INDIRECT: "{barred} may only write to {child} or call, never meet",
    ContactRestriction.Extent.WORRY: "{barred} and {child}: a worry about contact, nothing forbids it",
}


@dataclass(frozen=True)
class Bar:
    """A contact restriction as pages show it."""

    child: Person
    barred: Person
    sentence: str  # with places for who is barred and from whom
    extent: str
    is_worry: bool
    more: str
    is_feared: bool
    kind: str  # “court order”, without the words that came with it


@dataclass(frozen=True)
class Alert:
    """What stands on top of the page: one for all the children of whom the same is said."""

    words: str
    more: str
    is_feared: bool


def alerts_of(bars: Iterable[Bar]) -> list[Alert]:
    together: dict[tuple[int, str, str, bool], list[Bar]] = {}
    for bar in bars:
        together.setdefault((bar.barred.pk, bar.extent, bar.more, bar.is_feared), []).append(bar)
    return [_alert(own) for own in together.values()]


def _alert(bars: list[Bar]) -> Alert:
    first = bars[0]
    names = list(dict.fromkeys(bar.child.short_name for bar in bars))
    children = first.child.name if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return Alert(first.sentence.format(barred=first.barred.name, child=children), first.more, first.is_feared)


def bars_around(circle: Circle) -> list[Bar]:
    """Every restriction that touches somebody of the family, also when the barred person is not listed."""
    ids = circle.record_ids
    rows = (
        ContactRestriction.objects.current(circle.day)
        .filter(Q(child__in=ids) | Q(barred__in=ids))
        .select_related("child__merged_into", "barred__merged_into")
        .order_by("child", "barred", "pk")
    )
    return [_bar(row) for row in rows]


def seen_by(sight: Sight, bars: Iterable[Bar], *, circle: Circle) -> list[Bar]:
    """The order's own words stay with the child's family; a partner reads them only where their kind is agreed.

    Of a child that a partner may not know of, they are not told at all.
    """
    told = [bar if bar.child.pk in circle.record_ids else replace(bar, more=bar.kind) for bar in bars]
    if not sight.is_partner:
        return told
    shown = [bar for bar in told if sight.sees(Category.BASICS, [bar.child])]
    return [bar if sight.sees(Category.SOCIAL_CARE, [bar.child]) else replace(bar, more=bar.kind) for bar in shown]


def barred_words(bars: Iterable[Bar], person: Person) -> str:
    """What is to be written wherever the barred person is listed; empty for everybody else."""
    own = [bar for bar in bars if bar.barred.pk == person.pk]
    restricted = [bar.child.short_name for bar in own if not bar.is_worry]
    worrying = [bar.child.short_name for bar in own if bar.is_worry and bar.child.short_name not in restricted]
    said = [(restricted, "contact with {} is restricted"), (worrying, "contact with {} is a worry")]
    return "; ".join(words.format(", ".join(dict.fromkeys(names))) for names, words in said if names)


def visit_warnings(circle: Circle, *, homes: Iterable[int]) -> list[str]:
    rows = VisitWarning.objects.current(circle.day).filter(Q(family=circle.family) | Q(home__in=list(homes)))
    return list(dict.fromkeys(rows.order_by("pk").values_list("words", flat=True)))


def _bar(row: ContactRestriction) -> Bar:
    child, barred = row.child.merged_into or row.child, row.barred.merged_into or row.barred
    until: date | None = row.valid_to
    more = [row.get_kind_display(), f"until {until:%-d %B %Y}" if until else "", row.words]
    return Bar(
        child=child,
        barred=barred,
        sentence=_EXTENT[ContactRestriction.Extent(row.extent)],
        extent=row.get_extent_display(),
        is_worry=row.extent == ContactRestriction.Extent.WORRY,
        more=" · ".join(part for part in more if part),
        is_feared=row.breach_feared,
        kind=row.get_kind_display(),
    )
