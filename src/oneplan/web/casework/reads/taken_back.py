"""Yeses taken back in one day: one line of the timeline for each service, which names it and the kinds."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from oneplan.rulebook.sharing.categories import Category, about
from oneplan.rulebook.sharing.consent import PURPOSE_WORDS, Answer, Purpose
from oneplan.web.people.models import Family, TimelineEntry
from oneplan.web.sharing.models import ConsentAnswer

THING = ConsentAnswer._meta.label_lower


@dataclass(frozen=True)
class Line:
    headline: str
    aside: str


@dataclass(frozen=True)
class TakenBack:
    """`beside`: answers whose lines stand in that of another; `lines` by the answer whose line stands for them."""

    beside: list[int]
    lines: dict[int, Line]

    def say(self, entries: Iterable[TimelineEntry]) -> None:
        """Put the words of each such line in place of those it was kept with."""
        for entry in entries:
            line = self.lines.get(entry.thing_id or 0) if entry.thing_type == THING else None
            if line is not None:
                entry.headline, entry.aside = line.headline, line.aside


def of(family: Family) -> TakenBack:
    """One question to the database, however many there are."""
    rows = ConsentAnswer.objects.filter(family=family, answer=Answer.WITHDRAWN, struck_at=None, talk=None)
    groups: dict[tuple[int | str | None, ...], list[ConsentAnswer]] = defaultdict(list)
    for row in rows.select_related("person", "given_by", "agency").order_by("pk"):
        groups[row.given_by_id, row.person_id, row.agency_id, row.purpose, f"{row.on}"].append(row)
    return TakenBack(
        beside=[row.pk for same in groups.values() for row in same[:-1]],
        lines={same[-1].pk: _line(same) for same in groups.values()},
    )


def _line(rows: list[ConsentAnswer]) -> Line:
    """“Sarah took back a yes about Leo to Mill Lane Primary”, and “no longer told: health; where they live”."""
    first = rows[0]
    whom = "" if first.is_own else f" about {first.person.short_name}"
    if first.purpose != Purpose.SHARE:
        service = f" ({first.agency})" if first.agency else ""
        return Line(f"{first.given_by.short_name} took back a yes{whom}"[:200], f"{_plain(first)}{service}")
    codes = dict.fromkeys(row.category for row in rows)
    kinds = [about(Category(code)).words if code else "everything usual" for code in codes]
    return Line(
        f"{first.given_by.short_name} took back a yes{whom} to {first.agency or 'any service'}"[:200],
        f"no longer told: {'; '.join(kinds)}",
    )


def _plain(row: ConsentAnswer) -> str:
    return f"no longer: {PURPOSE_WORDS[Purpose(row.purpose)]}"
