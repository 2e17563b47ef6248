"""Who of the family is there on a day: the people a worker could see, and what to call them."""

from bisect import bisect
from datetime import date

from oneplan.engine.synthetic.births import KNOWN_BEFORE_DUE, years
from oneplan.engine.synthetic.drafts import FamilyDraft, Human

AWAY = ("looked_after", "in_custody")
ADULT = years(18)


class Presence:
    """Answers are kept until somebody comes, goes or comes of age: most days are like the day before."""

    def __init__(self, draft: FamilyDraft) -> None:
        self.main = draft.carers[0]
        self.main_name = self.main.given or "the family"
        self.has_parent_elsewhere = bool(draft.elsewhere)
        self.babies = [human.born for human in draft.children]
        rows = [
            (item.start, _until(item.human, item.end), item.human)
            for item in draft.belongings
            if item.role != "parent_elsewhere" and not item.human.is_unborn
        ]
        self._rows = sorted(rows, key=lambda row: row[2] is not self.main)
        birthdays = [human.born + ADULT for _, _, human in rows if human.is_child]
        self._changes = sorted({date.min, date.max, *birthdays, *(day for row in rows for day in row[:2])})
        self._from = self._to = date.max
        self._there: list[Human] = []
        self._children: list[Human] = []

    def on(self, day: date) -> list[Human]:
        """Members who are there, the main carer first."""
        if not self._from <= day < self._to:
            self._look(day)
        return self._there

    def children_on(self, day: date) -> list[Human]:
        """Members under eighteen who are children of the family; a young parent is not one in her own family."""
        if not self._from <= day < self._to:
            self._look(day)
        return self._children

    def _look(self, day: date) -> None:
        at = bisect(self._changes, day)
        self._from, self._to = self._changes[at - 1], self._changes[at]
        self._there = [human for start, end, human in self._rows if start <= day < end]
        youngest_adult = day - ADULT
        self._children = [
            human for human in self._there if human.is_child and human.born > youngest_adult and human is not self.main
        ]

    def expects_or_has_baby(self, day: date, *, younger_than: int) -> bool:
        return any(-KNOWN_BEFORE_DUE <= (day - born).days <= younger_than for born in self.babies)

    def name_of_child(self, human: Human | None, *, day: date) -> str:
        """The child meant, or any child of the family, or the baby on the way."""
        if human is not None and human.is_child and human is not self.main and human.given:
            return human.given
        children = self.children_on(day)
        return children[0].given or "the baby" if children else "the baby"


def _until(human: Human, end: date | None) -> date:
    ends = [item.start for item in human.circumstances if item.kind in AWAY]
    return min([end or date.max, *ends])
