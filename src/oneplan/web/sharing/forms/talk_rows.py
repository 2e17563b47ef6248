"""The lines of a talk as its page shows them: each with how it stands today, those of one service folded together."""

from dataclasses import dataclass

from django import forms

from oneplan.web.agencies.models import Agency
from oneplan.web.sharing.forms.fields import USUAL
from oneplan.web.sharing.forms.talks import QUESTIONS, TalkForm


@dataclass(frozen=True)
class Row:
    field: forms.BoundField
    words: str  # how it stands today
    service: str = ""

    @property
    def is_touched(self) -> bool:
        return bool(self.field.value() or self.field.errors)


@dataclass(frozen=True)
class Service:
    """What one service may know: the usual kinds, and behind one more tap the others."""

    agency: Agency
    usual: list[Row]
    others: list[Row]
    stands: str
    others_stand: str
    is_open: bool

    @property
    def are_others_open(self) -> bool:
        return any(row.is_touched for row in self.others)


def questions(form: TalkForm) -> list[Row]:
    return [Row(form[purpose.value], form.sheet.words(purpose.value)) for purpose in QUESTIONS]


def services(form: TalkForm, *, talked_about: Agency | None) -> list[Service]:
    """Open are the one that the talk is about, those somebody tapped in, and the only one there is."""
    found = []
    for agency in form.agencies:
        names = [name for name, line in form.lines.items() if line.agency == agency]
        rows = [Row(form[name], form.sheet.words(name), agency.name) for name in names]
        usual, others = rows[: len(USUAL)], rows[len(USUAL) :]
        found.append(
            Service(
                agency,
                usual,
                others,
                stands=form.sheet.summary(names),
                others_stand=form.sheet.summary(names[len(USUAL) :]),
                is_open=agency == talked_about or len(form.agencies) == 1 or any(row.is_touched for row in rows),
            )
        )
    return found
